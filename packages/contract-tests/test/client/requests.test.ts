import * as client from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { recording } from '../../src/exchange.ts';
import { expectRequest } from '../../src/golden.ts';
import { requestFindings } from '../../src/spec-findings.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { testKey } from '../../src/system-under-test.ts';
import { fullInput, fullSession } from '../../src/verification-inputs.ts';

// What each operation sends, letter for letter, with every parameter that it has. Written down here a second time: what is
// generated from the spec cannot change it unnoticed.

// Legal, and hostile: an id is any text of up to 255 characters.
const id = ' AAAA/ü+%2F🦊 ';
const idInPath = '%20AAAA%2F%C3%BC%2B%252F%F0%9F%A6%8A%20';
const report = ' .?#AC;=&𝒳\t';
const reportInPath = '%20.%3F%23AC%3B%3D%26%F0%9D%92%B3%09';
const input = {
  ...fullInput,
  loan_id: ' L–20011 ',
  metadata: { ' zulu ': ' 1st ', alpha: '\n', 'Ünder 🦊': '' },
};

interface Sent {
  readonly call: (connection: client.Connection) => PromiseLike<unknown>;
  /** Method, path and query. */
  readonly line: string;
  readonly accept?: string;
  readonly requestSync?: 'sync';
  readonly body?: unknown;
}

const all: Record<string, Sent[]> = {
  createCredentialsSession: [
    {
      call: (connection) => client.createCredentialsSession(connection, fullSession),
      line: 'POST /credentials/session',
      body: fullSession,
    },
  ],
  createVerification: [
    {
      call: (connection) => client.createVerification(connection, input, { requestSync: 'sync' }),
      line: 'POST /verification-requests/',
      requestSync: 'sync',
      body: input,
    },
    {
      call: (connection) => client.createVerification(connection, input, { fields: ['state'] }),
      // The id distinguishes it from what other creates left behind.
      line: 'POST /verification-requests/?fields=state%2Cid',
      body: input,
    },
  ],
  listVerifications: [
    { call: (connection) => client.listVerifications(connection), line: 'GET /verification-requests/' },
    {
      call: (connection) =>
        client.listVerifications(connection, {
          state: 'action-required',
          limit: 7,
          offset: 14,
          fields: ['id', 'state'],
          income_analytics: true,
        }),
      line: 'GET /verification-requests/?state=action-required&limit=7&offset=14&fields=id%2Cstate&income_analytics=true',
    },
  ],
  getVerification: [
    {
      call: (connection) =>
        client.getVerification(connection, id, { fields: ['id', 'reports'], income_analytics: false }),
      line: `GET /verification-requests/${idInPath}?fields=id%2Creports&income_analytics=false`,
    },
  ],
  reverifyVerification: [
    {
      call: (connection) =>
        client.reverifyVerification(connection, id, { report_id: report }, { requestSync: 'sync' }),
      line: `PUT /verification-requests/${idInPath}/reverify`,
      requestSync: 'sync',
      body: { report_id: report },
    },
  ],
  cancelVerification: [
    {
      call: (connection) =>
        client.cancelVerification(connection, id, {
          cancellation_reason: 'high-turnaround-time',
          cancellation_details: ' Falscher Name:\t„Größe“ 🦊\n',
        }),
      line: `PUT /verification-requests/${idInPath}/cancel`,
      body: {
        cancellation_reason: 'high-turnaround-time',
        cancellation_details: ' Falscher Name:\t„Größe“ 🦊\n',
      },
    },
  ],
  getReport: [
    {
      call: (connection) =>
        client.getReport(connection, id, report, { fields: ['id'], income_analytics: true }),
      line: `GET /verification-requests/${idInPath}/reports/${reportInPath}?fields=id&income_analytics=true`,
    },
    {
      call: (connection) => client.getReportPdf(connection, id, report),
      line: `GET /verification-requests/${idInPath}/reports/${reportInPath}`,
      accept: 'application/pdf; version=2019-10-15',
    },
  ],
  getSingleReport: [
    {
      call: (connection) =>
        client.getSingleReport(connection, id, { fields: ['id'], income_analytics: true }),
      line: `GET /verification-requests/${idInPath}/report?fields=id&income_analytics=true`,
    },
    {
      call: (connection) => client.getSingleReportPdf(connection, id, { income_analytics: true }),
      line: `GET /verification-requests/${idInPath}/report?income_analytics=true`,
      accept: 'application/pdf; version=2019-10-15',
    },
  ],
  searchCompanies: [
    {
      call: (connection) => client.searchCompanies(connection, { q: ' a & b/ç+🦊 ', limit: 2, offset: 4 }),
      line: 'GET /companies/?q=+a+%26+b%2F%C3%A7%2B%F0%9F%A6%8A+&limit=2&offset=4',
    },
  ],
};

