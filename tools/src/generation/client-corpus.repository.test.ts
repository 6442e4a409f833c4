import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import type { GeneratedTree } from './generated-tree.ts';
import { generateCode } from './openapi-ts.ts';
import { apiFacts, operationTable } from './operation-table.ts';
import { typeErrors } from './type-errors.ts';

// What a spec may have beside what ours has, added to it: the client that comes of it compiles, and says what it should.

const text = { type: 'string' };
const thing = { $ref: '#/components/schemas/Thing' };
const json = (schema: object) => ({ 'application/json': { schema } });
const ok = (schema: object, description = 'Fine.') => ({ description, content: json(schema) });
const id = { name: 'thing_id', in: 'path', required: true, description: 'Its id.', schema: text };
// biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become one.
const hostile = 'Ends */ globalThis.hit = 1; /* here, `with` ${ticks}, \\u0041, @deprecated and\u2028lines.';

const animal = (kind: string) => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { ...text, const: kind, description: 'Which.' } },
});

/** Schemas by name. Some are named like what platforms have. */
const schemas: Record<string, object> = {
  Thing: {
    type: 'object',
    description: hostile,
    required: ['id'],
    properties: {
      id: { ...text, description: hostile },
      'odd-name': { type: 'number', description: 'A number.' },
      "it's": { type: 'boolean', description: 'Quoted.' },
      constructor: { ...text, description: 'Of every object.' },
      size: { type: 'integer', enum: [1, 2], description: 'Of two.' },
      kind: { ...text, enum: ["it's", 'a\\b', '*/'], description: 'Odd values.' },
      uuid: { ...text, format: 'uuid', description: 'A UUID.' },
      parent: { anyOf: [thing, { type: 'null' }], description: 'Recursive.' },
      mixed: { type: ['string', 'integer', 'null'], description: 'Of several types.' },
      either: { oneOf: [text, { type: 'integer' }], description: 'Either.' },
      rest: { type: 'object', additionalProperties: { type: 'number' }, description: 'A map.' },
      inline: {
        type: 'object',
        description: 'Inline.',
        properties: {
          deep: { type: 'array', items: text, minItems: 1, uniqueItems: true, description: 'A list.' },
        },
      },
      filled: {
        ...text,
        default: 'x',
        title: 'Filled',
        examples: ['y'],
        readOnly: true,
        description: 'With a default.',
      },
    },
  },
  Both: { allOf: [thing, { type: 'object', properties: { more: { ...text, description: 'More.' } } }] },
  Event: { type: 'object', properties: { id: { ...text, description: 'Its id.' } } },
  Document: { type: 'object', properties: { event: { $ref: '#/components/schemas/Event' } } },
  Schema: { type: 'object', properties: { id: { ...text, description: 'Its id.' } } },
  Cat: animal('cat'),
  Dog: animal('dog'),
  Pet: {
    type: 'object',
    required: ['pet'],
    properties: {
      pet: {
        oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
        discriminator: { propertyName: 'kind' },
      },
      data: { anyOf: [text, { type: 'array', items: { $ref: '#/components/schemas/Json' } }] },
    },
  },
  Json: { anyOf: [text, { type: 'object', additionalProperties: { $ref: '#/components/schemas/Json' } }] },
  ThingPage: {
    type: 'object',
    required: ['count', 'results'],
    properties: {
      count: { type: 'integer', description: 'How many.' },
      next: { type: ['string', 'null'], description: 'The next one.' },
      results: { type: 'array', items: thing, description: 'The things.' },
    },
  },
};

const paths: Record<string, object> = {
  '/things': {
    parameters: [{ name: 'Trace-Id', in: 'header', description: hostile, schema: text }],
    get: {
      operationId: 'listThings',
      'x-sdk': 'things.list',
      'x-retry': 'safe',
      description: hostile,
      parameters: [
        { name: 'limit', in: 'query', schema: { type: 'integer' } },
        { name: 'offset', in: 'query', schema: { type: 'integer' } },
        { name: 'fields', in: 'query', schema: text },
        { name: 'kinds', in: 'query', explode: false, schema: { type: 'array', items: text } },
        { name: 'odd-name', in: 'query', schema: text },
      ],
      responses: { 200: ok({ $ref: '#/components/schemas/ThingPage' }) },
    },
    post: {
      operationId: 'createThing',
      'x-sdk': 'things.create',
      'x-retry': 'never',
      parameters: [{ name: 'dry_run', in: 'query', schema: { type: 'boolean' } }],
      requestBody: {
        required: true,
        content: json({ type: 'object', properties: { name: { ...text, description: 'Name.' } } }),
      },
      responses: {
        '2XX': ok({ type: 'object', properties: { id: { ...text, description: 'Its id.' } } }),
        default: ok(thing),
      },
    },
  },
  '/things/{thing_id}': {
    parameters: [id],
    get: {
      operationId: 'getThing',
      'x-sdk': 'things.get',
      'x-retry': 'safe',
      responses: { default: ok(thing) },
    },
    delete: {
      operationId: 'deleteThing',
      'x-sdk': 'things.delete',
      'x-retry': 'never',
      responses: { 204: { description: 'Gone.' } },
    },
    put: {
      operationId: 'replaceThing',
      'x-sdk': 'things.replace',
      'x-retry': 'never',
      'x-legacy': true,
      parameters: [
        { name: 'Mode', in: 'header', required: true, schema: { ...text, enum: ['fast', 'slow'] } },
        { name: 'If-Match', in: 'header', schema: text },
      ],
      requestBody: { content: json(thing) },
      responses: { 200: ok(thing), 201: ok(thing) },
    },
  },
  '/things/w2': {
    post: {
      operationId: 'createW2Form',
      'x-sdk': 'things.createW2',
      'x-retry': 'never',
      requestBody: {
        required: true,
        content: json({
          oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
        }),
      },
      responses: { default: ok({ $ref: '#/components/schemas/Pet' }) },
    },
  },
  '/things/{thing_id}/parts/{part}/file': {
    parameters: [id, { name: 'part', in: 'path', required: true, schema: text }],
    get: {
      operationId: 'getThingFile',
      'x-sdk': 'things.getFile',
      'x-retry': 'safe',
      parameters: [{ name: 'version', in: 'query', required: true, schema: { type: 'integer' } }],
      responses: {
        200: {
          description: 'The file.',
          content: {
            ...json(thing),
            'text/csv': { schema: text },
            'application/vnd.ms-excel': { schema: text },
          },
        },
      },
    },
  },
};

