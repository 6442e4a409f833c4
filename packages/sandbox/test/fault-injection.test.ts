import { verificationInput as input } from '@truework-legacy/spec/test-data';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FaultRule, WrittenFault } from '../src/faults/catalogue.ts';
import type { Sandbox } from '../src/sandbox.ts';
import type { TenantHandle } from '../src/tenant-handle.ts';
import { openSandbox } from './support/open-sandbox.ts';

const key = 'tw_sk_test_0000';
const verificationInput = JSON.stringify(input);

let sandbox: Sandbox;
let tenant: TenantHandle;

beforeEach(() => {
  sandbox = openSandbox();
  tenant = sandbox.tenant(key);
});

/** What a client gets of a response. */
interface Got {
  status?: number;
  headers?: Headers;
  body?: string;
  type?: string | null;
  location?: string | null;
  /** Why there is no response, or no whole body. */
  failure?: string;
}

/** The two ways in. */
const ways = {
  'in process': async () => ({ fetch: sandbox.fetch, base: 'http://sandbox' }),
  'on a port': async () => ({ fetch: globalThis.fetch, base: (await sandbox.listen({ port: 0 })).url }),
};

type Way = Awaited<ReturnType<(typeof ways)['on a port']>>;

async function create({ fetch, base }: Way, fault?: string): Promise<Got> {
  let response: Response;
  try {
    response = await fetch(`${base}/verification-requests/`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        ...(fault === undefined ? {} : { 'X-Sandbox-Fault': fault }),
      },
      body: verificationInput,
      redirect: 'manual',
    });
  } catch (error) {
    return { failure: causeOf(error) };
  }
  const { status, headers } = response;
  const got: Got = { status, headers, type: headers.get('content-type'), location: headers.get('location') };
  try {
    return { ...got, body: await response.text() };
  } catch (error) {
    return { ...got, failure: causeOf(error) };
  }
}

function causeOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { code?: string } };
  // Over a port, Node.js says either, by when the reset comes.
  return `${message}: ${cause?.code?.replace('UND_ERR_SOCKET', 'ECONNRESET')}`;
}

const once = (fault: WrittenFault): FaultRule => ({ operation: 'createVerification', times: 1, fault });

