import { describe, expect, test } from 'vitest';
import type { ApiResponse } from '../http/api-request.ts';
import { ResponseSigner } from '../seed/signing.ts';
import { readFault } from './catalogue.ts';
import { applyToResponse, respondInstead } from './effects.ts';

const signer = new ResponseSigner('seed');
const date = 'Tue, 05 Nov 2019 17:08:44 GMT';
const body = '{"id":"AAAA","employee":"Zoë"}';
const length = Buffer.byteLength(body);
const response: ApiResponse = {
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

const withFault = (written: string, faulty = response) => applyToResponse(readFault(written), faulty, signer);

describe('respondInstead', () => {
  test('responds with an error as the API sends it', () => {
    const now = Date.UTC(2019, 10, 5, 17, 8, 44);
    expect(respondInstead(readFault('status; code=503'), now)).toEqual({
      status: 503,
      headers: { 'X-Sandbox-Fault': 'status' },
      error: { error: { message: 'Service unavailable.' } },
    });
    expect(respondInstead(readFault('status; code=429; retry-after=2'), now)?.headers['Retry-After']).toBe(
      '2',
    );
    expect(
      respondInstead(readFault('status; code=429; retry-after=90; retry-after-as=date'), now)?.headers,
    ).toMatchObject({ 'Retry-After': 'Tue, 05 Nov 2019 17:10:14 GMT' });
  });

  test('redirects to another origin, and breaks the connection', () => {
    expect(respondInstead(readFault('redirect'), 0)).toMatchObject({
      status: 307,
      headers: { Location: 'https://elsewhere.example/' },
    });
    expect(respondInstead(readFault('connection-reset'), 0)?.transport).toEqual({
      after: 'headers',
      effect: 'reset',
    });
  });

  test('leaves the operation alone if the fault applies to its response', () => {
    for (const written of ['latency', 'lost-response', 'html', 'wrong-signature']) {
      expect(respondInstead(readFault(written), 0)).toBeUndefined();
    }
  });
});

describe('applyToResponse', () => {
  test.each([
    ['lost-response', { after: 'headers', effect: 'reset' }],
    ['body-reset', { after: length >> 1, effect: 'reset' }],
    ['stalled-body', { after: length >> 1, effect: 'stall' }],
  ])('has the adapter do it: %s', (written, transport) => {
    expect(withFault(written)).toEqual({
      ...response,
      headers: { ...response.headers, 'X-Sandbox-Fault': written },
      transport,
    });
  });

  test('cuts the body in the middle, and says so in Content-Length', () => {
    const faulty = withFault('truncated-body');
    expect(Buffer.from(faulty.body ?? '').toString()).toBe(body.slice(0, 15));
    expect(faulty.headers['Content-Length']).toBe('15');
    expect(() => JSON.parse(String(faulty.body))).toThrow(SyntaxError);
  });

  test('empties the body, or puts a page in its place, under the same status', () => {
    expect(withFault('empty-body')).toMatchObject({
      status: 201,
      body: '',
      headers: { 'Content-Length': '0' },
    });
    const page = withFault('html');
    expect(page).toMatchObject({ status: 201, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
    expect(page.headers).not.toHaveProperty('X-Truework-Signature');
    expect(page.headers).not.toHaveProperty('version');
    expect(page.headers['Content-Length']).toBe(String(Buffer.byteLength(String(page.body))));
  });

  test('names another version', () => {
    expect(withFault('wrong-version').headers['version']).toBe('2023-10-30');
  });

  test('signs wrongly', () => {
    const faulty = withFault('wrong-signature; how=another-key');
    expect(faulty.headers['X-Truework-Signature']).not.toBe(response.headers['X-Truework-Signature']);
    expect(faulty.body).toBe(body);
    expect(withFault('wrong-signature; how=missing').headers).not.toHaveProperty('X-Truework-Signature');
    expect(withFault('wrong-signature; how=altered-body').body).not.toBe(body);
  });

  test('leaves an unsigned response as it is', () => {
    const { 'X-Truework-Signature': _, ...headers } = response.headers;
    expect(withFault('wrong-signature', { ...response, headers })).toEqual({ ...response, headers });
  });

  test('adds no body to a response without one, as to HEAD', () => {
    const { body: _, ...head } = response;
    for (const written of ['truncated-body', 'empty-body', 'html', 'wrong-signature; how=altered-body']) {
      expect(withFault(written, head)).not.toHaveProperty('body');
    }
  });
});
