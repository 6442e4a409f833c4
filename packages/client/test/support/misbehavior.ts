import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { TrueworkError } from '../../src/errors.ts';
import type { CallOptions, TrueworkOptions } from '../../src/options.ts';
import { createTruework, type Truework } from '../../src/truework.ts';
import { rejecting, throwing } from './failing-code.ts';
import { token, verification, verificationInput } from './test-client.ts';
import { type TestClock, testClock } from './test-clock.ts';

// Whatever plugged-in code throws, rejects with, or returns late or never: a call settles with data or an error of this package, no
// rejection is unhandled, and a concurrent call ends as it should.

/** A misbehavior of plugged-in code. */
interface Misbehavior {
  readonly way: string;
  /** It throws at once, or returns something that is not a valid result. */
  readonly how: 'throws' | 'returns';
  /** What happens if the result is awaited. */
  readonly end: 'fails' | 'hangs' | 'steers';
  readonly run: () => unknown;
}

/** An error of Next.js, which must arrive as it was thrown. */
const steering = Object.assign(new Error('Dynamic.'), { digest: 'DYNAMIC_SERVER_USAGE' });

const throws = (way: string, run: () => unknown, end: Misbehavior['end'] = 'fails'): Misbehavior => {
  return { way: `throws ${way}`, how: 'throws', end, run };
};
const returns = (way: string, run: () => unknown, end: Misbehavior['end'] = 'fails'): Misbehavior => {
  return { way, how: 'returns', end, run };
};

const misbehaviors: readonly Misbehavior[] = [
  ...throwing.map(({ way, fail }) => ({ way, how: 'throws', end: 'fails', run: fail }) as const),
  ...rejecting.map(({ way, fail }) => returns(way, fail)),
  returns('rejects in another realm', () => runInNewContext('Promise.reject(new TypeError("elsewhere"))')),
  returns('rejects later', () => new Promise((_, reject) => setImmediate(() => reject(new Error('late'))))),
  // biome-ignore lint/suspicious/noThenProperty: that is what is tested.
  returns('has a then that throws', () => ({ then: throwing[0]?.fail })),
  returns('never ends', () => new Promise(() => {}), 'hangs'),
  throws('an error with a digest', steer, 'steers'),
  returns('rejects with an error with a digest', async () => steer(), 'steers'),
];

function steer(): never {
  throw steering;
}

type CallName = 'get' | 'create' | 'waitFor';

/** How a call ends: with the code of an error, or with `data`. By default, as `get` does. */
export type Ends = string | ({ readonly get: string } & Partial<Record<CallName, string>>);

/** Makes code that misbehaves during the call under test, and works before and after it. */
export type Bad = (proper?: (...given: never[]) => unknown) => () => unknown;

/** What a test plugs in, and how the call then ends. */
export interface Hook {
  readonly name: string;
  readonly plug: (bad: Bad, clock: TestClock) => Plugged;
  readonly ends: {
    /** If it throws, or its result is awaited and rejects. */
    readonly fails: Ends;
    /** If its result is awaited and never settles. */
    readonly hangs?: Ends;
    /** If its result is not awaited: how the call ends for any result. */
    readonly given?: Ends;
    /** Whether an error with a digest is thrown as it is. */
    readonly steers: boolean | CallName;
  };
  /** The status of the first response, if a retry is needed. */
  readonly firstStatus?: { readonly get: number; readonly create: number };
}

interface Plugged {
  readonly options?: Partial<TrueworkOptions>;
  readonly callOptions?: CallOptions;
  readonly input?: object;
  /** The result of every request of the call under test, instead of a valid response. */
  readonly respond?: () => unknown;
}

/** The end of calls after they were sent: the outcome of a create is then unknown. */
export const unknownOf = (code: string, waitFor = code): Ends => ({
  get: code,
  create: 'ambiguous-outcome',
  waitFor,
});

const unhandled: unknown[] = [];

function watchUnhandled(): void {
  const keep = (error: unknown) => unhandled.push(error);
  beforeAll(() => {
    process.on('unhandledRejection', keep);
    process.on('uncaughtException', keep);
  });
  afterAll(() => {
    process.off('unhandledRejection', keep);
    process.off('uncaughtException', keep);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    unhandled.splice(0);
  });
}

