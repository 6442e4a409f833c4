import { describe, expect, it } from 'vitest';
import { childrenOf, type Example as NamedExample, valueAt } from '../document/index.ts';
import { documentObjects } from './document-objects.ts';
import { incompleteValues } from './incomplete-values.ts';
import { document, type Json } from './openapi-document.ts';
import { errorsOf, validatorAt } from './schema-validator.ts';

interface Example {
  /** Pointer to the example. */
  pointer: string;
  value: Json;
  /** Pointer to the schema that it is an example of. */
  schema: string;
}

const kindsWithSchema = new Set(['media type', 'parameter', 'header']);

/** Pointers to the schemas that are not in another schema. */
const schemas = [
  ...childrenOf(document, '#/components/schemas').map(([, { pointer }]) => pointer),
  ...documentObjects
    .filter(({ kind, value }) => kindsWithSchema.has(kind) && 'schema' in value)
    .map(({ pointer }) => `${pointer}/schema`),
];

const ofSchemas = documentObjects
  .filter(({ kind }) => kind === 'schema')
  .flatMap(({ pointer, value }): Example[] => {
    const list = Array.isArray(value['examples']) ? value['examples'] : [];
    return [
      ...['example', 'default'].map((field) => ({ pointer: `${pointer}/${field}`, value: value[field] })),
      ...list.map((item, index) => ({ pointer: `${pointer}/examples/${index}`, value: item })),
    ].flatMap(({ pointer: at, value: found }) =>
      found === undefined ? [] : [{ pointer: at, value: found, schema: pointer }],
    );
  });

const ofValues = documentObjects
  .filter(({ kind }) => kindsWithSchema.has(kind))
  .flatMap(({ pointer, value }): Example[] => {
    const schema = `${pointer}/schema`;
    const single =
      value['example'] === undefined
        ? []
        : [{ pointer: `${pointer}/example`, value: value['example'], schema }];
    const named = childrenOf<NamedExample>(document, `${pointer}/examples`).map(([, example]) => ({
      pointer: `${example.pointer}/value`,
      value: (example.value.value ?? null) as Json,
      schema,
    }));
    return [...single, ...named];
  });

const examples = [...ofSchemas, ...ofValues];

describe('ajv', () => {
  it.each(schemas)('reads the schema at %s', (pointer) => {
    expect(() => validatorAt(pointer)).not.toThrow();
  });

  it.each(examples)('finds $pointer valid by $schema', ({ value, schema }) => {
    expect(errorsOf(value, schema)).toEqual([]);
  });

  it('has seen every example of the components', () => {
    const seen = new Set(examples.map(({ pointer }) => pointer));
    const unseen = childrenOf(document, '#/components/examples')
      .map(([, { pointer }]) => `${pointer}/value`)
      .filter((pointer) => !seen.has(pointer));
    expect(unseen, 'No media type refers to these.').toEqual([]);
  });
});

describe('an example with one error', () => {
  const broken = ofValues.flatMap(({ pointer, value, schema }) =>
    incompleteValues(value, schema).map((rest) => ({ pointer, schema, ...rest })),
  );

  it.each(broken)('$pointer without $missing is rejected', ({ missing, incomplete, schema }) => {
    expect(errorsOf(incomplete, schema)).toContain(`/ must have required property '${missing}'`);
  });

  const planted: [example: string, property: string[], value: Json, fault: string][] = [
    ['VerificationCompleted', ['price', 'amount'], '39.9', 'must match pattern'],
    ['VerificationCompleted', ['price', 'amount'], 39.95, 'must be string'],
    ['VerificationCompleted', ['state'], 'done', 'must be equal to one of the allowed values'],
    ['VerificationCompleted', ['created'], '2019-11-05', 'must match format "date-time"'],
    ['VerificationCompleted', ['reports', '0', 'current_as_of'], '2019-02-30', 'must match format "date"'],
    ['VerificationCompleted', ['reports', '0', 'id'], '', 'must NOT have fewer than 1 characters'],
    [
      'VerificationInputWithCompany',
      ['target', 'social_security_number'],
      '00-00-0000',
      'must match pattern',
    ],
    ['VerificationPageFirst', ['count'], 1.5, 'must be integer'],
    ['VerificationPageFirst', ['results'], null, 'must be array'],
    ['ErrorInvalidFields', ['error', 'invalid_fields', 'type'], 'wrong', 'must be'],
  ];

  it.each(planted)('%s with %j as %j is rejected', (name, property, value, fault) => {
    const pointer = `#/components/examples/${name}/value`;
    const schema = examples.find((example) => example.pointer === pointer)?.schema;
    if (schema === undefined) throw new Error(`No media type refers to the example ${name}.`);
    const example = structuredClone(valueAt(document, pointer)) as Json;
    replace(example, property, value);
    const location = `/${property.join('/')} ${fault}`;
    expect(errorsOf(example, schema)).toContainEqual(expect.stringContaining(location));
  });
});

function replace(inside: Json | undefined, [name = '', ...deeper]: string[], value: Json): void {
  if (typeof inside !== 'object' || inside === null || !(name in inside)) throw new Error(`No ${name}.`);
  const properties = inside as Record<string, Json>;
  if (deeper.length === 0) properties[name] = value;
  else replace(properties[name], deeper, value);
}
