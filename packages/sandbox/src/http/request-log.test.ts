import { expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { type Call, RequestLog } from './request-log.ts';

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
    fault: undefined,
    milliseconds: 1,
  };
}

test('the newest call comes first, and those of other keys stay out', () => {
  const log = new RequestLog();
  for (const key of ['one', 'other', 'one', undefined]) log.add(call(key));
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

test('of a large body its length is kept, and of the headers none that holds a key', () => {
  const log = new RequestLog();
  const parts = { body: 'x'.repeat(64 * 1024 + 1), header: (name: string) => name };
  log.add(call('key', parts, { body: 'y'.repeat(64 * 1024) }));
  const [kept] = log.list('key');
  expect(kept?.body).toBe(64 * 1024 + 1);
  expect(kept?.responseBody).toHaveLength(64 * 1024);
  const shown = ['accept', 'content-type', 'origin', 'request-sync', 'user-agent', 'x-sandbox-fault'];
  expect(kept?.headers).toEqual(Object.fromEntries(shown.map((name) => [name, name])));
});

test('a response that was never sent has the status 0', () => {
  const log = new RequestLog();
  log.add(call('key', {}, { transport: { after: 'headers', effect: 'reset' } }));
  log.add(call('key', {}, { transport: { after: 3, effect: 'reset' } }));
  expect(log.list('key').map(({ status }) => status)).toEqual([200, 0]);
});
