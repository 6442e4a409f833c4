import { publishedKeys } from './published-keys.ts';
import { type Problem, parseSignatureHeader } from './signature-header.ts';
import type { TrustedKey, TrustedKeys } from './trusted-keys.ts';

export const signatureHeaderName = 'x-truework-signature';

/** A valid signature. */
export interface Proof {
  readonly keyId: string;
  /** The signed `Date`, in milliseconds since 1970. */
  readonly signedAtMs: number;
  /** The value of `X-Truework-Signature`. */
  readonly signature: string;
  /** The signed headers by lower-case name. */
  readonly headers: { readonly [name: string]: string };
}

/** The parts of a response that a signature covers. */
export interface SignedResponse {
  /** The headers of the response. */
  readonly headers: Headers;
  /** The bytes of the body, unchanged. */
  readonly body: Uint8Array;
}

/** Checks the signature of a response. Never rejects. A signature that cannot be checked is invalid. */
export async function checkSignature(
  { headers, body }: SignedResponse,
  keys: TrustedKeys,
): Promise<Proof | Problem> {
  try {
    if (!isBytes(body)) return { problem: 'the body is not available as bytes.' };
    return await prove((name) => textOf(headers.get(name)), body, keys);
  } catch {
    return { problem: 'the headers cannot be read.' };
  }
}

/** Not by `instanceof`, because test runners have a second Uint8Array. */
export function isBytes(body: unknown): body is Uint8Array {
  return Object.prototype.toString.call(body) === '[object Uint8Array]';
}

/** Undefined if it is not a string: headers of other classes than `Headers` may contain anything. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

type HeaderOf = (name: string) => string | undefined;

async function prove(headerOf: HeaderOf, body: Uint8Array, keys: TrustedKeys): Promise<Proof | Problem> {
  const value = headerOf(signatureHeaderName);
  if (value === undefined) return { problem: 'X-Truework-Signature is missing.' };
  const parsed = parseSignatureHeader(value);
  if ('problem' in parsed) return parsed;
  const key = keys.get(parsed.keyId);
  if (key === undefined) return { problem: unknownKey(parsed.keyId, keys) };
  const isEncoded = !/^(identity)?$/i.test(headerOf('content-encoding') ?? '');
  const signed = signedHeaders(parsed.headers, headerOf, body, isEncoded);
  if ('problem' in signed) return signed;
  const fits = await verify(key, parsed.signature, messageOf(signed.headers, body));
  if (typeof fits !== 'boolean') return fits;
  if (!fits) {
    return {
      problem: isEncoded
        ? 'the signature does not match the response, which was compressed. Send Accept-Encoding: identity.'
        : 'the signature does not match the response.',
    };
  }
  const signedAtMs = Date.parse(headerOf('date') as string);
  if (Number.isNaN(signedAtMs)) return { problem: 'the signed date is not a date.' };
  if (signedAtMs < key.notBeforeMs) return { problem: 'it was signed before the key was in use.' };
  return { keyId: parsed.keyId, signedAtMs, signature: value, headers: Object.fromEntries(signed.headers) };
}

/**
 * The headers of the signed message.
 *
 * `content-length` is counted, because `fetch` may have decompressed the body and a proxy may have removed the header. If the body was not
 * compressed, the header must match.
 */
function signedHeaders(
  names: readonly string[],
  headerOf: HeaderOf,
  body: Uint8Array,
  isEncoded: boolean,
): { readonly headers: readonly [string, string][] } | Problem {
  const contentLength = String(body.byteLength);
  if (!isEncoded && (headerOf('content-length') ?? contentLength) !== contentLength) {
    return { problem: 'content-length does not match the body.' };
  }
  const headers: [string, string][] = [];
  for (const name of names) {
    const value = name === 'content-length' ? contentLength : headerOf(name);
    if (value === undefined) return { problem: 'a signed header is missing.' };
    headers.push([name, value]);
  }
  return { headers };
}

function messageOf(headers: readonly [string, string][], body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(headers.map(([name, text]) => `${name}: ${text}\n`).join(''));
  const message = new Uint8Array(head.byteLength + body.byteLength);
  message.set(head);
  message.set(body, head.byteLength);
  return message;
}

async function verify(
  key: TrustedKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean | Problem> {
  try {
    const fits: unknown = await crypto.subtle.verify('Ed25519', await key.import(), signature, message);
    return fits === true;
  } catch {
    return {
      problem:
        'WebCrypto has no Ed25519 here, or rejects the key. Ed25519 needs Node.js 20, Chromium 137, Firefox 129 or Safari 17.',
    };
  }
}

/** Names only published keys: any other id is a value of the response. */
function unknownKey(keyId: string, keys: TrustedKeys): string {
  const environment = Object.entries(publishedKeys).find(([, list]) =>
    list.some((key) => key.keyId === keyId),
  )?.[0];
  const whose = environment === undefined ? 'a key' : `publishedKeys.${environment}`;
  return `it is signed with ${whose}, not with ${[...keys.keys()].join(' or ')}. To trust more keys, use the option keys.`;
}
