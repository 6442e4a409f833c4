import { describe, expect, test, vi } from 'vitest';
import {
  failWith,
  respondError,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { consoleLogger } from './console-logger.ts';

const one = respondWith(200, verification('AAAA'));

describe('onAttempt', () => {
  test('is called with the operation, and with nothing else', async () => {
    const { truework, attempts, outcomes } = testClient(respondWith(201, verification('AAAA')));
    await truework.verifications.create(verificationInput);
    const path = '/verification-requests/';
    expect(attempts).toEqual([
      { operation: 'createVerification', method: 'POST', path, attempt: 1, headers: {} },
    ]);
    expect(outcomes).toEqual([{ status: 201, errorCode: undefined, willRetry: false, durationMs: 0 }]);
  });

  test('may add headers, but neither replace nor read those of the client', async () => {
    const own = { authorization: 'Bearer other', accept: '*', 'content-type': 'x', 'content-length': '1' };
    const kept: object[] = [];
    const { truework, sent } = testClient(one, {
      onAttempt: ({ headers }) => void kept.push(Object.assign(headers, { ...own, traceparent: '00-1' })),
    });
    await truework.verifications.get('AAAA');
    expect(sent[0]?.init.headers).toEqual({
      traceparent: '00-1',
      accept: 'application/json; version=2019-10-15',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    });
    expect(JSON.stringify(kept)).not.toContain(token);
  });
});

test('consoleLogger logs a line for each attempt', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const responses = [respondError(503), failWith('ECONNRESET'), one, respondError(404)];
  const { truework, clock, errorOf } = testClient(responses, { onAttempt: consoleLogger });
  await clock.run(truework.verifications.get('AAAA'));
  await errorOf(truework.verifications.get('AAAA'));
  const line = 'truework getVerification GET /verification-requests/{verification_request_id}';
  expect(log.mock.calls).toEqual([
    [`${line} attempt 1: 503 server in 0 ms, will retry`],
    [`${line} attempt 2: network in 0 ms, will retry`],
    [`${line} attempt 3: 200 in 0 ms`],
    [`${line} attempt 1: 404 not-found in 0 ms`],
  ]);
  log.mockRestore();
});
