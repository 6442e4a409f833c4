import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  pageOf,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { ConfigurationError } from './errors.ts';
import type { Operation } from './operation.ts';
import { createTruework } from './truework.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const made = respondWith(201, verification('MADE'));
const one = respondWith(200, verification('AAAA'));
const host = 'https://api.truework-sandbox.com';

describe('a request', () => {
  test('is sent before the time of day is read, by which Next.js takes a page for static', async () => {
    const now = vi.spyOn(Date, 'now');
    onTestFinished(() => now.mockRestore());
    const readBefore: number[] = [];
    const fetch: typeof globalThis.fetch = async () => {
      readBefore.push(now.mock.calls.length);
      return Response.json(verification('AAAA'));
    };
    await createTruework({ token, environment: 'sandbox', fetch }).verifications.get('AAAA');
    expect(readBefore).toEqual([0]);
  });

  test('pins the version, sends the key, and follows no redirect', async () => {
    const { truework, sent } = testClient(respondWith(200, pageOf([])));
    await truework.verifications.list({ state: 'completed', limit: 10 });
    const { url, init } = sent[0] ?? expect.unreachable();
    expect(url).toBe(`${host}/verification-requests/?state=completed&limit=10`);
    expect(init).toMatchObject({ method: 'GET', redirect: 'manual', cache: 'no-store' });
    expect(init.body).toBeUndefined();
    expect(init.headers).toEqual({
      accept: 'application/json; version=2019-10-15',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    });
  });

  test('of a create sends its input, and Request-Sync if requested', async () => {
    const { truework, sent } = testClient(made);
    await truework.verifications.create(verificationInput, { requestSync: 'sync' });
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      headers: { 'request-sync': 'sync' },
    });
    expect(sent[0]?.init).not.toHaveProperty('keepalive');
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual(verificationInput);
  });

  test('for a PDF accepts a PDF, and returns its bytes', async () => {
    const bytes = Uint8Array.of(37, 80, 68, 70, 0, 255);
    const pdf = { 'content-type': 'application/pdf' };
    const { truework, sent } = testClient(() => new Response(bytes, { headers: pdf }));
    expect(await truework.reports.getPdf('AAAA', 'BBBB')).toEqual(bytes);
    expect(sent[0]?.init.headers).toMatchObject({ accept: 'application/pdf; version=2019-10-15' });
  });

  test('needs nothing of the platform but a fetch of the caller', async () => {
    vi.stubGlobal('fetch', undefined);
    vi.stubGlobal('Request', undefined);
    const { truework, sent } = testClient(made);
    await truework.verifications.create(verificationInput);
    expect(sent[0]?.init).not.toHaveProperty('cache');
  });
});

test('in Bun, a connection is not reused for a request with a body', async () => {
  vi.stubGlobal('Bun', {});
  const { truework, sent } = testClient([made, one]);
  await truework.verifications.create(verificationInput);
  await truework.verifications.get('AAAA');
  expect(sent[0]?.init).toHaveProperty('keepalive', false);
  expect(sent[1]?.init).not.toHaveProperty('keepalive');
});

test('in Deno, its fetch gets a body that it cannot retry with, and a fetch of the caller a string', async () => {
  const text = JSON.stringify(verificationInput);
  const bodies: unknown[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    bodies.push(init.body);
    return made(url, init);
  });
  const byGlobal = createTruework({ token, environment: 'sandbox' });
  await byGlobal.verifications.create(verificationInput);
  vi.stubGlobal('Deno', {});
  await byGlobal.verifications.create(verificationInput);
  expect(bodies).toEqual([text, expect.any(Blob)]);
  expect(await new Response(bodies[1] as Blob).text()).toBe(text);
  const { truework, sent } = testClient(made);
  await truework.verifications.create(verificationInput);
  expect(sent[0]?.init.body).toBe(text);
});

