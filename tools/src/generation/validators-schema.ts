import { lastNameIn, namesIn, type OpenApiDocument, pointerTo } from '@truework-legacy/spec/document';
import { SpecProblem } from './spec-problem.ts';

/** A schema in the few forms that the generator's own reader loses nothing of. */
export interface PlainSchema {
  $ref?: string;
  type?: string;
  enum?: (string | number | boolean)[];
  anyOf?: PlainSchema[];
  items?: PlainSchema;
  properties?: Record<string, PlainSchema>;
  additionalProperties?: PlainSchema | boolean;
  required?: string[];
  description?: string;
  /** What `anyOf` was: `oneOf` takes a value that exactly one of them takes. */
  'x-exclusive'?: true;
  /** The type that the values of `enum` have. */
  'x-base'?: string;
  /** The values are a `const`: a response has no other value either. */
  'x-const'?: true;
  'x-unique-items'?: true;
  'x-min-properties'?: number;
  'x-max-properties'?: number;
  [keyword: string]: unknown;
}

/** A schema as OpenAPI 3.1 has it. */
type SpecSchema = Readonly<Record<string, unknown>>;

/** A construct that no validator can be generated for. Names its location. */
export class UnsupportedSchemaError extends SpecProblem {
  override readonly name = 'UnsupportedSchemaError';
  /** The JSON pointer of the schema in the bundled document. */
  readonly pointer: string;
  readonly keyword: string;

  constructor(pointer: string, keyword: string, why: string) {
    super(
      [...namesIn(pointer), keyword],
      `No validator can be generated for ${keyword} at ${pointer}. ${why}`,
    );
    this.pointer = pointer;
    this.keyword = keyword;
  }
}

/** Keywords that say nothing about which values are right. `default` is what the API fills in, `contentEncoding` is for readers. */
const annotations = [
  '$comment',
  'contentEncoding',
  'contentMediaType',
  'default',
  'deprecated',
  'description',
  // Which of its schemas is meant. Each says itself what it takes.
  'discriminator',
  'example',
  'examples',
  'externalDocs',
  'readOnly',
  'title',
  'writeOnly',
  'xml',
];

/** The keywords about values that each type is checked by. */
const keywordsOf: Record<string, string[]> = {
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['maxLength', 'minLength', 'pattern', 'format'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'format'],
  boolean: [],
  null: [],
};

const formatsOf: Record<string, string[]> = {
  string: ['date', 'date-time', 'email', 'uri', 'uuid'],
  integer: ['int32'],
  number: ['float', 'double'],
};

/** More items than this in a list of a fixed length have no type that anybody would read. */
const longestTuple = 16;

/**
 * A schema with the same values in fewer forms: one type each, null and several types as `anyOf`, `allOf` as the one schema that it
 * amounts to, and what the generator's reader drops as extensions.
 *
 * @param pointer - Where the schema is in the document.
 * @throws UnsupportedSchemaError for whatever has no validator.
 */
export function plainSchema(document: OpenApiDocument, schema: unknown, pointer: string): PlainSchema {
  if (schema === true) return {};
  if (typeof schema !== 'object' || schema === null) {
    throw new UnsupportedSchemaError(pointer, `the schema ${String(schema)}`, 'Leave the field out.');
  }
  return new Simplification(document).schema(schema as SpecSchema, pointer);
}

