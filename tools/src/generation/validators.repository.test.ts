import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { generateCode } from './openapi-ts.ts';
import { typeEquality } from './type-equality.ts';
import { typeErrors } from './type-errors.ts';
import { validatorRuns } from './validators.ts';
import { UnsupportedSchemaError } from './validators-schema.ts';

// Small specs, generated, compiled and run: what each schema takes is what ajv takes.

const deep = { a: { b: [1, { c: null }] } };

/** Schemas, and values of which some are right and some are wrong. */
const schemas: Record<string, [schema: object, ...values: unknown[]]> = {
  // Names that platforms have as well.
  Event: [
    { type: 'object', properties: { date: { $ref: '#/components/schemas/Date' } } },
    {},
    { date: 'a' },
    { date: 1 },
  ],
  Date: [{ type: 'string' }, 'a', 1],
  Error: [{ type: 'array', items: { $ref: '#/components/schemas/Event' } }, [], [{}], [1]],
  Text: [{ type: 'string', minLength: 2, maxLength: 3 }, '', 'a', 'ab', 'abcd', '𝒳', '𝒳𝒳𝒳', 7, null],
  Uuid: [{ type: 'string', format: 'uuid' }, '123e4567-e89b-12d3-a456-426614174000', '123e4567', '', 5],
  Pattern: [
    { type: 'string', pattern: '^[/"\']\\d+\\/$', 'x-pattern-message': 'it\'s "a"\n*/ path' },
    '/1/',
    '"12/',
    'x1/',
    '/1',
  ],
  Amount: [{ type: 'number', minimum: -1.5, exclusiveMaximum: 2 }, -1.5, -1.6, 1.99, 2, '1', null, true],
  Int32: [{ type: 'integer', format: 'int32', exclusiveMinimum: 0 }, 0, 1, 2147483647, 2147483648, 1.5, 1e30],
  Double: [{ type: 'number', format: 'double' }, 1.5, 'a'],
  NumberEnum: [{ type: 'number', enum: [1, 2.5] }, 1, 2.5, 3, '1', null],
  IntegerEnum: [{ type: 'integer', enum: [1, 2, 3] }, 1, 4, 1.5, '1'],
  NullEnum: [{ type: ['string', 'null'], enum: ['a', 'b', null] }, 'a', 'c', null, 1],
  MixedEnum: [{ type: ['string', 'integer'], enum: ['a', 1] }, 'a', 1, 'b', 2, null, 1.5],
  Const: [{ type: 'string', const: "it's" }, "it's", 'its', 1],
  NumberConst: [{ const: 5, type: 'integer' }, 5, 6, '5'],
  TextOrNumber: [{ type: ['string', 'integer'], maxLength: 2, minimum: 5 }, 'ab', 'abc', 5, 4, 5.5, null],
  Nullable: [
    { type: ['object', 'null'], properties: { a: { type: 'string' } } },
    null,
    {},
    { a: 1 },
    { b: 1 },
  ],
  NullableUnion: [
    { anyOf: [{ $ref: '#/components/schemas/Text' }, { type: 'boolean' }, { type: 'null' }] },
    'ab',
    'a',
    true,
    null,
    1,
  ],
  NullableReference: [
    { oneOf: [{ $ref: '#/components/schemas/Text' }, { type: 'null' }] },
    'ab',
    'a',
    null,
    1,
  ],
  OneOf: [
    {
      oneOf: [
        { type: 'integer', minimum: 5 },
        { type: 'integer', maximum: 10 },
      ],
    },
    4,
    7,
    11,
    'a',
  ],
  Discriminated: [
    {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Base' }],
      discriminator: { propertyName: 'kind' },
    },
    { kind: 'cat' },
    { id: 'a' },
    { kind: 'dog' },
    {},
  ],
  Cat: [
    { type: 'object', required: ['kind'], properties: { kind: { type: 'string', const: 'cat' } } },
    { kind: 'cat' },
    { kind: 'dog' },
  ],
  Json: [
    {
      anyOf: [
        { type: 'string' },
        { type: 'array', items: { $ref: '#/components/schemas/Json' } },
        { type: 'object', additionalProperties: { $ref: '#/components/schemas/Json' } },
      ],
    },
    'a',
    [['a'], { a: ['b'] }],
    [1],
    { a: { b: null } },
  ],
  Nested: [{ type: 'array', items: { $ref: '#/components/schemas/Nested' } }, [], [[[]]], [1], 'a'],
  OneOfObjects: [
    {
      oneOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
        { type: 'object', required: ['b'], properties: { b: { type: 'string' } } },
      ],
    },
    { a: 'x' },
    { b: 'x' },
    { a: 'x', b: 'x' },
    {},
  ],
  List: [
    { type: 'array', minItems: 1, maxItems: 3, items: { type: 'integer' } },
    [],
    [1],
    [1, 2, 3, 4],
    ['a'],
    {},
  ],
  Unique: [
    { type: 'array', uniqueItems: true, items: {} },
    [],
    [1, 1],
    [1, '1'],
    [deep, deep],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [null, 0],
  ],
  Pair: [
    { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string' } },
    ['a', 'b'],
    ['a'],
    ['a', 'b', 'c'],
    ['a', 1],
  ],
  Mixed: [
    { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] } },
    ['a', 1, null],
    [true],
    [1.5],
  ],
  Matrix: [{ type: 'array', items: { type: 'array', items: { type: 'number' } } }, [[1]], [[]], [1], [['a']]],
  Closed: [
    { type: 'object', additionalProperties: false, required: ['a'], properties: { a: { type: 'string' } } },
    { a: 'a' },
    { a: 'a', b: 1 },
    {},
  ],
  Open: [
    { type: 'object', additionalProperties: true, properties: { a: { type: 'string' } } },
    { a: 'a', b: 1 },
    { a: 1 },
    {},
    [],
  ],
  Rest: [
    {
      type: 'object',
      additionalProperties: { type: 'integer' },
      required: ['a'],
      properties: { a: { type: 'string' }, b: { type: 'boolean' } },
    },
    { a: 'a', c: 1 },
    { a: 'a', c: 'x' },
    { a: 'a', b: 1 },
    { c: 1 },
    JSON.parse('{"a":"a","__proto__":"x"}'),
  ],
  Free: [{ type: 'object' }, {}, { a: 1 }, [], null, 'a'],
  Anything: [{}, 1, null, 'a', {}, deep],
  Sized: [
    { type: 'object', minProperties: 1, maxProperties: 2, additionalProperties: { type: 'string' } },
    {},
    { a: 'a' },
    { a: 'a', b: 'b', c: 'c' },
    { a: 1 },
  ],
  SizedObject: [
    { type: 'object', minProperties: 1, properties: { a: { type: 'string' }, b: { type: 'string' } } },
    {},
    { a: 'a' },
    { c: 'a' },
  ],
  Inline: [
    {
      type: 'object',
      required: ['outer'],
      properties: {
        outer: {
          type: 'object',
          properties: {
            map: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
            list: { type: 'array', items: { type: 'object', properties: { x: { type: 'number' } } } },
          },
        },
      },
    },
    { outer: {} },
    { outer: { map: { a: ['b'] }, list: [{ x: 1 }] } },
    { outer: { map: { a: 'b' } } },
    { outer: { list: [{ y: 1 }] } },
    {},
  ],
  Both: [
    {
      description: 'Ends */ console.log("here") /* and **// again.',
      allOf: [
        { $ref: '#/components/schemas/Base' },
        {
          type: 'object',
          required: ['own'],
          properties: { own: { type: 'integer' }, required: { type: 'string' } },
        },
      ],
    },
    { id: 'a', own: 1 },
    { id: 'a' },
    { own: 1 },
    { id: 'a', own: 1, more: 1 },
    { id: 1, own: 1 },
  ],
  Base: [
    {
      type: 'object',
      title: 'Base */',
      required: ['id'],
      properties: {
        id: { type: 'string', readOnly: true, examples: ['a'] },
        secret: { type: 'string', writeOnly: true },
      },
    },
    { id: 'a' },
    {},
    { id: 'a', secret: 'b' },
  ],
  OnlyOne: [{ description: 'The same.', allOf: [{ $ref: '#/components/schemas/Text' }] }, 'ab', 'a'],
  Tree: [
    {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', default: 'a' },
        children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
        next: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
      },
    },
    { name: 'a' },
    { name: 'a', children: [{ name: 'b', children: [] }], next: null },
    { name: 'a', children: [{}] },
    { name: 'a', next: { name: 1 } },
  ],
  Schema: [
    { type: 'object', properties: { types: { type: 'string' }, z: { type: 'string' } } },
    { z: 'a' },
    { z: 1 },
  ],
  Odd: [
    {
      type: 'object',
      required: ['constructor'],
      properties: {
        'odd-name': { type: 'string' },
        constructor: { type: 'string' },
        "it's": { type: 'boolean' },
      },
    },
    {},
    { constructor: 'a', 'odd-name': 'b', "it's": true },
    { constructor: 'a', "it's": 1 },
  ],
};

