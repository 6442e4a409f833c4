import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import {
  type Failure,
  failWith,
  neverRespond,
  pageOf,
  respondError,
  respondWith,
  stalledBody,
  type TestClient,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import {
  AbortedError,
  AmbiguousOutcomeError,
  AuthenticationError,
  ConfigurationError,
  FrozenDataError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitedError,
  RequestRejectedError,
  ResponseInvalidError,
  ServerError,
  SignatureInvalidError,
  TimeoutError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';
import type { CancellationInput } from './generated/types.gen.ts';
import { toResult } from './result.ts';

const emptyPage = respondWith(200, pageOf([]));
const one = respondWith(200, verification('AAAA'));
const cancellation: CancellationInput = { cancellation_reason: 'other', cancellation_details: 'Withdrawn' };

describe('a request', () => {
  test('pins the version, sends the key, and follows no redirect', async () => {
    const { truework, sent } = testClient(emptyPage);
    await truework.verifications.list({ state: 'completed', limit: 10 });
    const { url, init } = sent[0] ?? expect.unreachable();
    expect(url).toBe('https://api.truework-sandbox.com/verification-requests/?state=completed&limit=10');
    expect(init).toMatchObject({ method: 'GET', redirect: 'manual' });
    expect(init.body).toBeUndefined();
    expect(init.headers).toEqual({
      accept: 'application/json; version=2019-10-15',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    });
  });

  test('sends the body as JSON, and Request-Sync if requested', async () => {
    const { truework, sent } = testClient(respondWith(201, verification('AAAA')));
    await truework.verifications.create(verificationInput, { requestSync: 'sync' });
    expect(sent[0]?.init).toMatchObject({ method: 'POST', headers: { 'request-sync': 'sync' } });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual(verificationInput);
  });

  test('for a PDF accepts a PDF, and returns its bytes', async () => {
    const bytes = Uint8Array.of(37, 80, 68, 70, 0, 255);
    const { truework, sent } = testClient(
      () => new Response(bytes, { headers: { 'content-type': 'application/pdf' } }),
    );
    expect(await truework.reports.getPdf('AAAA', 'BBBB')).toEqual(bytes);
    expect(sent[0]?.init.headers).toMatchObject({ accept: 'application/pdf; version=2019-10-15' });
  });

  test('joins fields with commas, encodes strings, and leaves out undefined', async () => {
    const { truework, sent } = testClient([one, emptyPage]);
    await truework.verifications.get('AAAA', { fields: ['id', 'state'] });
    await truework.companies.search({ q: 'Sample & Söhne?', limit: undefined } as object);
    expect(sent[0]?.url).toMatch(/\/AAAA\?fields=id%2Cstate$/);
    expect(sent[1]?.url).toMatch(/\/companies\/\?q=Sample\+%26\+S%C3%B6hne%3F$/);
  });

  test.for(['', '.', '..', undefined, 7])(
    'with the id %j is rejected before anything is sent',
    async (id) => {
      const { truework, sent, errorOf } = testClient(one);
      const error = await errorOf(truework.verifications.get(id as string));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ name: 'ConfigurationError', code: 'configuration' });
      expect(error.message).toContain('verification_request_id');
      expect(sent).toHaveLength(0);
    },
  );

  test('cannot reach another path through an id', async () => {
    const { truework, sent } = testClient(one);
    await truework.verifications.get('../companies/?q=1#');
    expect(sent[0]?.url).toBe(
      'https://api.truework-sandbox.com/verification-requests/..%2Fcompanies%2F%3Fq%3D1%23',
    );
  });
});