describe.each(Object.entries(ways))('%s', (_, enter) => {
  let way: Way;
  let usual: Got;

  beforeEach(async () => {
    way = await enter();
    usual = await create(way);
    expect(usual).toMatchObject({ status: 201 });
  });

  test.each([
    ['status; code=503', false, { status: 503, body: '{"error":{"message":"Service unavailable."}}' }],
    ['redirect', false, { status: 307, type: null, body: '', location: 'https://elsewhere.example/' }],
    [
      'redirect; location=https://漢.example/\u0001/',
      false,
      { status: 307, location: 'https://xn--hex.example/%01/' },
    ],
    ['connection-reset', false, { failure: 'fetch failed: ECONNRESET' }],
    ['lost-response', true, { failure: 'fetch failed: ECONNRESET' }],
    ['body-reset', true, { status: 201, failure: 'terminated: ECONNRESET' }],
    ['truncated-body', true, { status: 201, body: expect.stringMatching(/^\{"id":.+[^}]$/) }],
    ['empty-body', true, { status: 201, body: '' }],
    ['html', true, { status: 201, body: expect.stringContaining('<!doctype html>') }],
  ] as const)('%s: whether the work is done: %s', async (fault, isDone, expected) => {
    tenant.faults.add(once(fault));
    expect(await create(way)).toMatchObject(expected);
    expect(tenant.verifications.count()).toBe(isDone ? 2 : 1);
    expect(tenant.faults.list()).toMatchObject([{ seen: 1, hits: 1 }]);
    expect(await create(way)).toMatchObject({ status: 201 });
    expect(tenant.faults.list()).toMatchObject([{ seen: 2, hits: 1 }]);
  });

  test('stalled-body: half of it, and nothing more until the client gives up', async () => {
    const abort = new AbortController();
    const response = await way.fetch(`${way.base}/companies/`, {
      headers: { Authorization: `Bearer ${key}`, 'X-Sandbox-Fault': 'stalled-body' },
      signal: abort.signal,
    });
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    const length = Number(response.headers.get('content-length'));
    const half = await reader?.read();
    expect(half?.value?.length).toBe(length >> 1);
    const rest = reader?.read();
    abort.abort();
    await expect(rest).rejects.toThrow(/abort/i);
  });

  test('latency: the response waits for the clock, the operation does not', async () => {
    let responded = false;
    const response = create(way, 'latency; duration=1 minute').then((got) => {
      responded = true;
      return got;
    });
    await expect.poll(() => tenant.verifications.count()).toBe(2);
    await tenant.clock.advance('59 seconds');
    expect(responded).toBe(false);
    await tenant.clock.advance('1 second');
    expect(await response).toMatchObject({ status: 201, type: 'application/json' });
    let status: number | undefined;
    create(way, 'latency; duration=0').then((got) => {
      status = got.status;
    });
    await expect.poll(() => status).toBe(201);
  });

  test.for([
    'truncated-body',
    'empty-body',
    'html',
    'wrong-signature; how=altered-body',
    'body-reset',
    'stalled-body',
  ])('%s: no body to HEAD', async (fault) => {
    const headers = { Authorization: `Bearer ${key}`, 'X-Sandbox-Fault': fault };
    const response = await way.fetch(`${way.base}/companies/`, { method: 'HEAD', headers });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('the header applies to one request, and the response names the fault', async () => {
    tenant.faults.add(once('html'));
    const faulty = await create(way, 'status; code=502');
    expect(faulty.status).toBe(502);
    expect(faulty.headers?.get('x-sandbox-fault')).toBe('status');
    expect(tenant.faults.list()).toMatchObject([{ seen: 0, hits: 0 }]);
    expect(usual.headers?.has('x-sandbox-fault')).toBe(false);
  });

  test('the header is rejected if it names no fault, with those there are', async () => {
    const { status, body } = await create(way, 'thunder');
    expect(status).toBe(400);
    expect(body).toMatch(/^\{"error":\{"message":"Unknown fault \\"thunder\\". Use one of: latency/);
    expect((await create(way, 'duplicate')).body).toContain('applies to webhooks');
    expect(tenant.verifications.count()).toBe(1);
  });
});

test('in process, a reset has the cause that Node.js gives', async () => {
  const headers = { Authorization: `Bearer ${key}`, 'X-Sandbox-Fault': 'connection-reset' };
  const error: Error = await sandbox.fetch('http://sandbox/companies/', { headers }).catch((it) => it);
  const cause = { message: 'read ECONNRESET', code: 'ECONNRESET', syscall: 'read' };
  expect(error.cause).toMatchObject(cause);
});

describe('rules', () => {
  const way: () => Way = () => ({ fetch: sandbox.fetch, base: 'http://sandbox' });

  test('are of one tenant, and end by themselves, or at a reset', async () => {
    tenant.faults.add({ operation: '*', after: 1, times: 2, fault: 'status; code=503' });
    sandbox.tenant('tw_sk_test_other').faults.add({ operation: '*', fault: 'html' });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await create(way())).status);
    expect(statuses).toEqual([201, 503, 503, 201]);
    tenant.reset();
    expect(tenant.faults.list()).toEqual([]);
    expect(tenant.faults.add({ operation: '*', fault: 'html' }).id).toBe(1);
  });

  test('apply to no request without a key, and to bad requests too', async () => {
    tenant.faults.add({ operation: '*', fault: 'empty-body' });
    const rejected = await sandbox.fetch('http://sandbox/companies/');
    expect(rejected.status).toBe(401);
    expect(await rejected.text()).not.toBe('');
    const invalid = await sandbox.fetch('http://sandbox/verification-requests/?state=x', {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(invalid.status).toBe(400);
    expect(await invalid.text()).toBe('');
  });
});