class Simplification {
  readonly #document: OpenApiDocument;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  schema(schema: SpecSchema, pointer: string): PlainSchema {
    if (schema['$ref'] !== undefined) return this.#reference(schema, pointer);
    if (schema['allOf'] !== undefined) return this.schema(this.#merged(schema, pointer), pointer);
    if (schema['anyOf'] !== undefined) return this.#union(schema, 'anyOf', pointer);
    if (schema['oneOf'] !== undefined) return this.#union(schema, 'oneOf', pointer);
    if ('const' in schema) return listed(schema, [schema['const']], 'const', pointer);
    if (schema['enum'] !== undefined) return listed(schema, schema['enum'] as unknown[], 'enum', pointer);
    const types = typesOf(schema);
    if (types.length === 1) return this.#typed(schema, types[0] as string, pointer);
    const [unknown] = constraintsOf(schema);
    if (types.length === 0) {
      if (unknown === undefined) return {};
      throw new UnsupportedSchemaError(pointer, `${unknown} without a type`, 'Say the type beside it.');
    }
    onlyKnown(schema, ['type', ...types.flatMap((type) => keywordsOf[type] ?? [])], pointer);
    return either(
      types.map((type) => this.#typed({ ...pick(schema, keywordsOf[type] ?? []), type }, type, pointer)),
    );
  }

  #reference(schema: SpecSchema, pointer: string): PlainSchema {
    onlyKnown(schema, ['$ref'], pointer);
    const $ref = String(schema['$ref']);
    const name = /^#\/components\/schemas\/([^/]+)$/.exec($ref)?.[1];
    if (name === undefined || this.#document.components?.schemas?.[name] === undefined) {
      throw new UnsupportedSchemaError(pointer, `$ref ${$ref}`, 'Refer to a schema in components/schemas.');
    }
    return { $ref };
  }

  #union(schema: SpecSchema, keyword: 'anyOf' | 'oneOf', pointer: string): PlainSchema {
    onlyKnown(schema, [keyword], pointer);
    const given = schema[keyword] as unknown[];
    if (given.length === 0)
      throw new UnsupportedSchemaError(pointer, `${keyword} without a schema`, 'Name one.');
    const options = given.map((option, index) =>
      plainSchema(this.#document, option, pointerTo(pointer, keyword, index)),
    );
    if (keyword === 'anyOf' || options.length === 1) return either(options);
    const [nothing, ...others] = options.filter((option) => this.#takesNull(option));
    if (nothing !== undefined && others.length > 0) {
      throw new UnsupportedSchemaError(pointer, 'oneOf', 'Null is in more than one of its schemas.');
    }
    return { ...either(options), 'x-exclusive': true };
  }

  #takesNull(schema: PlainSchema, seen: readonly string[] = []): boolean {
    const { $ref, anyOf, type } = schema;
    if ($ref !== undefined) {
      if (seen.includes($ref)) return false;
      return this.#takesNull(plainSchema(this.#document, this.#target($ref), $ref), [...seen, $ref]);
    }
    if (anyOf !== undefined) return anyOf.some((option) => this.#takesNull(option, seen));
    return type === 'null' || (type === undefined && schema.enum === undefined);
  }

  #target($ref: string): unknown {
    return this.#document.components?.schemas?.[lastNameIn($ref)];
  }