const json = (schema: object) => ({ description: 'x', content: { 'application/json': { schema } } });

const thing = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };

function apiWith(components: object, paths: object = {}): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    servers: [],
    paths,
    webhooks: {},
    components: { schemas: components },
  } as unknown as OpenApiDocument;
}

const api = apiWith(Object.fromEntries(Object.entries(schemas).map(([name, [schema]]) => [name, schema])), {
  '/things/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    put: {
      operationId: 'putThing',
      'x-sdk': 'things.put',
      parameters: [{ name: 'Trace', in: 'header', schema: { type: 'string' } }],
      requestBody: { content: { 'application/json': { schema: thing } } },
      responses: {
        '201': json({ $ref: '#/components/schemas/Base' }),
        '200': {
          description: 'x',
          content: {
            'application/pdf': { schema: { type: 'string' } },
            'application/json': { schema: { $ref: '#/components/schemas/Base' } },
          },
        },
        '202': json({ $ref: '#/components/schemas/Base' }),
        '4XX': json({ type: 'array', items: { $ref: '#/components/schemas/Base' } }),
        default: json({ type: 'object', properties: { error: { type: 'string' } } }),
      },
    },
    get: { operationId: 'getThing', 'x-sdk': 'things.get', responses: { '2XX': json(thing) } },
    delete: { operationId: 'deleteThing', 'x-sdk': 'things.delete', responses: { default: json(thing) } },
    patch: {
      operationId: 'patchW2Thing',
      'x-sdk': 'things.patch',
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Base' } } } },
      responses: { '204': { description: 'x' } },
    },
  },
});

