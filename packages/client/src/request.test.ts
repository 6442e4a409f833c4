import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  failWith,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { createTruework } from './truework.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const made = respondWith(201, verification('MADE'));
const circular: Record<string, unknown> = {};
circular['self'] = circular;

describe('an input', () => {
  const cannot =
    'createVerification: the input cannot be serialized as JSON: it has a circular reference, a BigInt or a promise, or its toJSON() threw.';
  test.for<[string, unknown, string]>([
    ['undefined', undefined, 'createVerification: the input must be an object, not undefined.'],
    ['null', null, 'createVerification: the input must be an object, not null.'],
    ['a string', '{}', 'createVerification: the input must be an object, not a string.'],
    ['an array', [{}], 'createVerification: the input must be an object, not an array.'],
    ['a circle', circular, cannot],
    ['a BigInt', { amount: 1n }, cannot],
    ['a promise inside', { target: { first_name: Promise.resolve('Riley') } }, cannot],
    ['a promise in a list', { documents: [Promise.resolve({})] }, cannot],
    ['a promise that toJSON returns', { target: { toJSON: () => Promise.resolve({}) } }, cannot],
    ['a promise that its own toJSON returns', { toJSON: () => Promise.resolve({}) }, cannot],
    ['a string that toJSON returns', { toJSON: () => 'x' }, cannot],
    [
      'a toJSON that throws',
      {
        toJSON: () => {
          throw new Error('Riley');
        },
      },
      cannot,
    ],
  ])('that is or has %s is rejected before anything is sent', async ([, input, message]) => {
    const { truework, errorOf, sent } = testClient(made);
    const error = await errorOf(truework.verifications.create(input as never));
    expect([error.message, sent.length]).toEqual([message, 0]);
  });

  test('is sent as JSON writes it: dates, toJSON and what is undefined', async () => {
    const { truework, sent } = testClient(made);
    const input = {
      ...verificationInput,
      loan_id: undefined,
      metadata: { day: new Date(0), file: { toJSON: () => '7' }, 'Köln 😀': ' ' },
    };
    await truework.verifications.create(input as never);
    expect(sent[0]?.init.body).toBe(
      JSON.stringify({ ...verificationInput, metadata: { day: new Date(0), file: '7', 'Köln 😀': ' ' } }),
    );
  });
});

test('a fetch of the caller is enough if the platform has none', async () => {
  vi.stubGlobal('fetch', undefined);
  const { truework, sent } = testClient(made);
  await truework.verifications.create(verificationInput);
  expect(sent).toHaveLength(1);
  const without = createTruework({ token, environment: 'sandbox' });
  await expect(without.verifications.create(verificationInput)).rejects.toThrow(
    'createVerification: there is no global fetch. Pass the option fetch.',
  );
});

test.for<[string, string]>([
  [' A ', '%20A%20'],
  ['a/b?c#d', 'a%2Fb%3Fc%23d'],
  ['Zoë 😀', 'Zo%C3%AB%20%F0%9F%98%80'],
  ['...', '...'],
  ['%2e%2e', '%252e%252e'],
])('the id %j is sent letter for letter', async ([id, segment]) => {
  const { truework, sent } = testClient(respondWith(200, verification('AAAA')));
  await truework.verifications.get(id);
  expect(sent[0]?.url).toBe(`https://api.truework-sandbox.com/verification-requests/${segment}`);
});

test.for<[unknown, string]>([
  ['', 'a string that cannot be one'],
  ['..', 'a string that cannot be one'],
  ['\ud800', 'a string that cannot be one'],
  [7, '7'],
  [undefined, 'undefined'],
  [{}, 'an object'],
])('the id %j is rejected: it is %s', async ([id, got]) => {
  const { truework, errorOf } = testClient(respondWith(200));
  expect((await errorOf(truework.verifications.get(id as string))).message).toBe(
    `getVerification: verification_request_id must be an id, not ${got}.`,
  );
});

test('a parameter of a query that cannot be one is rejected, and says what it must be', async () => {
  const { truework, errorOf, sent } = testClient(respondWith(200));
  const messages = await Promise.all(
    [{ fields: {} }, { fields: [1] }, { fields: 'id,state' }].map(
      async (query) => (await errorOf(truework.verifications.get('A', query as never))).message,
    ),
  );
  const expected = 'getVerification: fields must be an array of strings, not';
  expect(messages).toEqual([`${expected} an object.`, `${expected} an array.`, `${expected} a string.`]);
  expect(sent).toEqual([]);
});

test('of a query, what is undefined or empty is not sent', async () => {
  const { truework, sent } = testClient(respondWith(200, verification('AAAA')));
  await truework.verifications.get('A', { fields: [] });
  await truework.verifications.get('A', { fields: undefined as never });
  await truework.verifications.get('A', { fields: ['id', 'a b'] as never });
  expect(sent.map(({ url }) => new URL(url).search)).toEqual(['', '', '?fields=id%2Ca+b']);
});

test.for([
  ['ECONNRESET', 'the connection failed after the request was sent (ECONNRESET).'],
  ['ECONNREFUSED', 'could not connect (ECONNREFUSED). Nothing was sent.'],
])('a failure of the network says whether something was sent: %s', async ([code, problem]) => {
  const { truework, errorOf } = testClient(failWith(code), { retries: 0 });
  const error = await errorOf(truework.verifications.get('A'));
  expect(error.message).toBe(`getVerification: ${problem}`);
});
