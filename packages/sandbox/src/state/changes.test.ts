import { expect, test } from 'vitest';
import { Changes } from './changes.ts';

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
  changes.bump();
  expect(await Promise.all(waiting)).toEqual([1, 1]);
});

test('without a change, it stops to wait', async () => {
  expect(await new Changes().after(0, 1)).toBe(0);
});
