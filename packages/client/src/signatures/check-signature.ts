import { publishedKeys } from './published-keys.ts';
import { type Problem, parseSignatureHeader } from './signature-header.ts';
import type { TrustedKeys } from './trusted-keys.ts';

export const signatureHeaderName = 'x-truework-signature';

/** A signature that fits. */
export interface Proof {
  readonly keyId: string;
  /** The signed `Date`, in milliseconds since 1970. */
  readonly signedAtMs: number;
  /** `X-Truework-Signature` as it came. */
  readonly signature: string;
  /** What was signed beside the body. */
  readonly headers: { readonly [name: string]: string };
}

/** The parts of an answer that a signature is about. */
export interface SignedAnswer {
  readonly headers: Headers;
  /** The untouched bytes. */
  readonly body: Uint8Array;
}

/** Checks the signature of an answer. Never rejects. */
export async function checkSignature(
  { headers, body }: SignedAnswer,
  keys: TrustedKeys,
): Promise<Proof | Problem> {
  const value = headers.get(signatureHeaderName);
  if (value === null) return { problem: 'X-Truework-Signature is missing.' };
  const parsed = parseSignatureHeader(value);
  if ('problem' in parsed) return parsed;
  const key = keys.get(parsed.keyId);
  if (key === undefined) return { problem: unknownKey(parsed.keyId, keys) };

  // `fetch` may have decompressed the body, and a proxy may have taken the header away. What was signed is the length of the
  // signed body, so it is counted, and a header that is about these bytes has to agree.
  const contentLength = String(body.byteLength);
  const isEncoded = !/^(identity)?$/i.test(headers.get('content-encoding') ?? '');
  if (!isEncoded && (headers.get('content-length') ?? contentLength) !== contentLength) {
    return { problem: 'content-length is not the length of the body.' };
  }
  const signed: [string, string][] = [];
  for (const name of parsed.headers) {
    const signedValue = name === 'content-length' ? contentLength : headers.get(name);
    if (signedValue === null) {
      return { problem: 'a signed header is missing.' };
    }
    signed.push([name, signedValue]);
  }

  const head = new TextEncoder().encode(signed.map(([name, text]) => `${name}: ${text}\n`).join(''));
  const message = new Uint8Array(head.byteLength + body.byteLength);
  message.set(head);
  message.set(body, head.byteLength);
  let fits: boolean;
  try {
    fits = await crypto.subtle.verify('Ed25519', await key.import(), parsed.signature, message);
  } catch {
    return {
      problem:
        'WebCrypto has no Ed25519 here (Node.js 20, Chromium 137, Firefox 129 and Safari 17 have it), or refuses the key.',
    };
  }
  if (!fits) {
    return {
      problem: isEncoded
        ? 'the signature does not fit. The answer came compressed: ask for Accept-Encoding: identity.'
        : 'the signature does not fit the answer.',
    };
  }
  const signedAtMs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(signedAtMs)) return { problem: 'the signed date is no date.' };
  if (signedAtMs < key.notBeforeMs) return { problem: 'it was signed before the key was in use.' };
  return { keyId: parsed.keyId, signedAtMs, signature: value, headers: Object.fromEntries(signed) };
}

/** Names published keys alone: an id that nobody published is a value of the answer. */
function unknownKey(keyId: string, keys: TrustedKeys): string {
  const environment = Object.entries(publishedKeys).find(([, list]) =>
    list.some((key) => key.keyId === keyId),
  )?.[0];
  const whose = environment === undefined ? 'a key' : `publishedKeys.${environment}`;
  return `it is signed with ${whose}, not with ${[...keys.keys()].join(' or ')}. Trust more with keys.`;
}
