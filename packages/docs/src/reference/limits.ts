import { type BoundKeyword, ownBoundsOf, type Schema } from '@truework-legacy/spec/document';

/** One rule that a value must satisfy, in words. `code` is what must be shown letter by letter. */
export interface Limit {
  readonly text: string;
  readonly code?: string;
}

/** Behind a limit that no source states: a value beyond it is not rejected. */
const ours = ' (our estimate)';

/** Whether no source states a limit. */
export function isOurs({ text }: Limit): boolean {
  return text.includes(ours);
}

export function limitsOf(schema: Schema): Limit[] {
  const limits: Limit[] = [];
  if (schema.format) limits.push({ text: 'format', code: schema.format });
  if (schema.contentEncoding) limits.push({ text: 'encoded in', code: schema.contentEncoding });
  if (schema.contentMediaType) limits.push({ text: 'media type', code: schema.contentMediaType });
  for (const text of [
    ...ranges(schema, 'minLength', 'maxLength', 'character'),
    ...ranges(schema, 'minimum', 'maximum'),
    ...ranges(schema, 'minItems', 'maxItems', 'item'),
    ...ranges(schema, 'minProperties', 'maxProperties', 'name'),
  ]) {
    limits.push({ text });
  }
  if (schema.exclusiveMinimum !== undefined) limits.push({ text: `greater than ${schema.exclusiveMinimum}` });
  if (schema.exclusiveMaximum !== undefined) limits.push({ text: `less than ${schema.exclusiveMaximum}` });
  if (schema.multipleOf !== undefined) limits.push({ text: `a multiple of ${schema.multipleOf}` });
  if (schema.uniqueItems) limits.push({ text: 'no item twice' });
  if (schema.pattern) {
    const words = schema['x-pattern-message'];
    const owner = ownBoundsOf(schema).includes('pattern') ? ours : '';
    limits.push({ text: `${words ? `${words}: ` : ''}pattern${owner}`, code: schema.pattern });
  }
  return limits;
}

type NumberBound = Exclude<BoundKeyword, 'pattern'>;

/** One range, or two if one end of it is our own and the other is not. */
function ranges(schema: Schema, least: NumberBound, most: NumberBound, unit?: string): string[] {
  const own = ownBoundsOf(schema);
  const ends = [least, most].filter((keyword) => schema[keyword] !== undefined);
  const ofOne = ends.filter((keyword) => own.includes(keyword) === own.includes(ends[0] as NumberBound));
  return [ofOne, ends.filter((keyword) => !ofOne.includes(keyword))].flatMap((keywords) => {
    const kept = (keyword: NumberBound) => (keywords.includes(keyword) ? schema[keyword] : undefined);
    const text = range(kept(least), kept(most), unit);
    const owner = own.includes(keywords[0] as NumberBound) ? ours : '';
    return text === undefined ? [] : [text + owner];
  });
}

function range(least: number | undefined, most: number | undefined, unit?: string): string | undefined {
  const measure = (count: number) => {
    const digits = grouped(count);
    return unit ? `${digits} ${unit}${count === 1 ? '' : 's'}` : digits;
  };
  if (least !== undefined && least === most) return `exactly ${measure(least)}`;
  if (least !== undefined && most !== undefined) return `${grouped(least)} to ${measure(most)}`;
  if (most !== undefined) return `at most ${measure(most)}`;
  if (least !== undefined) return `at least ${measure(least)}`;
  return undefined;
}

function grouped(count: number): string {
  return count < 10_000 ? String(count) : count.toLocaleString('en-US');
}
