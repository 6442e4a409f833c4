import { expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { type Call, loggedRequest, RequestLog } from './request-log.ts';

function call(
  key: string | undefined,
  parts: Partial<ApiRequest> = {},
  response: Partial<ApiResponse> = {},
): Call {
  return {
    atMs: 0,
    key,
    request: {
      method: 'GET',
      target: '/companies/',
      origin: 'http://sandbox',
      address: 'in-process',
      header: (name) => ({ authorization: `Bearer ${key}`, accept: 'application/json' })[name],
      ...parts,
    },
    operation: 'searchCompanies',
    response: { status: 200, headers: {}, ...response },
    fault: 'html',
    milliseconds: 1,
  };
}

test('the newest call comes first, and those of other keys stay out', () => {
  const log = new RequestLog();
  for (const key of ['one', 'other', 'one', undefined]) log.add(call(key));
  expect(log.list('one')[0]?.headers).toStrictEqual({ accept: 'application/json' });
  expect(log.list('one').map(({ id }) => id)).toEqual([3, 1]);
  expect(log.list(undefined).map(({ id }) => id)).toEqual([4]);
  expect(log.keys()).toEqual(['one', 'other']);
});

test('of a key, the last 100 calls are kept', () => {
  const log = new RequestLog();
  for (let count = 0; count < 101; count += 1) log.add(call('key'));
  const ids = log.list('key').map(({ id }) => id);
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([100, 101, 2]);
});

test('of many keys, those that were used last are kept', () => {
  const log = new RequestLog();
  for (let count = 0; count < 200; count += 1) log.add(call(`key ${count}`));
  log.add(call('key 0'));
  log.add(call('one more'));
  expect(log.list('key 0')).toHaveLength(2);
  expect(log.list('key 1')).toHaveLength(0);
  expect(log.keys()).toHaveLength(200);
});

test('of all keys, 16 MB are kept, whatever it is that takes them', () => {
  const log = new RequestLog();
  const large = (key: string) => {
    const header = (name: string) => (name === 'accept' ? 'a'.repeat(8192) : undefined);
    const sent = { target: 't'.repeat(8192), body: new Uint8Array(57_344), header };
    const headers = { version: 'h'.repeat(8192) };
    log.add(call(key, sent, { headers, body: new Uint8Array(48_128) }));
  };
  const kept = () => ['one', 'other'].map((key) => log.list(key).length);
  // With what each takes beside it, that is 128 KB.
  for (let count = 0; count < 64; count += 1) large('one');
  for (let count = 0; count < 64; count += 1) large('other');
  expect(kept()).toEqual([64, 64]);
  large('other');
  expect(kept()).toEqual([63, 65]);
  log.clear('other');
  for (let count = 0; count < 66; count += 1) large('other');
  expect(kept()).toEqual([62, 66]);
  for (let count = 0; count < 70; count += 1) large('third');
  expect([kept(), log.keys()]).toEqual([
    [0, 58],
    ['third', 'other'],
  ]);
  log.add(call('third', { body: new Uint8Array(16 * 1024 * 1024) }));
  expect(kept()).toEqual([0, 57]);
});

test('of a large body its length is kept, and of the headers none that holds a key', () => {
  const log = new RequestLog();
  const shown = {
    accept: 'a',
    'content-type': 'b',
    origin: 'c',
    'request-sync': 'd',
    'user-agent': 'e',
    'x-sandbox-fault': 'f',
  };
  const all: Record<string, string> = { ...shown, authorization: 'Bearer key', cookie: 'key' };
  const body = 'x'.repeat(64 * 1024 + 1);
  const headers = { version: '2019-10-15' };
  log.add({
    ...call(
      'key',
      { body: Buffer.from(body), header: (name) => all[name] },
      { headers, body: body.slice(1) },
    ),
    atMs: 5,
  });
  expect(log.list('key')).toEqual([
    {
      id: 1,
      atMs: 5,
      key: 'key',
      operation: 'searchCompanies',
      fault: 'html',
      milliseconds: 1,
      method: 'GET',
      target: '/companies/',
      headers: shown,
      body: 64 * 1024 + 1,
      status: 200,
      responseHeaders: headers,
      responseBody: body.slice(1),
    },
  ]);
});

test.for([
  [undefined, undefined],
  ['tw_sk_test_example', 'ca79e8faa830'],
] as const)('anywhere, of a call with the key %s its tenant is named %s', ([key, tenant]) => {
  expect(loggedRequest(call(key))).toEqual({
    atMs: 0,
    tenant,
    method: 'GET',
    operation: 'searchCompanies',
    status: 200,
    fault: 'html',
    milliseconds: 1,
  });
});

test('a response that was never sent has the status 0', () => {
  const log = new RequestLog();
  log.add(call('key', {}, { transport: { after: 'headers', effect: 'reset' } }));
  log.add(call('key', {}, { transport: { after: 3, effect: 'reset' } }));
  expect(log.list('key').map(({ status }) => status)).toEqual([200, 0]);
});