type Loaded = Record<string, { safeParse(value: unknown): { success: boolean } }>;

let folder = '';
let loaded: { requests: Loaded[]; responses: Loaded[] };
let files: Map<string, string>;

beforeAll(async () => {
  await mkdir(join(root, 'packages/zod/.generated'), { recursive: true });
  folder = await mkdtemp(join(root, 'packages/zod/.generated/small-'));
  files = await generateCode(api, join(folder, 'temporary'));
  files.set('packages/zod/src/generated/equality.ts', typeEquality(api));
  const types = files.get('spec/generated/types.gen.d.ts') ?? '';
  for (const [path, text] of files) {
    if (!path.startsWith('packages/zod/')) continue;
    await writeFile(
      join(folder, path.slice(path.lastIndexOf('/') + 1)),
      (path.endsWith('/types.gen.ts') ? types : text)
        .replace("'../classic.ts'", "'../../src/classic.ts'")
        .replace("'../mini.ts'", "'../../src/mini.ts'")
        .replace("'@truework-legacy/client'", "'./types.gen.ts'")
        .replaceAll(/'@truework-legacy\/zod\/(.*)'/g, (_, entry) => `'./${entry.replace('/', '-')}.gen.ts'`),
    );
  }
  const load = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, name)).href);
  loaded = {
    requests: [await load('request.gen.ts'), await load('mini-request.gen.ts')],
    responses: [await load('response.gen.ts'), await load('mini-response.gen.ts')],
  };
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

type Rewrite = (part: Record<string, unknown>) => object;

function rewritten(part: unknown, change: Rewrite): unknown {
  if (Array.isArray(part)) return part.map((item) => rewritten(item, change));
  if (typeof part !== 'object' || part === null) return part;
  return change(
    Object.fromEntries(Object.entries(part).map(([key, value]) => [key, rewritten(value, change)])),
  );
}

/** What a request may hold: no field that the spec does not have, all parts of `allOf` taken together. */
const closed: Rewrite = (part) => {
  if (Array.isArray(part['allOf']) && part['allOf'].length > 1) {
    const opened = JSON.parse(JSON.stringify(part['allOf']).replaceAll('"additionalProperties":false,', ''));
    const raw = JSON.parse(JSON.stringify(opened).replaceAll('#/components', 'raw#/components'));
    return { ...part, allOf: raw, unevaluatedProperties: false };
  }
  return part['properties'] !== undefined && part['additionalProperties'] === undefined
    ? { additionalProperties: false, ...part }
    : part;
};

