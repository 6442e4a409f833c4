import type { Schema } from '@truework-legacy/spec/document';

/** One rule that a value must satisfy, in words. `code` is what must be shown letter by letter. */
export interface Limit {
  readonly text: string;
  readonly code?: string;
}

export function limitsOf(schema: Schema): Limit[] {
  const limits: Limit[] = [];
  if (schema.format) limits.push({ text: 'format', code: schema.format });
  if (schema.contentEncoding) limits.push({ text: 'encoded in', code: schema.contentEncoding });
  if (schema.contentMediaType) limits.push({ text: 'media type', code: schema.contentMediaType });
  for (const text of [
    range(schema.minLength, schema.maxLength, 'character'),
    range(schema.minimum, schema.maximum),
    range(schema.minItems, schema.maxItems, 'item'),
    range(schema.minProperties, schema.maxProperties, 'name'),
  ]) {
    if (text) limits.push({ text });
  }
  if (schema.exclusiveMinimum !== undefined) limits.push({ text: `greater than ${schema.exclusiveMinimum}` });
  if (schema.exclusiveMaximum !== undefined) limits.push({ text: `less than ${schema.exclusiveMaximum}` });
  if (schema.multipleOf !== undefined) limits.push({ text: `a multiple of ${schema.multipleOf}` });
  if (schema.uniqueItems) limits.push({ text: 'no item twice' });
  if (schema.pattern) {
    const words = schema['x-pattern-message'];
    limits.push({ text: words ? `${words}: pattern` : 'pattern', code: schema.pattern });
  }
  return limits;
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
