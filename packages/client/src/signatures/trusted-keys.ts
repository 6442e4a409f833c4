import { checkOptions, describe, isRecord, type OptionRule } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import { nearestName } from '../nearest-name.ts';
import { decodeBase64 } from './base64.ts';
import { publishedKeys, type SignatureKey } from './published-keys.ts';

/** A trusted key. */
export interface TrustedKey {
  readonly notBeforeMs: number;
  /** Imports the key when it is first used, because some platforms forbid it earlier. */
  import(): Promise<CryptoKey>;
}

/** Trusted keys by their id. */
export type TrustedKeys = ReadonlyMap<string, TrustedKey>;

const aText: OptionRule = {
  expected: 'a string that is not empty',
  isRight: (value) => typeof value === 'string' && value !== '',
};

const keyRules = {
  keyId: aText,
  publicKey: aText,
  notBefore: {
    expected: 'a day, YYYY-MM-DD',
    isRight: (value: unknown) =>
      typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
  },
};

/**
 * Checks trusted keys.
 *
 * @param caller - The function that was called with the keys, for the messages.
 * @param keys - Default: Truework's keys of production.
 * @throws {@link ConfigurationError} if a key is invalid, or the platform has no WebCrypto.
 */
export function trustedKeys(
  caller: string,
  keys: readonly SignatureKey[] = publishedKeys.production,
): TrustedKeys {
  // On a page served over http, `crypto` has no `subtle`.
  if (globalThis.crypto?.subtle === undefined) {
    throw new ConfigurationError(
      'signatures need WebCrypto. Use Node.js 20 or newer, or a page served over https.',
    );
  }
  const list = ignoringErrors(() => Array.isArray(keys) && [...(keys as unknown[])]);
  if (!list) throw new ConfigurationError(`${caller}: keys must be a list of keys, not ${describe(keys)}.`);
  if (list.length === 0) throw new ConfigurationError(`${caller}: keys must not be empty.`);
  const trusted = new Map<string, TrustedKey>();
  for (const [index, key] of list.entries()) {
    const location = `${caller}: keys[${index}]`;
    const { keyId, publicKey, notBefore } = checkedKey(location, key);
    if (keyId === undefined || trusted.has(keyId)) {
      throw new ConfigurationError(`${location}: each key needs a keyId of its own.`);
    }
    const notBeforeMs = notBefore === undefined ? Number.NEGATIVE_INFINITY : Date.parse(notBefore);
    trusted.set(keyId, { notBeforeMs, import: importer(location, publicKey) });
  }
  return trusted;
}

function checkedKey(location: string, key: unknown): SignatureKey {
  if (!isRecord(key)) {
    throw new ConfigurationError(
      `${location} must be an object with keyId and publicKey, not ${describe(key)}.`,
    );
  }
  const known = Object.keys(keyRules);
  // Other properties are allowed. A typo is not, because it would silently remove a limit.
  for (const name of Object.keys(key)) {
    const meant = known.includes(name) ? undefined : nearestName(name, known);
    if (meant) throw new ConfigurationError(`${location}: unknown field "${name}". Did you mean "${meant}"?`);
  }
  const own = ignoringErrors(() => Object.fromEntries(known.map((name) => [name, key[name]])));
  if (!own) throw new ConfigurationError(`${location} cannot be read, because a getter throws.`);
  return checkOptions(location, own, keyRules) as object as SignatureKey;
}

function importer(location: string, publicKey: string): () => Promise<CryptoKey> {
  const raw = decodeBase64(publicKey, 32);
  if (raw === undefined || isSmallOrder(raw)) {
    throw new ConfigurationError(`${location}: publicKey must be a raw Ed25519 key, 32 bytes in base64.`);
  }
  let imported: CryptoKey | undefined;
  // A failure is not remembered, because it may be temporary.
  return async () => {
    imported ??= await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return imported;
  };
}

const fieldPrime = 2n ** 255n - 19n;

/** The y coordinate of four of the points of order eight. The others have its negative. */
const yOfOrder8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** Whether a point is one of the eight of small order, which not every WebCrypto rejects. */
function isSmallOrder(raw: Uint8Array): boolean {
  const encoded = raw.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
  // The highest bit is the sign of x, and y may be written with the prime added to it.
  const y = BigInt.asUintN(255, encoded) % fieldPrime;
  return [0n, 1n, fieldPrime - 1n, yOfOrder8, fieldPrime - yOfOrder8].includes(y);
}
