import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import {
  errorOf,
  neverRespond,
  respondError,
  respondWith,
  stalledBody,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { AbortedError, TimeoutError } from './errors.ts';

const one = respondWith(200, verification('AAAA'));

describe('timeoutMs and deadlineMs', () => {
  test('end a stalled body, and abort its request', async () => {
    const headers = { 'content-type': 'application/json' };
    const { truework, sent, errorOf } = testClient(
      (_, init) => new Response(stalledBody(init), { headers }),
      {
        retries: 0,
      },
    );
    expect(await errorOf(truework.verifications.list())).toBeInstanceOf(TimeoutError);
    expect(sent[0]?.init.signal?.aborted).toBe(true);
  });

  test('limit one attempt, and all of them', async () => {
    const { truework, clock, sent, errorOf } = testClient(neverRespond, { retries: 10 });
    const before = clock.now();
    const error = await errorOf(truework.verifications.list({}, { timeoutMs: 1_000, deadlineMs: 3_000 }));
    // 1000, a wait of 250, 1000, a wait of 500, and the rest.
    expect(sent).toHaveLength(3);
    expect(error).toMatchObject({ code: 'timeout', attempt: 3 });
    expect(error).not.toHaveProperty('status');
    expect(clock.now() - before).toBe(3_000);
  });

  test.for([
    { retries: 0, fails: 0, limits: {}, endMs: 60_000 },
    { retries: 0, fails: 0, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    { retries: 2, fails: 0, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    { retries: 2, fails: 1, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    { retries: 2, fails: 2, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    // After waits of 250 and 500.
    { retries: 0, fails: 0, limits: { timeoutMs: 1_000, deadlineMs: 60_000 }, endMs: 1_000 },
    { retries: 1, fails: 1, limits: { timeoutMs: 1_000, deadlineMs: 60_000 }, endMs: 1_250 },
    { retries: 2, fails: 2, limits: { timeoutMs: 1_000, deadlineMs: 60_000 }, endMs: 1_750 },
  ])('end a call in time: with $retries retries, after $fails failures, $limits', async (row) => {
    const { retries, fails, limits, endMs } = row;
    const { truework, clock, sent } = testClient([...Array(fails).fill(respondError(503)), neverRespond]);
    let error: unknown;
    truework.verifications.get('AAAA', {}, { ...limits, retries }).catch((thrown) => {
      error = thrown;
    });
    await clock.advance(endMs - 1);
    expect({ error, sent: sent.length }).toEqual({ error: undefined, sent: fails + 1 });
    await clock.advance(1);
    expect(error).toMatchObject({ code: 'timeout', attempt: fails + 1 });
  });

  test('are in the message of the error, in whole milliseconds', async () => {
    const { truework, errorOf } = testClient(neverRespond, { retries: 0 });
    const error = await errorOf(truework.verifications.list({}, { timeoutMs: 999.5 }));
    expect(error.message).toBe('listVerifications: no complete response within 1000 ms.');
  });
});

describe("the caller's signal", () => {
  test('aborts an attempt, which is not a timeout', async () => {
    const { truework, clock, sent } = testClient(neverRespond);
    const controller = new AbortController();
    const ended = errorOf(truework.verifications.list({}, { signal: controller.signal }));
    await clock.advance(10);
    controller.abort();
    const error = await ended;
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ code: 'aborted', attempt: 1 });
    expect(sent).toHaveLength(1);
  });

  test('that is aborted sends nothing, and its reason is not shown', async () => {
    const { truework, sent, attempts, errorOf } = testClient(one);
    const signal = AbortSignal.abort(new Error('the reason is not shown'));
    const error = await errorOf(truework.verifications.create(verificationInput, { signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).not.toHaveProperty('attempt');
    expect(error.message).toBe('createVerification: aborted by the signal.');
    expect([...sent, ...attempts]).toEqual([]);
  });

  test('ends the wait between attempts, and the next one is not sent', async () => {
    const { truework, clock, sent } = testClient(respondError(429, { 'retry-after': '60' }));
    const controller = new AbortController();
    const before = clock.now();
    const ended = errorOf(truework.verifications.create(verificationInput, { signal: controller.signal }));
    await clock.advance(1_000);
    controller.abort();
    expect(await ended).toBeInstanceOf(AbortedError);
    expect(clock.now() - before).toBe(1_000);
    expect(sent).toHaveLength(1);
  });

  test('keeps no listener after a call, and the clock no timer', async () => {
    const { truework, clock, errorOf } = testClient([one, respondError(404)]);
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await truework.verifications.get('AAAA', {}, { signal });
    await errorOf(truework.verifications.get('AAAA', {}, { signal }));
    expect(clock.planned()).toBe(0);
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed).toHaveBeenCalledTimes(2);
  });

  test('has one listener for all calls, because Node.js 20 warns of more than ten', async () => {
    const { truework, clock, errorOf } = testClient(neverRespond);
    const controller = new AbortController();
    const { signal } = controller;
    const listeners = () => getEventListeners(signal, 'abort').length;
    const calls = Array.from({ length: 20 }, () =>
      errorOf(truework.verifications.get('AAAA', {}, { signal })),
    );
    const waits = Array.from({ length: 20 }, () =>
      errorOf(truework.verifications.waitFor('BBBB', { signal })),
    );
    await clock.advance(0);
    expect(listeners()).toBe(1);
    controller.abort();
    const codes = (await Promise.all([...calls, ...waits])).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['aborted']));
    expect(listeners()).toBe(0);
    expect(clock.planned()).toBe(0);
  });
});
