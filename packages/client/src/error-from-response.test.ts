import { describe, expect, test } from 'vitest';
import { respondError, respondWith, testClient, verificationInput } from '../test/support/test-client.ts';
import { redactedFields } from './error-from-response.ts';
import {
  AuthenticationError,
  FrozenDataError,
  NotFoundError,
  PermissionError,
  RateLimitedError,
  RequestRejectedError,
  ResponseInvalidError,
  ServerError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';

describe('the error of a response', () => {
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
  ] as const)('with %i has its class', async ([status, Class, code]) => {
    const { truework, errorOf } = testClient(respondError(status), { retries: 0 });
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({
      ...{ name: Class.name, code, status, operation: 'listVerifications', attempt: 1 },
      requestTime: '2021-11-12T19:28:59.000Z',
    });
    expect(error.message).toContain(`listVerifications: the server responded with ${status} (${code}).`);
    expect(error['apiMessage']).toBe(status === 304 ? undefined : 'As it is.');
    expect('invalidFields' in error).toBe(status === 400);
  });

  test('with any other status has the class of its hundred', async () => {
    const withOwn = [400, 401, 403, 404, 406, 429, 451];
    const others = Array.from({ length: 200 }, (_, index) => 400 + index).filter(
      (status) => !withOwn.includes(status),
    );
    for (const status of others) {
      const { truework, errorOf } = testClient(respondError(status), { retries: 0 });
      const { code } = await errorOf(truework.verifications.list());
      expect(code, String(status)).toBe(status < 500 ? 'request-rejected' : 'server');
    }
  });

  test('with 400 has the invalid fields by the names of the request, and only their strings', async () => {
    const fields = {
      type: ['This field is required.'],
      lastName: ['Unknown field.'],
      target: { last_name: ['Not a valid string.'] },
    };
    const message = 'Invalid field values provided';
    const body = { error: { message, invalid_fields: { ...fields, code: [7, null] } } };
    const { truework, errorOf } = testClient(respondWith(400, body));
    const error = await errorOf(truework.verifications.create(verificationInput));
    expect(error['invalidFields']).toEqual({ ...fields, code: [] });
    expect(error.message).toContain('"last_name":["Not a valid string."]');
  });

  test.for([
    'null',
    '[]',
    '"text"',
    '<html>secret</html>',
    '{"error":null}',
    '{"error":"text"}',
    '{"error":{"message":7,"invalid_fields":"text"}}',
    '{"error":{"message":null,"invalid_fields":null}}',
  ])('with 400 and the body %s is still a ValidationError', async (body) => {
    const { truework, errorOf } = testClient(respondWith(400, body));
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(ValidationError);
    expect(error['apiMessage']).toBeUndefined();
    expect(error['invalidFields']).toBeTypeOf('object');
    expect(error.message).not.toContain('secret');
  });

  test('that is an opaque redirect, as in browsers, is a ResponseInvalidError', async () => {
    const { truework, errorOf } = testClient(() => Response.error());
    const error = await errorOf(truework.verifications.get('AAAA'));
    expect(error).toMatchObject({ code: 'response-invalid', status: 0 });
  });
});

describe('field errors', () => {
  const same = (text: string) => text;

  /** Field errors at a depth. */
  function nested(depth: number): object {
    let fields: object = { deep: ['no'] };
    for (let level = 1; level < depth; level += 1) fields = { inside: fields };
    return fields;
  }

  test.for<[unknown, unknown]>([
    [
      { a: ['one', 'two'], b: 'three' },
      { a: ['one', 'two'], b: ['three'] },
    ],
    ['bare', { non_field_errors: ['bare'] }],
    [['bare', 7, null], { non_field_errors: ['bare'] }],
    [
      { a: 7, b: [['x']], c: null },
      { a: {}, b: [], c: {} },
    ],
    [undefined, {}],
    [7, {}],
  ])('%j are read as %j', ([sent, read]) => {
    expect(redactedFields(sent, same)).toEqual(read);
  });

  test('are redacted, names and messages', () => {
    expect(redactedFields({ riley: { list: ['riley'] } }, (text) => text.toUpperCase())).toEqual({
      RILEY: { LIST: ['RILEY'] },
    });
  });

  test('are read down to twenty levels', () => {
    expect(redactedFields(nested(20), same)).toEqual(nested(20));
    expect(JSON.stringify(redactedFields(nested(21), same))).not.toContain('deep');
  });

  test('are 200 names and messages, of which each hundred characters count for one more', () => {
    const kept = (length: number) =>
      (redactedFields({ f: Array(300).fill('x'.repeat(length)) }, same)['f'] as string[]).length;
    // One is the name's.
    expect([1, 99, 100, 199, 200, 1_000, 9_999].map(kept)).toEqual([199, 199, 100, 100, 67, 19, 19]);
    const names = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`n${index}`, 7]));
    expect(Object.keys(redactedFields(names, same))).toHaveLength(200);
  });
});
