import { expect, test } from 'vitest';
import {
  neverRespond,
  pageOf,
  type Responder,
  respondWith,
  verification,
} from '../test/support/test-client.ts';
import { delivery, testHandler } from '../test/support/webhooks.ts';
import { workerHost } from '../test/support/worker-host.ts';
import type { Verification } from './generated/types.gen.ts';

// Where several incoming requests use one client, and the first ends early.

const completed: Responder = (url, init) => {
  const [, id = ''] = /verification-requests\/([^?]+)/.exec(url) ?? [];
  const seen = verification(id, { state: 'completed' });
  return respondWith(200, id ? seen : pageOf([]))(url, init);
};

const processing: Responder = (url, init) =>
  respondWith(200, verification(url.slice(-4), { state: 'processing' as Verification['state'] }))(url, init);

/** The first request waits for these, and ends when it has waited for so long. */
const endings: readonly [name: string, ids: readonly string[], afterMs: number, first: Responder][] = [
  ['before anything is read', ['AAAA'], 0, processing],
  ['between two reads', ['AAAA'], 1_500, processing],
  ['between two reads of another verification', ['BBBB'], 1_500, processing],
  ['while it reads', ['AAAA'], 500, neverRespond],
  ['while it reads the list', ['AAAA', 'BBBB', 'CCCC', 'DDDD'], 500, neverRespond],
];

test.for(endings)('a wait goes on if another ends %s', async ([, ids, afterMs, first]) => {
  let respond = first;
  const host = workerHost((url, init) => respond(url, init));
  const { verifications } = host.truework;
  const wait = (id: string) => () => {
    const waiting = verifications.waitFor(id, { deadlineMs: 20_000 });
    waiting.catch(() => {});
    return waiting;
  };
  const ended = host.handle(() => ids.map((id) => wait(id)()));
  const beside = host.handle(wait('AAAA'));
  if (afterMs > 0) await host.clock.advance(afterMs);
  ended.end();
  respond = completed;
  const later = host.handle(wait('AAAA'));
  await host.clock.advance(5_000);
  const states = await host.clock.run(Promise.all([beside.value, later.value]));
  expect(states.map(({ state }) => state)).toEqual(['completed', 'completed']);
  expect(host.times.at(-1)).toBeLessThan(5_000);
});

test('waits whose requests have ended are forgotten', async () => {
  const host = workerHost(processing);
  const { verifications } = host.truework;
  const ended = host.handle(() => {
    for (let index = 0; index < 10; index += 1) verifications.waitFor(`OLD${index}`).catch(() => {});
  });
  await host.clock.advance(500);
  ended.end();
  await host.clock.advance(100_000);
  host.handle(() => verifications.waitFor('AAAA', { deadlineMs: 500 }).catch(() => {}));
  await host.clock.advance(1_000);
  // They would make many, for which the list is read.
  expect(host.sent.at(-1)?.url).toMatch(/AAAA$/);
  host.handle(() => verifications.waitFor('OLD0', { deadlineMs: 3_500 }).catch(() => {}));
  await host.clock.advance(3_500);
  expect(host.times.slice(-4)).toEqual([101_500, 102_500, 103_500, 104_500]);
});

test.for([1, 200])('a call gets its turn if %i others end while they wait for theirs', async (count) => {
  const host = workerHost(completed, { rateLimiter: undefined });
  const { verifications } = host.truework;
  const get = (id: string) => verifications.get(id).catch(() => {});
  const ended = host.handle(() => {
    for (let index = 0; index < 10 + count; index += 1) get('AAAA');
  });
  const beside = host.handle(() => get('BBBB'));
  await host.clock.advance(100);
  ended.end();
  const later = host.handle(() => get('CCCC'));
  await host.clock.run(Promise.all([beside.value, later.value]));
  expect(host.sent.slice(10).map(({ url }) => url.slice(-4))).toEqual(['BBBB', 'CCCC']);
  expect(host.times.at(-1)).toBeLessThan(5_000);
});

test('an event is handled if the request that handled it ended', async () => {
  const host = workerHost(completed);
  let calls = 0;
  const on = {
    'verification_request.state.change': () => (calls++ === 0 ? new Promise(() => {}) : undefined),
  };
  const { send } = testHandler({ on, clock: host.clock });
  const ended = host.handle(() => send(delivery));
  await expect.poll(() => calls).toBe(1);
  await host.clock.advance(10_000);
  ended.end();
  const beside = host.handle(() => send(delivery));
  const startMs = host.clock.now();
  expect((await host.clock.run(beside.value)).status).toBe(204);
  expect([calls, host.clock.now() - startMs]).toEqual([2, 21_000]);
});
