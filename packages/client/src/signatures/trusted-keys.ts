import { ConfigurationError } from '../errors.ts';
import { decodeBase64 } from './base64.ts';
import { publishedKeys, type SignatureKey } from './published-keys.ts';

/** A key that is fit for use. */
export interface TrustedKey {
  readonly notBeforeMs: number;
  /** The key as WebCrypto has it: imported when it is first used, because some platforms forbid that earlier. */
  import(): Promise<CryptoKey>;
}

/** Trusted keys by their id. */
export type TrustedKeys = ReadonlyMap<string, TrustedKey>;

/**
 * Checks the keys that are to be trusted.
 *
 * @param keys - Truework's own for production when absent.
 * @throws {@link ConfigurationError} where a key cannot be used, or the platform has no WebCrypto.
 */
export function trustedKeys(keys: readonly SignatureKey[] = publishedKeys.production): TrustedKeys {
  // A page that came over plain http has `crypto` without `subtle`.
  if (globalThis.crypto?.subtle === undefined) {
    throw new ConfigurationError('signatures need WebCrypto: Node.js 20, or a page that came over https.');
  }
  const trusted = new Map<string, TrustedKey>();
  for (const { keyId, publicKey, notBefore } of keys) {
    if (typeof keyId !== 'string' || keyId === '' || trusted.has(keyId)) {
      throw new ConfigurationError('keys: each needs a keyId of its own.');
    }
    const notBeforeMs = notBefore === undefined ? Number.NEGATIVE_INFINITY : Date.parse(notBefore);
    if (Number.isNaN(notBeforeMs)) {
      throw new ConfigurationError(`keys: notBefore of ${keyId} must be YYYY-MM-DD.`);
    }
    trusted.set(keyId, { notBeforeMs, import: importer(keyId, publicKey) });
  }
  if (trusted.size === 0) throw new ConfigurationError('keys must not be empty.');
  return trusted;
}

function importer(keyId: string, publicKey: string): () => Promise<CryptoKey> {
  const raw = decodeBase64(publicKey, 32);
  if (raw === undefined || isSmallOrder(raw)) {
    throw new ConfigurationError(
      `keys: publicKey of ${keyId} must be a raw Ed25519 key, 32 bytes in base64.`,
    );
  }
  let imported: Promise<CryptoKey> | undefined;
  return () => {
    imported ??= crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return imported;
  };
}

const fieldPrime = 2n ** 255n - 19n;

/** y of four of the points of order eight. That of the other four is its negative. */
const yOfOrder8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** Whether a point is one of the eight whose multiples are none but these eight. Not every WebCrypto refuses them. */
function isSmallOrder(raw: Uint8Array): boolean {
  const encoded = raw.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
  // The highest bit is the sign of x, and y may be written with the prime added to it.
  const y = BigInt.asUintN(255, encoded) % fieldPrime;
  return [0n, 1n, fieldPrime - 1n, yOfOrder8, fieldPrime - yOfOrder8].includes(y);
}
