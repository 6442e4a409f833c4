import { describe, expect, test, vi } from 'vitest';
import {
  failWith,
  neverRespond,
  pageOf,
  type Responder,
  respondError,
  respondWith,
  testClient,
  verification,
} from '../test/support/test-client.ts';
import { testClock } from '../test/support/test-clock.ts';
import { ConfigurationError } from './errors.ts';
import { finalStates } from './generated/api.gen.ts';
import type { Verification } from './generated/types.gen.ts';
import type { WaitOptions } from './wait.ts';

const state = (name: string, fields: object = {}) =>
  respondWith(200, verification('AAAA', { state: name as Verification['state'], ...fields }));
const pending = state('pending-approval');
const completed = state('completed');

const eventOf = (id?: string | null) => ({ data: { verification_request_id: id } });

describe('waitFor', () => {
  test.for(finalStates)('ends at the state %s', async (name) => {
    const { truework, clock, sent } = testClient(state(name));
    expect(await clock.run(truework.verifications.waitFor('AAAA'))).toHaveProperty('state', name);
    expect(sent).toHaveLength(1);
    expect(clock.planned()).toBe(0);
  });

  test.for(['pending-approval', 'processing', 'action-required', 'a-state-of-later-years', ''])(
    'goes on at the state %j',
    async (name) => {
      const { truework, clock, sent } = testClient([state(name), state(name), completed]);
      expect(await clock.run(truework.verifications.waitFor('AAAA'))).toHaveProperty('state', 'completed');
      expect(sent).toHaveLength(3);
    },
  );

  test('reads at once, then less and less often, but at least every fifteen minutes', async () => {
    const { truework, clock, times } = testClient(pending);
    truework.verifications.waitFor('AAAA', { deadlineMs: 86_400_000 }).catch(() => {});
    await clock.advance(3_600_000);
    expect(times.slice(0, 5)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
    expect([...gaps].sort((one, other) => one - other)).toEqual(gaps);
    expect(gaps.at(-1)).toBe(30_000);
  });

  test('waits longer if the estimate is longer', async () => {
    const counts: number[] = [];
    for (const best_estimate of ['1', '24', '240', 'soon', { toString: null } as never]) {
      const turnaround = { turnaround_time: { best_estimate, lower_bound: null, upper_bound: null } };
      const { truework, clock, times } = testClient(state('processing', turnaround));
      truework.verifications.waitFor('AAAA', { deadlineMs: 1e9 }).catch(() => {});
      await clock.advance(86_400_000);
      const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
      counts.push(Math.max(...gaps));
    }
    expect(counts).toEqual([180_000, 900_000, 900_000, 30_000, 30_000]);
  });

  test('ends at the deadline, with the last state', async () => {
    const { truework, clock, errorOf } = testClient(state('processing'));
    const before = clock.now();
    const error = await errorOf(truework.verifications.waitFor('AAAA', { deadlineMs: 10_500 }));
    expect(error).toMatchObject({ code: 'timeout', operation: 'getVerification', lastState: 'processing' });
    const problem = 'the verification was not in a final state within 10500 ms.';
    expect(error.message).toBe(`getVerification: ${problem}`);
    expect(clock.now() - before).toBe(10_500);
  });

  test('is aborted by the signal, with the last state', async () => {
    const { truework, clock, sent, errorOf } = testClient(state('processing'));
    const controller = new AbortController();
    const wait = truework.verifications.waitFor('AAAA', { signal: controller.signal });
    wait.catch(() => {});
    await clock.advance(3_500);
    controller.abort();
    expect(await errorOf(wait)).toMatchObject({ code: 'aborted', lastState: 'processing' });
    const count = sent.length;
    await clock.advance(1_000_000);
    expect(sent).toHaveLength(count);
  });

  test('with an aborted signal reads nothing', async () => {
    const { truework, sent, errorOf } = testClient(pending);
    const error = await errorOf(truework.verifications.waitFor('AAAA', { signal: AbortSignal.abort() }));
    expect(error).toHaveProperty('code', 'aborted');
    expect(error).not.toHaveProperty('lastState');
    expect(sent).toHaveLength(0);
  });

  test.for([
    ['a broken connection', failWith('ECONNRESET')],
    ['500', respondError(500)],
    ['503', respondError(503)],
    ['429', respondError(429)],
  ] as const)('survives %s, also beyond the retries', async ([, failing]) => {
    const { truework, clock, times } = testClient([...Array(8).fill(failing), completed]);
    expect(await clock.run(truework.verifications.waitFor('AAAA'))).toHaveProperty('state', 'completed');
    expect(times).toHaveLength(9);
    // The retries of a read come earlier.
    for (const number of [3, 6])
      expect(times[number]).toBeGreaterThanOrEqual(Number(times[number - 1]) + 1_000);
  });

  test.for([
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'not-found'],
    [406, 'version-rejected'],
    [501, 'server'],
  ] as const)('ends with %s, which is permanent', async ([status, code]) => {
    const { truework, sent, errorOf } = testClient([pending, respondError(status)]);
    expect(await errorOf(truework.verifications.waitFor('AAAA'))).toHaveProperty('code', code);
    expect(sent).toHaveLength(2);
  });
});

