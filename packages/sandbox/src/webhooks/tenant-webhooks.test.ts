import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newFolder, tenantsOf } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import { checkWebhook } from '../api/validate-response.ts';
import { FaultTable } from '../faults/fault-table.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { Store } from '../state/store.ts';
import type { TenantHandle } from '../tenant-handle.ts';
import { attemptSchedule } from './schedule.ts';
import { WebhookTable } from './webhook-table.ts';

const key = 'tw_sk_test_0000';
const start = Date.UTC(2019, 10, 5);
const url = 'https://lender.example.com/webhooks/truework';

interface Sent {
  url: string;
  headers: Headers;
  body: { hook: object; data: { state: string; [name: string]: unknown } };
  atMs: number;
  init: RequestInit;
}

let sandbox: Sandbox;
let tenant: TenantHandle;
let sent: Sent[];
/** What the endpoint responds, by the number of the call. */
let responses: (call: number, signal: AbortSignal) => Response | Promise<Response>;

beforeEach(() => {
  sent = [];
  responses = () => new Response(null, { status: 204 });
  sandbox = createSandbox({
    clock: { now: () => start },
    rateLimit: false,
    send: async (input, init = {}) => {
      const body = JSON.parse(String(init.body)) as Sent['body'];
      sent.push({
        url: String(input),
        headers: new Headers(init.headers),
        body,
        atMs: tenant.clock.now(),
        init,
      });
      return responses(sent.length, init.signal as AbortSignal);
    },
  });
  tenant = sandbox.tenant(key);
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await sandbox.close();
});

async function call(
  method: string,
  path: string,
  body?: unknown,
  bearer = key,
): Promise<Record<string, string>> {
  const response = await send(sandbox, bearer, method, path, body);
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Record<string, string>;
}

function create(more: object = {}, bearer?: string): Promise<Record<string, string>> {
  return call('POST', '/verification-requests/', { ...verificationInput, ...more }, bearer);
}

/** Has a verification begin, and the endpoint respond to its first event. */
async function sendFirst(respond = responses): Promise<void> {
  responses = respond;
  tenant.webhooks.add(url);
  await create();
  await tenant.clock.advance('150 ms');
}

const states = () => sent.map(({ body }) => body.data.state);
const minutes = (atMs: number) => Math.round((atMs - start) / 60_000);

describe('targets', () => {
  test('have a token of 86 base64url characters from the seed, or their own', () => {
    const made = tenant.webhooks.add(url);
    expect(made).toMatchObject({ id: 1, url });
    expect(made.token).toMatch(/^[\w-]{86}$/);
    const seeded = createSandbox({ seed: 'another' }).tenant(key).webhooks.add(url);
    expect(seeded.token).not.toBe(made.token);
    expect(tenant.webhooks.add('http://127.0.0.1:9/hook', 'own-token')).toMatchObject({
      id: 2,
      token: 'own-token',
    });
    expect(sandbox.tenant('tw_sk_test_other').webhooks.add(url).token).not.toBe(made.token);
    tenant.webhooks.remove(1);
    expect(tenant.webhooks.endpoints().map(({ id }) => id)).toEqual([2]);
    expect(() => tenant.webhooks.remove(1)).toThrow(
      expect.objectContaining({
        code: 'unknown_webhook_endpoint',
        message: 'There is no webhook endpoint 1.',
      }),
    );
  });

  test('are ten at most', () => {
    for (let count = 0; count < 10; count += 1) tenant.webhooks.add(url);
    expect(() => tenant.webhooks.add(url)).toThrow(
      expect.objectContaining({
        code: 'too_many_webhook_endpoints',
        message: 'A key can have at most 10 webhook endpoints. Remove one first.',
      }),
    );
    tenant.webhooks.remove(1);
    expect(tenant.webhooks.add(url).id).toBe(11);
  });
});

