import { describe, expect, test, vi } from 'vitest';
import {
  type Failure,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import type { Check, TrueworkOptions } from './options.ts';

const valid = verification('AAAA');
const accepting: Check = { response: () => undefined } as Check;

const misfit = (pointer: string) => `does not match the spec: ${pointer} is missing or of the wrong type`;

async function failureOf(body: unknown, headers: Record<string, string>, checks: object): Promise<Failure> {
  const { truework, errorOf } = testClient(respondWith(200, body, headers), checks);
  return await errorOf(truework.verifications.get('AAAA'));
}

describe.for<[string, object]>([
  ['without checks', {}],
  ['with validation', { validation: accepting }],
  ['with signatures', { signatures: accepting }],
  [
    'with both, which take their time',
    { validation: { response: async () => {} }, signatures: { response: async () => {} } },
  ],
])('a success response, %s', ([, checks]) => {
  test.for<[string, unknown, Record<string, string>, string]>([
    ['is not JSON by its header', valid, { 'content-type': 'text/html' }, 'is not application/json'],
    [
      'is another type that names JSON',
      valid,
      { 'content-type': 'text/plain; as=application/json' },
      'is not application/json',
    ],
    ['is truncated', '{"id":"AAAA"', {}, 'was truncated or is not JSON'],
    ['is HTML labeled as JSON', '<html></html>', {}, 'was truncated or is not JSON'],
    ['is empty', '', {}, 'was truncated or is not JSON'],
    ['is a list', [valid], {}, 'does not match the spec: the body is not an object'],
    ['is a string', '"AAAA"', {}, 'does not match the spec: the body is not an object'],
    ['is null', 'null', {}, 'does not match the spec: the body is not an object'],
    ['has no id', { ...valid, id: undefined }, {}, misfit('/id')],
    ['has a state of another type', { ...valid, state: 7 }, {}, misfit('/state')],
  ])('%s, and is rejected', async ([, body, headers, problem]) => {
    const { code, status, message } = await failureOf(body, headers, checks);
    expect({ code, status, message }).toEqual({
      code: 'response-invalid',
      status: 200,
      message: `getVerification: the response ${problem}.`,
    });
  });

  test.for<[string, Record<string, string>]>([
    ['another version', { version: '2020-12-07' }],
    ['a day of deprecation', { deprecation: '@1688169599' }],
    ['a day of its end', { sunset: 'Sat, 13 Nov 2027 19:28:59 GMT' }],
  ])('names %s, which is reported once', async ([, headers]) => {
    const { truework, warnings } = testClient(respondWith(200, valid, headers), checks);
    await truework.verifications.get('AAAA');
    await truework.verifications.get('AAAA');
    expect(warnings).toEqual([
      {
        code: 'version',
        message: 'Truework is retiring version 2019-10-15, or served another version.',
      },
    ]);
  });

  test('is accepted with any 2xx, and any case and parameters in its content type', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    const { truework } = testClient(respondWith(299, valid, headers), checks);
    expect(await truework.verifications.get('AAAA')).toEqual(valid);
  });

  test.for([{}, { version: '2019-10-15' }])('of this version is nothing to report: %j', async (headers) => {
    const { truework, warnings } = testClient(respondWith(200, valid, headers), checks);
    await truework.verifications.get('AAAA');
    expect(warnings).toEqual([]);
  });
});

test('a version is not reported by a response without a valid signature', async () => {
  const { truework, warnings, errorOf } = testClient(respondWith(200, valid, { version: '2020-12-07' }), {
    signatures: { response: () => Promise.reject(new Error('forged')) },
  });
  expect(await errorOf(truework.verifications.get('AAAA'))).toHaveProperty('code', 'signature-invalid');
  expect(warnings).toEqual([]);
});

test('a response without a type is rejected', async () => {
  const { truework, errorOf } = testClient(
    () => new Response(new TextEncoder().encode(JSON.stringify(valid))),
  );
  const error = await errorOf(truework.verifications.get('AAAA'));
  expect(error.message).toBe('getVerification: the response is not application/json.');
});

