import { expect, test } from 'vitest';
import { allowedHeaders, headersRule, safeHeadersOf } from './headers.ts';

const own = ['accept', 'authorization', 'content-type', 'request-sync'];
const ofTheConnection = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
];

test('the headers of the client and of the connection are not for callers, and named', () => {
  const taken = [...own, ...ofTheConnection].filter((name) =>
    headersRule.isRight({ [name.toUpperCase()]: 'x' }),
  );
  expect(taken).toEqual([]);
  expect(headersRule.isRight({ 'x-sample': 'x', accept: 'x' })).toBe(false);
  expect(headersRule.expected).toBe(
    'an object of header names and strings, without accept, authorization, content-type, request-sync, connection, content-length, expect, keep-alive, proxy-authorization, transfer-encoding, upgrade',
  );
});

test.for<[string, unknown, boolean]>([
  ['x-request-id', 'a b\té~\u0080', true],
  ["!#$%&'*+-.^_`|~09azAZ", '', true],
  ['x y', 'a', false],
  ['', 'a', false],
  ['x:', 'a', false],
  ['x', 'a\r\nb: c', false],
  ['x', 'Ā', false],
  ['x', '\u0000', false],
  ['x', 7, false],
])('a header %j: %j is one that HTTP has: %s', ([name, text, isRight]) => {
  expect(headersRule.isRight({ [name]: text })).toBe(isRight);
  expect(allowedHeaders({ [name]: text })).toEqual(isRight ? { [name.toLowerCase()]: text } : {});
});

test('of a hook, headers of the connection are left out, and names become small', () => {
  const added = Object.fromEntries(ofTheConnection.map((name) => [name.toUpperCase(), 'x']));
  expect(allowedHeaders({ ...added, 'X-Trace': '1' })).toEqual({ 'x-trace': '1' });
});

test('of a response, what identifies it may be logged, redacted and not longer than 200 characters', () => {
  const safe = [
    'cf-ray',
    'content-type',
    'date',
    'request-id',
    'retry-after',
    'server',
    'version',
    'x-request-id',
  ];
  const headers = new Headers(
    Object.fromEntries([...safe, 'set-cookie', 'location', 'x-other'].map((name) => [name, name.repeat(40)])),
  );
  const redact = (text: string) => text.toUpperCase();
  expect(safeHeadersOf(headers, redact)).toEqual(
    Object.fromEntries(safe.map((name) => [name, name.repeat(40).toUpperCase().slice(0, 200)])),
  );
  expect(safeHeadersOf(new Headers(), redact)).toEqual({});
});
