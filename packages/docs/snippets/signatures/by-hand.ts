import { createPublicKey, verify } from 'node:crypto';
import vector from './vector.json' with { type: 'json' };

/** What was signed: the listed headers, then the body, as they arrived. */
function signedMessage(
  names: string,
  headers: Record<string, string>,
  body: string,
): string {
  return [
    ...names.split(' ').map((name) => `${name}: ${headers[name]}`),
    body,
  ].join('\n');
}

/** Verifies one response. The names of its headers are in lower case. */
function isGenuine(
  headers: Record<string, string>,
  body: string,
  keys: Map<string, Buffer>,
): boolean {
  const parts = (headers['x-truework-signature'] ?? '')
    .split(',')
    .map((part) => {
      // Base64 ends with "=", so only the first one separates.
      const at = part.indexOf('=');
      return [
        part.slice(0, at).trim(),
        part
          .slice(at + 1)
          .replaceAll('"', '')
          .trim(),
      ] as const;
    });
  const {
    keyId = '',
    headers: names,
    signature = '',
  } = Object.fromEntries(parts);
  const publicKey = keys.get(keyId);
  if (publicKey === undefined || names !== 'date content-length') return false;
  const x = publicKey.toString('base64url');
  return verify(
    null,
    Buffer.from(signedMessage(names, headers, body)),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
    Buffer.from(signature, 'base64'),
  );
}

const { key, headers, body } = vector;
const keys = new Map([[key.keyId, Buffer.from(key.publicKey, 'base64')]]);

console.log(signedMessage('date content-length', headers, body));
console.log('genuine:', isGenuine(headers, body, keys));
console.log(
  'one byte changed:',
  isGenuine(headers, body.replace('EA', 'EB'), keys),
);
