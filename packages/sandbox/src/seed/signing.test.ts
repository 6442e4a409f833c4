import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ResponseSigner, type SigningKey, wrongSignatures } from './signing.ts';

const date = 'Tue, 05 Nov 2019 17:08:44 GMT';
const body = '{"id":"AAAA","employee":"Zoë"}';
const contentLength = Buffer.byteLength(body);

/** Verifies as the vendor's page says, and shares no code with the signer. */
function verifies(key: SigningKey, signature: string | undefined, sent: string): boolean {
  if (signature === undefined) return false;
  const parts = new Map(
    signature.split(', ').map((part) => {
      const [, name = '', value = ''] = /^(\w+)="([^"]*)"$/.exec(part) ?? [];
      return [name, value];
    }),
  );
  if (parts.get('keyId') !== key.keyId) return false;
  const headers: Record<string, string> = { date, 'content-length': String(Buffer.byteLength(sent)) };
  const lines = (parts.get('headers') ?? '').split(' ').map((name) => `${name}: ${headers[name]}`);
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey, 'base64').toString('base64url') },
    format: 'jwk',
  });
  const message = Buffer.from([...lines, sent].join('\n'));
  return verify(null, message, publicKey, Buffer.from(parts.get('signature') ?? '', 'base64'));
}

describe('ResponseSigner', () => {
  const signer = new ResponseSigner('seed');

  test('signs date, content-length and body in the form of the API', () => {
    const signature = signer.sign(date, contentLength, body);
    expect(signature).toMatch(
      /^keyId="tw-local-[0-9a-f]{8}", headers="date content-length", signature="[A-Za-z0-9+/]{86}=="$/,
    );
    expect(verifies(signer.key, signature, body)).toBe(true);
    expect(verifies(signer.key, signature, body.replace('A', 'B'))).toBe(false);
  });

  test('has a key of its own for each seed, and the same key for the same', () => {
    // A later version has it, too: whoever verifies may have stored it.
    expect(new ResponseSigner('seed').key).toEqual({
      keyId: 'tw-local-9305d13a',
      publicKey: 'kwXROuhRQGiOkdVWa08O/R0CJbB++TpPltPbLFhI62s=',
    });
    expect(new ResponseSigner('seed').sign(date, contentLength, body)).toBe(
      signer.sign(date, contentLength, body),
    );
    expect(new ResponseSigner('other').key.keyId).not.toBe(signer.key.keyId);
    expect(verifies(new ResponseSigner('other').key, signer.sign(date, contentLength, body), body)).toBe(
      false,
    );
  });

  test('is never Truework', () => {
    const published = [
      'Ad14e4K+/6At51wUH2B3M4ONNlRmLiSpI4NUAl+IcyA=',
      'yJBzPH0p+gdRuj4qnjU1+ob0AH52gHRDXxnDW1xGaYk=',
    ];
    expect(published).not.toContain(signer.key.publicKey);
    expect(signer.key.keyId).not.toMatch(/^tw-(sandbox-)?2021-11-11$/);
  });

  test.each(wrongSignatures)('can be wrong: %s', (wrong) => {
    const signed = signer.signWrongly(wrong, date, contentLength, body);
    expect(verifies(signer.key, signed.signature, signed.body)).toBe(false);
  });

  test('of a wrong signature, wrongs the one thing', () => {
    const right = signer.sign(date, contentLength, body);
    expect(wrongSignatures).toHaveLength(6);
    const wrongly = (wrong: (typeof wrongSignatures)[number]) =>
      signer.signWrongly(wrong, date, contentLength, body);
    for (const wrong of wrongSignatures) {
      if (wrong !== 'altered-body') expect(wrongly(wrong).body).toBe(body);
    }
    expect(wrongly('altered').signature).toMatch(/signature="[A-Za-z0-9+/]{86}=="$/);
    const value = /[A-Za-z0-9+/]{86}==/;
    expect(wrongly('another-key').signature?.replace(value, '')).toBe(right.replace(value, ''));
    expect(wrongly('unknown-key-id').signature?.replace('tw-local-unknown', signer.key.keyId)).toBe(right);
    expect(wrongly('altered-body').signature).toBe(right);
    expect(wrongly('missing').signature).toBeUndefined();
    expect(wrongly('truncated').signature).toMatch(/signature="[A-Za-z0-9+/]{43}"$/);
  });

  test.each([
    [body, '{"id":"1AAA","employee":"Zoë"}'],
    ['{"count":9,"next":null,"results":[]}', '{"count":1,"next":null,"results":[]}'],
    ['{"error":{"message": "Not found."}}', '{"error":{"message": "1ot found."}}'],
    ['{"a":null,"b":true,"c":15,"d":"1x"}', '{"a":null,"b":true,"c":25,"d":"1x"}'],
  ])('alters one character of a value: %s', (original, altered) => {
    expect(signer.signWrongly('altered-body', date, contentLength, original).body).toBe(altered);
  });
});
