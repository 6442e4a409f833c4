import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from './clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

test("the system's clock calls back once, and not where that is prevented", () => {
  vi.useFakeTimers();
  const rung: string[] = [];
  systemClock.after(1, () => rung.push('first'));
  for (const name of ['prevented', 'prevented last']) {
    const prevent = systemClock.after(1, () => rung.push(name));
    prevent();
    prevent();
  }
  vi.advanceTimersByTime(10);
  expect(rung).toEqual(['first']);
});

test('no timer that was prevented keeps the process up', () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  systemClock.after(60_000, () => {})();
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before);
});
