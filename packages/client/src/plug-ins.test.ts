import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { pageOf, token, verification, verificationInput } from '../test/support/test-client.ts';
import { type TestClock, testClock } from '../test/support/test-clock.ts';
import { consoleLogger } from './console-logger.ts';
import { TrueworkError } from './errors.ts';
import type { FetchResponse } from './fetch.ts';
import type { CallOptions, TrueworkOptions } from './options.ts';
import { createTruework, type Truework } from './truework.ts';

// Whatever plugged-in code throws, rejects with, or returns late or never: a call settles with data or an error of this package, no
// rejection is unhandled, and a concurrent call ends as it should.

/** A misbehavior of plugged-in code. */
interface Misbehaviour {
  readonly name: string;
  /** `throws` at once, or `gives` something that is not a valid result. */
  readonly how: 'throws' | 'gives';
  /** What happens if the result is awaited. */
  readonly end: 'fails' | 'hangs' | 'steers';
  readonly run: () => unknown;
}

const sample = () => new Error('Plugged-in code failed.');
/** An error of Next.js, which must arrive as it was thrown. */
const steering = Object.assign(new Error('Dynamic.'), { digest: 'DYNAMIC_SERVER_USAGE' });

/** An error that throws when it is read. */
const unreadable = new Proxy(
  {},
  {
    get() {
      throw sample();
    },
  },
);

function throwing(name: string, value: () => unknown, end: Misbehaviour['end'] = 'fails'): Misbehaviour {
  const run = () => {
    throw value();
  };
  return { name: `throws ${name}`, how: 'throws', end, run };
}

function giving(name: string, run: () => unknown, end: Misbehaviour['end'] = 'fails'): Misbehaviour {
  return { name, how: 'gives', end, run };
}

const misbehaviours: readonly Misbehaviour[] = [
  throwing('an Error', sample),
  throwing('a text', () => 'Riley Sample'),
  throwing('undefined', () => undefined),
  throwing('null', () => null),
  throwing('an Error of another realm', () => runInNewContext('new TypeError("elsewhere")')),
  throwing('what cannot be read', () => unreadable),
  throwing('an error with a digest', () => steering, 'steers'),
  giving('rejects with an Error', () => Promise.reject(sample())),
  giving('rejects with a text', () => Promise.reject('Riley Sample')),
  giving('rejects with undefined', () => Promise.reject()),
  giving('rejects in another realm', () => runInNewContext('Promise.reject(new TypeError("elsewhere"))')),
  giving('rejects later', () => new Promise((_, reject) => setImmediate(() => reject(sample())))),
  giving('rejects with what cannot be read', () => Promise.reject(unreadable)),
  giving('has a then that throws', () => ({
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested.
    then() {
      throw sample();
    },
  })),
  giving('rejects with an error with a digest', () => Promise.reject(steering), 'steers'),
  giving('never ends', () => new Promise(() => {}), 'hangs'),
];

type CallName = 'get' | 'create' | 'list' | 'waitFor';
const callNames: readonly CallName[] = ['get', 'create', 'list', 'waitFor'];

/** How a call ends: with the code of an error, or with `data`. By default, as `get` does. */
type Ends = string | ({ readonly get: string } & Partial<Record<CallName, string>>);

/** Makes code that misbehaves during the call under test, and works before and after it. */
type Bad = (proper?: (...given: never[]) => unknown) => () => unknown;