describe('an error response', () => {
  test.for([
    [400, ValidationError, 'validation'],
    [401, AuthenticationError, 'authentication'],
    [403, PermissionError, 'permission'],
    [404, NotFoundError, 'not-found'],
    [406, VersionRejectedError, 'version-rejected'],
    [429, RateLimitedError, 'rate-limited'],
    [451, FrozenDataError, 'frozen-data'],
    [405, RequestRejectedError, 'request-rejected'],
    [413, RequestRejectedError, 'request-rejected'],
    [418, RequestRejectedError, 'request-rejected'],
    [500, ServerError, 'server'],
    [501, ServerError, 'server'],
    [503, ServerError, 'server'],
    [304, ResponseInvalidError, 'response-invalid'],
    [302, ResponseInvalidError, 'response-invalid'],
  ] as const)('%s becomes its class', async ([status, kind, code]) => {
    const { truework, errorOf } = testClient(respondError(status), { retries: 0 });
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({
      name: kind.name,
      code,
      status,
      operation: 'listVerifications',
      attempt: 1,
      requestTime: '2021-11-12T19:28:59.000Z',
    });
    expect(error.message).toContain(`listVerifications: the server responded with ${status} (${code}).`);
    expect(error['apiMessage']).toBe(status === 304 ? undefined : 'As it is.');
    expect('invalidFields' in error).toBe(status === 400);
  });

  test('400 has the invalid fields by the names of the request, and only their strings', async () => {
    const fields = { type: ['This field is required.'], target: { last_name: ['Not a valid string.'] } };
    const { truework, errorOf } = testClient(
      respondWith(400, {
        error: { message: 'Invalid field values provided', invalid_fields: { ...fields, code: [7, null] } },
      }),
    );
    const error = await errorOf(truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error['invalidFields']).toEqual({ ...fields, code: [] });
    expect(error.message).toContain('"last_name":["Not a valid string."]');
  });

  test.for([
    null,
    [],
    'text',
    { error: null },
    { error: 'text' },
    { error: { message: 7, invalid_fields: 'text' } },
    { error: { message: null, invalid_fields: null } },
  ])('400 with the body %j is still a ValidationError', async (body) => {
    const { truework, errorOf } = testClient(respondWith(400, JSON.stringify(body)));
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(ValidationError);
    expect(error['apiMessage']).toBeUndefined();
    expect(error['invalidFields']).toBeTypeOf('object');
  });

  test('in HTML is an error by its status', async () => {
    const { truework, errorOf } = testClient(
      respondWith(401, '<html>secret</html>', { 'content-type': 'text/html' }),
    );
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error['apiMessage']).toBeUndefined();
    expect(error.message).not.toContain('html');
  });

  test.for([301, 302, 303, 307, 308])('%s is not followed, and its URL is not shown', async (status) => {
    const { truework, sent, errorOf } = testClient(
      respondWith(status, '', { location: 'https://attacker.example/take' }),
    );
    const error = await errorOf(truework.verifications.get('AAAA'));
    expect(error).toBeInstanceOf(ResponseInvalidError);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('attacker');
    expect(sent).toHaveLength(1);
  });

  test('an opaque redirect, as in browsers, is rejected too', async () => {
    const { truework, errorOf } = testClient(() => Response.error());
    expect(await errorOf(truework.verifications.get('AAAA'))).toMatchObject({
      code: 'response-invalid',
      status: 0,
    });
  });
});

describe('a success response that does not match the API', () => {
  test.for([
    ['HTML', '<html></html>', 'text/html'],
    ['HTML labeled as JSON', '<html></html>', 'application/json'],
    ['JSON labeled as something else', '{"id": "AAAA"}', 'text/plain'],
    ['truncated JSON', '{"count": 1', 'application/json'],
    ['an empty body', '', 'application/json'],
    ['a bare value', '7', 'application/json'],
    ['null', 'null', 'application/json'],
  ] as const)('with %s is rejected, and not retried', async ([, body, contentType]) => {
    const { truework, sent, errorOf } = testClient(respondWith(200, body, { 'content-type': contentType }));
    const error = await errorOf(truework.verifications.get('AAAA'));
    expect(error).toBeInstanceOf(ResponseInvalidError);
    expect(error).toMatchObject({ code: 'response-invalid', status: 200, attempt: 1 });
    expect(sent).toHaveLength(1);
  });

  test('JSON instead of a PDF is rejected', async () => {
    const { truework, errorOf } = testClient(respondWith(200, {}));
    expect(await errorOf(truework.reports.getPdf('AAAA', 'BBBB'))).toBeInstanceOf(ResponseInvalidError);
  });

  test('accepts a content type with parameters, in any case', async () => {
    const { truework } = testClient(
      respondWith(200, verification('AAAA'), { 'content-type': 'Application/JSON; charset=utf-8' }),
    );
    expect(await truework.verifications.get('AAAA')).toHaveProperty('id', 'AAAA');
  });
});