describe('an input', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const throwing = () => {
    throw new Error('Riley');
  };
  const cannotBeSerialized =
    'the input cannot become JSON: it has a cycle, BigInt, promise, Map or bytes, or toJSON() threw.';

  test.for<[string, unknown, string]>([
    ['undefined', undefined, 'the input must be an object, not undefined.'],
    ['null', null, 'the input must be an object, not null.'],
    ['a string', '{}', 'the input must be an object, not a string.'],
    ['an array', [{}], 'the input must be an object, not an array.'],
    ['a circle', circular, cannotBeSerialized],
    ['a BigInt', { amount: 1n }, cannotBeSerialized],
    ['a promise inside', { target: { first_name: Promise.resolve('Riley') } }, cannotBeSerialized],
    ['a promise in a list', { documents: [Promise.resolve({})] }, cannotBeSerialized],
    ['a Map inside', { ...verificationInput, metadata: new Map([['file', '7']]) }, cannotBeSerialized],
    ['bytes in a list', { documents: [{ content: new Uint8Array(2) }] }, cannotBeSerialized],
    ['a Set that toJSON returns', { metadata: { toJSON: () => new Set(['7']) } }, cannotBeSerialized],
    ['a promise that toJSON returns', { target: { toJSON: async () => ({}) } }, cannotBeSerialized],
    ['a promise that its own toJSON returns', { toJSON: async () => ({}) }, cannotBeSerialized],
    ['undefined that toJSON returns', { toJSON: () => undefined }, cannotBeSerialized],
    ['a string that toJSON returns', { toJSON: () => 'x' }, cannotBeSerialized],
    ['a toJSON that throws', { toJSON: throwing }, cannotBeSerialized],
  ])('that is or has %s is rejected before anything is sent', async ([, input, problem]) => {
    const { truework, errorOf, sent } = testClient(made);
    const error = await errorOf(truework.verifications.create(input as never));
    expect([error.message, sent.length]).toEqual([`createVerification: ${problem}`, 0]);
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

test('of an operation may have an optional body, and a header of any text', async () => {
  const operation = {
    ...{ path: '/things', method: 'POST', retry: 'never', id: 'createVerification', query: [] },
    headers: { trace: { name: 'X-Trace' } },
    shape: 'nothing',
  } as const satisfies Operation;
  const { connection, sent, errorOf } = testClient(respondWith(204));
  const call = (input: unknown, options: object) =>
    connection.call(operation, { body: { input, isOptional: true } }, options);
  await call(undefined, { trace: 'a' });
  await call({}, {});
  expect(sent.map(({ init }) => init.body)).toEqual([undefined, '{}']);
  expect(sent[0]?.init.headers).toHaveProperty('x-trace', 'a');
  const { message } = await errorOf(call({}, { trace: 7 }));
  expect(message).toBe('createVerification: trace must be a string, not 7.');
});

describe('an id', () => {
  test.for([
    [' A ', '%20A%20'],
    ['a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['../companies/?q=1#', '..%2Fcompanies%2F%3Fq%3D1%23'],
    ['Zoë 😀', 'Zo%C3%AB%20%F0%9F%98%80'],
    ['...', '...'],
    ['%2e%2e', '%252e%252e'],
  ] as const)('%j is sent letter for letter', async ([id, segment]) => {
    const { truework, sent } = testClient(one);
    await truework.verifications.get(id);
    expect(sent[0]?.url).toBe(`${host}/verification-requests/${segment}`);
  });

  test.for<[unknown, string]>([
    ['', 'a string that cannot be one'],
    ['.', 'a string that cannot be one'],
    ['..', 'a string that cannot be one'],
    ['\ud800', 'a string that cannot be one'],
    [7, '7'],
    [undefined, 'undefined'],
    [{}, 'an object'],
  ])('%j is rejected: it is %s', async ([id, got]) => {
    const { truework, errorOf, sent } = testClient(one);
    const error = await errorOf(truework.verifications.get(id as string));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(`getVerification: verification_request_id must be an id, not ${got}.`);
    expect(sent).toHaveLength(0);
  });
});

describe('a query', () => {
  test.for<[object, string]>([
    [{ fields: [] }, ''],
    [{ fields: undefined }, ''],
    [{ fields: ['id', 'a b'] }, '?fields=id%2Ca+b'],
    [{ income_analytics: ' Sample & Söhne? ' }, '?income_analytics=+Sample+%26+S%C3%B6hne%3F+'],
    [{ income_analytics: true }, '?income_analytics=true'],
    [{ income_analytics: 7.5 }, '?income_analytics=7.5'],
    [{ income_analytics: ['a', 'b'] }, '?income_analytics=a%2Cb'],
  ])('%j is sent as %j', async ([query, sentQuery]) => {
    const { truework, sent } = testClient(one);
    await truework.verifications.get('A', query);
    expect(sent[0]?.url).toBe(`${host}/verification-requests/A${sentQuery}`);
  });
});

describe('headers', () => {
  test('of a call come before those of the client, in whatever case, and both before its own', async () => {
    const headers = { 'X-Trace': 'client', 'X-Team': 'loans' };
    const client = testClient(one, { headers });
    Object.assign(headers, { Authorization: 'Bearer changed later' });
    await client.truework.verifications.get('AAAA', {}, { headers: { 'x-TRACE': 'call' } });
    expect(client.sent[0]?.init.headers).toEqual({
      'x-trace': 'call',
      'x-team': 'loans',
      accept: 'application/json; version=2019-10-15',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    });
  });
});
