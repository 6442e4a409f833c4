import { isObject, type OptionRule } from './check-options.ts';

/** What the client itself sets. */
const ownHeaders = ['accept', 'authorization', 'content-type', 'request-sync'];

/** What is about the connection. A runtime rejects it, or waits for a body of that length for ever. */
const ofTheConnection = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

const reserved = [...ownHeaders, ...ofTheConnection];

export const headersRule: OptionRule = {
  expected: `an object of header names and strings, without ${reserved.join(', ')}`,
  isRight: (value) =>
    isObject(value) &&
    Object.entries(value).every(
      ([name, text]) => isHeader(name, text) && !reserved.includes(name.toLowerCase()),
    ),
};

/** Those headers that HTTP allows. What a hook makes of others is not worth a request that fails. */
export function allowedHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers)) {
    if (isHeader(name, text) && !ofTheConnection.includes(name.toLowerCase()))
      allowed[name.toLowerCase()] = text;
  }
  return allowed;
}

/** Whether fetch takes it: a token as its name, and a text of one line in Latin-1. */
function isHeader(name: string, text: unknown): text is string {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof text === 'string' && /^[\t -~\x80-\xff]*$/.test(text);
}

/** Headers of a response that name it or say how it was made, and nothing about a person. */
const safeHeaders = [
  'cf-ray',
  'content-type',
  'date',
  'request-id',
  'retry-after',
  'server',
  'version',
  'x-request-id',
];

/** What looks like personal data in a header: a social security number or an address. Longer numbers name a request. */
export const telltalesOfHeaders = /(?<!\w)\d{3}[- ]?\d\d[- ]?\d{4}(?!\w)|\S*(@|%40)\S*/.source;

/** Those headers of a response that may be logged. */
export function safeHeadersOf(
  headers: { get(name: string): string | null },
  redact: (text: string) => string,
): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const name of safeHeaders) {
    const text = headers.get(name);
    if (text !== null) safe[name] = redact(text).slice(0, 200);
  }
  return safe;
}
