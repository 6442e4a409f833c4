// What may be said of a value that may be anybody's: its type and form.

/** The type of a JSON value, by the name that schemas have for it. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/**
 * Type and form of a value.
 *
 * @param nameOf - Writes the name of a field.
 */
export function shapeOf(value: unknown, nameOf: (name: string) => string, depth = 3): string {
  if (typeof value === 'string') return `string${formOf(value)}`;
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject) return typeOf(value);
  if (depth === 0) return typeOf(value);
  if (Array.isArray(value)) {
    const shapes = [...new Set(value.map((item) => shapeOf(item, nameOf, depth - 1)))].sort();
    return shapes.length === 0 ? 'empty array' : `array of ${shapes.join(' or ')}`;
  }
  const fields = Object.entries(value).map(
    ([name, field]) => `${nameOf(name)}: ${shapeOf(field, nameOf, depth - 1)}`,
  );
  return fields.length === 0 ? 'empty object' : `object { ${[...new Set(fields)].sort().join(', ')} }`;
}

const forms: [RegExp, string][] = [
  [/^$/, ' (empty)'],
  [/^\d{4}-\d{2}-\d{2}$/, ' (date)'],
  [/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/, ' (date and time)'],
  [/^https?:\/\//, ' (URL)'],
  [/^-?\d+\.\d+$/, ' (decimal number)'],
  [/^-?\d+$/, ' (whole number)'],
  [/^[a-z]+([-_][a-z]+)*$/, ' (lower-case words)'],
];

function formOf(value: string): string {
  return forms.find(([pattern]) => pattern.test(value))?.[1] ?? '';
}

const words = /^[a-z]{1,24}\d{0,2}([-_][a-z]{1,24}\d{0,2}){0,7}$/i;

/**
 * Writes names that the spec does not know: of fields, of headers. One that might be a value, because its form is not a name's or
 * was sent as a value, is not written.
 *
 * @param sent - What the request said, in lower case.
 */
export function nameWriter(sent: ReadonlySet<string>): (name: string) => string {
  return (name) => (words.test(name) && !sent.has(name.toLowerCase()) ? name : '(a name that is not shown)');
}

/** Every text in a JSON value, names of fields included, in lower case. */
export function textsIn(value: unknown): Set<string> {
  const texts = new Set<string>();
  const add = (node: unknown): void => {
    if (typeof node === 'string') texts.add(node.toLowerCase());
    if (typeof node === 'object' && node !== null) for (const inner of Object.values(node)) add(inner);
  };
  add(value);
  return texts;
}
