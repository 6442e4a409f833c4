import { TrueworkError } from '../errors.ts';
import { checkSignature, type SignedAnswer, signatureHeaderName } from './check-signature.ts';
import type { SignatureKey } from './published-keys.ts';
import { trustedKeys } from './trusted-keys.ts';

/** An answer with the proof that Truework sent it. Plain: it survives JSON and any database. Holds what the answer holds. */
export interface Archive {
  /** Version of this form. */
  readonly version: 1;
  /** `X-Truework-Signature` as it came: the id of the key, the names of the signed headers in order, the signature in base64. */
  readonly signature: string;
  /** The signed headers by lower-case name. `content-length` is the length of `body` in UTF-8. */
  readonly headers: { readonly [name: string]: string };
  /** The body, byte for byte, as text. */
  readonly body: string;
}

/** What {@link verifyArchive} found. */
export type ArchiveVerdict =
  | {
      readonly valid: true;
      /** Id of the key that signed. */
      readonly keyId: string;
      /** When it was signed: ISO 8601, UTC. */
      readonly signedAt: string;
      /** The body as it was signed. */
      readonly body: string;
    }
  | {
      readonly valid: false;
      /** What is wrong, in words, without any value of the archive. */
      readonly problem: string;
    };

/** Options of {@link archive} and {@link verifyArchive}. */
export interface ArchiveOptions {
  /**
   * The keys to trust, and no others.
   * @defaultValue `publishedKeys.production`
   */
  readonly keys?: readonly SignatureKey[];
}

/** An answer was not archived, because it does not prove itself. */
export class ArchiveRefusedError extends TrueworkError {
  declare readonly code: 'archive-refused';
  static override readonly code = 'archive-refused';
}

/**
 * Keeps an answer together with its proof, after a look whether the proof holds.
 *
 * @param response - The `response` of a call that returned `{ data, response }`.
 * @throws {@link ArchiveRefusedError} where the signature is missing or does not fit.
 * @throws ConfigurationError where a key cannot be used, or the platform has no WebCrypto.
 */
export async function archive(response: SignedAnswer, { keys }: ArchiveOptions = {}): Promise<Archive> {
  const outcome = await checkSignature(response, trustedKeys(keys));
  if ('problem' in outcome) throw new ArchiveRefusedError(`The answer was not archived: ${outcome.problem}`);
  const body = decode(response.body);
  if (body === undefined) {
    throw new ArchiveRefusedError('The answer was not archived: the body is not UTF-8.');
  }
  return { version: 1, signature: outcome.signature, headers: outcome.headers, body };
}

/**
 * Checks an archive: offline, whenever, with nothing but the keys.
 *
 * @param value - What {@link archive} made, as it comes out of your database. Anything else is not valid, and no error.
 * @throws ConfigurationError where a key cannot be used, or the platform has no WebCrypto.
 */
export async function verifyArchive(value: unknown, { keys }: ArchiveOptions = {}): Promise<ArchiveVerdict> {
  const trusted = trustedKeys(keys);
  const answer = answerOf(value);
  if (answer === undefined) return { valid: false, problem: 'it is not an archive of version 1.' };
  const outcome = await checkSignature(answer, trusted);
  if ('problem' in outcome) return { valid: false, ...outcome };
  const { keyId, signedAtMs } = outcome;
  return {
    valid: true,
    keyId,
    signedAt: new Date(signedAtMs).toISOString(),
    body: decode(answer.body) ?? '',
  };
}

function answerOf(value: unknown): SignedAnswer | undefined {
  const { version, signature, headers, body } = (value ?? {}) as { [name in keyof Archive]?: unknown };
  if (version !== 1 || typeof signature !== 'string' || typeof body !== 'string') return undefined;
  try {
    const answered = new Headers(headers as Record<string, string>);
    answered.set(signatureHeaderName, signature);
    return { headers: answered, body: new TextEncoder().encode(body) };
  } catch {
    return undefined;
  }
}

function decode(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