describe('many waits', () => {
  test('for one verification share its reads', async () => {
    const { truework, clock, sent } = testClient([pending, pending, completed]);
    const waits = Array.from({ length: 20 }, () => truework.verifications.waitFor('AAAA'));
    const seen = await clock.run(Promise.all(waits));
    expect(new Set(seen.map((one) => one.state))).toEqual(new Set(['completed']));
    expect(sent).toHaveLength(3);
  });

  test('end separately: aborting one does not end the others', async () => {
    const { truework, clock, times, errorOf } = testClient([pending, pending, completed]);
    const other = truework.verifications.waitFor('AAAA');
    const given = await errorOf(truework.verifications.waitFor('AAAA', { deadlineMs: 1_500 }));
    expect(given).toHaveProperty('code', 'timeout');
    truework.verifications.handleEvent(eventOf('AAAA'));
    expect(await clock.run(other)).toHaveProperty('state', 'completed');
    expect(times).toEqual([0, 1_000, 1_500]);
  });

  test('share a read until the last of them ends', async () => {
    const { truework, clock, sent } = testClient(neverRespond);
    for (const deadlineMs of [500, 1_500])
      truework.verifications.waitFor('AAAA', { deadlineMs }).catch(() => {});
    const aborted: unknown[] = [];
    for (let second = 0; second < 2; second += 1) {
      await clock.advance(1_000);
      aborted.push(sent[0]?.init.signal?.aborted);
    }
    expect(aborted).toEqual([false, true]);
  });

  /** An account with some verifications in its list, and all of them readable by id. */
  function account(listed: readonly string[], finished: Set<string>): Responder {
    const show = (id: string) =>
      verification(id, { state: finished.has(id) ? 'completed' : ('processing' as Verification['state']) });
    let requests = 0;
    return (url, init) => {
      // Ends waits that read on and on.
      if (requests++ > 1_000) return respondError(404)(url, init);
      const [, id] = /verification-requests\/([^?]+)/.exec(url) ?? [];
      return respondWith(200, id ? show(id) : pageOf(listed.map(show)))(url, init) as Response;
    };
  }

  const ids = Array.from({ length: 50 }, (_, index) => `ID-${index}`);

  test('read at once for a second wait', async () => {
    const { truework, clock, times } = testClient(pending);
    truework.verifications.waitFor('AAAA', { deadlineMs: 86_400_000 }).catch(() => {});
    await clock.advance(20_000_000);
    const before = times.length;
    truework.verifications.waitFor('AAAA', { deadlineMs: 60_000 }).catch(() => {});
    await clock.advance(30_000);
    expect(times.slice(before)).toEqual([20_000_000, 20_030_000]);
  });

  test('share a read that is under way when the second one begins', async () => {
    const { truework, clock, times } = testClient((url, init) => {
      if (times.length === 1) truework.verifications.waitFor('AAAA', { deadlineMs: 2_000 }).catch(() => {});
      return pending(url, init);
    });
    truework.verifications.waitFor('AAAA', { deadlineMs: 2_000 }).catch(() => {});
    await clock.advance(1_500);
    expect(times).toEqual([0, 1_000]);
  });

  test('are not delayed by a hanging read', async () => {
    const responses: Responder = (url, init) =>
      url.includes('HANGS') ? neverRespond(url, init) : respondWith(200, verification('FAST'))(url, init);
    const { truework, clock, sent } = testClient(responses);
    truework.verifications.waitFor('HANGS', { deadlineMs: 86_400_000 }).catch(() => {});
    truework.verifications.waitFor('FAST', { deadlineMs: 86_400_000 }).catch(() => {});
    await clock.advance(3_000);
    expect(sent.filter(({ url }) => url.includes('FAST'))).toHaveLength(4);
  });

  test('for many verifications read the list', async () => {
    const { truework, clock, sent } = testClient(account(ids, new Set(ids)));
    await clock.run(Promise.all(ids.map((id) => truework.verifications.waitFor(id))));
    expect(sent.map(({ url }) => url)).toEqual([
      expect.stringMatching(/\/verification-requests\/\?limit=100$/),
    ]);
  });

  test('read by id what is not in the list yet', async () => {
    const listed = ids.slice(0, 45);
    const finished = new Set<string>();
    const { truework, clock, times } = testClient(account(listed, finished));
    const waits = Promise.all(ids.map((id) => truework.verifications.waitFor(id)));
    await clock.advance(0);
    expect(times).toEqual(Array(1 + 5).fill(0));
    listed.push(...ids.slice(45));
    for (const id of ids) finished.add(id);
    await clock.run(waits);
    expect(times.slice(6)).toEqual([1_000]);
  });

  test('take none from the list whose id differs in case', async () => {
    const own = ids.slice(0, 4);
    const others = own.map((id) => id.toLowerCase());
    const { truework, clock, sent } = testClient(account(others, new Set([...own, ...others])));
    const seen = await clock.run(Promise.all(own.map((id) => truework.verifications.waitFor(id))));
    expect(seen.map(({ id }) => id)).toEqual(own);
    expect(sent).toHaveLength(1 + 4);
  });

  test.for([
    [0, respondError(403)],
    [10_000, neverRespond],
  ] as const)('read each by id after %i ms if the list cannot be read', async ([afterMs, respond]) => {
    const whole = account([], new Set(ids));
    const { truework, clock, times } = testClient(
      (url, init) => (url.includes('limit') ? respond : whole)(url, init),
      { retries: 0 },
    );
    await clock.run(Promise.all(ids.map((id) => truework.verifications.waitFor(id))));
    expect(times).toEqual([0, ...Array(50).fill(afterMs)]);
  });

  test('read the list once each time, and set no timer once nobody waits', async () => {
    const { truework, clock, sent, times } = testClient(account(ids, new Set()));
    const controller = new AbortController();
    const waits = ids.map((id) => truework.verifications.waitFor(id, { signal: controller.signal }));
    const settled = Promise.allSettled(waits);
    await clock.advance(4_000);
    expect(times).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    truework.verifications.handleEvent(eventOf('ID-7'));
    await clock.advance(0);
    expect(sent.at(-1)?.url).toMatch(/\/ID-7$/);
    controller.abort();
    await settled;
    expect(clock.planned()).toBe(0);
  });

  test('do not delay each other', async () => {
    const timesBeside = async (others: number) => {
      const { truework, clock, sent } = testClient(account([], new Set()));
      const times: number[] = [];
      const startMs = clock.now();
      truework.verifications.waitFor('AAAA', { deadlineMs: 1e9 }).catch(() => {});
      for (let second = 0; second < 600; second += 1) {
        if (second === 100 && others > 0)
          truework.verifications.waitFor('BBBB', { deadlineMs: 1e9 }).catch(() => {});
        const before = sent.length;
        await clock.advance(1_000);
        if (sent.slice(before).some(({ url }) => url.includes('AAAA'))) times.push(clock.now() - startMs);
      }
      return times;
    };
    expect(await timesBeside(1)).toEqual(await timesBeside(0));
  });

  test('read as often as the first if they begin after it ended', async () => {
    const { truework, times, errorOf } = testClient(pending);
    await errorOf(truework.verifications.waitFor('AAAA', { deadlineMs: 3_600_000 }));
    await errorOf(truework.verifications.waitFor('AAAA', { deadlineMs: 2_500 }));
    expect(times.slice(-3)).toEqual([3_600_000, 3_601_000, 3_602_000]);
  });

  test('go on if one is aborted at the moment of an event', async () => {
    const { truework, clock, errorOf } = testClient([neverRespond, completed]);
    const controller = new AbortController();
    const first = truework.verifications.waitFor('AAAA', { signal: controller.signal });
    const second = truework.verifications.waitFor('AAAA');
    first.catch(() => {});
    await clock.advance(0);
    truework.verifications.handleEvent(eventOf('AAAA'));
    controller.abort();
    expect(await errorOf(first)).toHaveProperty('code', 'aborted');
    expect(await clock.run(second)).toHaveProperty('state', 'completed');
  });

  test('read once more if the one that reads has ended, whenever its response comes', async () => {
    const late: Responder = (url, init) =>
      new Promise((resolve) => {
        clock.after(5_000, () => resolve(pending(url, init)));
      });
    const { truework, clock, times } = testClient([late, neverRespond]);
    for (const deadlineMs of [1_500, 9_000])
      truework.verifications.waitFor('AAAA', { deadlineMs }).catch(() => {});
    await clock.advance(8_000);
    expect(times).toEqual([0, 2_500]);
  });

  test('get their events beside one that wakes late, because the machine slept', async () => {
    const clock = testClock();
    let sleptMs = 0;
    const elapsed = () => clock.now() + sleptMs;
    const { truework, times } = testClient(pending, { clock: { ...clock, elapsed } }, clock);
    const late = new AbortController();
    const wait = async (id: string, options: WaitOptions, ms: number) => {
      truework.verifications.waitFor(id, options).catch(() => {});
      await clock.advance(ms);
    };
    await wait('AAAA', { signal: late.signal }, 500);
    sleptMs = 100_000;
    await wait('BBBB', { deadlineMs: 1 }, 0);
    await wait('AAAA', { deadlineMs: 9_000 }, 600);
    late.abort();
    await clock.advance(0);
    truework.verifications.handleEvent(eventOf('AAAA'));
    await clock.advance(0);
    expect(times.at(-1)).toBe(1_100);
  });

  test('begin anew after one that ended before it was read', async () => {
    const { truework, clock } = testClient(completed);
    const controller = new AbortController();
    const first = truework.verifications.waitFor('AAAA', { signal: controller.signal });
    controller.abort();
    await Promise.allSettled([first]);
    await clock.advance(1_000);
    expect(await clock.run(truework.verifications.waitFor('AAAA'))).toHaveProperty('state', 'completed');
  });

  test('begin anew once the clock works again', async () => {
    const { truework, clock, errorOf } = testClient(completed);
    vi.spyOn(clock, 'after').mockImplementationOnce(() => {
      throw new Error('The clock failed.');
    });
    const first = truework.verifications.waitFor('AAAA');
    const second = truework.verifications.waitFor('AAAA');
    expect((await errorOf(first)).message).toBe(
      'waitFor: code that was plugged in threw. Check the clock and the signal.',
    );
    expect(await clock.run(second)).toHaveProperty('state', 'completed');
  });
});