/** What a response may contain: any value of the type if the spec lists some. */
const open: Rewrite = ({ enum: listed, ...part }) => part;

function ajvFor(change: Rewrite): (name: string) => (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const { components } = JSON.parse(JSON.stringify(api)) as OpenApiDocument;
  ajv.addSchema({ components }, 'raw');
  ajv.addSchema({ components: rewritten(components, change) as object }, 'spec');
  return (name) => {
    const validate = ajv.compile({ $ref: `spec#/components/schemas/${name}` });
    return (value) => validate(value) === true;
  };
}

describe('ajv and what is generated agree on', () => {
  const closedBy = ajvFor(closed);
  const openBy = ajvFor(open);

  test.for(Object.entries(schemas))('%s', ([name, [, ...values]]) => {
    const [isClosed, isOpen] = [closedBy(name), openBy(name)];
    const verdicts = values.map((value) => ({
      value,
      requests: loaded.requests.map((file) => file[name]?.safeParse(value).success),
      responses: loaded.responses.map((file) => file[name]?.safeParse(value).success),
    }));
    expect(verdicts).toEqual(
      values.map((value) => ({
        value,
        requests: [isClosed(value), isClosed(value)],
        responses: [isOpen(value), isOpen(value)],
      })),
    );
    if (name !== 'Anything') expect(new Set(verdicts.map(({ requests }) => requests[0])).size).toBe(2);
  });
});

test('operations have what they take, and what they respond with by status', () => {
  const { putThing, getThing } = loaded.responses[0] as unknown as Record<string, Loaded>;
  expect(Object.keys(putThing ?? {})).toEqual(['200', '201', '202', '4XX', 'default']);
  expect(Object.keys(getThing ?? {})).toEqual(['2XX']);
  expect(putThing?.['202']).toBe(loaded.responses[0]?.['Base']);
  expect(getThing?.['2XX']?.safeParse({ a: 'a', more: 1 }).success).toBe(true);
  const { putThing: request } = loaded.requests[0] as unknown as Record<string, Loaded>;
  expect(Object.keys(request ?? {})).toEqual(['body', 'path', 'headers']);
  expect(request?.['body']?.safeParse({ a: 'a', more: 1 }).success).toBe(false);
  expect(request?.['headers']?.safeParse({ Trace: 'a', Accept: 'b' }).success).toBe(true);
});

test('what is generated compiles, and has exactly the types of the spec', async () => {
  const config = { compilerOptions: { noUnusedLocals: false }, files: ['equality.ts'] };
  expect(await typeErrors(folder, config)).toBe('');
});

test('text of the spec stays text', () => {
  const text = files.get('packages/zod/src/generated/request.gen.ts') ?? '';
  const { statements } = ts.createSourceFile('request.gen.ts', text, ts.ScriptTarget.Latest);
  const kinds = new Set(statements.map(({ kind }) => ts.SyntaxKind[kind]));
  expect(kinds).toEqual(
    new Set(['ImportDeclaration', 'TypeAliasDeclaration', 'FunctionDeclaration', 'FirstStatement']),
  );
});

test('schemas for zod and zod/mini differ in what they import alone', () => {
  const body = (prefix: string) =>
    files.get(`packages/zod/src/generated/${prefix}request.gen.ts`)?.replace(/'\.\.\/\w+\.ts'/, '');
  expect(body('mini-')).toBe(body(''));
});

test('each schema can be dropped, and describes itself', () => {
  const text = files.get('packages/zod/src/generated/request.gen.ts') ?? '';
  expect(text).toContain(
    'export type Text = types.Text;\nexport const Text = /* @__PURE__ */ z.schema(() => z.string()',
  );
  expect(text.match(/^(export )?const \w+ = z\./gm)).toBeNull();
  expect(text).toMatch(/\/\*\*\n \* The same\.\n \*\/\nexport type OnlyOne/);
});

