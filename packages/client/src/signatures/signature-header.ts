import { decodeBase64 } from './base64.ts';

/** The parameters of `X-Truework-Signature`. */
export interface SignatureHeader {
  readonly keyId: string;
  /** Names of the signed headers in lower case, in the order in which they were signed. */
  readonly headers: readonly string[];
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** What is wrong. Contains no value of the response. */
export interface Problem {
  readonly problem: string;
}

/** A name and a value, which is quoted on both sides or not at all. */
const parameterForm = /^[ \t]*([^=\s"]+)=("?)([^"]*)\2[ \t]*$/;

const namesForm = /^[a-z0-9-]+(?: [a-z0-9-]+)*$/;

/** The maximum length of the header, in UTF-16 code units. Truework's has about 200. */
const longest = 2_000;

/**
 * Headers that must be signed. Without the length, the beginning of a body could be passed off as a header; without the date, it has no
 * age.
 */
const signedAlways = ['date', 'content-length'];

/**
 * Parses `X-Truework-Signature`: `keyId="…", headers="date content-length", signature="…"`.
 *
 * Strict: `keyId`, `headers` and `signature` must occur once each, in any order. The names of headers must be distinct, in lower case,
 * separated by one space, and include `date` and `content-length`. The signature must be 64 bytes in canonical base64, not base64url.
 * Unknown parameters are ignored.
 */
export function parseSignatureHeader(value: string): SignatureHeader | Problem {
  if (value.length > longest)
    return { problem: `X-Truework-Signature is longer than ${longest} characters.` };
  const parameters = new Map<string, string>();
  for (const part of value.split(',')) {
    const [, name, , text] = parameterForm.exec(part) ?? [];
    if (name === undefined || text === undefined) {
      return { problem: 'X-Truework-Signature is not a list of name="value".' };
    }
    if (parameters.has(name)) {
      return { problem: 'X-Truework-Signature repeats a parameter, or contains several signatures.' };
    }
    parameters.set(name, text);
  }
  const keyId = parameters.get('keyId');
  const names = parameters.get('headers');
  const encoded = parameters.get('signature');
  if (!keyId || names === undefined || encoded === undefined) {
    return { problem: 'X-Truework-Signature has no keyId, headers or signature.' };
  }
  const headers = names.split(' ');
  if (!namesForm.test(names) || new Set(headers).size < headers.length) {
    return { problem: 'X-Truework-Signature: headers is not a list of distinct lower-case names.' };
  }
  if (!signedAlways.every((name) => headers.includes(name))) {
    return { problem: 'X-Truework-Signature does not cover date and content-length.' };
  }
  const signature = decodeBase64(encoded, 64);
  return signature === undefined
    ? { problem: 'X-Truework-Signature: signature is not 64 bytes in base64.' }
    : { keyId, headers, signature };
}
