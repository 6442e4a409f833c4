import { kindOf } from './check-options.ts';

/** The longest text that an error message quotes. The spec bounds messages, and nobody reads more. */
const longest = 100;

/** A text for an error message, cut if it is long. */
export function excerpt(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A value for an error message: a text in quotation marks, cut if it is long, and the kind of anything else. */
export function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(excerpt(value)) : kindOf(value);
}