describe('events', () => {
  test('report processing and the end, with the token, in the envelope of the API, and not the beginning', async () => {
    const { token } = tenant.webhooks.add(url);
    const { id } = await create();
    expect(sent).toEqual([]);
    const { events } = await tenant.clock.advance('1 second');
    expect(sent.map(({ body }) => body)).toEqual([
      {
        hook: { id: 1, event: 'verification_request.state.change', target: url },
        data: { verification_request_id: id, state: 'processing' },
      },
      {
        hook: { id: 1, event: 'verification_request.state.change', target: url },
        data: { verification_request_id: id, state: 'completed' },
      },
    ]);
    expect(sent[0]?.url).toBe(url);
    expect(sent[0]?.init).toMatchObject({ method: 'POST', redirect: 'manual' });
    expect(sent[0]?.headers.get('x-truework-token')).toBe(token);
    expect(sent[0]?.headers.get('content-type')).toBe('application/json');
    expect(events.map(({ kind }) => kind)).toEqual(['verification', 'webhook', 'verification', 'webhook']);
    const event = 'verification_request.state.change';
    expect(events[3]?.detail).toEqual({ delivery_id: 2, event, status: 204, failure: null });
  });

  test('carry metadata, and report a cancellation', async () => {
    tenant.webhooks.add(url);
    const { id } = await create({ metadata: { branch: '7' } });
    await call('PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'other' });
    await tenant.clock.advance(1000);
    const { id: empty } = await create({ metadata: {} });
    await call('PUT', `/verification-requests/${empty}/cancel`, { cancellation_reason: 'other' });
    const { id: none } = await create({ metadata: null });
    await call('PUT', `/verification-requests/${none}/cancel`, { cancellation_reason: 'other' });
    await tenant.clock.advance(0);
    expect(sent.map(({ body }) => body.data)).toEqual([
      { verification_request_id: id, state: 'canceled', metadata: { branch: '7' } },
      { verification_request_id: empty, state: 'canceled', metadata: {} },
      { verification_request_id: none, state: 'canceled' },
    ]);
  });

  test('of a completed credentials session carry its token', async () => {
    tenant.webhooks.add(url);
    const { token } = await call('POST', '/credentials/session', {
      ...sessionInput,
      metadata: { branch: '7' },
    });
    if (token === undefined) expect.fail('There is no token.');
    const { id } = tenant.credentialsSessions.complete(token);
    await tenant.clock.advance('10 seconds');
    const metadata = { branch: '7' };
    const common = { verification_request_id: id, metadata, credentials_session_token: token };
    expect(sent.map(({ body }) => [(body.hook as { event: string }).event, body.data])).toEqual([
      ['credentials_session.state.change', { state: 'success', token, verification_request_id: id }],
      ['verification_request.state.change', { ...common, state: 'processing' }],
      ['verification_request.state.change', { ...common, state: 'completed' }],
    ]);
    expect(await call('GET', `/verification-requests/${id}`)).toMatchObject({
      state: 'completed',
      reports: [{}],
    });
    expect(() => tenant.credentialsSessions.complete(token)).toThrow(
      expect.objectContaining({ code: 'credentials_session_completed' }),
    );
    expect(() => tenant.credentialsSessions.complete('nonsense')).toThrow(
      expect.objectContaining({ code: 'unknown_credentials_session' }),
    );
  });
});

describe('delivery', () => {
  test('is tried eleven times over 48 hours, and then given up', async () => {
    await sendFirst(() => new Response('no', { status: 500 }));
    await tenant.clock.advance('3 days');
    const first = sent.filter(({ body }) => body.data.state === 'processing');
    expect(first.map(({ atMs }) => minutes(atMs))).toEqual([
      0, 1, 5, 15, 60, 180, 360, 720, 1440, 2160, 2880,
    ]);
    expect(tenant.webhooks.deliveries().at(-1)).toMatchObject({ state: 'failed', nextAttemptMs: null });
    expect(tenant.webhooks.deliveries().at(-1)?.attempts).toHaveLength(11);
  });

  test('is described in the README as it is', () => {
    const readme = readFileSync(join(import.meta.dirname, '../..', 'README.md'), 'utf8').replaceAll(
      '\n',
      ' ',
    );
    const steps = (unit: RegExp) => {
      const numbers = attemptSchedule
        .slice(1)
        .filter((step) => unit.test(step))
        .map((step) => step.split(' ')[0]);
      return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
    };
    expect(readme).toContain(`${steps(/minutes?$/)} minutes and ${steps(/hours?$/)} hours`);
    expect(attemptSchedule[0]).toBe('0 minutes');
  });

  test('ends with the first 2xx', async () => {
    await sendFirst((number) => new Response(null, { status: [503, 404, 202][number - 1] ?? 200 }));
    expect(tenant.webhooks.deliveries()).toMatchObject([
      {
        state: 'pending',
        nextAttemptMs: start + 100 + 60_000,
        attempts: [{ status: 503, failure: 'status' }],
      },
    ]);
    await tenant.clock.advance('3 days');
    expect(states()).toEqual(['processing', 'completed', 'processing', 'completed']);
    expect(tenant.webhooks.deliveries().map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  test('follows no redirect', async () => {
    await sendFirst(
      () => new Response(null, { status: 307, headers: { Location: 'https://elsewhere.example/' } }),
    );
    expect(sent.map((request) => request.url)).toEqual([url]);
    expect(tenant.webhooks.deliveries()[0]?.attempts).toMatchObject([{ status: 307, failure: 'redirect' }]);
  });

  test.for([
    [{ status: 5n }, 5, 'status'],
    [{ status: Number.NaN }, null, 'status'],
    [{ status: 'late' }, null, 'status'],
    [{ status: Symbol('x') }, null, 'unreachable'],
    [{ status: 0, type: 'opaqueredirect' }, null, 'redirect'],
    [{ status: 299 }, 299, 'status'],
    [{ status: 300 }, 300, 'redirect'],
    [{ status: 399 }, 399, 'redirect'],
    [{ status: 400 }, 400, 'status'],
  ])(
    'has the status of %o as a number or as none, and a redirect by its name',
    async ([response, status, failure]) => {
      await sendFirst(() => ({ ok: false, ...(response as object) }) as unknown as Response);
      expect(tenant.webhooks.deliveries()[0]?.attempts).toMatchObject([{ status, failure }]);
    },
  );

  test.for([
    ['never ends', () => new Promise<void>(() => {})],
    ['breaks', () => Promise.reject(new Error('broken'))],
    [
      'cannot be canceled',
      () => {
        throw new Error('broken');
      },
    ],
  ] as const)('has the status of a response whose body %s', async ([, end]) => {
    const cancel = vi.fn(end);
    await sendFirst(() => ({ ok: true, status: 200, body: { cancel } }) as unknown as Response);
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(tenant.webhooks.deliveries()[0]?.attempts).toMatchObject([{ status: 200, failure: null }]);
  });

  test('distinguishes an unreachable endpoint from one that takes longer than ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await sendFirst(() => Promise.reject(new TypeError('fetch failed')));
    expect(tenant.webhooks.deliveries()[0]?.attempts).toMatchObject([
      { status: null, failure: 'unreachable' },
    ]);
    expect(vi.getTimerCount()).toBe(0);

    let abortedEarly = true;
    responses = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        vi.advanceTimersByTime(9_999);
        abortedEarly = signal.aborted;
        vi.advanceTimersByTime(1);
      });
    await tenant.clock.advance('60 ms');
    expect(abortedEarly).toBe(false);
    expect(tenant.webhooks.deliveries()[0]?.attempts).toMatchObject([{ status: null, failure: 'timeout' }]);
    const aborted = vi.spyOn(AbortController.prototype, 'abort');
    await sandbox.close();
    // Only what says that the sandbox is closed: no call is under way.
    expect(aborted).toHaveBeenCalledTimes(1);
  });

  test('is made again on demand, whatever became of it', async () => {
    await sendFirst(() => new Response(null, { status: 500 }));
    expect(await tenant.webhooks.redeliver(1)).toMatchObject({ status: 500, failure: 'status' });
    expect(tenant.webhooks.deliveries()[0]).toMatchObject({ state: 'pending', attempts: [{}, {}] });
    responses = () => new Response(null, { status: 200 });
    expect(await tenant.webhooks.redeliver(1)).toMatchObject({ status: 200, failure: null });
    await tenant.clock.advance('45 ms');
    responses = () => new Response(null, { status: 500 });
    await tenant.webhooks.redeliver(1);
    expect(tenant.webhooks.deliveries()[0]).toMatchObject({ state: 'delivered', nextAttemptMs: null });
    responses = () => new Response(null, { status: 200 });
    expect(states()).toEqual(['processing', 'processing', 'processing', 'processing']);
    await tenant.clock.advance('3 days');
    expect(states().filter((state) => state === 'processing')).toHaveLength(4);
    await expect(tenant.webhooks.redeliver(99)).rejects.toMatchObject({
      code: 'unknown_webhook_delivery',
      message: 'There is no webhook delivery 99.',
    });
  });

  test('stays delivered if an attempt that began before it fails', async () => {
    await sendFirst(() => new Response(null, { status: 500 }));
    responses = async (call) => {
      if (call === 3) await tenant.webhooks.redeliver(1);
      return new Response(null, { status: call === 3 ? 500 : 200 });
    };
    await tenant.clock.advance('1 minute');
    expect(tenant.webhooks.deliveries().at(-1)).toMatchObject({
      state: 'delivered',
      nextAttemptMs: null,
      attempts: [{ status: 500 }, { status: 200 }, { status: 500 }],
    });
  });

  test('on demand leaves the steps as they are, also before the first', async () => {
    tenant.faults.add({ operation: '*', times: 1, fault: 'out-of-order' });
    await sendFirst(() => new Response(null, { status: 500 }));
    await tenant.webhooks.redeliver(1);
    expect(tenant.webhooks.deliveries().at(-1)).toMatchObject({
      createdMs: start + 100,
      nextAttemptMs: start + 10_100,
    });
    await tenant.clock.advance('10 seconds');
    await tenant.webhooks.redeliver(1);
    await tenant.clock.advance('1 minute');
    expect(
      sent.filter(({ body }) => body.data.state === 'processing').map(({ atMs }) => minutes(atMs)),
    ).toEqual([0, 0, 0, 1]);
  });

  test('have their steps counted from the first attempt, however late it was', async () => {
    tenant.faults.add({ operation: '*', times: 1, fault: 'out-of-order' });
    await sendFirst(() => new Response(null, { status: 500 }));
    await tenant.clock.advance('10 seconds');
    expect(tenant.webhooks.deliveries().at(-1)).toMatchObject({ nextAttemptMs: start + 70_100 });
  });

  test('to a target that was removed fails', async () => {
    await sendFirst(() => new Response(null, { status: 500 }));
    tenant.webhooks.remove(1);
    await tenant.clock.advance('1 minute');
    expect(sent).toHaveLength(1);
    expect(tenant.webhooks.deliveries().at(-1)).toMatchObject({
      state: 'failed',
      nextAttemptMs: null,
      attempts: [{ status: 500 }],
    });
    await expect(tenant.webhooks.redeliver(1)).rejects.toMatchObject({
      code: 'unknown_webhook_endpoint',
      message: 'The webhook endpoint 1 of the delivery 1 was removed.',
    });
  });

  test('keeps the last thousand that are done, and every one of a neighbour', async () => {
    tenant.webhooks.add(url);
    const neighbour = sandbox.tenant(`${key}1`);
    neighbour.webhooks.add(url);
    await create({}, neighbour.key);
    await neighbour.clock.advance('1 second');
    for (let count = 0; count < 510; count += 1) await create();
    await tenant.clock.advance('1 second');
    expect(tenant.webhooks.deliveries(2000)).toHaveLength(1000);
    expect(neighbour.webhooks.deliveries()).toHaveLength(2);
  });
});

test('whoever waits for a change is notified of each of endpoints and deliveries', async () => {
  const { token = '' } = await call('POST', '/credentials/session', sessionInput);
  const revision = async () => Number((await call('GET', '/_sandbox/changes'))['revision']);
  for (const [what, change] of [
    ['an endpoint', () => tenant.webhooks.add(url)],
    ['an event', () => tenant.credentialsSessions.complete(token)],
    ['an attempt', () => tenant.webhooks.redeliver(1)],
    ['no endpoint', () => tenant.webhooks.remove(1)],
    ['no attempt', () => tenant.webhooks.redeliver(1).catch(() => {})],
  ] as const) {
    const before = await revision();
    await change();
    expect(await revision(), what).toBe(before + 1);
  }
});

describe('by default', () => {
  test('events are sent over the network, when they fall due, without anybody waiting', async () => {
    const received = Promise.withResolvers<Record<string, unknown>>();
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        received.resolve({ method: request.method, headers: request.headers, body: JSON.parse(body) });
        response.writeHead(302, { Location: '/elsewhere' }).end('not followed');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    await sandbox.close();
    sandbox = createSandbox();
    tenant = sandbox.tenant(key);
    const { token, url } = tenant.webhooks.add(
      `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    );
    const { id } = await create();
    expect(await received.promise).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-truework-token': token },
      body: {
        hook: { id: 1, event: 'verification_request.state.change', target: url },
        data: { verification_request_id: id, state: 'processing' },
      },
    });
    await tenant.webhooks.redeliver(1);
    const attempts = tenant.webhooks.deliveries().at(-1)?.attempts;
    expect(attempts?.map(({ status, failure }) => [status, failure])).toContainEqual([302, 'redirect']);
    receiver.closeAllConnections();
    receiver.close();
  });
});

describe('the end of the sandbox', () => {
  test('does not wait for an endpoint that does not respond, which is called again after a restart', async () => {
    const data = join(newFolder(), 'sandbox.db');
    let now = start;
    const calls: string[] = [];
    const withReceiver = (receive: (signal: AbortSignal) => Promise<Response>) => {
      const opened = createSandbox({
        data,
        clock: { now: () => now },
        send: (_, init) => {
          calls.push(String(init?.body));
          return receive(init?.signal as AbortSignal);
        },
      });
      tenant = opened.tenant(key);
      return opened;
    };
    await sandbox.close();
    const called = Promise.withResolvers<void>();
    sandbox = withReceiver((signal) => {
      called.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    });
    tenant.webhooks.add(url);
    await create();
    now += 150;
    const advanced = tenant.clock.advance(0);
    await called.promise;
    await sandbox.close();
    await advanced.catch(() => {});
    sandbox = withReceiver(async () => new Response(null, { status: 200 }));
    await tenant.clock.advance('1 minute');
    expect(calls.filter((body) => body.includes('processing'))).toHaveLength(2);
    expect(tenant.webhooks.deliveries().at(-1)).toMatchObject({
      state: 'delivered',
      attempts: [{ failure: 'unreachable' }, { status: 200 }],
    });
  });
});

describe('the check against the spec', () => {
  const breach = {
    event: 'verification_request.state.change',
    operation: 'verificationRequestStateChange',
    data: { verification_request_id: '', state: 'processing' },
  } as const;

  test('stops a webhook that the spec does not have, says where, and stops nothing else', () => {
    const failed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const store = new Store(':memory:');
    const tenants = tenantsOf(store);
    const delivering = new WebhookTable(store, {
      send: undefined,
      checkPayload: checkWebhook,
      changed: () => {},
    });
    const webhooks = delivering.of(tenants.get(key));
    webhooks.add(url);
    const faults = new FaultTable(() => {}).of(tenants.get(key));
    faults.add({ operation: '*', fault: 'duplicate' });
    webhooks.emit(breach, faults);
    expect(tenants.get(key).isIdle).toBe(true);
    expect(failed.mock.calls).toMatchObject([
      [
        expect.stringMatching(/endpoint 1 is not sent/),
        { message: expect.stringContaining('data/verification_request_id') },
      ],
    ]);
    expect(webhooks.deliveries()).toMatchObject([{ state: 'failed', nextAttemptMs: null, attempts: [] }]);
  });
});

describe('faults', () => {
  test('duplicate sends an event twice', async () => {
    tenant.webhooks.add(url);
    const { id } = tenant.faults.add({
      operation: 'verificationRequestStateChange',
      times: 1,
      fault: 'duplicate',
    });
    await create();
    await tenant.clock.advance('1 second');
    expect(states()).toEqual(['processing', 'processing', 'completed']);
    expect(tenant.webhooks.deliveries()).toHaveLength(2);
    expect(tenant.faults.list()).toMatchObject([{ id, seen: 2, hits: 1 }]);
  });

  test.for([
    ['duplicate', ['success', 'success', 'processing', 'completed']],
    ['out-of-order', ['processing', 'completed', 'success']],
  ] as const)('%s is applied to the events of credentials sessions by their name', async ([fault, order]) => {
    tenant.webhooks.add(url);
    tenant.faults.add({ operation: 'credentialsSessionStateChange', fault });
    const { token = '' } = await call('POST', '/credentials/session', sessionInput);
    tenant.credentialsSessions.complete(token);
    await tenant.clock.advance('11 seconds');
    expect(states()).toEqual(order);
  });

  test('out-of-order has the end overtake what came before it', async () => {
    tenant.webhooks.add(url);
    tenant.faults.add({ operation: '*', fault: 'out-of-order' });
    await create();
    await tenant.clock.advance('11 seconds');
    expect(states()).toEqual(['completed', 'processing']);
    expect(tenant.faults.list()).toMatchObject([{ seen: 1, hits: 1 }]);
  });

  test.for(['000-01-0000', '000-91-0000'])(
    'out-of-order leaves every end in its place: %s',
    async (number) => {
      tenant.webhooks.add(url);
      tenant.faults.add({ operation: '*', after: 1, fault: 'out-of-order' });
      await create({ target: { ...verificationInput.target, social_security_number: number } });
      await tenant.clock.advance('11 seconds');
      expect(tenant.faults.list()).toMatchObject([{ seen: 1, hits: 0 }]);
    },
  );

  test('do not count an event that nobody is to receive', async () => {
    tenant.faults.add({ operation: '*', fault: 'duplicate' });
    await create();
    await tenant.clock.advance('1 second');
    expect(tenant.faults.list()).toMatchObject([{ seen: 0, hits: 0 }]);
  });
});

describe('a snapshot', () => {
  test('has targets, deliveries and what is still to be tried', async () => {
    await sendFirst(() => new Response(null, { status: 500 }));
    const snapshot = tenant.snapshot();
    const finish = async () => {
      sent = [];
      await tenant.clock.advance('3 days');
      return [sent.map(({ atMs, body }) => [atMs, body]), tenant.webhooks.deliveries()];
    };
    const first = await finish();
    tenant.restore(snapshot);
    expect(tenant.snapshot()).toEqual(snapshot);
    expect(await finish()).toEqual(first);
    tenant.reset();
    expect(tenant.webhooks.endpoints()).toEqual([]);
    expect(tenant.webhooks.deliveries()).toEqual([]);
  });

  test('takes nothing from a call that began before it was restored', async () => {
    await sendFirst();
    const snapshot = tenant.snapshot();
    responses = () => {
      tenant.restore(snapshot);
      return new Response(null, { status: 204 });
    };
    await tenant.webhooks.redeliver(1);
    expect(tenant.snapshot()).toEqual(snapshot);
  });
});
