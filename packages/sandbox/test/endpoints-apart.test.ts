import { verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSandbox, type Sandbox } from '../src/sandbox.ts';
import { send } from './support/send.ts';

// Endpoints do not wait for each other: one that does not respond takes nothing from the others, in real time and while time is
// advanced. Timers are fake, so that ten seconds pass at once.

const key = 'tw_sk_test_apart';
const other = 'tw_sk_test_other';
const start = Date.UTC(2019, 10, 5);
const hanging = 'https://hanging.example/hook';
const healthy = 'https://healthy.example/hook';

let sandbox: Sandbox;
let sent: { url: string; state: string; atMs: number }[];
/** Whether an endpoint does not respond, by its URL and the number of its call. */
let hangs: (url: string, call: number) => boolean;

function open(clock?: { now: () => number }): void {
  sandbox = createSandbox({
    clock,
    rateLimit: false,
    send: async (input, init) => {
      const url = String(input);
      const { data } = JSON.parse(String(init?.body));
      sent.push({ url, state: data.state, atMs: sandbox.tenant(key).clock.now() - start });
      const calls = sent.filter((call) => call.url === url).length;
      // It pays no heed to the signal, either.
      return hangs(url, calls) ? await new Promise<never>(() => {}) : new Response(null, { status: 204 });
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: start });
  sent = [];
  hangs = (url) => url === hanging;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await sandbox.close();
  vi.useRealTimers();
});

async function create(count: number, bearer = key): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const { status } = await send(sandbox, bearer, 'POST', '/verification-requests/', verificationInput);
    expect(status).toBe(201);
  }
}

/** How many milliseconds pass, in steps of 100, until it is settled. */
async function millisecondsUntil(promise: Promise<unknown>): Promise<number> {
  let isSettled = false;
  const end = () => {
    isSettled = true;
  };
  promise.then(end, end);
  const begunMs = performance.now();
  while (!isSettled) await vi.advanceTimersByTimeAsync(100);
  return performance.now() - begunMs;
}

const callsOf = (url: string) => sent.filter((call) => call.url === url);

describe('in real time', () => {
  test('a healthy endpoint gets all of its events while another one hangs', async () => {
    open();
    const errors = vi.spyOn(console, 'error');
    const { webhooks } = sandbox.tenant(key);
    for (const url of [hanging, healthy]) webhooks.add(url);
    await create(5);
    await vi.advanceTimersByTimeAsync(200);
    expect(callsOf(healthy)).toHaveLength(10);
    expect(callsOf(hanging)).toHaveLength(1);
    // One after another, each after the ten seconds of the one before.
    await vi.advanceTimersByTimeAsync(10_000);
    expect(callsOf(hanging)).toHaveLength(2);
    expect(
      webhooks.deliveries().filter(({ endpointId, attempts }) => endpointId === 1 && attempts.length > 0),
    ).toEqual([
      expect.objectContaining({
        state: 'pending',
        attempts: [expect.objectContaining({ status: null, failure: 'timeout' })],
      }),
    ]);
    expect(errors).not.toHaveBeenCalled();
  });

  test('no request waits for an endpoint', async () => {
    open();
    sandbox.tenant(key).webhooks.add(hanging);
    await create(1);
    await vi.advanceTimersByTimeAsync(150);
    expect(sent).toHaveLength(1);
    await create(1);
    expect(sandbox.tenant(key).verifications.count()).toBe(2);
  });
});