  #typed(schema: SpecSchema, type: string, pointer: string): PlainSchema {
    const keywords = keywordsOf[type];
    if (keywords === undefined)
      throw new UnsupportedSchemaError(pointer, `the type ${type}`, 'There is no such type.');
    onlyKnown(schema, ['type', ...keywords], pointer);
    switch (type) {
      case 'object':
        return this.#object(schema, pointer);
      case 'array':
        return this.#array(schema, pointer);
      case 'string':
        return string(schema, pointer);
      case 'integer':
      case 'number':
        return number(schema, type, pointer);
      default:
        return { type };
    }
  }

  #object(schema: SpecSchema, pointer: string): PlainSchema {
    const { minProperties, maxProperties, additionalProperties } = schema;
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>);
    const required = (schema['required'] ?? []) as string[];
    const names = new Set(properties.map(([name]) => name));
    if (names.has('__proto__')) {
      throw new UnsupportedSchemaError(`${pointer}/properties/__proto__`, 'the name __proto__', 'Rename it.');
    }
    describedOnly(required, names, pointer);
    // As a number, which is what the generator writes, it is another name.
    const number = [...names].find((name) => /^0\d+$/.test(name));
    if (number !== undefined) throw new UnsupportedSchemaError(pointer, `the name ${number}`, 'Rename it.');
    return {
      type: 'object',
      ...(properties.length > 0 && {
        properties: Object.fromEntries(
          properties.map(([name, field]) => [
            name,
            plainSchema(this.#document, field, pointerTo(pointer, 'properties', name)),
          ]),
        ),
        required,
      }),
      ...(typeof additionalProperties === 'boolean' && { additionalProperties }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: plainSchema(
          this.#document,
          additionalProperties,
          `${pointer}/additionalProperties`,
        ),
      }),
      ...(minProperties !== undefined && { 'x-min-properties': minProperties as number }),
      ...(maxProperties !== undefined && { 'x-max-properties': maxProperties as number }),
    };
  }

  #array(schema: SpecSchema, pointer: string): PlainSchema {
    const { items = true, uniqueItems, minItems, maxItems } = schema;
    if (minItems === maxItems && Number(maxItems) > longestTuple) {
      throw new UnsupportedSchemaError(pointer, `minItems and maxItems ${maxItems}`, 'Let them differ.');
    }
    return {
      type: 'array',
      ...pick(schema, ['minItems', 'maxItems']),
      items: plainSchema(this.#document, items, `${pointer}/items`),
      ...(uniqueItems === true && { 'x-unique-items': true }),
    };
  }

  /** The one schema that the schemas of `allOf` and the keywords beside them amount to. */
  #merged(schema: SpecSchema, pointer: string, seen: readonly string[] = []): SpecSchema {
    const { allOf, ...beside } = schema;
    const parts = [...(allOf as SpecSchema[]), beside].filter((part) => constraintsOf(part).length > 0);
    if (parts.length === 1) return { ...pick(beside, annotations), ...parts[0] };
    const resolved = parts.map((part) => this.#followed(part, pointer, seen));
    for (const { properties = {}, required = [] } of resolved) {
      describedOnly(required as string[], new Set(Object.keys(properties as object)), pointer);
    }
    const open = resolved.find(({ additionalProperties }) => additionalProperties !== undefined);
    if (open !== undefined) {
      throw new UnsupportedSchemaError(pointer, 'additionalProperties inside allOf', 'Write one schema.');
    }
    return {
      ...pick(beside, annotations),
      ...resolved.reduce((all, part) => joined(all, part, pointer), {}),
    };
  }

  #followed(part: SpecSchema, pointer: string, seen: readonly string[]): SpecSchema {
    const $ref = part['$ref'] as string | undefined;
    if ($ref === undefined) return part['allOf'] === undefined ? part : this.#merged(part, pointer, seen);
    if (seen.includes($ref)) throw new UnsupportedSchemaError(pointer, `$ref ${$ref}`, 'It contains itself.');
    this.#reference(part, pointer);
    return this.#followed(this.#target($ref) as SpecSchema, pointer, [...seen, $ref]);
  }
}

/** @throws UnsupportedSchemaError if a schema requires what it does not describe: its type would not say so. */
function describedOnly(required: readonly string[], names: ReadonlySet<string>, pointer: string): void {
  const nowhere = required.find((name) => !names.has(name));
  if (nowhere === undefined) return;
  throw new UnsupportedSchemaError(
    pointer,
    `required: ${nowhere}`,
    'Describe it in the properties beside it as well.',
  );
}

function string(schema: SpecSchema, pointer: string): PlainSchema {
  const { pattern } = schema;
  knownFormat(schema, 'string', pointer);
  const words = schema['x-pattern-message'];
  if (pattern !== undefined) {
    if (typeof words !== 'string') {
      throw new UnsupportedSchemaError(pointer, 'pattern', 'Say in x-pattern-message what it wants.');
    }
    try {
      new RegExp(pattern as string, 'u');
    } catch (error) {
      throw new UnsupportedSchemaError(pointer, 'pattern', (error as Error).message);
    }
  }
  return {
    type: 'string',
    ...pick(schema, ['maxLength', 'minLength', 'format']),
    ...(pattern !== undefined && { pattern, 'x-pattern-message': words }),
  };
}

function number(schema: SpecSchema, type: 'integer' | 'number', pointer: string): PlainSchema {
  knownFormat(schema, type, pointer);
  const bounds: SpecSchema = pick(schema, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);
  if (schema['format'] !== 'int32') return { type, ...bounds };
  const { minimum = -(2 ** 31), maximum = 2 ** 31 - 1 } = bounds as Record<string, number>;
  return {
    type,
    ...bounds,
    minimum: Math.max(minimum, -(2 ** 31)),
    maximum: Math.min(maximum, 2 ** 31 - 1),
  };
}

