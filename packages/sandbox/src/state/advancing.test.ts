import { expect, test } from 'vitest';
import { Advancing } from './advancing.ts';

test('each hang of a lane leaves a tenth of the time for what comes after it', () => {
  const advancing = new Advancing();
  const shares = [1, 2, 3].map(() => {
    const share = advancing.share('hangs');
    advancing.hung('hangs');
    return share;
  });
  expect([...shares, advancing.share('another')]).toEqual([1, 0.1, 0.01, 1]);
});

test('what happened is in order of time, without what had no effect', () => {
  const advancing = new Advancing();
  const add = (dueMs: number, ordinal: number, detail?: object) =>
    advancing.add({ dueMs, ordinal, kind: 'webhook', payload: null }, detail as never);
  add(2, 1, { url: 'last' });
  add(1, 3, { url: 'second' });
  add(1, 2, { url: 'first' });
  add(1, 1);
  expect(advancing.events()).toEqual([
    { atMs: 1, kind: 'webhook', detail: { url: 'first' } },
    { atMs: 1, kind: 'webhook', detail: { url: 'second' } },
    { atMs: 2, kind: 'webhook', detail: { url: 'last' } },
  ]);
});
