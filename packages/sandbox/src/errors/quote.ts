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

/** What kind of thing a value is, without saying it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value === '') return 'an empty string';
  if (typeof value === 'number') return kindOfNumber(value);
  if (typeof value === 'object') return kindOfObject(value);
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

/** The built-in kind of an object, such as `a Map`. */
function kindOfObject(value: object): string {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return kind === 'Object' ? 'an object' : `a ${kind}`;
}

function kindOfNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  // Nine digits may be somebody's number.
  return Math.abs(value) < 1_000_000 ? String(value) : 'such a number';
}
