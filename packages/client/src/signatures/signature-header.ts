import { decodeBase64 } from './base64.ts';

/** What `X-Truework-Signature` says. */
export interface SignatureHeader {
  readonly keyId: string;
  /** Names of the signed headers, lower-case, in the order in which they were signed. */
  readonly headers: readonly string[];
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** What is wrong, in words, without any value of what was read. */
export interface Problem {
  readonly problem: string;
}

/** Name and value, with quotes at both ends of it or at neither. */
const parameterForm = /^[ \t]*([^=\s"]+)=("?)([^"]*)\2[ \t]*$/;

const namesForm = /^[a-z0-9-]+(?: [a-z0-9-]+)*$/;

/** Truework's has about 200 characters. */
const longest = 2_000;

/** Without its length, a body could be cut in two and its beginning passed off as a header. Without the date, it has no age. */
const signedAlways = ['date', 'content-length'];

/**
 * Reads the value of `X-Truework-Signature`: `keyId="…", headers="date content-length", signature="…"`.
 *
 * Strict in all that decides: `keyId`, `headers` and `signature` once each, in any order; names of headers lower-case, one space
 * between them, none twice, `date` and `content-length` among them; the signature 64 bytes of canonical base64, not base64url.
 * Parameters that it does not know are passed over.
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
