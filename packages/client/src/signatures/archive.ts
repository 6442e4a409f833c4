import { anything, checkOptions, describe } from '../check-options.ts';
import { ConfigurationError, TrueworkError } from '../errors.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import { checkSignature, isBytes, type SignedResponse, signatureHeaderName } from './check-signature.ts';
import type { SignatureKey } from './published-keys.ts';
import { trustedKeys } from './trusted-keys.ts';

/** A response with the proof that Truework sent it: plain JSON, for any database. Contains the personal data of the response. */
export interface Archive {
  /** Version of this format. */
  readonly version: 1;
  /** The value of `X-Truework-Signature`: the id of the key, the names of the signed headers in order, and the signature in base64. */
  readonly signature: string;
  /** The signed headers by lower-case name. `content-length` is the length of `body` in UTF-8. */
  readonly headers: { readonly [name: string]: string };
  /** The body as text, byte for byte. */
  readonly body: string;
}

/** The result of {@link verifyArchive}. */
export type ArchiveVerdict =
  | {
      /** Whether the signature is valid. */
      readonly valid: true;
      /** Id of the key that signed it. */
      readonly keyId: string;
      /** When it was signed: ISO 8601, UTC. */
      readonly signedAt: string;
      /** The body as it was signed. */
      readonly body: string;
    }
  | {
      /** Whether the signature is valid. */
      readonly valid: false;
      /** What is wrong. Contains no value of the archive. */
      readonly problem: string;
    };

/** Options of {@link archive} and {@link verifyArchive}. */
export interface ArchiveOptions {
  /**
   * The trusted keys.
   * @defaultValue `publishedKeys.production`
   */
  readonly keys?: readonly SignatureKey[] | undefined;
}

/** A response was not archived, because its signature is missing or invalid. */
export class ArchiveRejectedError extends TrueworkError {
  declare readonly code: 'archive-rejected';
  static override readonly code = 'archive-rejected';
}

const rules = { keys: anything };

/**
 * Makes an archive of a response, after checking its signature.
 *
 * @param response - The `response` of `withResponse()`.
 * @throws {@link ArchiveRejectedError} if the signature is missing or invalid.
 * @throws {@link ConfigurationError} if a key or `response` is invalid, or the platform has no WebCrypto.
 * @example
 * ```ts
 * const { response } = await truework.reports.get(id, reportId).withResponse();
 * await save(JSON.stringify(await archive(response)));
 * ```
 */
export async function archive(response: SignedResponse, options: ArchiveOptions = {}): Promise<Archive> {
  const { keys } = checkOptions('archive', options, rules);
  const trusted = trustedKeys('archive', keys);
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
  const given = ignoringErrors(() => {
    const { headers, body } = response;
    return typeof headers.get === 'function' && isBytes(body) ? { headers, body } : undefined;
  });
  if (given) return given;
  throw new ConfigurationError(
    `archive: response must be the response of \`withResponse()\`, with headers and the bytes of the body, not ${describe(response)}.`,
  );
}

/**
 * Checks an archive, offline and at any time.
 *
 * @param value - The result of {@link archive}, as it comes from your database. Anything else is invalid, but not an error.
 * @throws {@link ConfigurationError} if a key is invalid, or the platform has no WebCrypto.
 * @example
 * ```ts
 * const verdict = await verifyArchive(JSON.parse(await load(reportId)));
 * if (!verdict.valid) throw new Error(verdict.problem);
 * ```
 */
export async function verifyArchive(value: unknown, options: ArchiveOptions = {}): Promise<ArchiveVerdict> {
  const { keys } = checkOptions('verifyArchive', options, rules);
  const trusted = trustedKeys('verifyArchive', keys);
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
    const { version, signature, headers, body } = value as { [name in keyof Archive]?: unknown };
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
