import { verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../test/support/send.ts';
import type { SandboxOptions } from '../options.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';

// The clock of the system is set, and the clock that was given steps or stands: spans stay what they are.

const key = 'tw_sk_test_time';
const start = Date.UTC(2019, 10, 5);
const seconds = 1000;
const hour = 3600 * seconds;
const year = 365 * 24 * hour;
const steps = [10 * seconds, -10 * seconds, hour, -hour, year, -year];

let sandbox: Sandbox;
let sent: string[];

function open(options: SandboxOptions = {}): void {
  sent = [];
  sandbox = createSandbox({
    send: async (_, init) => {
      sent.push(JSON.parse(String(init?.body)).data.state);
      return new Response(null, { status: 500 });
    },
    ...options,
  });
}

async function status(method = 'GET', path = '/companies/'): Promise<number> {
  return (await send(sandbox, key, method, path, method === 'GET' ? undefined : verificationInput)).status;
}

/** Calls until one is rejected. @returns How many were taken. */
async function callsTaken(): Promise<number> {
  for (let count = 0; count < 30; count += 1) if ((await status()) === 429) return count;
  return 30;
}

function fakeTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: start });
}

afterEach(async () => {
  await sandbox.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the clock of the system is set', () => {
  test.for(steps)('by %i ms: the rate stays what it is', async (step) => {
    fakeTime();
    open();
    expect(await callsTaken()).toBe(10);
    vi.setSystemTime(start + step);
    expect(await callsTaken()).toBe(0);
    await vi.advanceTimersByTimeAsync(999);
    expect(await callsTaken()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(await callsTaken()).toBe(10);
  });

  test.for(steps)('by %i ms: states change and webhooks are tried as before', async (step) => {
    fakeTime();
    open();
    sandbox.tenant(key).webhooks.add('https://a.example');
    await status('POST', '/verification-requests/');
    vi.setSystemTime(start + step);
    await vi.advanceTimersByTimeAsync(99);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['processing']);
    vi.setSystemTime(start - step);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual(['processing', 'completed']);
    await vi.advanceTimersByTimeAsync(59_899);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toHaveLength(4);
  });

  test('the time that it was set to is shown as soon as nothing is planned', async () => {
    fakeTime();
    const { promise, resolve } = Promise.withResolvers<Response>();
    open({ send: () => promise });
    sandbox.tenant(key).webhooks.add('https://a.example');
    await status('POST', '/verification-requests/');
    vi.setSystemTime(start + year);
    expect(sandbox.clock.now()).toBe(start);
    await vi.advanceTimersByTimeAsync(200);
    expect(sandbox.clock.now()).toBe(start + 200);
    resolve(new Response());
    await vi.advanceTimersByTimeAsync(0);
    expect(sandbox.clock.now()).toBe(start + year + 200);
    expect(sandbox.clock.elapsed()).toBe(200);
    sandbox.tenant(key).clock.after(100, () => {});
    vi.setSystemTime(start);
    expect(sandbox.clock.now()).toBe(start + year + 200);
    await vi.advanceTimersByTimeAsync(100);
    expect(sandbox.clock.now()).toBe(start + 100);
    sandbox.clock.after(100, () => {});
    vi.setSystemTime(start + year);
    expect(sandbox.clock.now()).toBe(start + 100);
    await vi.advanceTimersByTimeAsync(100);
    expect(sandbox.clock.now()).toBe(start + year + 100);
  });

  test('what was restored happens by itself', async () => {
    fakeTime();
    open();
    sandbox.tenant(key).webhooks.add('https://a.example');
    await sandbox.tenant(key).clock.advance(2 * hour);
    await status('POST', '/verification-requests/');
    const snapshot = sandbox.tenant(key).snapshot();
    await sandbox.close();
    open();
    await sandbox.clock.advance(hour);
    sandbox.tenant(key).restore(snapshot);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual(['processing']);
    await vi.advanceTimersByTimeAsync(900);
    expect(sent).toEqual(['processing', 'completed']);
  });

  test('back by a little: an alarm rings when its time has come, and not before', async () => {
    fakeTime();
    open();
    const rang: number[] = [];
    sandbox.clock.after(1000, () => rang.push(sandbox.clock.now(), sandbox.clock.elapsed()));
    vi.setSystemTime(start - 500);
    await vi.advanceTimersByTimeAsync(1000);
    expect(rang).toEqual([start + 1000, 1000]);
    // What it is set by is taken over if it is little.
    await vi.advanceTimersByTimeAsync(2000);
    vi.setSystemTime(Date.now() + 500);
    expect(sandbox.clock.now()).toBe(start + 3500);
  });

  test('not at all: an alarm that is further away than a timer goes rings at its time', async () => {
    fakeTime();
    open();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const rang = vi.fn();
    sandbox.clock.after(30 * 24 * hour, rang);
    await vi.advanceTimersByTimeAsync(30 * 24 * hour - 1);
    expect(rang).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(rang).toHaveBeenCalledOnce();
    expect(timers.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([2_147_483_647, 444_516_353]);
    // One that rang because somebody advanced it does not ring again.
    sandbox.clock.after(1000, rang);
    await sandbox.clock.advance(1000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(rang).toHaveBeenCalledTimes(2);
    // Somebody waits for it, unlike for the change of a state.
    await status('POST', '/verification-requests/');
    expect(timers.mock.results.map(({ value }) => value.hasRef())).toEqual([true, true, true, false]);
  });

  test('and the timers that a test fakes leave out `performance`, as those of node:test: time is as the fake clock shows it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: start });
    open();
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add('https://a.example');
    await status('POST', '/verification-requests/');
    expect(tenant.verifications.list({ limit: 1 })[0]?.createdMs).toBe(start);
    expect(await callsTaken()).toBe(10);
    await vi.advanceTimersByTimeAsync(99);
    expect([sent, sandbox.clock.now()]).toEqual([[], start + 99]);
    await vi.advanceTimersByTimeAsync(101);
    expect([sent, sandbox.clock.now()]).toEqual([['processing', 'completed'], start + 200]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([sent.length, tenant.webhooks.deliveries()[0]?.attempts.map(({ atMs }) => atMs - start)]).toEqual([
      4,
      [200, 60_200],
    ]);
    expect(await callsTaken()).toBe(10);
  });

  test('and fake timers come and go', async () => {
    open();
    const { clock } = sandbox;
    const beforeMs = [clock.now(), clock.elapsed()];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    expect(clock.elapsed()).toBeGreaterThanOrEqual(beforeMs[1] as number);
    const elapsedMs = clock.elapsed();
    await vi.advanceTimersByTimeAsync(5000);
    expect(clock.elapsed() - elapsedMs).toBe(5000);
    vi.useRealTimers();
    vi.spyOn(performance, 'now').mockReturnValue(hour);
    expect(clock.elapsed() - elapsedMs).toBeGreaterThanOrEqual(5000);
    expect(clock.elapsed() - elapsedMs).toBeLessThan(60_000);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThanOrEqual(1000);
  });
});

describe('a clock that was given', () => {
  test('stands: ten calls in a second of real time, and never 429 for ever', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    open({ clock: { now: () => start } });
    expect(await callsTaken()).toBe(10);
    vi.advanceTimersByTime(999);
    expect(await callsTaken()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(await callsTaken()).toBe(10);
  });

  test('stands, and is advanced by a second: ten more calls', async () => {
    open({ clock: { now: () => start, elapsed: () => 0 } });
    expect(await callsTaken()).toBe(10);
    await sandbox.clock.advance(999);
    expect(await callsTaken()).toBe(0);
    await sandbox.tenant(key).clock.advance(1);
    expect(await callsTaken()).toBe(10);
  });

  test('stands, and is advanced: what waits for it reads how far it came', async () => {
    open({ clock: { now: () => start, elapsed: () => 0 } });
    const rang: number[] = [];
    sandbox.clock.after(1000, () => rang.push(sandbox.tenant('tw_sk_test_new').clock.elapsed()));
    for (const { clock } of [sandbox, sandbox.tenant(key)]) {
      clock.after(1000, () => rang.push(clock.now() - start, clock.elapsed()));
      await clock.advance(5000);
    }
    expect(rang).toEqual([1000, 1000, 1000, 6000, 6000]);
  });

  test.for(steps)('steps by %i ms: no call waits for it to come back', async (step) => {
    let now = start;
    open({ clock: { now: () => now } });
    expect(await callsTaken()).toBe(10);
    now += step;
    expect(await callsTaken()).toBe(10);
  });

  test('has `elapsed`: the rate is counted by it, whatever `now` shows', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    let [now, elapsed] = [start, 0];
    open({ clock: { now: () => now, elapsed: () => elapsed } });
    expect(await callsTaken()).toBe(10);
    now += hour;
    vi.advanceTimersByTime(hour);
    expect(await callsTaken()).toBe(0);
    elapsed += 1000;
    expect(await callsTaken()).toBe(10);
  });

  test.for(['by itself', 'by an advance of all', 'by an advance of the key'])(
    'is set back: who waits for it waits no longer than it was to, if it then moves %s',
    async (how) => {
      let now = start;
      open({ clock: { now: () => now } });
      const { clock } = how === 'by an advance of all' ? sandbox : sandbox.tenant(key);
      const rang = vi.fn();
      clock.after(1000, rang);
      if (how === 'by itself') sandbox.clock.after(1000, rang);
      now -= hour;
      const pass = async (milliseconds: number) => {
        if (how !== 'by itself') return await clock.advance(milliseconds);
        now += milliseconds;
        return await status();
      };
      // Only a request shows it what its clock does.
      if (how === 'by itself') await pass(0);
      await pass(999);
      expect(rang).not.toHaveBeenCalled();
      await pass(1);
      expect(rang).toHaveBeenCalledTimes(how === 'by itself' ? 2 : 1);
    },
  );

  test('shows fractions of milliseconds, which the store does not have', async () => {
    open({ clock: { now: () => start + 0.7 } });
    await status('POST', '/verification-requests/');
    expect(sandbox.tenant(key).snapshot().nowMs).toBe(start);
  });

  test('shows no time: every request says so, and later ones get responses again', async () => {
    const failed = vi.spyOn(console, 'error').mockImplementation(() => {});
    let now = start;
    open({ clock: { now: () => now } });
    await status();
    now = Number.NaN;
    expect(await status()).toBe(500);
    now = start;
    expect(await status()).toBe(200);
    expect(failed).toHaveBeenCalledOnce();
  });
});
