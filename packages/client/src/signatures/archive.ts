import { checkOptions, describe, isObject } from '../check-options.ts';
import { ConfigurationError, TrueworkError } from '../errors.ts';
import { checkSignature, isBytes, type SignedResponse, signatureHeaderName } from './check-signature.ts';
import type { SignatureKey } from './published-keys.ts';
import { trustedKeys } from './trusted-keys.ts';

/** A response with the proof that Truework sent it. Plain: it survives JSON and any database. Holds what the response holds. */
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
      /** Whether the signature is right. */
      readonly valid: true;
      /** Id of the key that signed. */
      readonly keyId: string;
      /** When it was signed: ISO 8601, UTC. */
      readonly signedAt: string;
      /** The body as it was signed. */
      readonly body: string;
    }
  | {
      /** Whether the signature is right. */
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

/** A response was not archived, because it does not prove itself. */
export class ArchiveRejectedError extends TrueworkError {
  declare readonly code: 'archive-rejected';
  static override readonly code = 'archive-rejected';
}

// Checked key by key.
const rules = { keys: { expected: '', isRight: () => true } };

/**
 * Keeps a response together with its proof, after a look whether the proof holds.
 *
 * @param response - The `response` of a call that returned `{ data, response }`.
 * @throws {@link ArchiveRejectedError} if the signature is missing or does not fit.
 * @throws ConfigurationError if a key cannot be used, this is no such `response`, or the platform has no WebCrypto.
 */
export async function archive(response: SignedResponse, options: ArchiveOptions = {}): Promise<Archive> {
  checkOptions('archive', options, rules);
  const trusted = trustedKeys('archive', options.keys);
  const outcome = await checkSignature(checkedResponse(response), trusted);
  if ('problem' in outcome)
    throw new ArchiveRejectedError(`archive: the response was not archived: ${outcome.problem}`);
  const body = decode(response.body);
  if (body === undefined) {
    throw new ArchiveRejectedError('archive: the response was not archived: the body is not UTF-8.');
  }
  return { version: 1, signature: outcome.signature, headers: outcome.headers, body };
}

function checkedResponse(response: SignedResponse): SignedResponse {
  const { headers, body } = isObject(response as unknown) ? response : ({} as Partial<SignedResponse>);
  if (typeof headers?.get === 'function' && isBytes(body)) return { headers, body };
  throw new ConfigurationError(
    `archive: response must be the response of \`withResponse()\`, with headers and the bytes of the body, not ${describe(response)}.`,
  );
}

/**
 * Checks an archive: offline, whenever, with nothing but the keys.
 *
 * @param value - What {@link archive} made, as it comes out of your database. Anything else is not valid, and no error.
 * @throws ConfigurationError if a key cannot be used, or the platform has no WebCrypto.
 */
export async function verifyArchive(value: unknown, options: ArchiveOptions = {}): Promise<ArchiveVerdict> {
  checkOptions('verifyArchive', options, rules);
  const trusted = trustedKeys('verifyArchive', options.keys);
  const response = responseOf(value);
  if (response === undefined) return { valid: false, problem: 'it is not an archive of version 1.' };
  const outcome = await checkSignature(response, trusted);
  if ('problem' in outcome) return { valid: false, ...outcome };
  const { keyId, signedAtMs } = outcome;
  return {
    valid: true,
    keyId,
    signedAt: new Date(signedAtMs).toISOString(),
    body: decode(response.body) ?? '',
  };
}

function responseOf(value: unknown): SignedResponse | undefined {
  try {
    const { version, signature, headers, body } = (value ?? {}) as { [name in keyof Archive]?: unknown };
    if (version !== 1 || typeof signature !== 'string' || typeof body !== 'string') return undefined;
    const responded = new Headers(headers as Record<string, string>);
    responded.set(signatureHeaderName, signature);
    return { headers: responded, body: new TextEncoder().encode(body) };
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
