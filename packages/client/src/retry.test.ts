import { describe, expect, test } from 'vitest';
import { safeCalls } from '../test/support/calls.ts';
import {
  failWith,
  neverRespond,
  type Responder,
  respondError,
  respondWith,
  stalledBody,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { testClock } from '../test/support/test-clock.ts';
import { pause } from './clock.ts';
import {
  type CallError,
  NetworkError,
  NotFoundError,
  RateLimitedError,
  ServerError,
  TimeoutError,
} from './errors.ts';
import { readRetryAfter, retryDelay } from './retry.ts';

const facts = { operation: 'getVerification', problem: 'A sample.' } as const;
const server = (status: number, retryAfterMs?: number) =>
  new ServerError({ ...facts, status, retryAfterMs } as never);
const network = new NetworkError({ ...facts, reason: 'ECONNRESET', sent: true } as never);
const timeout = new TimeoutError({ ...facts } as never);
const limited = (retryAfterMs?: number) =>
  new RateLimitedError({ ...facts, status: 429, retryAfterMs } as never);
const missing = new NotFoundError({ ...facts, status: 404 } as never);

describe('the wait before a retry', () => {
  test.for<[string, CallError, 'safe' | 'never', number | undefined]>([
    ['the network failed', network, 'safe', 250],
    ['the network failed', network, 'never', undefined],
    ['no response came in time', timeout, 'safe', 250],
    ['no response came in time', timeout, 'never', undefined],
    ['500', server(500), 'safe', 250],
    ['500', server(500), 'never', undefined],
    ['501', server(501), 'safe', undefined],
    ['599, with Retry-After', server(599, 7_000), 'safe', 7_000],
    ['no 5xx, though from a server', server(499), 'safe', undefined],
    ['429', limited(), 'safe', 1_250],
    ['429', limited(), 'never', 1_250],
    ['429, with Retry-After', limited(0), 'never', 0],
    ['404', missing, 'safe', undefined],
  ])('after %s, %s', ([, failure, retry, delay]) => {
    expect(retryDelay(failure, retry, 1, 1, () => 0.5)).toBe(delay);
  });

  test('is a part of 500 ms, 1 s and 2 s, and none after the last attempt', () => {
    const delays = [0, 1].map((part) =>
      [1, 2, 3, 4].map((attempt) => retryDelay(network, 'safe', attempt, 3, () => part)),
    );
    expect(delays).toEqual([
      [0, 0, 0, undefined],
      [500, 1_000, 2_000, undefined],
    ]);
  });

  test.for([1.01, -0.01, Number.NaN, 'x', undefined])('is the half if random returns %s', (number) => {
    expect(retryDelay(network, 'safe', 1, 1, () => number as number)).toBe(250);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2021-11-12T19:28:50Z');
  test.for<[header: string | undefined, wait: number | undefined, date?: string]>([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['2', 2_000],
    ['1.5', 1_500],
    ['250ms', 250],
    ['250 milliseconds', 250],
    ['3s', 3_000],
    ['3 seconds', 3_000],
    ['2 Minutes', 120_000],
    ['1h', 3_600_000],
    ['1 day', 86_400_000],
    ['3 x', 3_000],
    ['500ms, 1s', 1_000],
    ['99999999999', 2 ** 31 - 1],
    ['Infinity', 2 ** 31 - 1],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 2 ** 31 - 1],
    ['-1', undefined],
    ['soon', undefined],
    ['2, 5, 3', 5_000],
    ['30, 30', 30_000],
    ['5, soon', 5_000],
    ['Fri, 12 Nov 2021 19:28:54 GMT, Fri, 12 Nov 2021 19:28:59 GMT', 9_000],
    ['x, 5', 5_000],
    [',', undefined],
    ['x5', undefined],
    ['5 5', undefined],
    ['Fri, 12 Nov 2021 19:28:59 GMT', 9_000],
    ['Fri, 12 Nov 2021 19:28:49 GMT', undefined],
    ['Fri, 12 Nov 2021 19:28:50 GMT', undefined],
    ['Fri Nov 12 19:28:59 2021', 9_000],
    ['Friday, 12-Nov-21 19:28:59 GMT', 9_000],
    ['1, Fri, 12 Nov 2021 19:28:59 GMT', 9_000],
    // By the server's clock, if it says what that is.
    ['Fri, 12 Nov 2021 19:28:59 GMT', 1_000, 'Fri, 12 Nov 2021 19:28:58 GMT'],
    ['Fri, 12 Nov 2021 20:28:59 GMT', 9_000, 'Fri, 12 Nov 2021 20:28:50 GMT'],
    ['Fri, 12 Nov 2021 18:28:59 GMT', 9_000, 'Fri, 12 Nov 2021 18:28:50 GMT'],
    ['Fri, 12 Nov 2021 19:28:59 GMT', 9_000, 'no date'],
  ])('%s: %s ms', ([header, wait, date]) => {
    const headers = new Headers();
    if (header !== undefined) headers.set('retry-after', header);
    if (date !== undefined) headers.set('date', date);
    expect(readRetryAfter(headers, now)).toBe(wait);
  });
});

describe.for(Object.entries(safeCalls))('the safe call %s', ([, call]) => {
  test.for<[string, Responder, code: string, attempts: number]>([
    ['a broken connection', failWith('ECONNRESET'), 'network', 3],
    ['no response', neverRespond, 'timeout', 3],
    ['429', respondError(429), 'rate-limited', 3],
    ['500', respondError(500), 'server', 3],
    ['502', respondError(502), 'server', 3],
    ['503', respondError(503), 'server', 3],
    ['501', respondError(501), 'server', 1],
    ['a 4xx that is not documented', respondWith(409, '<html></html>'), 'server', 1],
    ['404', respondError(404), 'not-found', 1],
    ['404 that stalls', (_, init) => new Response(stalledBody(init), { status: 404 }), 'timeout', 3],
    ['a redirect', respondError(307), 'response-invalid', 1],
    ['a response that is not valid', respondWith(200, '{'), 'response-invalid', 1],
  ])('after %s fails with its error', async ([, respond, code, attempts]) => {
    const { truework, sent, errorOf } = testClient(respond);
    expect(await errorOf(call(truework))).toMatchObject({ code, attempt: attempts });
    expect(sent).toHaveLength(attempts);
  });
});

describe('a call', () => {
  test.for([0, 1, 4])('with %i retries is retried that often', async (retries) => {
    for (const options of [{ retries }, undefined]) {
      const { truework, sent, errorOf } = testClient(respondError(503), { retries: options ? 2 : retries });
      await errorOf(truework.verifications.get('AAAA', {}, options));
      expect(sent).toHaveLength(retries + 1);
    }
  });

  test('does not wait beyond its deadline, however many retries are allowed', async () => {
    const { truework, clock, errorOf } = testClient(respondError(500), { retries: 1_000, random: () => 1 });
    const before = clock.now();
    expect(await errorOf(truework.verifications.get('AAAA'))).toHaveProperty('code', 'server');
    expect(clock.now() - before).toBe(127_500);
  });

  test.for([
    ['175', 175_000],
    ['176', 176_000],
    ['1e9', 2 ** 31 - 1],
    ['Infinity', 2 ** 31 - 1],
    // From when the response comes, which is five seconds after the request.
    ['Sat, 13 Nov 2021 19:28:59 GMT', 86_395_000],
  ] as const)(
    'fails at once and says how long to wait if Retry-After is not before its deadline: %s',
    async ([value, waitMs]) => {
      const { truework, clock, sent, errorOf } = testClient(async (url, init) => {
        await pause(clock, 5_000);
        return await respondError(429, { 'retry-after': value })(url, init);
      });
      const before = clock.now();
      const error = await errorOf(truework.verifications.create(verificationInput));
      expect(error).toBeInstanceOf(RateLimitedError);
      expect(error).toHaveProperty('retryAfterMs', waitMs);
      expect([clock.now(), sent.length]).toEqual([before + 5_000, 1]);
    },
  );

  test.for([
    ['once it was sent', 1, 9_000],
    ['always', 0, 250],
  ] as const)('waits for a date in Retry-After if a plugged-in clock fails %s', async ([, times, waitMs]) => {
    const clock = testClock();
    let calls = 0;
    const now = () => (calls++ < times ? clock.now() : expect.unreachable());
    const headers = { 'retry-after': 'Fri, 12 Nov 2021 19:29:08 GMT' };
    const sentMs: number[] = [];
    const validation = { response: (response: { sentMs: number }) => void sentMs.push(response.sentMs) };
    const client = testClient(
      [respondError(503, headers), respondWith(200, verification('AAAA'))],
      { clock: { ...clock, elapsed: clock.now, now }, validation },
      clock,
    );
    await clock.run(client.truework.verifications.get('AAAA'));
    expect([client.times, sentMs]).toEqual([[0, waitMs], [0]]);
  });
});
