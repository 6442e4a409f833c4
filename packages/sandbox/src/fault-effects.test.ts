import { describe, expect, test } from 'vitest';
import type { Answer } from './api-request.ts';
import { answerInstead, strikeAnswer } from './fault-effects.ts';
import { readFault } from './faults.ts';
import { ResponseSigner } from './signing.ts';

const signer = new ResponseSigner('seed');
const date = 'Tue, 05 Nov 2019 17:08:44 GMT';
const body = '{"id":"AAAA","employee":"Zoë"}';
const length = Buffer.byteLength(body);
const answer: Answer = {
  status: 201,
  headers: {
    'Content-Type': 'application/json',
    'Content-Length': String(length),
    Date: date,
    version: '2019-10-15',
    'X-Truework-Signature': signer.sign(date, length, body),
  },
  body,
};

const struckBy = (written: string, struck = answer) => strikeAnswer(readFault(written), struck, signer);

describe('answerInstead', () => {
  test('answers with an error in the form of the API', () => {
    const now = Date.UTC(2019, 10, 5, 17, 8, 44);
    expect(answerInstead(readFault('status; code=503'), now)).toEqual({
      status: 503,
      headers: { 'X-Sandbox-Fault': 'status' },
      error: { error: { message: 'Service unavailable.' } },
    });
    expect(answerInstead(readFault('status; code=429; retry-after=2'), now)?.headers['Retry-After']).toBe(
      '2',
    );
    expect(
      answerInstead(readFault('status; code=429; retry-after=90; retry-after-as=date'), now)?.headers,
    ).toMatchObject({ 'Retry-After': 'Tue, 05 Nov 2019 17:10:14 GMT' });
  });

  test('redirects to another origin, and breaks the connection', () => {
    expect(answerInstead(readFault('redirect'), 0)).toMatchObject({
      status: 307,
      headers: { Location: 'https://elsewhere.example/' },
    });
    expect(answerInstead(readFault('connection-reset'), 0)?.transport).toEqual({
      after: 'headers',
      effect: 'reset',
    });
  });

  test('leaves the operation alone where the fault strikes its answer', () => {
    for (const written of ['latency', 'lost-answer', 'html', 'wrong-signature']) {
      expect(answerInstead(readFault(written), 0)).toBeUndefined();
    }
  });
});

describe('strikeAnswer', () => {
  test.each([
    ['lost-answer', { after: 'headers', effect: 'reset' }],
    ['body-reset', { after: length >> 1, effect: 'reset' }],
    ['stalled-body', { after: length >> 1, effect: 'stall' }],
  ])('has the adapter do it: %s', (written, transport) => {
    expect(struckBy(written)).toEqual({
      ...answer,
      headers: { ...answer.headers, 'X-Sandbox-Fault': written },
      transport,
    });
  });

  test('cuts the body in the middle, and says so in Content-Length', () => {
    const struck = struckBy('truncated-body');
    expect(Buffer.from(struck.body ?? '').toString()).toBe(body.slice(0, 15));
    expect(struck.headers['Content-Length']).toBe('15');
    expect(() => JSON.parse(String(struck.body))).toThrow(SyntaxError);
  });

  test('empties the body, or puts a page in its place, under the same status', () => {
    expect(struckBy('empty-body')).toMatchObject({
      status: 201,
      body: '',
      headers: { 'Content-Length': '0' },
    });
    const page = struckBy('html');
    expect(page).toMatchObject({ status: 201, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
    expect(page.headers).not.toHaveProperty('X-Truework-Signature');
    expect(page.headers).not.toHaveProperty('version');
    expect(page.headers['Content-Length']).toBe(String(Buffer.byteLength(String(page.body))));
  });

  test('names another version', () => {
    expect(struckBy('wrong-version').headers['version']).toBe('2023-10-30');
  });

  test('signs wrongly', () => {
    const struck = struckBy('wrong-signature; how=another-key');
    expect(struck.headers['X-Truework-Signature']).not.toBe(answer.headers['X-Truework-Signature']);
    expect(struck.body).toBe(body);
    expect(struckBy('wrong-signature; how=missing').headers).not.toHaveProperty('X-Truework-Signature');
    expect(struckBy('wrong-signature; how=altered-body').body).not.toBe(body);
  });

  test('passes by an answer that is not signed', () => {
    const { 'X-Truework-Signature': _, ...headers } = answer.headers;
    expect(struckBy('wrong-signature', { ...answer, headers })).toEqual({ ...answer, headers });
  });

  test('gives no body to an answer that has none, as to HEAD', () => {
    const { body: _, ...head } = answer;
    for (const written of ['truncated-body', 'empty-body', 'html', 'wrong-signature; how=altered-body']) {
      expect(struckBy(written, head)).not.toHaveProperty('body');
    }
  });
});
