import type { Schema } from '@truework-legacy/spec/document';
import { full, resolved } from './full-value.ts';

/** A value as it is written down: JSON, but for what would be long. */
export type Sample =
  | string
  | number
  | boolean
  | null
  | readonly Sample[]
  /** A text of so many repetitions. */
  | { readonly $text: string; readonly $times: number }
  /** A list of so many of the same. */
  | { readonly $list: Sample; readonly $times: number }
  /** An object with so many properties. */
  | { readonly $properties: number }
  /** A component of the spec with all its properties. */
  | { readonly $full: string }
  /** A component of the spec with its required properties only. */
  | { readonly $least: string }
  /** What is meant, with all its properties. */
  | { readonly $whole: true }
  /** The same without one of them. */
  | { readonly $without: string }
  | { readonly [name: string]: Sample };

/** The value that a sample stands for in a location of the schema. */
export function decode(sample: Sample, schema: Schema): unknown {
  if (Array.isArray(sample)) return sample.map((item) => decode(item, {}));
  if (typeof sample !== 'object' || sample === null) return sample;
  const written = sample as Readonly<Record<string, Sample>>;
  if ('$value' in written) return written['$value'];
  if ('$text' in written) return String(written['$text']).repeat(Number(written['$times']));
  if ('$list' in written) {
    const item = decode(written['$list'] as Sample, schema.items ?? {});
    return Array.from({ length: Number(written['$times']) }, () => item);
  }
  if ('$properties' in written) {
    const field = full((resolved(schema).additionalProperties as Schema | undefined) ?? {});
    return Object.fromEntries(
      Array.from({ length: Number(written['$properties']) }, (_, index) => [`key ${index}`, field]),
    );
  }
  if ('$full' in written) return full({ $ref: `#/components/schemas/${String(written['$full'])}` });
  if ('$least' in written) {
    const reference = { $ref: `#/components/schemas/${String(written['$least'])}` };
    const { required = [] } = resolved(reference);
    return Object.fromEntries(
      Object.entries(full(reference) as object).filter(([name]) => required.includes(name)),
    );
  }
  if ('$whole' in written) return full({ ...resolved(schema), type: 'object' });
  if ('$without' in written) {
    const { [String(written['$without'])]: _, ...rest } = full({
      ...resolved(schema),
      type: 'object',
    }) as Record<string, unknown>;
    return rest;
  }
  return Object.fromEntries(Object.entries(written).map(([name, inside]) => [name, decode(inside, {})]));
}