describe('what has no validator stops the generation, with its place', () => {
  test.for<[string, object, string, string?]>([
    ['a keyword', { type: 'string', contentSchema: {} }, 'contentSchema beside type'],
    ['multipleOf', { type: 'number', multipleOf: 2 }, 'multipleOf beside type'],
    ['not', { not: { type: 'string' } }, 'not without a type'],
    ['a keyword beside enum', { type: 'string', enum: ['b'], maxLength: 1 }, 'maxLength beside type, enum'],
    ['a keyword beside $ref', { $ref: '#/components/schemas/Other', maxLength: 1 }, 'maxLength beside $ref'],
    ['a format', { type: 'string', format: 'ipv4' }, 'the format ipv4'],
    ['int64, which is not a number of JavaScript', { type: 'integer', format: 'int64' }, 'the format int64'],
    ['a pattern without words', { type: 'string', pattern: '^z$' }, 'pattern'],
    ['an invalid pattern', { type: 'string', pattern: '(', 'x-pattern-message': 'x' }, 'pattern'],
    ['a type', { type: 'file' }, 'the type file'],
    ['properties without a type', { properties: {} }, 'properties without a type'],
    ['patternProperties', { type: 'object', patternProperties: {} }, 'patternProperties beside type'],
    ['prefixItems', { type: 'array', prefixItems: [] }, 'prefixItems beside type'],
    ['a required field without a schema', { type: 'object', required: ['b'] }, 'required: b'],
    [
      'the name __proto__',
      JSON.parse('{"type":"object","properties":{"__proto__":{}}}'),
      'the name __proto__',
      '/properties/__proto__',
    ],
    ['an enum of objects', { enum: [{}] }, 'enum with an object or a list'],
    [
      'an enum without a type, of which null is not in the type',
      { enum: ['b', null] },
      'enum without a type',
    ],
    ['an enum of another type', { type: 'integer', enum: [1, 2.5] }, 'enum of another type'],
    ['anyOf without a schema', { anyOf: [] }, 'anyOf without a schema'],
    ['digits that are another number', { type: 'object', properties: { '01': {} } }, 'the name 01'],
    [
      'a field that allOf requires of another part',
      {
        allOf: [
          { type: 'object', properties: { b: {} } },
          { type: 'object', required: ['b'] },
        ],
      },
      'required: b',
    ],
    [
      'a reference into a schema',
      { $ref: '#/components/schemas/Other/properties/a' },
      '$ref #/components/schemas/Other/properties/a',
    ],
    ['false', { type: 'array', items: false }, 'the schema false', '/items'],
    [
      'allOf that contradicts itself',
      { allOf: [{ type: 'string' }, { type: 'integer' }] },
      'allOf with two of type',
    ],
    [
      'allOf with a closed part',
      {
        allOf: [
          { type: 'object', additionalProperties: false },
          { type: 'object', properties: {} },
        ],
      },
      'additionalProperties inside allOf',
    ],
  ])('%s', ([, schema, keyword, inside = '']) => {
    const wrong = apiWith({
      Thing: { type: 'object', properties: { a: schema } },
      Other: { type: 'string' },
    });
    const pointer = `#/components/schemas/Thing/properties/a${inside}`;
    try {
      validatorRuns(wrong, tmpdir());
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UnsupportedSchemaError);
      expect(error).toMatchObject({ pointer, keyword });
      expect((error as Error).message).toContain(`${keyword} at ${pointer}. `);
    }
  });

  test.for([
    ['by a reference', { $ref: '#/components/schemas/Loop' }],
    ['as one of several', { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Loop' }] }],
  ] as const)('a schema that is itself %s', ([, Loop]) => {
    expect(() => validatorRuns(apiWith({ Loop }), tmpdir())).toThrow('It is nothing but itself.');
  });

  test.for(['Record', 'Uint8Array', 'z', 'types', 'operations', 'class', 'snake_case', 'a-b'])(
    'the name %s, which is taken or none',
    (name) => {
      expect(() => validatorRuns(apiWith({ [name]: { type: 'string' } }), tmpdir())).toThrow(
        `the name ${name} at #/components/schemas/${name}.`,
      );
    },
  );

  test('a body of an operation is named by where it stands', () => {
    const wrong = apiWith(
      {},
      { '/a': { post: { operationId: 'a', requestBody: json({ type: 'file' }), responses: {} } } },
    );
    expect(() => validatorRuns(wrong, tmpdir())).toThrow(
      'the type file at #/paths/~1a/post/requestBody/content/application~1json/schema.',
    );
  });
});