describe('what the client sends', () => {
  test('is written down for every operation of the spec', () => {
    const names = operationsOfTheSpec().map(({ id: name }) => name);
    expect(
      names.filter((name) => all[name] === undefined),
      'add to `all` in packages/contract-tests/test/client/requests.test.ts what these send, with every parameter',
    ).toEqual([]);
    expect(
      Object.keys(all).filter((name) => !names.includes(name)),
      'the spec has these no more: take them out of `all` in packages/contract-tests/test/client/requests.test.ts',
    ).toEqual([]);
  });

  test.for(operationsOfTheSpec())(
    'has every parameter and every media type of $id',
    ({ id: name, parameters, responses }) => {
      const sent = all[name] ?? [];
      const queries = sent.flatMap(({ line }) => [...new URLSearchParams(line.split('?')[1] ?? '').keys()]);
      const headers = sent.flatMap(({ requestSync }) => (requestSync ? ['Request-Sync'] : []));
      const notInPath = parameters.filter((parameter) => parameter.in !== 'path');
      const sends = `the calls of ${name} in this file send, together, every parameter and Accept of the spec`;
      expect([...new Set([...queries, ...headers])].sort(), sends).toEqual(
        notInPath.map((parameter) => parameter.name).sort(),
      );

      const accepted = sent.map(({ accept }) => accept?.split(';')[0] ?? 'application/json');
      const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const mediaTypes = successes.flatMap(([, { bodies }]) => Object.keys(bodies));
      expect([...new Set(accepted)].sort(), sends).toEqual([...new Set(mediaTypes)].sort());
    },
  );

  const each = Object.entries(all).flatMap(([operation, sent]) => sent.map((one) => ({ operation, ...one })));
  test.for(each)('$operation: $line', async ({ operation, call, line, accept, requestSync, body }) => {
    const { fetch, exchanges } = recording(async () => new Response('{}', { status: 404 }));
    const connection = client.connect({ token: testKey, environment: 'sandbox', fetch, rateLimiter: false });
    await expect(call(connection)).rejects.toMatchObject({ code: 'not-found', operation });
    const [exchange, ...more] = exchanges;
    const { request } = exchange ?? expect.unreachable('nothing was sent');
    expect(more).toEqual([]);
    const [method, path] = line.split(' ', 2);
    const written = {
      url: `https://api.truework-sandbox.com${path}`,
      headers: {
        accept: accept ?? 'application/json; version=2019-10-15',
        authorization: `Bearer ${testKey}`,
        'content-type': 'application/json',
        ...(requestSync && { 'request-sync': requestSync }),
      },
      method,
      body,
    };
    const headers = Object.fromEntries([...request.headers].sort());
    const sent = request.body === null ? undefined : JSON.parse(request.body);
    expectRequest(operation, written, {
      url: String(request.url),
      headers,
      method: request.method,
      body: sent,
    });
    expect(request.body).toBe(body === undefined ? null : JSON.stringify(body));
    if (accept === undefined && exchange !== undefined) expect(requestFindings(exchange)).toEqual([]);
  });

  test('goes where the environment says', async () => {
    const origins: string[] = [];
    for (const environment of ['sandbox', 'production', 'local']) {
      const connection = client.connect({
        token: environment === 'production' ? 'tw_sk_0000000000000000000000000000000000000000' : testKey,
        environment,
        rateLimiter: false,
        fetch: async (input) => {
          origins.push(new URL(String(input)).origin);
          return new Response('{}', { status: 404 });
        },
      });
      await client.getVerification(connection, id).catch(() => {});
    }
    expect(origins).toEqual([
      'https://api.truework-sandbox.com',
      'https://api.truework.com',
      'http://127.0.0.1:4019',
    ]);
  });
});
