import type { KeyObject } from 'node:crypto';
import { nodeCrypto } from './node-crypto.ts';

/** The public half of the key that a sandbox signs its responses with. */
export interface SigningKey {
  /** The `keyId` of `X-Truework-Signature`. Truework's own ids begin with `tw-` and do not contain `local`. */
  readonly keyId: string;
  /** Raw Ed25519 public key: 32 bytes in base64, 44 characters. */
  readonly publicKey: string;
}

/** The ways in which a signature can be wrong. */
export const wrongSignatures = [
  'altered',
  'another-key',
  'unknown-key-id',
  'altered-body',
  'missing',
  'truncated',
] as const;

export type WrongSignature = (typeof wrongSignatures)[number];

/** A body and its `X-Truework-Signature`. The signature is absent if the header is missing. */
export interface SignedBody {
  body: string;
  signature?: string;
}

/**
 * Signs JSON responses as Truework does: Ed25519 over the `Date` and `Content-Length` headers and the bytes of the body. The key
 * comes from the seed, so the same seed, time and body give the same signature. It cannot pass for Truework's own key.
 */
export class ResponseSigner {
  readonly #seed: string;
  #privateKey: KeyObject | undefined;
  #key: SigningKey | undefined;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** The public key. */
  get key(): SigningKey {
    this.#key ??= publicHalf(this.#private());
    return this.#key;
  }

  /**
   * The value of `X-Truework-Signature` for a body.
   *
   * @param date - Value of the `Date` header, exactly as it is sent.
   * @param contentLength - Length of the body in bytes.
   */
  sign(date: string, contentLength: number, body: string): string {
    return headerValue(
      this.key.keyId,
      this.#signature(this.#private(), date, contentLength, body).toString('base64'),
    );
  }

  /** A body with a signature that a verifier must reject. An altered body keeps its length and is still JSON. */
  signWrongly(wrong: WrongSignature, date: string, contentLength: number, body: string): SignedBody {
    const { keyId } = this.key;
    const right = this.#signature(this.#private(), date, contentLength, body);
    switch (wrong) {
      case 'altered': {
        const altered = Buffer.from(right);
        altered.writeUInt8(altered.readUInt8(0) ^ 1, 0);
        return { body, signature: headerValue(keyId, altered.toString('base64')) };
      }
      case 'another-key': {
        const another = this.#signature(deriveKey(this.#seed, 'another'), date, contentLength, body);
        return { body, signature: headerValue(keyId, another.toString('base64')) };
      }
      case 'unknown-key-id':
        return { body, signature: headerValue('tw-local-unknown', right.toString('base64')) };
      case 'altered-body':
        return { body: alterValue(body), signature: headerValue(keyId, right.toString('base64')) };
      case 'missing':
        return { body };
      case 'truncated':
        return { body, signature: headerValue(keyId, right.toString('base64').slice(0, 43)) };
    }
  }

  #private(): KeyObject {
    this.#privateKey ??= deriveKey(this.#seed, 'signing');
    return this.#privateKey;
  }

  #signature(key: KeyObject, date: string, contentLength: number, body: string): Buffer {
    const signed = Buffer.from(`date: ${date}\ncontent-length: ${contentLength}\n${body}`);
    return nodeCrypto().sign(null, signed, key);
  }
}

function headerValue(keyId: string, signature: string): string {
  return `keyId="${keyId}", headers="date content-length", signature="${signature}"`;
}

/** An Ed25519 key is 32 bytes behind a fixed head (RFC 8410). */
function deriveKey(seed: string, name: string): KeyObject {
  const { createHmac, createPrivateKey } = nodeCrypto();
  const secret = createHmac('sha256', seed).update(`key:${name}`).digest();
  return createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]),
    format: 'der',
    type: 'pkcs8',
  });
}

function publicHalf(key: KeyObject): SigningKey {
  const raw = nodeCrypto().createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { keyId: `tw-local-${raw.toString('hex', 0, 4)}`, publicKey: raw.toString('base64') };
}

/** Changes the first character of the first value that is a text or a number. */
function alterValue(body: string): string {
  return body.replace(/:\s*("[0-9A-Za-z]|\d)/, (found) => found.slice(0, -1) + (found.endsWith('1') ? 2 : 1));
}