test('a response with a part of the fields is rejected unless fields were asked for', async () => {
  const { truework, errorOf } = testClient([
    respondWith(200, { id: 'AAAA' }),
    respondWith(200, { id: 'AAAA' }),
    respondWith(200, { id: 'AAAA', state: 7 }),
  ]);
  expect(await truework.verifications.get('AAAA', { fields: ['id'] })).toEqual({ id: 'AAAA' });
  for (const fields of [[], ['id' as const]]) {
    const error = await errorOf(truework.verifications.get('AAAA', { fields }));
    expect(error.message).toBe(`getVerification: the response ${misfit('/state')}.`);
  }
});

test('the first response is read', async () => {
  vi.resetModules();
  const { createTruework } = await import('./truework.ts');
  const fetch = async () => Response.json(valid);
  const { verifications } = createTruework({ token, environment: 'sandbox', fetch });
  expect(await verifications.get('AAAA')).toEqual(valid);
});

test('a JSON response instead of a PDF is rejected', async () => {
  const { truework, errorOf } = testClient(respondWith(200, {}));
  const error = await errorOf(truework.reports.getPdf('AAAA', 'BBBB'));
  expect(error.message).toBe('getReport: the response is not application/pdf.');
});

test.for<[results: unknown, pointer: string]>([
  [undefined, '/results'],
  [{}, '/results'],
  [[valid, { ...valid, id: 7 }], '/results/1/id'],
])('a list with the results %j is rejected, whatever fields were asked for', async ([results, pointer]) => {
  const { truework, errorOf } = testClient(respondWith(200, { count: 2, next: null, results }));
  const error = await errorOf(truework.verifications.list({ fields: ['id'] }));
  expect(error.message).toBe(`listVerifications: the response ${misfit(pointer)}.`);
});

const read = { text: async () => '', arrayBuffer: async () => new ArrayBuffer() };
const whole = { status: 200, headers: new Headers(), ...read };
const noResponse = 'the response is not a Response of the Fetch API. Check what your fetch returns.';

test.for<[string, object, problem?: string]>([
  ['empty', {}],
  ['with a status that is a text', { ...whole, status: '200' }],
  ['without a text', { ...whole, text: undefined }],
  ['without headers', { ...whole, headers: undefined }],
  ['with headers of numbers', { ...whole, headers: { get: () => 7 } }],
  [
    'with headers that throw later',
    { ...whole, status: 404, headers: { get: (name: string) => (name === 'retry-after' ? fail() : '') } },
    'code that was plugged in threw after the request was sent.',
  ],
])(
  'what is not a Response is rejected, and the message says where to look: %s',
  async ([, response, problem]) => {
    const { truework, errorOf } = testClient(() => response as never);
    const error = await errorOf(truework.verifications.get('AAAA'));
    expect(error.message).toBe(`getVerification: ${problem ?? noResponse}`);
  },
);

function fail(): never {
  throw new Error('Sample');
}

test.for<[string, Partial<TrueworkOptions>, string]>([
  [
    'validation.request',
    { validation: { request: fail } },
    'validation.request() threw, so the request was not sent. To reject a request, throw a CallError.',
  ],
  [
    'rateLimiter.acquire',
    { rateLimiter: { acquire: fail } },
    'rateLimiter.acquire() threw, so the request was not sent.',
  ],
  ['signatures.response', { signatures: { response: fail } }, 'the signature could not be checked.'],
])('%s that throws is named', async ([, options, problem]) => {
  const { truework, errorOf } = testClient(respondWith(200, valid), options);
  const error = await errorOf(truework.verifications.create(verificationInput));
  expect((error.cause ?? error) as Error).toHaveProperty('message', `createVerification: ${problem}`);
});

test('validation.response that throws is a warning', async () => {
  const { truework, warnings } = testClient(respondWith(200, valid), { validation: { response: fail } });
  await truework.verifications.get('AAAA');
  const message = 'getVerification: validation.response() threw, so the response was not validated.';
  expect(warnings).toEqual([{ code: 'drift', message }]);
});
