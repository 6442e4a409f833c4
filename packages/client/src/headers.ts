import { isRecord, type OptionRule } from './check-options.ts';

/** The media type of every request, and of every response but a PDF. */
export const json = 'application/json';

/** Headers that the client itself sets. */
const ownHeaders = ['accept', 'authorization', 'content-type', 'request-sync'];

/** Headers about the connection. A runtime rejects them, or waits forever for a body of that length. */
const ofTheConnection = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
];

const reserved = [...ownHeaders, ...ofTheConnection];

export const headersRule: OptionRule = {
  expected: `an object of header names and strings, without ${reserved.join(', ')}`,
  isRight: (value) =>
    isRecord(value) &&
    Object.entries(value).every(
      ([name, text]) => isHeader(name, text) && !reserved.includes(name.toLowerCase()),
    ),
};

/** The headers that HTTP allows. An invalid header of a hook is left out, because the request matters more. */
export function allowedHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, text]) => [name.toLowerCase(), text as string] as const,
  );
  return Object.fromEntries(
    entries.filter(([name, text]) => isHeader(name, text) && !ofTheConnection.includes(name)),
  );
}

/** Whether fetch accepts a header: its name is a token, its value one line of Latin-1. */
function isHeader(name: string, text: unknown): text is string {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof text === 'string' && /^[\t -~\x80-\xff]*$/.test(text);
}

/** Headers of a response that identify or describe it, and contain no personal data. */
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

/** What looks like personal data in a header: a social security number or an email address. Longer numbers are ids of a request. */
export const telltalesOfHeaders = /(?<!\w)\d{3}[- ]?\d\d[- ]?\d{4}(?!\w)|@|%40/.source;

/** The headers of a response that may be logged. */
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
