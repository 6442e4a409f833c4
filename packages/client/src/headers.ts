import { isObject, type OptionRule } from './check-options.ts';

/** What the client itself sets. */
const ownHeaders = ['accept', 'authorization', 'content-type', 'request-sync'];

export const headersRule: OptionRule = {
  expected: `an object of header names and texts, without ${ownHeaders.join(', ')}`,
  isRight: (value) => {
    const headers = isObject(value) && allowedHeaders(value);
    return Boolean(headers) && !ownHeaders.some((name) => name in (headers as object));
  },
};

/** Headers by their lower-case names. Undefined if HTTP does not allow one of them. */
export function allowedHeaders(headers: object): Record<string, string> | undefined {
  try {
    // As fetch would, which fails only when it is called.
    return Object.fromEntries(new Headers(headers as Record<string, string>));
  } catch {
    return undefined;
  }
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

/** Those headers of a response that may be logged. */
export function safeHeadersOf(
  headers: { get(name: string): string | null },
  redact: (text: string) => string,
): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const name of safeHeaders) {
    const text = headers.get(name);
    if (text !== null) safe[name] = redact(text.slice(0, 200));
  }
  return safe;
}
