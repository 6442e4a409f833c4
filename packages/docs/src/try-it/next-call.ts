import { valueAt } from '@truework-legacy/spec/document';
import type { NextCall } from '../reference/try-it.ts';

const opening = '#try-it?';

/**
 * The address of the next call's console, with the values that a response has for it.
 *
 * @param server - Where to send it. Undefined if that console finds out by itself.
 * @returns Undefined if the response lacks a value.
 */
export function nextCallHref(
  { href, values }: NextCall,
  body: unknown,
  server: string | undefined,
): string | undefined {
  const found = Object.entries(values).map(([input, pointer]) => [input, valueAt(body, pointer)] as const);
  if (found.some(([, value]) => typeof value !== 'string')) return undefined;
  const reported = new URLSearchParams([...found, ...(server ? [['server', server]] : [])] as string[][]);
  return `${href}${opening}${reported}`;
}

/** What an address says to the console of its page, by input. Undefined if it is not about the console. */
export function reportedBy(hash: string): ReadonlyMap<string, string> | undefined {
  if (hash === '#try-it') return new Map();
  return hash.startsWith(opening) ? new Map(new URLSearchParams(hash.slice(opening.length))) : undefined;
}
