import { describe, expect, test } from 'vitest';
import { successOfAll, unsafeCalls } from '../test/support/calls.ts';
import {
  type Failure,
  failWith,
  neverRespond,
  type Responder,
  respondWith,
  stalledBody,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import {
  AmbiguousOutcomeError,
  NetworkError,
  RateLimitedError,
  ServerError,
  SignatureInvalidError,
  TimeoutError,
} from './errors.ts';
import type { Check, TrueworkOptions } from './options.ts';

// After a response, a call that must not be repeated was rejected, or its outcome is unknown. It is sent once, whatever the response.

/** The failure of each call that must not be repeated. */
async function failuresAfter(
  respond: Responder,
  attempts = 1,
  options: Partial<TrueworkOptions> = {},
): Promise<[call: string, Failure][]> {
  const failures: [string, Failure][] = [];
  for (const [name, call] of Object.entries(unsafeCalls)) {
    const { truework, sent, errorOf } = testClient(respond, { maxResponseBytes: 4_000, ...options });
    failures.push([name, await errorOf(call(truework))]);
    expect(sent, name).toHaveLength(attempts);
  }
  return failures;
}

const documented = [400, 401, 403, 404, 405, 406, 429, 451, 501];
/** Whatever receives the message first may send these. */
const aboutTheMessage = [413, 414, 415, 431];
/** A proxy may send these after it has forwarded the request. */
const undocumented = [402, 407, 408, 409, 410, 418, 421, 422, 425, 428, 499];

const sample = { operation: 'createVerification', problem: 'Sample.' } as const;
const envelope = '{"error":{"message":"Sample"}}';
const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };

/** A body that begins, and then fails. */
function brokenBody(): ReadableStream {
  let hasBegun = false;
  return new ReadableStream({
    pull(stream) {
      if (hasBegun) stream.error(new TypeError('terminated'));
      else stream.enqueue(new TextEncoder().encode(envelope.slice(0, -5)));
      hasBegun = true;
    },
  });
}

describe('the outcome is unknown after', () => {
  const success = JSON.stringify(successOfAll);

  test.for<[string, Responder, cause: string]>([
    ['a broken connection', failWith('ECONNRESET'), 'network'],
    ['no response', neverRespond, 'timeout'],
    ...[301, 302, 303, 307, 308].map((status): [string, Responder, string] => [
      `${status}`,
      respondWith(status, '', { location: '/elsewhere' }),
      'response-invalid',
    ]),
    ...[500, 502, 503, 504, 599].map((status): [string, Responder, string] => [
      `${status} in the form of the API`,
      respondWith(status, envelope),
      'server',
    ]),
    ...['ECONNREFUSED', 'ENOTFOUND'].map((code): [string, Responder, string] => [
      `502 that quotes ${code}, though it may have been forwarded`,
      respondWith(502, { error: { message: `upstream: ${code}` } }),
      'server',
    ]),
    ['JSON that is broken', respondWith(201, `${success.slice(0, -1)},`), 'response-invalid'],
    [
      'JSON without an id or a token',
      respondWith(201, { state: 'processing', target: {} }),
      'response-invalid',
    ],
    ...['{}', '[]', 'null', ''].map((body): [string, Responder, string] => [
      `the body ${body || 'of nothing'}`,
      respondWith(201, body),
      'response-invalid',
    ]),
    ['HTML', respondWith(201, '<html></html>', html), 'response-invalid'],
    ['a body that is too long', respondWith(201, success.padEnd(4_001, ' ')), 'response-invalid'],
  ])('%s', async ([, respond, code]) => {
    for (const [call, error] of await failuresAfter(respond)) {
      expect(error, call).toBeInstanceOf(AmbiguousOutcomeError);
      expect(error, call).toMatchObject({ attempt: 1, cause: { code, attempt: 1 } });
    }
  });

  test.for([
    ['HTML', '<html></html>'],
    ['no body', ''],
    ['a code in its error', '{"error":{"message":"Sample","code":7}}'],
    ['an id beside its error', '{"error":{"message":"Sample"},"request_id":"7"}'],
    ['invalid fields that are a text', '{"error":{"message":"Sample","invalid_fields":"x"}}'],
    ['a message that is a number', '{"error":{"message":7}}'],
    ['an error that is a text', '{"error":"Sample"}'],
    ['a list', '[{"error":{"message":"Sample"}}]'],
  ])('any undocumented 4xx with %s', async ([, body]) => {
    for (const status of undocumented)
      for (const [call, error] of await failuresAfter(respondWith(status, body))) {
        expect(error, `${call}, ${status}`).toBeInstanceOf(AmbiguousOutcomeError);
        expect(error.cause, `${call}, ${status}`).toMatchObject({ code: 'server', status, attempt: 1 });
      }
  });

  // As a check gets it from a call of its own.
  test.for<[string, Error]>([
    ['a rate limit', new RateLimitedError(sample)],
    ['a server error', new ServerError({ ...sample, status: 503 })],
    ['a connection that was not made', new NetworkError({ ...sample, reason: 'ECONNREFUSED', sent: false })],
    ['a timeout', new TimeoutError(sample)],
    ['another ambiguous outcome', new AmbiguousOutcomeError(sample)],
  ])('a success that a check rejects with %s', async ([, cause]) => {
    const check = { response: () => Promise.reject(cause) };
    for (const options of [{ validation: check }, { signatures: check }])
      for (const [call, error] of await failuresAfter(respondWith(201, successOfAll), 1, options)) {
        expect(error, call).toBeInstanceOf(AmbiguousOutcomeError);
        expect(error.cause, call).toBe(cause);
      }
  });
});

