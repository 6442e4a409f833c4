import { childrenOf, type Schema, schemasIn } from '@truework-legacy/spec/document';
import { describe, expect, it } from 'vitest';
import { reference } from '../src/reference/reference.ts';

/** What the reference shows of a schema: the fields of `Schema` in spec/document that are for readers. */
const shown = new Set([
  '$ref',
  'additionalProperties',
  'allOf',
  'anyOf',
  'const',
  'contentEncoding',
  'contentMediaType',
  'default',
  'deprecated',
  'description',
  'enum',
  'example',
  'examples',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'items',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'oneOf',
  'pattern',
  'properties',
  'readOnly',
  'required',
  'type',
  'uniqueItems',
  'writeOnly',
  'x-bound',
  'x-enumDescriptions',
  'x-final',
  'x-pattern-message',
  'x-pii',
  'x-source',
]);

/** What only programs read. */
const forPrograms = new Set(['x-essential', 'x-fallback']);

const schemas = childrenOf<Schema>(reference.document, '#/components/schemas').map(([, schema]) => schema);

describe('the reference', () => {
  it('shows every schema keyword that the description uses', () => {
    const used = schemas.flatMap(schemasIn).flatMap(({ value }) => Object.keys(value));
    const unseen = [...new Set(used)].filter((keyword) => !shown.has(keyword) && !forPrograms.has(keyword));
    expect(unseen, 'Show these in src/reference/field.ts, then list them here.').toEqual([]);
  });

  it('shows which values are final by their meanings', () => {
    const reported = schemas.flatMap(({ value: schema }) =>
      Object.entries(schema['x-enumDescriptions'] ?? {})
        .filter(([, meaning]) => meaning.startsWith('Final.'))
        .map(([value]) => value),
    );
    const final = schemas.flatMap(({ value }) => value['x-final'] ?? []);
    expect(final.length).toBeGreaterThan(0);
    expect(reported, 'The meaning of a final value begins with "Final."').toEqual(final);
  });
});
