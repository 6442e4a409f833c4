import { verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../test/support/send.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { testClock } from './test-clock.ts';

const key = 'tw_sk_test_clock';
const start = Date.UTC(2019, 10, 5, 12);

let sandbox: Sandbox;

afterEach(() => sandbox.close());

async function create(): Promise<string> {
  const response = await send(sandbox, key, 'POST', '/verification-requests/', verificationInput);
  return ((await response.json()) as { id: string }).id;
}

/** A clock as it is read by whoever waits with it. */
type Waiting = Pick<ReturnType<typeof testClock>, 'now' | 'after' | 'elapsed'>;

/** Reads the state until it is final, every so many milliseconds of a clock: what a client does that waits. */
async function pollUntilFinal(id: string, clock: Waiting, everyMs: number): Promise<[number, string][]> {
  const seen: [number, string][] = [];
  for (;;) {
    const response = await send(sandbox, key, 'GET', `/verification-requests/${id}`);
    const { state } = (await response.json()) as { state: string };
    seen.push([clock.now(), state]);
    if (state === 'completed') return seen;
    await new Promise<void>((resolve) => clock.after(everyMs, resolve));
  }
}

describe('testClock', () => {
  beforeEach(() => {
    sandbox = createSandbox();
  });

  test.for([
    [undefined, Date.UTC(2019, 9, 15, 12)],
    [new Date(start), start],
    [start, start],
    [start + 0.5, start],
    ['2019-11-05T12:00:00Z', start],
    ['2019-11-05t12:00:00z', start],
  ] as const)('begins at %s', ([given, expected]) => {
    expect(testClock(given).now()).toBe(expected);
  });

  test.for<unknown>([
    ...[null, Number.NaN, 'nonsense', new Date(Number.NaN), 1e16, {}, true, [], 1n, Symbol('now')],
    ...[
      '2019-02-30T12:00:00Z',
      '2019-11-05T12:00:00',
      '2019-11-05T12:00:00Z (UTC)',
      'Nov 5 2019',
      '5',
      { valueOf: () => start },
    ],
  ])('does not begin at %o', (given) => {
    expect(() => testClock(given as never)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message:
          'testClock: `start` must be a Date, milliseconds since 1970, or a text with its offset, such as 2019-11-05T12:00:00Z.',
      }),
    );
  });

  test('rejects what is not a span or not a callback', () => {
    const { after } = testClock();
    const aSpan = '`milliseconds` must be milliseconds: a number of 0 or more';
    for (const [span, callback, message] of [
      [Number.NaN, () => {}, `${aSpan}, not NaN.`],
      [-1, () => {}, `${aSpan}, not -1.`],
      ['5', () => {}, `${aSpan}, not a string.`],
      [5, null, '`callback` must be a function, not null.'],
    ] as const) {
      expect(() => after(span as never, callback as never)).toThrow(
        expect.objectContaining({ code: 'invalid_option', message: `testClock.after: ${message}` }),
      );
    }
  });

  test('stands until it is advanced, and rings in order, each at its own time', async () => {
    const clock = testClock(start);
    const rang: [string, number][] = [];
    const ring = (name: string) => () => rang.push([name, clock.elapsed()]);
    clock.after(200, ring('later'));
    clock.after(100, () => {
      ring('first')();
      clock.after(50, ring('from the first'));
    });
    clock.after(100, ring('second'));
    const cancel = clock.after(120, ring('never'));
    cancel();
    await clock.advance(99);
    expect(rang).toEqual([]);
    await clock.advance(1);
    expect(rang).toHaveLength(2);
    await clock.advance('1 second');
    expect(rang).toEqual([
      ['first', 100],
      ['second', 100],
      ['from the first', 150],
      ['later', 200],
    ]);
    expect([clock.now(), clock.elapsed()]).toEqual([start + 1100, 1100]);
    await expect(clock.advance('soon')).rejects.toMatchObject({ code: 'invalid_duration' });
  });

  test('drives a sandbox: states change and webhooks are sent by it, at their moments', async () => {
    const clock = testClock(start);
    const sent: [number, string][] = [];
    await sandbox.close();
    sandbox = createSandbox({
      clock,
      send: async (_, init) => {
        sent.push([clock.elapsed(), JSON.parse(String(init?.body)).data.state]);
        return new Response(null, { status: 204 });
      },
    });
    sandbox.tenant(key).webhooks.add('https://a.example');
    await create();
    await clock.advance('1 second');
    sandbox.clock.after(0, () => sent.push([clock.elapsed(), 'an alarm']));
    await clock.advance(0);
    expect(sent).toEqual([
      [100, 'processing'],
      [200, 'completed'],
      [1000, 'an alarm'],
    ]);
  });
});

describe('the clock of a sandbox, and that of a key', () => {
  test.for(['sandbox', 'tenant', 'test'])(
    'drive whoever waits with them, as a test clock does (%s)',
    async (whose) => {
      const given = testClock(start);
      sandbox = createSandbox({ clock: whose === 'test' ? given : { now: () => start } });
      const { clock } =
        whose === 'sandbox' ? sandbox : whose === 'test' ? { clock: given } : sandbox.tenant(key);
      // Whoever waited with a clock once may be about to do so again.
      clock.after(0, () => {})();
      const polled = pollUntilFinal(await create(), clock, 60);
      await clock.advance('1 minute');
      expect((await polled).map(([atMs, state]) => [atMs - start, state])).toEqual([
        [0, 'pending-approval'],
        [60, 'pending-approval'],
        [120, 'processing'],
        [180, 'processing'],
        [240, 'completed'],
      ]);
      expect([clock.now() - start, sandbox.tenant(key).clock.now() - start]).toEqual([60_000, 60_000]);
      expect(sandbox.tenant(key).clock.elapsed() - sandbox.clock.elapsed()).toBe(
        whose === 'tenant' ? 60_000 : 0,
      );
    },
  );

  test('ring by themselves as the time of a real clock passes, and not after they were cancelled', async () => {
    sandbox = createSandbox();
    const { clock } = sandbox.tenant(key);
    const cancelled = vi.fn();
    clock.after(0, cancelled)();
    await new Promise<void>((resolve) => clock.after(0, resolve));
    clock.after(50, cancelled)();
    await clock.advance(100);
    expect(cancelled).not.toHaveBeenCalled();
  });

  test('go on where what rings fails', async () => {
    sandbox = createSandbox({ clock: { now: () => start } });
    const { clock } = sandbox;
    const rang: number[] = [];
    const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
    const failure = new Error('It failed.');
    clock.after(1, () => {
      throw failure;
    });
    clock.after(1, () => rang.push(clock.elapsed()));
    await clock.advance(1);
    expect(rang).toHaveLength(1);
    expect(reported.mock.calls).toEqual([['A callback of the clock of the sandbox failed.', failure]]);
    reported.mockRestore();
  });
});