describe('the API rejected it by', () => {
  const rejected = async (status: number, respond: Responder) => {
    for (const [call, error] of await failuresAfter(respond, status === 429 ? 3 : 1)) {
      expect(error, `${call}, ${status}`).not.toBeInstanceOf(AmbiguousOutcomeError);
      expect(error, `${call}, ${status}`).toMatchObject({ status });
      expect(['network', 'timeout', 'aborted', 'response-invalid']).not.toContain(error.code);
    }
  };

  test.for<[string, (init: RequestInit) => BodyInit | null, headers?: Record<string, string>]>([
    ['in the form of the API', () => envelope],
    ['in HTML', () => '<html></html>', html],
    ['without a body', () => null],
    ['with a body that is too long', () => 'x'.repeat(4_001)],
    ['with a body that breaks off', brokenBody],
    ['with a body that stalls', (init) => stalledBody(init)],
  ])('a documented status, or one about the message, %s', async ([, body, headers = json]) => {
    for (const status of [...documented, ...aboutTheMessage])
      await rejected(status, (_, init) => new Response(body(init), { status, headers }));
  });

  test.for([
    ['a message', envelope],
    ['a message and fields', '{"error":{"message":"Sample","invalid_fields":{"type":["Sample"]}}}'],
  ])('any other 4xx in the form of the API, with %s', async ([, body]) => {
    for (const status of undocumented) await rejected(status, respondWith(status, body));
  });
});

describe('a create whose signature is not valid has an unknown outcome', () => {
  const failureOf = async (
    response: NonNullable<Check['response']>,
    body: object | string = verification('AAAA'),
  ) => {
    const { truework, errorOf } = testClient(respondWith(201, body), { signatures: { response } });
    return await errorOf(truework.verifications.create(verificationInput));
  };

  test('and the check has seen the bytes as they arrived', async () => {
    const body = '{"id": "AAAA" ,  "x": "\\u00eb"}';
    const seen: string[] = [];
    const error = await failureOf(({ operation, status, attempt, sentMs, body: bytes }) => {
      seen.push(new TextDecoder().decode(bytes));
      throw new SignatureInvalidError({ operation, status, attempt, sentMs, problem: 'no.' });
    }, body);
    expect(error).toMatchObject({ code: 'ambiguous-outcome', status: 201 });
    expect(error.cause).toBeInstanceOf(SignatureInvalidError);
    expect(error.cause).toHaveProperty('requestTime', '2021-11-12T19:28:59.000Z');
    expect(seen).toEqual([body]);
  });

  test("even if the error is of the package's other module format", async () => {
    const error = await failureOf(() => {
      const rejected = { code: 'signature-invalid', operation: 'createVerification' };
      throw Object.assign(new Error('from another copy of the classes'), rejected);
    });
    expect(error).toMatchObject({ code: 'ambiguous-outcome', cause: { code: 'signature-invalid' } });
  });
});