describe('while time is advanced', () => {
  beforeEach(() => open({ now: () => start }));

  test('a hang costs one timeout in all, and about a second for what comes after it', async () => {
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add(hanging);
    await create(3);
    const advanced = tenant.clock.advance('3 days');
    expect(await millisecondsUntil(advanced)).toBeLessThan(12_000);
    const deliveries = tenant.webhooks.deliveries();
    expect(deliveries.map(({ state }) => state)).toEqual(Array(6).fill('failed'));
    expect(deliveries.map(({ attempts }) => attempts.map(({ failure }) => failure))).toEqual(
      Array(6).fill(Array(11).fill('timeout')),
    );
    const minutes = deliveries.at(-1)?.attempts.map(({ atMs }) => Math.round((atMs - start) / 60_000));
    expect(minutes).toEqual([0, 1, 5, 15, 60, 180, 360, 720, 1440, 2160, 2880]);
    expect((await advanced).events.filter(({ kind }) => kind === 'webhook')).toHaveLength(66);
  });

  test('a healthy endpoint gets everything at its moment, but for a second that is waited at the first hang', async () => {
    const tenant = sandbox.tenant(key);
    for (const url of [hanging, healthy]) tenant.webhooks.add(url);
    await create(1);
    await tenant.clock.advance(50);
    await create(1);
    const advanced = tenant.clock.advance('3 days');
    await vi.advanceTimersByTimeAsync(1000);
    expect(callsOf(healthy).map(({ state, atMs }) => [state, atMs])).toEqual([
      ['processing', 100],
      ['processing', 150],
      ['completed', 200],
      ['completed', 250],
    ]);
    await millisecondsUntil(advanced);
    const { events } = await advanced;
    expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  });

  test('an endpoint that is slow, but responds, gets everything at its moment, one after another', async () => {
    await sandbox.close();
    sandbox = createSandbox({
      clock: { now: () => start },
      rateLimit: false,
      send: async (input) => {
        sent.push({ url: String(input), state: '', atMs: sandbox.tenant(key).clock.now() - start });
        await new Promise((resolve) => setTimeout(resolve, 600));
        return new Response(null, { status: 204 });
      },
    });
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add(healthy);
    await create(3);
    await millisecondsUntil(tenant.clock.advance('1 day'));
    expect(sent.map(({ atMs }) => atMs)).toEqual([100, 100, 100, 200, 200, 200]);
  });

  test('two endpoints that hang cost no more than one', async () => {
    hangs = () => true;
    const tenant = sandbox.tenant(key);
    for (const url of [hanging, healthy]) tenant.webhooks.add(url);
    await create(1);
    expect(await millisecondsUntil(tenant.clock.advance('3 days'))).toBeLessThan(12_000);
  });

  test('an endpoint of another key is not waited for, either', async () => {
    sandbox.tenant(other).webhooks.add(hanging);
    sandbox.tenant(key).webhooks.add(healthy);
    await create(1, other);
    await create(1);
    const advanced = sandbox.clock.advance('3 days');
    await vi.advanceTimersByTimeAsync(0);
    expect(callsOf(healthy).map(({ state }) => state)).toEqual(['processing', 'completed']);
    expect(await millisecondsUntil(advanced)).toBeLessThan(12_000);
  });

  test('an endpoint that hangs once, after all of its time, gets the event at the next attempt', async () => {
    hangs = (_, call) => call === 2;
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add(healthy);
    await create(1);
    expect(await millisecondsUntil(tenant.clock.advance('3 days'))).toBeGreaterThanOrEqual(10_000);
    expect(tenant.webhooks.deliveries()).toMatchObject([
      { state: 'delivered', attempts: [{ failure: 'timeout' }, { status: 204, atMs: start + 60_200 }] },
      { state: 'delivered', attempts: [{ status: 204 }] },
    ]);
  });

  test('what began to hang before counts, too', async () => {
    await sandbox.close();
    open();
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add(hanging);
    await create(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await millisecondsUntil(tenant.clock.advance('3 days'))).toBeLessThan(12_000);
  });
});

describe('one bad thing takes nothing from its neighbours', () => {
  test('what is thrown by `send` is an attempt that failed', async () => {
    sandbox = createSandbox({
      clock: { now: () => start },
      send: (input) => {
        sent.push({ url: String(input), state: '', atMs: 0 });
        if (String(input) === hanging) throw new Error('not even a promise');
        return Promise.resolve(String(input) === healthy ? new Response(null) : (undefined as never));
      },
    });
    const tenant = sandbox.tenant(key);
    for (const url of [hanging, 'https://a.example/none', healthy]) tenant.webhooks.add(url);
    await create(1);
    await tenant.clock.advance(150);
    expect(tenant.webhooks.deliveries().map(({ attempts }) => attempts[0]?.failure)).toEqual([
      null,
      'unreachable',
      'unreachable',
    ]);
  });

  test('a target too many leaves what is under way as it is', async () => {
    open();
    const { webhooks } = sandbox.tenant(key);
    webhooks.add(hanging);
    await create(1);
    await vi.advanceTimersByTimeAsync(150);
    for (let count = 1; count < 10; count += 1) webhooks.add(healthy);
    expect(() => webhooks.add(healthy)).toThrow(
      expect.objectContaining({ code: 'too_many_webhook_endpoints' }),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(webhooks.deliveries().at(-1)?.attempts).toHaveLength(1);
  });
});