/** What a test plugs in, and how the call then ends. */
interface Hook {
  readonly name: string;
  readonly plug: (bad: Bad, clock: TestClock) => Plugged;
  /** If it throws, or its result is awaited and rejects. */
  readonly fails: Ends;
  /** If its result is awaited and never settles. */
  readonly hangs?: Ends;
  /** If its result is not awaited: how the call ends for any result. */
  readonly given?: Ends;
  /** Whether an error with a digest is thrown as it is. */
  readonly steers: boolean | CallName;
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

const unknownOf = (code: string, waitFor = code): Ends => ({
  get: code,
  create: 'ambiguous-outcome',
  waitFor,
});

const onlyCreate = (code: string): Ends => ({ get: 'data', create: code });

/** A response of a custom fetch, with one part replaced. */
function responseWith(part: (whole: object) => object): FetchResponse {
  const proper = new Response(JSON.stringify(verification('AAAA', { state: 'completed' })), {
    headers: { 'content-type': 'application/json' },
  });
  const { ok, status, headers } = proper;
  const whole = { ok, status, headers, text: () => proper.text(), arrayBuffer: () => proper.arrayBuffer() };
  return part(whole) as FetchResponse;
}

// A broken connection may be temporary, so waits go on until their deadline.
const broken = unknownOf('network', 'timeout');

const hooks: readonly Hook[] = [
  {
    name: 'fetch',
    plug: (bad) => ({ respond: bad() }),
    ...{ fails: broken, hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: 'rateLimiter.acquire',
    plug: (bad) => ({ options: { rateLimiter: { acquire: bad() as never } } }),
    ...{ fails: 'configuration', hangs: 'timeout', steers: true },
  },
  {
    name: 'validation.request',
    plug: (bad) => ({ options: { validation: { request: bad() as never } } }),
    ...{ fails: onlyCreate('configuration'), hangs: onlyCreate('timeout'), steers: true },
  },
  {
    name: 'validation.response',
    plug: (bad) => ({ options: { validation: { response: bad() as never } } }),
    ...{ fails: 'data', hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: 'signatures.response',
    plug: (bad) => ({ options: { signatures: { response: bad() as never } } }),
    ...{ fails: unknownOf('signature-invalid'), hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: 'onAttempt',
    plug: (bad) => ({ options: { onAttempt: bad() as never } }),
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: "onAttempt's callback",
    plug: (bad) => ({ options: { onAttempt: () => bad() as never } }),
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: "onAttempt's headers",
    plug: (bad) => ({
      options: {
        onAttempt: ({ headers }) =>
          void Object.defineProperty(headers, 'a', { get: onlyThrown(bad()), enumerable: true }),
      },
    }),
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'consoleLogger before a console',
    plug: (bad) => {
      vi.spyOn(console, 'log').mockImplementation(bad() as never);
      return { options: { onAttempt: consoleLogger } };
    },
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'onWarning',
    plug: (bad) => ({ options: { onWarning: bad() as never } }),
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'console.warn',
    plug: (bad) => {
      vi.spyOn(console, 'warn').mockImplementation(bad() as never);
      return { options: { onWarning: undefined } };
    },
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'clock.now',
    plug: (bad, clock) => ({
      options: { clock: { ...clock, elapsed: clock.now, now: bad(clock.now) as never } },
    }),
    // The time of sending is only read for an error and a check, so nothing is lost.
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'clock.elapsed',
    plug: (bad, clock) => ({ options: { clock: { ...clock, elapsed: bad(clock.now) as never } } }),
    ...{ fails: 'configuration', given: 'configuration', steers: true },
  },
  {
    name: 'clock.after',
    plug: (bad, clock) => ({ options: { clock: { ...clock, after: bad(clock.after as never) as never } } }),
    // Time never passes, so only its signal ends a wait.
    ...{ fails: 'configuration', given: { get: 'data', waitFor: 'aborted' }, steers: true },
  },
  {
    name: 'what clock.after gave',
    plug: (bad, clock) => ({
      options: {
        clock: {
          ...clock,
          after(milliseconds, callback) {
            return bad(clock.after(milliseconds, callback)) as never;
          },
        },
      },
    }),
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'clock.elapsed once the request was sent',
    plug: (bad, clock) => {
      let isSent = false;
      const respond = () => {
        isSent = true;
        return Promise.reject(Object.assign(sample(), { code: 'ECONNRESET' }));
      };
      return {
        respond,
        options: { clock: { ...clock, elapsed: () => (isSent ? (bad(clock.now)() as never) : clock.now()) } },
      };
    },
    // The duration of a wait is unknown.
    ...{
      fails: unknownOf('network', 'configuration'),
      given: unknownOf('network', 'configuration'),
      steers: 'waitFor',
    },
  },
  {
    name: 'clock.now once the request was sent',
    plug: (bad, clock) => {
      let isSent = false;
      const respond = () => {
        isSent = true;
        return Response.json({ error: { message: 'As it is.' } }, { status: 400 });
      };
      const now = () => (isSent ? (bad(clock.now)() as never) : clock.now());
      return { respond, options: { clock: { ...clock, elapsed: clock.now, now } } };
    },
    ...{ fails: 'validation', given: 'validation', steers: false },
  },
  {
    name: 'random',
    plug: (bad) => ({ options: { random: bad() as never } }),
    firstStatus: { get: 503, create: 429 },
    ...{ fails: { get: 'server', create: 'rate-limited', waitFor: 'data' }, given: 'data', steers: false },
  },
  {
    name: 'clock.after before a retry',
    plug: (bad, clock) => {
      let planned = 0;
      const after: TestClock['after'] = (milliseconds, callback) => {
        // A wait between attempts is shorter than any timeout.
        if (milliseconds === 0 || milliseconds > 5_000 || planned++ > 0)
          return clock.after(milliseconds, callback);
        return bad(() => clock.after(milliseconds, callback))() as never;
      };
      return { options: { clock: { ...clock, after } } };
    },
    firstStatus: { get: 503, create: 429 },
    ...{ fails: { get: 'server', create: 'rate-limited', waitFor: 'data' }, given: 'aborted', steers: false },
  },
  {
    name: "the signal's addEventListener",
    plug: (bad) => ({
      callOptions: { signal: { aborted: false, addEventListener: bad(), removeEventListener() {} } as never },
    }),
    ...{ fails: 'configuration', given: 'data', steers: true },
  },
  {
    name: "the signal's removeEventListener",
    plug: (bad) => ({
      callOptions: { signal: { aborted: false, addEventListener() {}, removeEventListener: bad() } as never },
    }),
    ...{ fails: 'data', given: 'data', steers: false },
  },
  {
    name: "the input's toJSON",
    plug: (bad) => ({ input: { ...verificationInput, toJSON: bad() } }),
    ...{ fails: onlyCreate('configuration'), given: onlyCreate('configuration'), steers: false },
  },
  {
    name: 'a getter of the input',
    plug: (bad) => ({
      input: Object.defineProperty({ ...verificationInput }, 'target', { get: bad(), enumerable: true }),
    }),
    ...{ fails: onlyCreate('configuration'), given: onlyCreate('configuration'), steers: false },
  },
  {
    name: "a response's headers.get",
    plug: (bad) => ({
      respond: () => responseWith((whole) => ({ ...whole, headers: { get: bad() } })),
    }),
    ...{ fails: broken, given: unknownOf('response-invalid'), steers: true },
  },
  {
    name: "a response's arrayBuffer",
    plug: (bad) => ({ respond: () => responseWith((whole) => ({ ...whole, arrayBuffer: bad() })) }),
    ...{ fails: broken, hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: "a response's body",
    plug: (bad) => ({
      respond: () =>
        responseWith((whole) => Object.defineProperty(whole, 'body', { get: onlyThrown(bad()) })),
    }),
    ...{ fails: broken, given: { get: 'data', list: 'response-invalid' }, steers: true },
  },
  {
    name: "a stream's read",
    plug: (bad) => ({
      respond: () => responseWith((whole) => ({ ...whole, body: { getReader: () => ({ read: bad() }) } })),
    }),
    ...{ fails: broken, hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: "a stream's cancel",
    plug: (bad) => ({
      options: { maxResponseBytes: 1_000 },
      respond: () =>
        responseWith((whole) => ({
          ...whole,
          body: {
            getReader: () => ({
              read: async () => ({ done: false, value: new Uint8Array(1_001) }),
              cancel: bad(),
            }),
          },
        })),
    }),
    ...{ fails: unknownOf('response-invalid'), given: unknownOf('response-invalid'), steers: false },
  },
];

/** Runs the misbehavior. Its result has no type that could be returned by mistake. */
function onlyThrown(run: () => unknown): () => unknown {
  return () => {
    Promise.resolve(run()).catch(() => {});
    return undefined;
  };
}

const unhandled: unknown[] = [];
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

const calls: Record<CallName, (truework: Truework, input: object, options: CallOptions) => Promise<unknown>> =
  {
    get: (truework, _, options) => truework.verifications.get('AAAA', {}, options),
    create: (truework, input, options) =>
      truework.verifications.create(input as typeof verificationInput, options),
    async list(truework, _, options) {
      const ids: string[] = [];
      for await (const { id } of truework.verifications.list({}, options)) ids.push(id);
      return ids;
    },
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
    const whole = verification('AAAA', { state: 'completed' });
    return Response.json(call === 'list' ? pageOf([whole]) : whole, { headers });
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

function expectedEnd(hook: Hook, { how, end }: Misbehaviour, call: CallName): string {
  const isWaitedFor = hook.given === undefined;
  const ends = how === 'gives' && !isWaitedFor ? hook.given : end === 'hangs' ? hook.hangs : hook.fails;
  const code = typeof ends === 'object' ? (ends[call] ?? ends.get) : (ends as string);
  const steers = end === 'steers' && [true, call].includes(hook.steers) && (how === 'throws' || isWaitedFor);
  // If the hook is not called, it does not steer either.
  const isAsked = hook.name !== 'validation.request' || call === 'create';
  return steers && isAsked ? 'steering' : code;
}

describe.for(hooks)('$name', (hook) => {
  describe.for(callNames)('of %s', (name) => {
    test.for(misbehaviours)('$name', async (misbehaviour) => {
      let misbehaves = false;
      const bad: Bad =
        (proper) =>
        (...given) =>
          misbehaves ? misbehaviour.run() : proper?.(...given);
      const { clock, truework, plugged, sent, letGo } = clientWith(hook, bad, name);
      const patience = { timeoutMs: 10 ** 9, deadlineMs: 10 ** 9 };
      const beside = endOf(truework.verifications.get('BESIDE', {}, patience));
      await clock.advance(0);
      const expected = expectedEnd(hook, misbehaviour, name);
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
