import { describe, expect, test } from 'vitest';
import { toBase64, withSignature } from '../../test/support/test-signer.ts';
import { check, genuine, otherSigner, signer, verify } from '../../test/support/verify.ts';
import { ConfigurationError } from '../errors.ts';
import { publishedKeys } from './published-keys.ts';
import { signatureVerifier } from './signature-verifier.ts';

// As Truework publishes them, written down a second time.
test('the published keys are those that Truework publishes', () => {
  expect(publishedKeys).toEqual({
    production: [
      {
        keyId: 'tw-2021-11-11',
        publicKey: 'Ad14e4K+/6At51wUH2B3M4ONNlRmLiSpI4NUAl+IcyA=',
        notBefore: '2021-11-11',
      },
    ],
    sandbox: [
      {
        keyId: 'tw-sandbox-2021-11-11',
        publicKey: 'yJBzPH0p+gdRuj4qnjU1+ob0AH52gHRDXxnDW1xGaYk=',
        notBefore: '2021-11-11',
      },
    ],
  });
});

describe('keys', () => {
  test('are trusted together while one replaces another', async () => {
    const keys = [signer.key, otherSigner.key];
    expect(await verify(genuine, { keys })).toBeUndefined();
    expect(await verify(await otherSigner.sign(), { keys })).toBeUndefined();
    const unknown = withSignature(genuine, (text) => text.replace('test-key-1', 'unknown'));
    expect(await verify(unknown, { keys })).toBe(
      'getReport: it is signed with a key, not with test-key-1 or test-key-2. To trust more keys, use the option keys.',
    );
  });

  test('are not valid before their first day', async () => {
    const from = (notBefore: string) => ({ keys: [{ ...signer.key, notBefore }] });
    const atMidnight = await signer.sign({ date: 'Fri, 12 Nov 2021 00:00:00 GMT' });
    expect(await verify(atMidnight, from('2021-11-12'))).toBeUndefined();
    expect(await verify(genuine, from('2021-11-12'))).toBeUndefined();
    expect(await verify(genuine, from('2021-11-13'))).toMatch(/before the key was in use/);
  });

  test("are Truework's own for production when none are given", async () => {
    const verifier = signatureVerifier({ mode: 'require' });
    const signedBy = (keyId: string) => withSignature(genuine, (text) => text.replace('test-key-1', keyId));
    expect(await check(verifier, signedBy('tw-2021-11-11'))).toMatch(/does not match/);
    expect(await check(verifier, signedBy('tw-sandbox-2021-11-11'))).toBe(
      'getReport: it is signed with publishedKeys.sandbox, not with tw-2021-11-11. To trust more keys, use the option keys.',
    );
  });

  test.for([
    ['y = 0', '00'.repeat(32)],
    ['y = 0, the other sign', `${'00'.repeat(31)}80`],
    ['y = 1, the neutral element', `01${'00'.repeat(31)}`],
    ['y = -1', `ec${'ff'.repeat(30)}7f`],
    ['y = the prime', `ed${'ff'.repeat(30)}7f`],
    ['y = the prime and 1', `ee${'ff'.repeat(30)}ff`],
    ['order eight', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['order eight, the other sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
    ['order eight, the negative', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ] as const)('of small order are rejected: %s', ([, hex]) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const keys = [{ keyId: 'weak', publicKey: toBase64(bytes) }];
    expect(() => signatureVerifier({ mode: 'require', keys })).toThrow(ConfigurationError);
  });
});