function knownFormat({ format }: SpecSchema, type: string, pointer: string): void {
  if (format === undefined || formatsOf[type]?.includes(format as string)) return;
  throw new UnsupportedSchemaError(pointer, `the format ${format}`, 'No check is written for it.');
}

/** A schema that lists its values. */
function listed(
  schema: SpecSchema,
  values: readonly unknown[],
  keyword: 'const' | 'enum',
  pointer: string,
): PlainSchema {
  onlyKnown(schema, ['type', keyword], pointer);
  const types = typesOf(schema);
  const strange = values.find((value) => typeof value === 'object' && value !== null);
  if (strange !== undefined) {
    throw new UnsupportedSchemaError(pointer, `${keyword} with an object or a list`, 'List plain values.');
  }
  if (keyword === 'enum' && types.length === 0) {
    throw new UnsupportedSchemaError(pointer, 'enum without a type', 'Say the type beside it.');
  }
  const isRight = (value: unknown) => types.length === 0 || types.some((type) => isOfType(value, type));
  if (values.length === 0 || !values.every(isRight)) {
    throw new UnsupportedSchemaError(pointer, `${keyword} of another type`, 'List values of its type.');
  }
  const groups = Map.groupBy(new Set(values), (value) => (value === null ? 'null' : typeof value));
  return either(
    [...groups].map(([type, group]) =>
      type === 'null'
        ? { type }
        : {
            type,
            enum: group as string[],
            'x-base':
              type === 'number' && types.includes('integer') && !types.includes('number') ? 'integer' : type,
            ...(keyword === 'const' && { 'x-const': true as const }),
          },
    ),
  );
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return type === (value === null ? 'null' : typeof value);
}

function either(options: PlainSchema[]): PlainSchema {
  return options.length === 1 ? (options[0] as PlainSchema) : { anyOf: options };
}

function typesOf(schema: SpecSchema): string[] {
  return [schema['type'] ?? []].flat() as string[];
}

/** The keywords that say something about values. */
function constraintsOf(schema: SpecSchema): string[] {
  return Object.keys(schema).filter((keyword) => !keyword.startsWith('x-') && !annotations.includes(keyword));
}

function onlyKnown(schema: SpecSchema, known: readonly string[], pointer: string): void {
  const unknown = constraintsOf(schema).find((keyword) => !known.includes(keyword));
  if (unknown === undefined) return;
  const beside = known.filter((keyword) => keyword in schema).join(', ');
  throw new UnsupportedSchemaError(
    pointer,
    beside === '' ? unknown : `${unknown} beside ${beside}`,
    'Write it otherwise, or teach it to tools/src/generation/validators-schema.ts and packages/zod.',
  );
}

function pick(schema: SpecSchema, keywords: readonly string[]): SpecSchema {
  const kept = [...keywords, ...(keywords.includes('pattern') ? ['x-pattern-message'] : [])];
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => kept.includes(keyword)));
}

/** Two schemas that both have to be met, as one. */
function joined(one: SpecSchema, other: SpecSchema, pointer: string): SpecSchema {
  const { properties, required, ...others } = other;
  const result = disjoint(one, pick(others, constraintsOf(others)), pointer, (keyword) => keyword);
  return {
    ...result,
    ...(properties !== undefined && {
      properties: disjoint(
        (one['properties'] ?? {}) as SpecSchema,
        properties as SpecSchema,
        pointer,
        (name) => `the property ${name}`,
      ),
    }),
    ...(required !== undefined && {
      required: [...new Set([...((one['required'] ?? []) as string[]), ...(required as string[])])],
    }),
  };
}

/** All of two objects that say nothing different under the same key. */
function disjoint(
  one: SpecSchema,
  other: SpecSchema,
  pointer: string,
  inWords: (key: string) => string,
): SpecSchema {
  const twice = Object.keys(other).find(
    (key) => Object.hasOwn(one, key) && JSON.stringify(one[key]) !== JSON.stringify(other[key]),
  );
  if (twice === undefined) return { ...one, ...other };
  throw new UnsupportedSchemaError(pointer, `allOf with two of ${inWords(twice)}`, 'Write one schema.');
}