describe('time', () => {
  test('ends a call even if its fetch ignores the signal', async () => {
    const { truework, clock, errorOf } = testClient(() => new Promise(() => {}), {
      timeoutMs: 1_000,
      retries: 0,
    });
    const ended = errorOf(truework.verifications.list());
    await clock.advance(1_000);
    expect(await ended).toBeInstanceOf(TimeoutError);
  });

  test('no response is a TimeoutError after timeoutMs, and not before', async () => {
    const { truework, clock } = testClient(neverRespond, { timeoutMs: 1_000, retries: 0 });
    let error: unknown;
    truework.verifications.list().catch((thrown) => {
      error = thrown;
    });
    await clock.advance(999);
    expect(error).toBeUndefined();
    await clock.advance(1);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'timeout', attempt: 1 });
    expect(error).not.toHaveProperty('status');
  });

  test('a stalled body is a TimeoutError too, and its request is aborted', async () => {
    let signal: AbortSignal | null | undefined;
    const { truework, errorOf } = testClient(
      (_, init) => {
        signal = init.signal;
        return new Response(stalledBody(init), {
          headers: { 'content-type': 'application/json' },
        });
      },
      { timeoutMs: 1_000, retries: 0 },
    );
    expect(await errorOf(truework.verifications.list())).toBeInstanceOf(TimeoutError);
    expect(signal?.aborted).toBe(true);
  });

  test('the error says how long an attempt waited, in whole milliseconds', async () => {
    const { truework, errorOf } = testClient(neverRespond, { retries: 0 });
    const error = await errorOf(truework.verifications.list({}, { timeoutMs: 999.5 }));
    expect(error['message']).toBe('listVerifications: no complete response within 1000 ms.');
  });

  test('timeoutMs limits one attempt, deadlineMs all of them', async () => {
    const { truework, clock, sent, errorOf } = testClient(neverRespond, { retries: 10 });
    const before = clock.now();
    const error = await errorOf(truework.verifications.list({}, { timeoutMs: 1_000, deadlineMs: 3_000 }));
    expect(error).toBeInstanceOf(TimeoutError);
    // 1000, a wait of 250, 1000, a wait of 500, and the rest.
    expect(sent).toHaveLength(3);
    expect(error).toHaveProperty('attempt', 3);
    expect(clock.now() - before).toBe(3_000);
  });

  test.for([
    { retries: 0, fails: 0, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    { retries: 2, fails: 0, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    { retries: 2, fails: 1, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    { retries: 2, fails: 2, limits: { timeoutMs: 60_000, deadlineMs: 2_000 }, endMs: 2_000 },
    // After waits of 250 and 500.
    { retries: 0, fails: 0, limits: { timeoutMs: 1_000, deadlineMs: 60_000 }, endMs: 1_000 },
    { retries: 1, fails: 1, limits: { timeoutMs: 1_000, deadlineMs: 60_000 }, endMs: 1_250 },
    { retries: 2, fails: 2, limits: { timeoutMs: 1_000, deadlineMs: 60_000 }, endMs: 1_750 },
  ])(
    'with $retries retries, after $fails failures, $limits end a call',
    async ({ retries, fails, limits, endMs }) => {
      let attempts = 0;
      const { truework, clock } = testClient((url, init) => {
        attempts += 1;
        return attempts > fails ? neverRespond(url, init) : respondError(503)(url, init);
      });
      let error: unknown;
      truework.verifications.get('AAAA', {}, { ...limits, retries }).catch((thrown) => {
        error = thrown;
      });
      await clock.advance(endMs - 1);
      expect({ error, attempts }).toEqual({ error: undefined, attempts: fails + 1 });
      await clock.advance(1);
      expect(error).toMatchObject({ code: 'timeout', attempt: fails + 1 });
    },
  );

  test("the caller's signal aborts an attempt, which is not a timeout", async () => {
    const { truework, clock, sent, errorOf } = testClient(neverRespond);
    const controller = new AbortController();
    const call = truework.verifications.list({}, { signal: controller.signal });
    call.catch(() => {});
    await clock.advance(10);
    controller.abort();
    const error = await errorOf(call);
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ code: 'aborted', attempt: 1 });
    expect(sent).toHaveLength(1);
  });

  test('an aborted signal sends nothing', async () => {
    const { truework, sent, attempts, errorOf } = testClient(one);
    const signal = AbortSignal.abort(new Error('the reason is not shown'));
    const error = await errorOf(truework.verifications.create(verificationInput, { signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).not.toHaveProperty('attempt');
    expect(error.message).not.toContain('reason');
    expect(sent).toHaveLength(0);
    expect(attempts).toHaveLength(0);
  });

  test('the signal ends the wait between attempts, and the next one is not sent', async () => {
    const { truework, clock, sent, errorOf } = testClient(respondError(429, { 'retry-after': '60' }));
    const controller = new AbortController();
    const before = clock.now();
    const call = truework.verifications.create(verificationInput, { signal: controller.signal });
    call.catch(() => {});
    await clock.advance(1_000);
    controller.abort();
    expect(await errorOf(call)).toBeInstanceOf(AbortedError);
    expect(clock.now() - before).toBe(1_000);
    expect(sent).toHaveLength(1);
  });

  test('a call leaves neither a timer nor a listener', async () => {
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
});

/** The calls, and whether each may be repeated. */
const calls: readonly (readonly [string, 'safe' | 'never', (client: TestClient) => Promise<unknown>])[] = [
  ['verifications.list', 'safe', ({ truework }) => truework.verifications.list()],
  ['verifications.get', 'safe', ({ truework }) => truework.verifications.get('AAAA')],
  ['reports.get', 'safe', ({ truework }) => truework.reports.get('AAAA', 'BBBB')],
  ['reports.getPdf', 'safe', ({ truework }) => truework.reports.getPdf('AAAA', 'BBBB')],
  ['companies.search', 'safe', ({ truework }) => truework.companies.search({ q: 'Sample' })],
  ['verifications.create', 'never', ({ truework }) => truework.verifications.create(verificationInput)],
  [
    'verifications.reverify',
    'never',
    ({ truework }) => truework.verifications.reverify('AAAA', { report_id: 'BBBB' }),
  ],
  ['verifications.cancel', 'never', ({ truework }) => truework.verifications.cancel('AAAA', cancellation)],
  [
    'credentials.createSession',
    'never',
    ({ truework }) => truework.credentials.createSession({ ...verificationInput, use_case: 'mortgage' }),
  ],
];

test('a create with an unknown outcome says what happened and what to do', async () => {
  const client = testClient(failWith('ECONNRESET'));
  const error = await client.errorOf(client.truework.verifications.create(verificationInput));
  expect(error.message).toBe(
    'createVerification: the connection failed after the request was sent (ECONNRESET); the verification may exist. Call error.reconcile() before retrying.',
  );
});

describe.for(calls)('%s', ([, retry, call]) => {
  const isSafe = retry === 'safe';

  test.for([
    [
      'a broken connection',
      failWith('ECONNRESET'),
      'network',
      'the connection failed after the request was sent (ECONNRESET)',
    ],
    ['no response', neverRespond, 'timeout', 'no complete response arrived in time'],
    ['500', respondError(500), 'server', 'the server responded with an error (500)'],
    ['502', respondError(502), 'server', 'the server responded with an error (502)'],
    ['503', respondError(503), 'server', 'the server responded with an error (503)'],
  ] as const)(
    `after %s ${isSafe ? 'is sent three times in total' : 'is sent once, and its outcome is unknown'}`,
    async ([, response, code, happened]) => {
      const client = testClient(response);
      const error = await client.errorOf(call(client));
      expect(client.sent).toHaveLength(isSafe ? 3 : 1);
      expect(error).toMatchObject({ attempt: isSafe ? 3 : 1, code: isSafe ? code : 'ambiguous-outcome' });
      if (isSafe) return;
      expect(error).toBeInstanceOf(AmbiguousOutcomeError);
      expect(error.cause).toMatchObject({ code });
      expect(error.message).toContain(`: ${happened}; `);
    },
  );

  test.for([
    ['a response that is not JSON', respondWith(200, '{'), 'response-invalid'],
    ['a redirect', respondError(307), 'response-invalid'],
  ] as const)(
    `after %s is sent once${isSafe ? '' : ', and its outcome is unknown'}`,
    async ([, response, code]) => {
      const client = testClient(response);
      const error = await client.errorOf(call(client));
      expect(client.sent).toHaveLength(1);
      expect(error.code).toBe(isSafe ? code : 'ambiguous-outcome');
      if (!isSafe) expect(error.cause).toMatchObject({ code });
    },
  );

  test.for(
    [402, 407, 408, 409, 410, 418, 421, 422, 425, 428, 499].flatMap((status) => [
      [status, 'HTML', '<html></html>'] as const,
      [status, "a gateway's JSON", '{"error":{"code":409,"message":"Conflict"}}'] as const,
      [status, 'no body', ''] as const,
    ]),
  )('after %s with %s is sent once, and nobody knows what came of it', async ([status, , body]) => {
    const client = testClient(respondWith(status, body));
    const error = await client.errorOf(call(client));
    expect(client.sent).toHaveLength(1);
    expect(error.code).toBe(isSafe ? 'server' : 'ambiguous-outcome');
  });

  test.for(
    [400, 401, 403, 404, 405, 406, 409, 418, 422, 451, 501].flatMap((status) => [
      [status, 'in the form of the API', respondError(status)] as const,
      ...(status === 409 || status === 418 || status === 422
        ? []
        : [
            [
              status,
              'in HTML',
              respondWith(status, '<html></html>', { 'content-type': 'text/html' }),
            ] as const,
          ]),
    ]),
  )('after %s %s is sent once: it was rejected', async ([, , response]) => {
    const client = testClient(response);
    const error = await client.errorOf(call(client));
    expect(client.sent).toHaveLength(1);
    expect(error.code).not.toBe('ambiguous-outcome');
    expect(error).not.toHaveProperty('cause');
  });

  test.for([413, 414, 415, 431])('after %s, with any body, is sent once: it was rejected', async (status) => {
    const client = testClient(respondWith(status, '<html></html>', { 'content-type': 'text/html' }));
    const error = await client.errorOf(call(client));
    expect(client.sent).toHaveLength(1);
    expect(error).toBeInstanceOf(RequestRejectedError);
  });

  test('after 429 is sent three times in total', async () => {
    const client = testClient(respondError(429));
    const error = await client.errorOf(call(client));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toHaveProperty('attempt', 3);
    expect(client.sent).toHaveLength(3);
  });

  test('is sent once if retries is 0', async () => {
    const client = testClient(respondError(429), { retries: 0 });
    await client.errorOf(call(client));
    expect(client.sent).toHaveLength(1);
  });

  test.for(['ECONNREFUSED', 'ENOTFOUND'])('after %s was not sent: its outcome is known', async (code) => {
    const client = testClient(failWith(code));
    const error = await client.errorOf(call(client));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.message).toContain(code);
  });

  test.for(['ECONNREFUSED', 'ENOTFOUND'])(
    'after 502 with %s in its message may have been forwarded',
    async (word) => {
      const client = testClient(respondWith(502, { error: { message: `upstream: ${word}` } }));
      const error = await client.errorOf(call(client));
      expect(error.code).toBe(isSafe ? 'server' : 'ambiguous-outcome');
    },
  );

  test(`aborted by the signal is ${isSafe ? 'an AbortedError' : 'an unknown outcome'}`, async () => {
    const controller = new AbortController();
    const client = testClient((url, init) => {
      queueMicrotask(() => controller.abort());
      return neverRespond(url, init);
    });
    const { signal } = controller;
    const ended = client.truework.verifications;
    const error = await client.errorOf(
      isSafe ? ended.get('AAAA', {}, { signal }) : ended.create(verificationInput, { signal }),
    );
    if (isSafe) expect(error).toBeInstanceOf(AbortedError);
    else expect(error.cause).toBeInstanceOf(AbortedError);
  });
});

describe('a retry', () => {
  test('waits longer each time, by a random part', async () => {
    const { truework, clock, sent } = testClient(
      [respondError(500), respondError(500), respondError(500), respondError(500), one],
      {
        retries: 9,
        random: () => 1,
      },
    );
    const before = clock.now();
    await clock.run(truework.verifications.get('AAAA'));
    expect(sent).toHaveLength(5);
    expect(clock.now() - before).toBe(500 + 1_000 + 2_000 + 4_000);
  });

  test('does not wait beyond the deadline, however many retries are allowed', async () => {
    const { truework, clock, errorOf } = testClient(respondError(500), { retries: 1_000, random: () => 1 });
    const before = clock.now();
    expect(await errorOf(truework.verifications.get('AAAA'))).toBeInstanceOf(ServerError);
    expect(clock.now() - before).toBe(127_500);
  });

  test('after 429 waits for at least a second', async () => {
    const { truework, clock } = testClient([respondError(429), one], { random: () => 0 });
    const before = clock.now();
    await clock.run(truework.verifications.get('AAAA'));
    expect(clock.now() - before).toBe(1_000);
  });

  test('is reported to the hook, and the last failure is thrown', async () => {
    const { truework, outcomes, attempts, errorOf } = testClient([
      failWith('ECONNRESET'),
      respondError(500),
      respondError(404),
    ]);
    expect(await errorOf(truework.verifications.get('AAAA'))).toBeInstanceOf(NotFoundError);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(outcomes.map(({ status, errorCode, willRetry }) => [status, errorCode, willRetry])).toEqual([
      [undefined, 'network', true],
      [500, 'server', true],
      [404, 'not-found', false],
    ]);
  });
});

describe('Retry-After', () => {
  /** How long a call waits before it is retried. */
  async function waitAfter(headers: Record<string, string>, status = 429): Promise<number> {
    const { truework, clock } = testClient([respondError(status, headers), one], { random: () => 0 });
    const before = clock.now();
    await clock.run(truework.verifications.get('AAAA'));
    return clock.now() - before;
  }

  // The clock is at Fri, 12 Nov 2021 19:28:59 GMT.
  test.for([
    ['seconds', '7', 7_000],
    ['no seconds', '0', 0],
    ['an IMF date', 'Fri, 12 Nov 2021 19:29:09 GMT', 10_000],
    ['an RFC 850 date', 'Friday, 12-Nov-21 19:29:09 GMT', 10_000],
    ['an asctime date', 'Fri Nov 12 19:29:09 2021', 10_000],
    ['a date in the past', 'Fri, 12 Nov 2021 19:28:09 GMT', 1_000],
    ['the present', 'Fri, 12 Nov 2021 19:28:59 GMT', 1_000],
    ['a negative number', '-5', 1_000],
    ['a word', 'soon', 1_000],
    ['a number with a unit', '5s', 5_000],
    ['minutes', '2 min', 120_000],
    ['milliseconds', '1500ms', 1_500],
    ['an empty value', '', 1_000],
    ['two values', '5, 6', 6_000],
    ['a value twice', '30, 30', 30_000],
    ['a number and a date', '5, Fri, 12 Nov 2021 19:29:09 GMT', 10_000],
    ['two dates', 'Fri, 12 Nov 2021 19:29:04 GMT, Fri, 12 Nov 2021 19:29:09 GMT', 10_000],
    ['a number and a word', '5, soon', 5_000],
  ] as const)('as %s', async ([, value, wait]) => {
    expect(await waitAfter({ 'retry-after': value })).toBe(wait);
  });

  test.for([
    ['behind', 'Fri, 12 Nov 2021 20:28:59 GMT', 'Fri, 12 Nov 2021 20:29:09 GMT'],
    ['ahead of', 'Fri, 12 Nov 2021 18:28:59 GMT', 'Fri, 12 Nov 2021 18:29:09 GMT'],
  ] as const)(
    "a date is compared with the server's clock, which this one is %s",
    async ([, date, retryAfter]) => {
      expect(await waitAfter({ date, 'retry-after': retryAfter })).toBe(10_000);
    },
  );

  test('is respected after 503 too', async () => {
    expect(await waitAfter({ 'retry-after': '7' }, 503)).toBe(7_000);
  });

  test.for(['181', '1e9', 'Infinity', 'Sat, 13 Nov 2021 19:28:59 GMT'])(
    '%s is longer than the call may take: it fails at once and says how long to wait',
    async (value) => {
      const { truework, clock, sent, errorOf } = testClient(respondError(429, { 'retry-after': value }));
      const before = clock.now();
      const error = await errorOf(truework.verifications.get('AAAA'));
      expect(error).toBeInstanceOf(RateLimitedError);
      expect(error['retryAfterMs']).toBeGreaterThan(180_000);
      expect(clock.now()).toBe(before);
      expect(sent).toHaveLength(1);
    },
  );
});

test('an ambiguous outcome has the Retry-After of its response', async () => {
  const { truework, errorOf } = testClient(respondError(503, { 'retry-after': '7' }));
  const error = await errorOf(truework.verifications.create(verificationInput));
  expect(error).toMatchObject({ code: 'ambiguous-outcome', retryAfterMs: 7_000 });
});

test("a create whose signature the package's other module format rejected is an ambiguous outcome", async () => {
  const rejected = { code: 'signature-invalid', operation: 'createVerification' };
  const response = () => {
    throw Object.assign(new Error('from another copy of the classes'), rejected);
  };
  const { truework, errorOf } = testClient(respondWith(201, verification('MADE')), {
    signatures: { response },
  });
  const error = await errorOf(truework.verifications.create(verificationInput));
  expect(error).toMatchObject({ code: 'ambiguous-outcome', cause: { code: 'signature-invalid' } });
});

describe('the hook around each attempt', () => {
  test('is called with the operation, and with nothing else', async () => {
    const { truework, attempts, outcomes } = testClient(respondWith(201, verification('AAAA')));
    await truework.verifications.create(verificationInput);
    expect(attempts).toEqual([
      {
        operation: 'createVerification',
        method: 'POST',
        path: '/verification-requests/',
        attempt: 1,
        headers: {},
      },
    ]);
    expect(outcomes).toEqual([{ status: 201, errorCode: undefined, willRetry: false, durationMs: 0 }]);
  });

  test('may add headers, but neither replace nor read those of the client', async () => {
    const kept: Record<string, string>[] = [];
    const { truework, sent } = testClient(one, {
      onAttempt: ({ headers }) => {
        Object.assign(headers, {
          traceparent: '00-1',
          authorization: 'Bearer other',
          accept: 'text/html',
          'content-type': 'text/plain',
        });
        kept.push(headers);
        return undefined;
      },
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

  test('may throw, before and after', async () => {
    const before = testClient(one, {
      onAttempt: () => {
        throw new Error('hook');
      },
    });
    expect(await before.truework.verifications.get('AAAA')).toHaveProperty('id');
    const after = testClient([respondError(500), one], {
      onAttempt: () => () => {
        throw new Error('hook');
      },
    });
    expect(await after.clock.run(after.truework.verifications.get('AAAA'))).toHaveProperty('id');
    expect(after.sent).toHaveLength(2);
  });
});

describe('a warning', () => {
  test.for([
    [{ version: '2020-01-01' }],
    [{ deprecation: 'true' }],
    [{ sunset: 'Sat, 01 Jan 2022 00:00:00 GMT' }],
  ] as const)('is reported once for %j', async ([headers]) => {
    const { truework, warnings } = testClient(respondWith(200, verification('AAAA'), headers));
    await truework.verifications.get('AAAA');
    await truework.verifications.get('BBBB');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: 'version' });
  });

  test('does not show the value of a header', async () => {
    const { truework, warnings } = testClient(
      respondWith(200, verification('AAAA'), { version: '000-77-1234' }),
    );
    await truework.verifications.get('AAAA');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).not.toContain('1234');
  });

  test('is not reported for the requested version', async () => {
    const { truework, warnings } = testClient(
      respondWith(200, verification('AAAA'), { version: '2019-10-15' }),
    );
    await truework.verifications.get('AAAA');
    expect(warnings).toEqual([]);
  });

  test('is ignored if it throws', async () => {
    const { truework } = testClient(respondWith(200, verification('AAAA'), { deprecation: 'true' }), {
      onWarning: () => {
        throw new Error('warning');
      },
    });
    expect(await truework.verifications.get('AAAA')).toHaveProperty('id');
  });

  test('goes to the console by default', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { sent, truework } = testClient(respondWith(200, verification('AAAA'), { deprecation: 'true' }), {
      onWarning: undefined as never,
    });
    await truework.verifications.get('AAAA');
    expect(sent).toHaveLength(1);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});

describe('a check', () => {
  test('of a request sees the body, and its error is thrown before anything is sent', async () => {
    const seen: unknown[] = [];
    const { truework, sent, errorOf } = testClient(one, {
      validation: {
        request(operation, body) {
          seen.push([operation, body]);
          throw new ValidationError({ operation, problem: 'no.', invalidFields: {} });
        },
      },
    });
    const error = await errorOf(truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).not.toHaveProperty('status');
    expect(seen).toEqual([['createVerification', verificationInput]]);
    expect(sent).toHaveLength(0);
  });

  test('of signatures sees the unchanged bytes before the body is checked, and makes a create ambiguous', async () => {
    const body = '{"id": "AAAA" ,  "x": "\\u00eb"}';
    const seen: string[] = [];
    const { truework, errorOf } = testClient(respondWith(201, body), {
      signatures: {
        response({ operation, status, attempt, sentMs, body: bytes }) {
          seen.push(new TextDecoder().decode(bytes));
          throw new SignatureInvalidError({ operation, status, attempt, sentMs, problem: 'no.' });
        },
      },
    });
    const error = await errorOf(truework.verifications.create(verificationInput));
    expect(error).toMatchObject({ code: 'ambiguous-outcome', status: 201 });
    expect(error.cause).toBeInstanceOf(SignatureInvalidError);
    expect(seen).toEqual([body]);
  });
});

describe('the forms of a call', () => {
  test('result() narrows, and does not throw', async () => {
    const { truework } = testClient([one, respondError(404)]);
    expect(await truework.verifications.get('AAAA').result()).toMatchObject({
      ok: true,
      data: { id: 'AAAA' },
    });
    const result = await truework.verifications.get('AAAA').result();
    expect(result).toEqual({ ok: false, error: expect.any(NotFoundError) });
  });

  test('toResult() throws an error that is not of this package', async () => {
    await expect(toResult(Promise.reject(new RangeError('a bug')))).rejects.toThrow(RangeError);
  });

  test('withResponse() has the unchanged bytes, whenever it is called', async () => {
    const bytes = new Uint8Array([
      ...[0xef, 0xbb, 0xbf],
      ...new TextEncoder().encode('{"id":"AAAA","target":{},"state":"'),
      ...[0xff, 0x22, 0x7d],
    ]);
    const headers = { 'content-type': 'application/json' };
    const { truework } = testClient(() => new Response(bytes, { headers }));
    const { response, data } = await truework.verifications.get('AAAA').withResponse();
    expect(response.body).toEqual(bytes);
    expect(data).toHaveProperty('state', '\uFFFD');
    const call = truework.verifications.get('AAAA');
    await call;
    const late = await call.withResponse();
    expect(late.response.body).toEqual(bytes);
  });

  test('withResponse() returns the response with the data, and does not print its body', async () => {
    const { truework, clock } = testClient(
      [respondError(500), respondWith(200, '{"id":"PRIVATE","state":"x","target":{}}', { 'x-trace': '7' })],
      {
        random: () => 0,
      },
    );
    const { data, response } = await clock.run(truework.verifications.get('AAAA').withResponse());
    expect(data).toEqual({ id: 'PRIVATE', state: 'x', target: {} });
    expect(response).toMatchObject({ status: 200 });
    expect(response.headers.get('x-trace')).toBe('7');
    expect(new TextDecoder().decode(response.body)).toBe('{"id":"PRIVATE","state":"x","target":{}}');
    expect(Object.keys(response)).not.toContain('body');
    expect(JSON.stringify(response)).not.toContain('PRIVATE');
    expect(inspect(response, { depth: Infinity })).not.toContain('body');
  });

  test('a failure that is caught in one form is not unhandled in another', async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', listen);
    const ignore = () => {};
    const client = testClient(respondError(404));
    const { get, list, waitFor } = client.truework.verifications;
    await get('AAAA').catch(ignore);
    await get('AAAA').result();
    await get('AAAA').withResponse().catch(ignore);
    await list().result();
    await list().withResponse().catch(ignore);
    await (async () => {
      for await (const _ of list()) expect.unreachable();
    })().catch(ignore);
    await client.errorOf(waitFor('AAAA'));
    const ambiguous = (await testClient(failWith())
      .truework.verifications.create(verificationInput)
      .catch((error) => error)) as Failure;
    expect(ambiguous.code).toBe('ambiguous-outcome');
    await client.clock.advance(1_000_000);
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });
});
