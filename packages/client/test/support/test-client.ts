import { type Connection, connect } from '../../src/connection.ts';
import type { TrueworkError } from '../../src/errors.ts';
import type { Verification, VerificationInput } from '../../src/generated/types.gen.ts';
import type { Attempt, AttemptOutcome, TrueworkOptions, Warning } from '../../src/options.ts';
import { createTruework, type Truework } from '../../src/truework.ts';
import { type TestClock, testClock } from './test-clock.ts';

export const token = 'tw_sk_test_c4n4ryt0k3n';

/** Legal, and hostile: beyond ASCII and beyond the BMP. */
const name = { first_name: 'Zoë', last_name: 'O’Neill-Größe 🦊𝒳' };

export const verificationInput: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    ...name,
    social_security_number: '000-77-1234',
  },
};

export interface SentRequest {
  readonly url: string;
  readonly init: RequestInit;
}

/** Responds to a request. */
export type Responder = (url: string, init: RequestInit) => Response | Promise<Response>;

export interface TestClient {
  readonly truework: Truework;
  readonly connection: Connection;
  readonly clock: TestClock;
  readonly sent: SentRequest[];
  /** When each request was sent, in milliseconds since the client was made. */
  readonly times: number[];
  readonly attempts: Attempt[];
  readonly outcomes: AttemptOutcome[];
  readonly warnings: Warning[];
  /** The error of a call. Time passes as fast as needed. */
  errorOf(call: Promise<unknown>): Promise<Failure>;
}

/** An error of any class, with all its properties. */
export type Failure = TrueworkError & {
  readonly [name: string]: unknown;
  readonly cause?: unknown;
};

/** A client with a stub for fetch, which returns one response after another, and then repeats the last one. */
export function testClient(
  responses: Responder | readonly Responder[],
  options: Partial<TrueworkOptions> = {},
  clock: TestClock = testClock(),
): TestClient {
  const list = [responses].flat();
  const sent: SentRequest[] = [];
  const times: number[] = [];
  const startMs = clock.now();
  const attempts: Attempt[] = [];
  const outcomes: AttemptOutcome[] = [];
  const warnings: Warning[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    times.push(clock.now() - startMs);
    const response = list[Math.min(sent.length, list.length) - 1] as Responder;
    return await response(url, init);
  }) as typeof globalThis.fetch;
  const all: TrueworkOptions = {
    token,
    environment: 'sandbox',
    fetch,
    clock,
    random: () => 0.5,
    rateLimiter: false,
    onAttempt: (attempt) => {
      attempts.push(attempt);
      return (outcome) => outcomes.push(outcome);
    },
    onWarning: (warning) => warnings.push(warning),
    ...options,
  };
  return {
    truework: createTruework(all),
    connection: connect(all),
    clock,
    sent,
    times,
    attempts,
    outcomes,
    warnings,
    errorOf: (call) => clock.run(errorOf(call)),
  };
}

/** The error of a call, which must fail. */
export function errorOf(call: Promise<unknown>): Promise<Failure> {
  return call.then(
    () => Promise.reject(new Error('The call succeeded.')),
    (error) => error,
  );
}

/** A JSON response. A string is used as the body as it is. */
export function respondWith(
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): Responder {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return () =>
    new Response(status === 204 || status === 304 ? null : text, {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
}

/** An error of the API. */
export function respondError(status: number, headers?: Record<string, string>): Responder {
  return respondWith(status, { error: { message: 'As it is.' } }, headers);
}

/** A connection that breaks, with the error of `fetch` of Node.js. */
export function failWith(code?: string): Responder {
  return () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }));
}

/** Never responds, but rejects if its signal is aborted, as `fetch` does. */
export const neverRespond: Responder = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

/** A body that begins and then stalls, until its signal is aborted. */
export function stalledBody({ signal }: RequestInit, beginning = '{'): ReadableStream {
  return new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode(beginning));
      signal?.addEventListener('abort', () => stream.error(new DOMException('aborted', 'AbortError')));
    },
  });
}

/** A verification as the API returns it. */
export function verification(id: string, fields: Partial<Verification> = {}): Verification {
  return {
    id,
    type: verificationInput.type,
    state: 'pending-approval',
    created: '2021-11-12T19:28:59Z',
    target: { ...name, social_security_number: '***-**-1234' },
    ...fields,
  } as Verification;
}

/** The last page of a list. */
export function pageOf(results: readonly Verification[]): object {
  return { count: results.length, next: null, previous: null, results };
}