const calls: Record<CallName, (truework: Truework, input: object, options: CallOptions) => Promise<unknown>> =
  {
    get: (truework, _, options) => truework.verifications.get('AAAA', {}, options),
    create: (truework, input, options) =>
      truework.verifications.create(input as typeof verificationInput, options),
    waitFor: (truework, _, { signal }) =>
      truework.verifications.waitFor('AAAA', { signal, deadlineMs: 100_000 }),
  };

/** A client whose calls succeed except for what is plugged in. A concurrent call waits until it is released. */
function clientWith(
  { firstStatus, plug }: Hook,
  bad: Bad,
  call: CallName,
): {
  clock: TestClock;
  truework: Truework;
  plugged: Plugged;
  sent: () => number;
  letGo: () => void;
} {
  const clock = testClock();
  const plugged = plug(bad, clock);
  let sent = 0;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const fetch = async (url: string) => {
    const headers = { sunset: 'Sat, 01 Jan 2022 00:00:00 GMT' };
    if (url.endsWith('/BESIDE')) {
      await held;
      return Response.json(verification('BESIDE'), { headers });
    }
    sent += 1;
    if (plugged.respond) return await (plugged.respond() as Promise<Response>);
    const status = call === 'create' ? firstStatus?.create : firstStatus?.get;
    if (status && sent === 1) return Response.json({ error: { message: 'As it is.' } }, { status });
    return Response.json(verification('AAAA', { state: 'completed' }), { headers });
  };
  const truework = createTruework({
    ...{ token, environment: 'sandbox', fetch, clock, random: () => 0.5, rateLimiter: false },
    onWarning: () => {},
    ...plugged.options,
  });
  return { clock, truework, plugged, sent: () => sent, letGo };
}

/** How the call ends: `data`, the code of an error, `steering`, or an invalid end. */
async function endOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'data';
  } catch (error) {
    if (error === steering) return 'steering';
    return error instanceof TrueworkError ? error.code : `not an error of this package: ${typeof error}`;
  }
}

function expectedEnd({ name, ends }: Hook, { how, end }: Misbehavior, call: CallName): string {
  const { fails, hangs, given, steers } = ends;
  const isAwaited = given === undefined;
  const expected = how === 'returns' && !isAwaited ? given : end === 'hangs' ? hangs : fails;
  const code = typeof expected === 'object' ? (expected[call] ?? expected.get) : (expected as string);
  // If the hook is not called, it does not steer either.
  const isCalled = name !== 'validation.request' || call === 'create';
  const maySteer = [true, call].includes(steers) && (how === 'throws' || isAwaited) && isCalled;
  return end === 'steers' && maySteer ? 'steering' : code;
}

/** Tests each hook in each call, with each misbehavior. */
export function testMisbehaviorOf(hooks: readonly Hook[]): void {
  watchUnhandled();
  describe.for(hooks)('$name', (hook) => {
    describe.for(Object.keys(calls) as CallName[])('of %s', (name) => {
      test.for(misbehaviors)('$way', async (misbehavior) => {
        let misbehaves = false;
        const bad: Bad =
          (proper) =>
          (...given) =>
            misbehaves ? misbehavior.run() : proper?.(...given);
        const { clock, truework, plugged, sent, letGo } = clientWith(hook, bad, name);
        const patience = { timeoutMs: 10 ** 9, deadlineMs: 10 ** 9 };
        const beside = endOf(truework.verifications.get('BESIDE', {}, patience));
        await clock.advance(0);
        const expected = expectedEnd(hook, misbehavior, name);
        const controller = new AbortController();

        misbehaves = true;
        const options = { signal: controller.signal, ...plugged.callOptions };
        const end = endOf(calls[name](truework, plugged.input ?? verificationInput, options));
        if (expected === 'aborted') {
          await clock.advance(1_000);
          controller.abort();
        }
        expect(await clock.run(end)).toBe(expected);
        if (name === 'create' && ['configuration', 'timeout'].includes(expected)) expect(sent()).toBe(0);
        if (expected === 'ambiguous-outcome') expect(sent()).toBe(1);

        misbehaves = false;
        letGo();
        expect(await clock.run(beside)).toBe('data');
        // A late rejection is noticed after some turns.
        await clock.advance(0);
        await new Promise(setImmediate);
        expect(unhandled).toEqual([]);
      });
    });
  });
}