const use = `
import type { CallOptions } from './options.ts';
import { type Connection, createTruework, deleteThing, getThingFile, type Truework } from './index.ts';

declare const connection: Connection;
const truework: Truework = createTruework({ token: '', environment: 'local' });
type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Is<A, B>): void => {};

const { things } = truework;
same<Awaited<ReturnType<typeof things.delete>>, void>(true);
same<Parameters<typeof things.delete>, [thingId: string, options?: CallOptions | undefined]>(true);
const page = await things.list({ limit: 1, kinds: ['a'], fields: ['id', 'kind'], 'odd-name': 'x' }, { traceId: 't' });
same<(typeof page.results)[number]['id'], string>(true);
// @ts-expect-error It was not asked for.
page.results[0]?.size;
for await (const { id } of things.list()) same<typeof id, string>(true);
const created = await things.create({ name: 'a' }, { dry_run: true, traceId: 't' });
same<typeof created.id, string | undefined>(true);
// @ts-expect-error A name is a text.
await things.create({ name: 1 });
const thing = await things.get('a');
same<typeof thing.size, 1 | 2 | undefined>(true);
await things.replace('a', undefined, { mode: 'fast' });
await things.replace('a', thing, { mode: 'slow', ifMatch: 'x' });
// @ts-expect-error The mode is required.
await things.replace('a', thing);
// @ts-expect-error It is none of the two.
await things.replace('a', thing, { mode: 'medium' });
same<Awaited<ReturnType<typeof things.getFileCsv>>, Uint8Array>(true);
await things.getFileVndMsExcel('a', 'b', { version: 1 });
// @ts-expect-error The version is required.
await getThingFile(connection, 'a', 'b');
await deleteThing(connection, 'a');
const { pet } = await things.createW2({ kind: 'cat' });
same<typeof pet.kind, 'cat' | 'dog'>(true);
// @ts-expect-error There is no such kind.
await things.createW2({ kind: 'cow' });
`;

/** What is generated, by path from the repository. */
let generated: GeneratedTree;
let folder: string;

beforeAll(async () => {
  const ours = JSON.parse(readFileSync(join(root, 'spec/generated/openapi.json'), 'utf8')) as OpenApiDocument;
  const document = {
    ...ours,
    paths: { ...ours.paths, ...paths },
    components: { ...ours.components, schemas: { ...ours.components?.schemas, ...schemas } },
  } as OpenApiDocument;
  folder = await mkdtemp(join(tmpdir(), 'client-corpus-'));
  generated = await generateCode(document, folder);
  generated.set('packages/client/src/generated/operations.gen.ts', operationTable(document));
  generated.set('packages/client/src/generated/api.gen.ts', apiFacts(document));
});

afterAll(() => rm(folder, { recursive: true }));

describe('a client of what our spec does not have', () => {
  test('compiles, and has the types that it should', async () => {
    const source = join(folder, 'src');
    await cp(join(root, 'packages/client/src'), source, { recursive: true });
    for (const [path, text] of generated) {
      if (path.startsWith('packages/client/src/'))
        await writeFile(join(folder, path.replace('packages/client/', '')), text);
    }
    const types = 'spec/generated/types.gen.d.ts';
    await writeFile(join(folder, 'types.gen.d.ts'), generated.get(types) ?? '');
    await writeFile(join(source, 'corpus-sample.ts'), use);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const compilerOptions = {
      noUnusedLocals: false,
      noUnusedParameters: false,
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      paths: { '@truework-legacy/spec/types': ['./types.gen.d.ts'] },
    };
    const files = ['src/index.ts', 'src/corpus-sample.ts'];
    expect(await typeErrors(folder, { compilerOptions, files })).toBe('');
  });

  test('has no code from the words of the spec', () => {
    for (const [path, content] of generated) {
      const source = ts.createSourceFile(path, content, ts.ScriptTarget.Latest);
      const identifiers: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isIdentifier(node)) identifiers.push(node.text);
        ts.forEachChild(node, visit);
      };
      visit(source);
      expect(identifiers, path).not.toContain('globalThis');
    }
  });
});
