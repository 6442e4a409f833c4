import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { person, verificationInput } from '@truework-legacy/spec/test-data';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/sandbox.ts';

// Truework's own clients of the time are archived, and two of them cannot be installed any more. These are the requests that
// they send: paths with a slash at the end, a content type on reads too, a version or none.

const key = 'tw_sk_test_sdk';
const now = Date.UTC(2021, 10, 5, 12);

let sandbox: Sandbox;
let base: string;

beforeAll(async () => {
  sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false });
  ({ url: base } = await sandbox.listen({ port: 0 }));
});

afterAll(() => sandbox.close());

interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** Sends exactly these headers, and `Host` and those of the body's length. Follows nothing. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<Received> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${base}/${path}`,
      { method, headers: { ...headers, ...length } },
      (response) => {
        let received = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          received += chunk;
        });
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: JSON.parse(received),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

/** How each of them introduces itself. */
const introductions = {
  'Node 0.1 to 0.4': {
    accept: 'application/json; version=2019-10-15',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'Truework Node SDK v0.4.0; Node v14.0.0',
  },
  'Node 1.0 and later, without a version': {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'Truework Node SDK v1.4.0; Node v14.0.0',
  },
  'Python 0.0.1': {
    Accept: 'application/json; version=2019-10-15',
    'Accept-Encoding': 'gzip, deflate',
    Connection: 'keep-alive',
    'User-Agent': 'Truework Python SDK 0.0.1, sys.platform linux, sys.version 3.8.0',
  },
  'Ruby, without a version': {
    Accept: 'application/json',
    'Accept-Encoding': 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
    'User-Agent': 'Truework Ruby SDK 0.2.0;x86_64-linux;ruby;2.7.0 p0',
  },
};

describe.for(Object.entries(introductions))('the requests of the SDK for %s', ([name, introduction]) => {
  const ownKey = `${key}_${name.replaceAll(/\W/g, '')}`;
  const headers = {
    ...introduction,
    'Content-Type': 'application/json',
    Authorization: `Bearer ${ownKey}`,
  };

  test('create, read, list, search and report', async () => {
    const created = await send('POST', 'verification-requests/', headers, {
      ...verificationInput,
      target: { ...person, contact_email: 'riley@example.com', company: { name: 'Example Widgets LLC' } },
      documents: [{ filename: 'authorization.pdf', content: 'JVBERi0xLjQK' }],
      additional_information: 'Made up for a test.',
    });
    expect([created.status, created.headers['version']]).toEqual([201, '2019-10-15']);
    const { id } = created.body as { id: string };
    expect(created.body).toMatchObject({
      state: 'pending-approval',
      target: { company: { name: 'Example Widgets LLC' }, social_security_number: '***-**-0000' },
      documents: [{ filename: 'authorization.pdf' }],
    });

    const early = await send('GET', `verification-requests/${id}/report/`, headers);
    expect([early.status, early.body]).toEqual([
      400,
      { error: { message: 'This verification request is not completed.' } },
    ]);

    await sandbox.tenant(ownKey).clock.advance('1 second');
    const read = await send('GET', `verification-requests/${id}/`, headers);
    expect([read.status, read.body]).toEqual([200, expect.objectContaining({ id, state: 'completed' })]);

    const report = await send('GET', `verification-requests/${id}/report/`, headers);
    expect([report.status, report.body]).toMatchObject([
      200,
      {
        verification_request: { id, type: 'employment-income' },
        employer: { name: 'Fake Company', address: { line_one: '1 Example Street' } },
        employee: { status: 'active', positions: [{ title: 'Software Engineer' }] },
      },
    ]);

    const list = await send('GET', 'verification-requests/?offset=0&limit=25', headers);
    expect([list.status, list.body]).toEqual([
      200,
      { count: 1, next: null, previous: null, results: [read.body] },
    ]);

    const companies = await send('GET', 'companies/?limit=2&offset=0&q=example', headers);
    expect(companies.status).toBe(200);
    const { count, next, results } = companies.body as { count: number; next: string; results: unknown[] };
    expect([count, results.length]).toEqual([4, 2]);
    // The clients of Python and Ruby go to `next` as it stands.
    const second = await send('GET', next.slice(base.length + 1), headers);
    expect((second.body as { results: unknown[] }).results).toHaveLength(2);
  });

  test('errors have the fields that it reads', async () => {
    const wrong = await send('POST', 'verification-requests/', headers, {
      ...verificationInput,
      type: undefined,
    });
    expect([wrong.status, wrong.body]).toEqual([
      400,
      {
        error: {
          message: 'Invalid field values provided',
          invalid_fields: { type: ['This field is required.'] },
        },
      },
    ]);
    const unknown = await send('GET', `verification-requests/${'A'.repeat(56)}/`, headers);
    expect([unknown.status, unknown.body]).toEqual([404, { error: { message: 'Not found.' } }]);
    const { Authorization: _, ...anonymous } = headers;
    const rejected = await send('GET', 'companies/?q=example', anonymous);
    expect([rejected.status, rejected.body]).toEqual([401, { error: { message: 'Invalid token.' } }]);
  });
});

