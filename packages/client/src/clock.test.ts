import { mock } from 'node:test';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { pause, setAlarm, steadyClock, systemClock } from './clock.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
  mock.timers.reset();
});

/** How much time has passed on the system clock, in whole milliseconds: the fractions of a real clock do not add up exactly. */
function since(ms: number): number {
  return Math.round(systemClock.elapsed() - ms);
}

describe('the system clock', () => {
  test('measures durations that setting the system clock does not change', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const before = systemClock.elapsed();
    vi.setSystemTime(Date.now() + 365 * 86_400_000);
    expect(systemClock.elapsed() - before).toBeLessThan(60_000);
    vi.setSystemTime(0);
    expect(systemClock.elapsed()).toBeGreaterThanOrEqual(before);
    expect(systemClock.now()).toBe(0);
  });

  test('never goes back or jumps, whatever happens to `performance`', () => {
    const before = systemClock.elapsed();
    vi.useFakeTimers();
    expect(performance.now()).toBe(0);
    const meanwhile = systemClock.elapsed();
    vi.advanceTimersByTime(5_000);
    expect(since(meanwhile)).toBe(5_000);
    vi.useRealTimers();
    expect(meanwhile).toBeGreaterThanOrEqual(before);
    expect(since(meanwhile)).toBeGreaterThanOrEqual(5_000);
    vi.stubGlobal('performance', { now: () => 1e9 });
    expect(since(meanwhile)).toBeLessThan(60_000);
  });

  test('is not spoiled by a `performance` that returned no time', () => {
    const before = systemClock.elapsed();
    vi.spyOn(performance, 'now').mockReturnValue(undefined as never);
    expect(() => systemClock.elapsed()).toThrow('no time');
    vi.restoreAllMocks();
    expect(systemClock.elapsed()).toBeGreaterThanOrEqual(before);
  });

  test('advances with fake timers that do not fake `performance`', () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const rung: string[] = [];
    const before = systemClock.elapsed();
    systemClock.after(60_000, () => rung.push('minute'));
    mock.timers.tick(59_999);
    expect(rung).toEqual([]);
    mock.timers.tick(1);
    expect(rung).toEqual(['minute']);
    expect(since(before)).toBeGreaterThanOrEqual(60_000);
  });

  test('advances without a timer of its own, as far as `Date` of such fake timers does', () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const before = systemClock.elapsed();
    mock.timers.tick(10_000);
    expect(since(before)).toBe(10_000);
    mock.timers.reset();
    const after = since(before);
    expect(after).toBeGreaterThanOrEqual(10_000);
    expect(after).toBeLessThan(60_000);
  });

  test('measures no durations by `Date` unless timers of node:test follow it', () => {
    const dateMs = vi.spyOn(Date, 'now').mockReturnValue(0);
    mock.timers.enable({ apis: ['setTimeout'] });
    const before = systemClock.elapsed();
    dateMs.mockReturnValue(3_600_000);
    expect(since(before)).toBeLessThan(60_000);
    mock.timers.reset();
    mock.timers.enable({ apis: ['Date'] });
    const meanwhile = systemClock.elapsed();
    mock.timers.setTime(3_600_000);
    expect(since(meanwhile)).toBeLessThan(60_000);
  });

  test('waits longer than the maximum delay of a timer', () => {
    vi.useFakeTimers();
    const rung: string[] = [];
    const thirtyDays = 30 * 86_400_000;
    systemClock.after(thirtyDays, () => rung.push('first'));
    const prevent = systemClock.after(thirtyDays, () => rung.push('prevented'));
    vi.advanceTimersByTime(thirtyDays - 1);
    expect(rung).toEqual([]);
    prevent();
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['first']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('sets a timer for no less than no time, as Node.js warns of one', () => {
    const set = vi.fn();
    vi.stubGlobal('setTimeout', set);
    const rung = vi.fn();
    systemClock.after(-5, rung);
    expect(set).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 0);
    set.mock.calls[0]?.[0]();
    expect(rung).toHaveBeenCalledOnce();
  });

  test('sets no timer for Infinity', () => {
    vi.useFakeTimers();
    const cancel = systemClock.after(Infinity, () => {});
    expect(vi.getTimerCount()).toBe(0);
    cancel();
  });

  test('cancels a real timer after fake timers were installed', async () => {
    const clear = vi.spyOn(globalThis, 'clearTimeout');
    const rung = vi.fn();
    const prevent = systemClock.after(0, rung);
    vi.useFakeTimers();
    prevent();
    expect(clear).toHaveBeenCalledOnce();
    vi.useRealTimers();
    await pause(systemClock, 1);
    expect(rung).not.toHaveBeenCalled();
  });

  test('cancels a fake timer, though `clearTimeout` is not faked', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const rung = vi.fn();
    systemClock.after(10, rung)();
    vi.advanceTimersByTime(10);
    expect(rung).not.toHaveBeenCalled();
  });

  test('clears a timer of node:test, so that running all of them does not reach it', () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    systemClock.after(10, () => {})();
    mock.timers.runAll();
    expect(Date.now()).toBe(0);
  });

  test('clears nothing once the timers of node:test were reset, because it would disturb later ones', () => {
    const clear = vi.fn();
    mock.timers.enable({ apis: ['setTimeout'] });
    vi.stubGlobal('clearTimeout', clear);
    const cancel = systemClock.after(10, () => {});
    vi.unstubAllGlobals();
    mock.timers.reset();
    cancel();
    expect(clear).not.toHaveBeenCalled();
  });
});

test('an alarm leaves neither a timer nor a listener', () => {
  vi.useFakeTimers();
  const controller = new AbortController();
  const remove = vi.spyOn(controller.signal, 'removeEventListener');
  const rung: boolean[] = [];
  const set = () => setAlarm(systemClock, 1_000, controller.signal, (byTheSignal) => rung.push(byTheSignal));
  set();
  set()();
  controller.abort();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(2_000);
  expect(rung).toEqual([true]);
  expect(remove).toHaveBeenCalledTimes(1);
  const clock = { after: vi.fn().mockThrow(new Error('The clock failed.')) };
  const { signal } = new AbortController();
  const removeOther = vi.spyOn(signal, 'removeEventListener');
  expect(() => setAlarm(clock, 1_000, signal, () => {})).toThrow('The clock failed.');
  expect(removeOther).toHaveBeenCalledTimes(1);
});

test.for<[unknown, isTime: boolean]>([
  [8.64e15, true],
  [-8.64e15, true],
  [8.64e15 + 1, false],
  [Number.NaN, false],
  ['5', false],
])('what a plugged-in clock returns is a time: %o, %s', ([time, isTime]) => {
  const { now } = steadyClock({ now: () => time as number, after: () => () => {} });
  if (isTime) expect(now()).toBe(time);
  else expect(now).toThrow(new TypeError('no time'));
});
