import { expect, test } from 'vitest';
import { ResponseSigner } from '../seed/signing.ts';
import { readFault } from './catalogue.ts';
import { applyToResponse, respondInstead } from './effects.ts';

const signer = new ResponseSigner('effects');
const date = 'Tue, 05 Nov 2019 00:00:00 GMT';
const typed = { 'Content-Type': 'application/json', 'Content-Length': '13' };
const headers = { Date: date, version: '2019-10-15', ...typed, 'X-Truework-Signature': 'signed' };
const unsigned = { Date: date, version: '2019-10-15', ...typed };
const response = { status: 200, headers, body: '{"id":"ABCD"}' };
const html =
  '<!doctype html><html><head><title>Example proxy</title></head><body><h1>It works</h1></body></html>\n';
const wrongly = (how: 'altered' | 'altered-body') => {
  const { body, signature = '' } = signer.signWrongly(how, date, 13, response.body);
  return { headers: { ...headers, 'X-Truework-Signature': signature }, body };
};

test.for<[fault: string, changed: object]>([
  ['latency', {}],
  ['lost-response', { transport: { after: 'headers', effect: 'reset' } }],
  ['body-reset', { transport: { after: 6, effect: 'reset' } }],
  ['stalled-body', { transport: { after: 6, effect: 'stall' } }],
  ['truncated-body', { body: Buffer.from('{"id":'), headers: { ...headers, 'Content-Length': '6' } }],
  ['empty-body', { body: '', headers: { ...headers, 'Content-Length': '0' } }],
  [
    'html',
    {
      body: html,
      headers: { Date: date, 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': '100' },
    },
  ],
  ['wrong-version', { headers: { ...headers, version: '2023-10-30' } }],
  ['wrong-signature', wrongly('altered')],
  ['wrong-signature; how=altered-body', wrongly('altered-body')],
  ['wrong-signature; how=missing', { headers: unsigned }],
])('%s is applied to a response', ([written, changed]) => {
  const fault = readFault(written);
  const expected = { ...response, ...changed } as typeof response;
  const named = { ...expected.headers, 'X-Sandbox-Fault': fault.type };
  expect(applyToResponse(fault, response, signer)).toStrictEqual({ ...expected, headers: named });
  const { headers: sent, body } = applyToResponse(fault, { ...response, body: undefined }, signer);
  expect([Object.keys(sent).sort(), body]).toEqual([Object.keys(named).sort(), undefined]);
  expect(sent['Content-Length']).toBe(named['Content-Length']);
});

test('a signature can only be wrong if there is one', () => {
  const sent = { ...response, headers: unsigned };
  expect(applyToResponse(readFault('wrong-signature'), sent, signer)).toBe(sent);
});

test.for<[fault: string, instead: object | undefined]>([
  ['html', undefined],
  ['connection-reset', { status: 500, transport: { after: 'headers', effect: 'reset' } }],
  ['redirect; location=http://A.example', { status: 307, headers: { Location: 'http://a.example/' } }],
  ['status; code=429; retry-after=0', { status: 429, headers: { 'Retry-After': '0' } }],
  [
    'status; code=503; retry-after=3600; retry-after-as=date',
    { status: 503, headers: { 'Retry-After': 'Tue, 05 Nov 2019 01:00:00 GMT' } },
  ],
  ['status; code=503; retry-after-as=date', { status: 503 }],
])('%s comes in place of an operation', ([written, instead]) => {
  const { error, ...made } = respondInstead(readFault(written), Date.UTC(2019, 10, 5)) ?? {};
  const headers = { 'X-Sandbox-Fault': written.split(';')[0], ...(instead as typeof response)?.headers };
  expect(made).toEqual(instead === undefined ? {} : { ...instead, headers });
  expect(error !== undefined).toBe(written.startsWith('status'));
});

test('a status comes with the message of the API, if it has one', () => {
  const codes = [400, 401, 403, 404, 406, 418, 429, 451, 500, 501, 502, 503, 504];
  const messages = codes.map(
    (code) => respondInstead(readFault(`status; code=${code}`), 0)?.error?.error.message,
  );
  expect(messages.join(' ')).toBe(
    'Bad request. Invalid token. You do not have permission to perform this action. Not found. Invalid API version requested. Error 418. Request was throttled. Unavailable for legal reasons. Internal server error. Not implemented. Bad gateway. Service unavailable. Gateway timeout.',
  );
});