describe('the requests of the SDK for Node.js alone', () => {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${key}`,
  };
  const path = 'verification-requests/';

  test('list without a query, and with one', async () => {
    expect((await send('GET', path, headers)).status).toBe(200);
    expect((await send('GET', `${path}?limit=10&offset=10&state=pending-approval`, headers)).status).toBe(
      200,
    );
  });

  test('cancel, without details', async () => {
    const { id } = (await send('POST', path, headers, verificationInput)).body as { id: string };
    const canceled = await send('PUT', `${path}${id}/cancel/`, headers, {
      cancellation_reason: 'wrong-info',
    });
    expect([canceled.status, canceled.body]).toMatchObject([
      200,
      { id, state: 'canceled', cancellation_reason: 'wrong-info' },
    ]);
  });

  test('cancel with PATCH, as the first of them did, is rejected with the methods that there are', async () => {
    const { id } = (await send('POST', path, headers, verificationInput)).body as { id: string };
    const response = await send('PATCH', `${path}${id}/cancel`, headers, { cancellation_reason: 'other' });
    expect([response.status, response.headers.allow]).toEqual([405, 'OPTIONS, PUT']);
  });

  test('create a credentials session', async () => {
    const session = await send('POST', 'credentials/session', headers, {
      ...verificationInput,
      use_case: 'mortgage',
      target: {
        ...person,
        social_security_number: '000-20-0000',
        contact_email: 'riley@example.com',
        date_of_birth: '1990-01-31',
      },
    });
    expect([session.status, session.body]).toMatchObject([
      201,
      { token: expect.stringMatching(/^[\w-]{43}$/) },
    ]);
  });

  test('reverify', async () => {
    const { id } = (await send('POST', path, headers, verificationInput)).body as { id: string };
    await sandbox.tenant(key).clock.advance('1 second');
    const { reports } = (await send('GET', `${path}${id}/`, headers)).body as { reports: { id: string }[] };
    const again = await send('PUT', `${path}${id}/reverify/`, headers, { report_id: reports[0]?.id });
    expect([again.status, again.body]).toMatchObject([201, { state: 'pending-approval' }]);
  });

  test.for([
    ['async', 'pending-approval'],
    ['sync', 'completed'],
    ['sync-strict-timeout; timeout=15', 'completed'],
    ['sync-soft-timeout; timeout=15', 'completed'],
  ])('create with Request-Sync: %s ends up %s', async ([strategy = '', state]) => {
    const response = await send('POST', path, { ...headers, 'Request-Sync': strategy }, verificationInput);
    expect([response.status, response.body]).toMatchObject([201, { state }]);
  });

  test.for(['sync-strict-timeout', 'sync-soft-timeout; timeout=15s', 'async-soft-timeout; timeout=15'])(
    'create with Request-Sync: %s is rejected as it was sent',
    async (strategy) => {
      const response = await send('POST', path, { ...headers, 'Request-Sync': strategy }, verificationInput);
      const fields = { 'Request-Sync': [`"${strategy}" is not a valid choice.`] };
      expect([response.status, response.body]).toMatchObject([400, { error: { invalid_fields: fields } }]);
    },
  );
});
