import { afterEach, expect, test, vi } from 'vitest';
import { Changes } from './changes.ts';

afterEach(() => vi.restoreAllMocks());

test('who knows another revision is notified at once', async () => {
  const changes = new Changes();
  changes.bump();
  expect(await changes.after(0, 60_000)).toBe(1);
  // It comes from an earlier run of the sandbox.
  expect(await changes.after(7, 60_000)).toBe(1);
});

test('who knows this one is notified with the next change, all at once', async () => {
  const changes = new Changes();
  const waiting = [changes.after(0, 60_000), changes.after(0, 60_000)];
  const cleared = vi.spyOn(globalThis, 'clearTimeout');
  changes.bump();
  changes.bump();
  expect(await Promise.all(waiting)).toEqual([2, 2]);
  expect(cleared, 'once for each, who is forgotten then').toHaveBeenCalledTimes(2);
});

test('without a change, it stops to wait, and meanwhile keeps no process alive', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  expect(await new Changes().after(0, 1)).toBe(0);
  expect(timers.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
});
