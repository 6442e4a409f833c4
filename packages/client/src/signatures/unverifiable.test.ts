import { afterEach, describe, expect, test, vi } from 'vitest';
import { check, genuine, signer, verify } from '../../test/support/verify.ts';
import type { SignedResponse } from './check-signature.ts';
import { signatureVerifier } from './signature-verifier.ts';

// What cannot be checked is not genuine, and nothing else is thrown.

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function unreadable(): never {
  throw new Error('canary');
}

const getMissing = { get: (name: string) => [genuine.headers.get(name)] };

test.for<[string, () => object, string]>([
  ['no body', () => ({ ...genuine, body: undefined }), 'the body is not available as bytes.'],
  [
    'a body of another view',
    () => ({ ...genuine, body: new DataView(genuine.body.buffer) }),
    'the body is not available as bytes.',
  ],
  ['a body as text', () => ({ ...genuine, body: '{}' }), 'the body is not available as bytes.'],
  ['no headers', () => ({ ...genuine, headers: undefined }), 'the headers cannot be read.'],
  ['headers without get', () => ({ ...genuine, headers: {} }), 'the headers cannot be read.'],
  ['headers that throw', () => ({ ...genuine, headers: { get: unreadable } }), 'the headers cannot be read.'],
  [
    'headers that return nothing',
    () => ({ ...genuine, headers: new Map() }),
    'X-Truework-Signature is missing.',
  ],
  [
    'headers that return arrays',
    () => ({ ...genuine, headers: getMissing }),
    'X-Truework-Signature is missing.',
  ],
])('%s', async ([, make, problem]) => {
  expect(await verify(make() as SignedResponse)).toBe(`getReport: ${problem}`);
  expect(await verify(make() as SignedResponse, { mode: 'warn' })).toBe(`signature: getReport: ${problem}`);
});

test.for<[string, () => unknown]>([
  ['gives no number', () => Number.NaN],
  ['gives a promise', async () => 0],
  ['throws', unreadable],
])('a clock that %s, with maxAgeMs', async ([, now]) => {
  const clock = { now: now as () => number };
  expect(await verify(genuine, { clock, maxAgeMs: 10 ** 15 })).toContain('more than maxAgeMs from now');
  expect(await verify(genuine, { clock })).toBeUndefined();
});

describe('WebCrypto', () => {
  test.for([{}, undefined])('that is missing throws at once: %j', (crypto) => {
    vi.stubGlobal('crypto', crypto);
    expect(() => signatureVerifier({ mode: 'warn' })).toThrow(/signatures need WebCrypto/);
  });

  test.for(['importKey', 'verify'] as const)('whose %s fails, until it no longer does', async (name) => {
    const rejecting = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
    for (const fail of [rejecting, unreadable]) {
      const verifier = signatureVerifier({ mode: 'require', keys: [signer.key] });
      const spy = vi.spyOn(crypto.subtle, name).mockImplementation(fail as never);
      for (const _ of [1, 2])
        expect(await check(verifier, genuine)).toMatch(/^getReport: WebCrypto has no Ed25519 here, /);
      spy.mockRestore();
      expect(await check(verifier, genuine)).toBeUndefined();
    }
  });

  test.for([undefined, 1, 'true', {}])('that returns %j instead of true', async (said) => {
    vi.spyOn(crypto.subtle, 'verify').mockResolvedValue(said as never);
    expect(await verify(genuine)).toBe('getReport: the signature does not match the response.');
  });
});
