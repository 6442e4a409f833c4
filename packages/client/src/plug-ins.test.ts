import { vi } from 'vitest';
import { type Ends, type Hook, testMisbehaviorOf, unknownOf } from '../test/support/misbehavior.ts';
import { verification, verificationInput } from '../test/support/test-client.ts';
import { consoleLogger } from './console-logger.ts';
import type { FetchResponse } from './fetch.ts';

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

/** Runs the misbehavior. Its result has no type that could be returned by mistake. */
function onlyThrown(run: () => unknown): () => unknown {
  return () => {
    Promise.resolve(run()).catch(() => {});
    return undefined;
  };
}

const hooks: readonly Hook[] = [
  {
    name: 'fetch',
    plug: (bad) => ({ respond: bad() }),
    ends: { fails: broken, hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: 'rateLimiter.acquire',
    plug: (bad) => ({ options: { rateLimiter: { acquire: bad() as never } } }),
    ends: { fails: 'configuration', hangs: 'timeout', steers: true },
  },
  {
    name: 'validation.request',
    plug: (bad) => ({ options: { validation: { request: bad() as never } } }),
    ends: { fails: onlyCreate('configuration'), hangs: onlyCreate('timeout'), steers: true },
  },
  {
    name: 'validation.response',
    plug: (bad) => ({ options: { validation: { response: bad() as never } } }),
    ends: { fails: 'data', hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: 'signatures.response',
    plug: (bad) => ({ options: { signatures: { response: bad() as never } } }),
    ends: { fails: unknownOf('signature-invalid'), hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: 'onAttempt',
    plug: (bad) => ({ options: { onAttempt: bad() as never } }),
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: "onAttempt's callback",
    plug: (bad) => ({ options: { onAttempt: () => bad() as never } }),
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: "onAttempt's headers",
    plug: (bad) => ({
      options: {
        onAttempt: ({ headers }) =>
          void Object.defineProperty(headers, 'a', { get: onlyThrown(bad()), enumerable: true }),
      },
    }),
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'consoleLogger before a console',
    plug: (bad) => {
      vi.spyOn(console, 'log').mockImplementation(bad() as never);
      return { options: { onAttempt: consoleLogger } };
    },
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'onWarning',
    plug: (bad) => ({ options: { onWarning: bad() as never } }),
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'console.warn',
    plug: (bad) => {
      vi.spyOn(console, 'warn').mockImplementation(bad() as never);
      return { options: { onWarning: undefined } };
    },
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'random',
    plug: (bad) => ({ options: { random: bad() as never } }),
    firstStatus: { get: 503, create: 429 },
    ends: { fails: { get: 'server', create: 'rate-limited', waitFor: 'data' }, given: 'data', steers: false },
  },
  {
    name: "the signal's addEventListener",
    plug: (bad) => ({
      callOptions: { signal: { aborted: false, addEventListener: bad(), removeEventListener() {} } as never },
    }),
    ends: { fails: 'configuration', given: 'data', steers: true },
  },
  {
    name: "the signal's removeEventListener",
    plug: (bad) => ({
      callOptions: { signal: { aborted: false, addEventListener() {}, removeEventListener: bad() } as never },
    }),
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: "the input's toJSON",
    plug: (bad) => ({ input: { ...verificationInput, toJSON: bad() } }),
    ends: { fails: onlyCreate('configuration'), given: onlyCreate('configuration'), steers: false },
  },
  {
    name: 'a getter of the input',
    plug: (bad) => ({
      input: Object.defineProperty({ ...verificationInput }, 'target', { get: bad(), enumerable: true }),
    }),
    ends: { fails: onlyCreate('configuration'), given: onlyCreate('configuration'), steers: false },
  },
  {
    name: "a response's headers.get",
    plug: (bad) => ({
      respond: () => responseWith((whole) => ({ ...whole, headers: { get: bad() } })),
    }),
    ends: { fails: broken, given: unknownOf('response-invalid'), steers: true },
  },
  {
    name: "a response's arrayBuffer",
    plug: (bad) => ({ respond: () => responseWith((whole) => ({ ...whole, arrayBuffer: bad() })) }),
    ends: { fails: broken, hangs: unknownOf('timeout'), steers: true },
  },
  {
    name: "a response's body",
    plug: (bad) => ({
      respond: () =>
        responseWith((whole) => Object.defineProperty(whole, 'body', { get: onlyThrown(bad()) })),
    }),
    ends: { fails: broken, given: { get: 'data' }, steers: true },
  },
  {
    name: "a stream's read",
    plug: (bad) => ({
      respond: () => responseWith((whole) => ({ ...whole, body: { getReader: () => ({ read: bad() }) } })),
    }),
    ends: { fails: broken, hangs: unknownOf('timeout'), steers: true },
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
    ends: { fails: unknownOf('response-invalid'), given: unknownOf('response-invalid'), steers: false },
  },
];

testMisbehaviorOf(hooks);
