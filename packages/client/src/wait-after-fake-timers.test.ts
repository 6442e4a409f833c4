import { afterEach, expect, test, vi } from 'vitest';
import { respondWith, token, verification } from '../test/support/test-client.ts';
import type { Verification } from './generated/types.gen.ts';
import { createTruework } from './truework.ts';

afterEach(() => void vi.useRealTimers());

test('a wait is read after fake timers took the timer of another one away', async () => {
  const states = ['processing', 'completed', 'completed'];
  const { verifications } = createTruework({
    ...{ token, environment: 'local', rateLimiter: false },
    fetch: (url, init) => {
      const state = (states.shift() ?? 'completed') as Verification['state'];
      return Promise.resolve(respondWith(200, verification(url.slice(-4), { state }))(url, init));
    },
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  verifications.waitFor('AAAA').catch(() => {});
  await vi.advanceTimersByTimeAsync(500);
  // The response is read.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  // The clock follows the new timers from its next use on.
  await verifications.get('CCCC');
  await vi.advanceTimersByTimeAsync(60_000);
  const wait = verifications.waitFor('BBBB', { deadlineMs: 5_000 });
  wait.catch(() => {});
  for (let turn = 0; turn < 20; turn += 1) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await wait).toHaveProperty('state', 'completed');
});