test.for([1, 4])('the end of %i waits ends their reads, which would hold the process', async (count) => {
  const { truework, clock, sent } = testClient(neverRespond);
  const waits = Array.from({ length: count }, (_, number) =>
    truework.verifications.waitFor(`AAA${number}`, { deadlineMs: 100 }).catch(({ code }) => code),
  );
  expect(await clock.run(Promise.all(waits))).toEqual(waits.map(() => 'timeout'));
  await clock.advance(0);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.init.signal?.aborted).toBe(true);
  expect(clock.planned()).toBe(0);
});

describe('handleEvent', () => {
  test('reads the verification at once, and uses only the state of the API', async () => {
    const { truework, clock, times } = testClient([pending, pending, pending, pending, pending, completed]);
    const wait = truework.verifications.waitFor('AAAA');
    await clock.advance(4_200);
    expect(times).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    truework.verifications.handleEvent(eventOf('AAAA'));
    await clock.advance(0);
    expect(times.at(-1)).toBe(4_200);
    expect(await clock.run(wait)).toHaveProperty('state', 'completed');
  });

  test('during a read causes another read', async () => {
    const client = testClient([
      (url, init) => {
        client.truework.verifications.handleEvent(eventOf('AAAA'));
        return pending(url, init);
      },
      completed,
    ]);
    const before = client.clock.now();
    await client.clock.run(client.truework.verifications.waitFor('AAAA'));
    expect(client.clock.now()).toBe(before);
    expect(client.sent).toHaveLength(2);
  });

  test('during a hanging read is read after it', async () => {
    const { truework, clock, times } = testClient([neverRespond, completed], { retries: 0 });
    const wait = truework.verifications.waitFor('AAAA');
    await clock.advance(0);
    truework.verifications.handleEvent(eventOf('AAAA'));
    expect(await clock.run(wait)).toHaveProperty('state', 'completed');
    expect(times).toEqual([0, 10_000]);
  });

  test.for([undefined, null, 'OTHER'])('of %j, without waiters, reads nothing', async (id) => {
    const { truework, clock, sent } = testClient(pending);
    truework.verifications.handleEvent(eventOf(id));
    await clock.advance(10_000);
    expect(sent).toHaveLength(0);
  });

  test.for<[unknown, string]>([
    [undefined, 'undefined'],
    [{ data: null }, 'an object'],
    [{ data: ['AAAA'] }, 'an object'],
    ['AAAA', 'a string'],
  ])('rejects %o', ([given, what]) => {
    const { truework } = testClient(pending);
    expect(() => truework.verifications.handleEvent(given as never)).toThrow(
      new ConfigurationError(`handleEvent: the event must be an object with data, not ${what}.`),
    );
  });
});
