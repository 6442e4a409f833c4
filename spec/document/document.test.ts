import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  bodiesOf,
  childrenOf,
  isReference,
  jsonSchemaOf,
  locate,
  type OpenApiDocument,
  operationsOf,
  resolve,
  type Schema,
  schemasIn,
  valueAt,
  webhooksOf,
} from './index.ts';

const text = { type: 'string' };
const bundle = JSON.parse(
  readFileSync(new URL('../generated/openapi.json', import.meta.url), 'utf8'),
) as OpenApiDocument;

const document: OpenApiDocument = {
  info: { title: 'Things', version: '1' },
  paths: {
    '/things/{id}': {
      parameters: [
        { $ref: '#/components/parameters/Id' },
        { name: 'trace', in: 'header', schema: text, description: 'Of the path.' },
      ],
      post: {
        operationId: 'changeThing',
        parameters: [{ name: 'trace', in: 'header', required: true, schema: text }],
        requestBody: { $ref: '#/components/requestBodies/Thing' },
        responses: {
          200: { description: 'Changed.', content: { 'text/csv': {}, 'application/json': { schema: text } } },
          '4XX': { $ref: '#/components/responses/Wrong' },
          default: { description: 'Something else.' },
        },
      },
      get: { operationId: 'getThing' },
      summary: 'Not an operation.',
    } as object,
    '/shared': { $ref: '#/components/pathItems/Shared' },
  },
  webhooks: { 'thing.changed': { post: { responses: {} } } },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: text } },
    requestBodies: { Thing: { required: true, content: { 'application/json': { schema: text } } } },
    responses: { Wrong: { $ref: '#/components/responses/Error' }, Error: { description: 'Wrong.' } },
    pathItems: { Shared: { put: { operationId: 'share' } } },
    schemas: {
      Name: { $ref: '#/components/schemas/Text', description: 'A name.', 'x-pii': true },
      Nickname: { $ref: '#/components/schemas/Name', description: 'A nickname.' },
      Text: { type: 'string', description: 'A text.' },
      Loop: { $ref: '#/components/schemas/Loop' },
      Nothing: { $ref: '#/components/schemas/Gone' },
      Elsewhere: { $ref: 'other.yaml#/Text' },
    },
  },
};

describe('operationsOf', () => {
  const operations = operationsOf(document);
  const change = operations.find(({ id }) => id === 'changeThing');

  it('lists them path by path, get before post, also those of a shared path', () => {
    expect(operations.map(({ id, method, path, pointer }) => [id, method, path, pointer])).toEqual([
      ['getThing', 'GET', '/things/{id}', '#/paths/~1things~1{id}/get'],
      ['changeThing', 'POST', '/things/{id}', '#/paths/~1things~1{id}/post'],
      ['share', 'PUT', '/shared', '#/components/pathItems/Shared/put'],
    ]);
  });

  it('puts the parameters of the path first, and has the operation replace them', () => {
    expect(change?.parameters).toEqual([
      { pointer: '#/components/parameters/Id', value: document.components?.parameters?.['Id'] },
      {
        pointer: '#/paths/~1things~1{id}/post/parameters/0',
        value: { name: 'trace', in: 'header', required: true, schema: text },
      },
    ]);
    expect(operations[0]?.parameters.map(({ pointer }) => pointer)).toEqual([
      '#/components/parameters/Id',
      '#/paths/~1things~1{id}/parameters/1',
    ]);
  });

  it('says where request body and responses are written', () => {
    expect(change?.requestBody?.pointer).toBe('#/components/requestBodies/Thing');
    expect(
      change?.responses.map(({ status, pointer, value }) => [status, pointer, value.description]),
    ).toEqual([
      ['200', '#/paths/~1things~1{id}/post/responses/200', 'Changed.'],
      ['4XX', '#/components/responses/Error', 'Wrong.'],
      ['default', '#/paths/~1things~1{id}/post/responses/default', 'Something else.'],
    ]);
    expect(operations[0]).toMatchObject({ requestBody: undefined, responses: [] });
  });

  it('is the same for webhooks, by event', () => {
    expect(webhooksOf(document).map(({ id, path, pointer }) => [id, path, pointer])).toEqual([
      ['thing.changed', 'thing.changed', '#/webhooks/thing.changed/post'],
    ]);
  });

  it('finds none in a document without paths', () => {
    expect(operationsOf({ info: document.info })).toEqual([]);
  });

  it('points into the bundle', () => {
    const entries = [...operationsOf(bundle), ...webhooksOf(bundle)];
    expect(entries.length).toBeGreaterThan(8);
    for (const { pointer, operation, parameters, responses } of entries) {
      for (const at of [{ pointer, value: operation }, ...parameters, ...responses])
        expect(valueAt(bundle, at.pointer)).toBe(at.value);
    }
  });
});

describe('bodiesOf', () => {
  const response = operationsOf(document)[1]?.responses[0];
  const pointer = '#/paths/~1things~1{id}/post/responses/200/content/application~1json';

  it('lists media types with their schemas', () => {
    expect(bodiesOf(response).map(({ mediaType, schema }) => [mediaType, schema])).toEqual([
      ['text/csv', undefined],
      ['application/json', { pointer: `${pointer}/schema`, value: text }],
    ]);
    expect(bodiesOf(response)[1]?.pointer).toBe(pointer);
  });

  it('is empty without a body', () => {
    expect(bodiesOf(undefined)).toEqual([]);
    expect(bodiesOf({ pointer: '#/a', value: { description: 'No content.' } })).toEqual([]);
  });

  it('jsonSchemaOf is the schema of the JSON among them', () => {
    expect(jsonSchemaOf(response)?.pointer).toBe(`${pointer}/schema`);
    expect(jsonSchemaOf(undefined)).toBeUndefined();
  });
});

describe('a reference', () => {
  const schema = (name: string) => `#/components/schemas/${name}`;

  it('is an object with $ref', () => {
    expect([{ $ref: '#/a' }, { $ref: '#/a', title: 'A' }].map(isReference)).toEqual([true, true]);
    // A property of a schema may be called $ref.
    expect([{ $ref: { type: 'string' } }, { a: 1 }, '#/a', null, undefined].some(isReference)).toBe(false);
  });

  it('is followed to its end, and where that is', () => {
    expect(locate(document, schema('Nickname'))).toEqual({
      pointer: schema('Text'),
      value: { type: 'string', description: 'A nickname.', 'x-pii': true },
    });
    expect(
      childrenOf(document, '#/components/responses').map(([name, { pointer }]) => [name, pointer]),
    ).toEqual([
      ['Wrong', '#/components/responses/Error'],
      ['Error', '#/components/responses/Error'],
    ]);
    expect(childrenOf(document, '#/components/headers')).toEqual([]);
  });

  it('resolves to what it leads to, and the nearest of the fields beside it win', () => {
    expect(resolve<Schema>(document, { $ref: schema('Nickname') })).toEqual({
      type: 'string',
      description: 'A nickname.',
      'x-pii': true,
    });
    expect(resolve<Schema>(document, { $ref: schema('Name'), description: 'Of whom?' }).description).toBe(
      'Of whom?',
    );
  });

  it('resolves to the very object if nothing stands beside it', () => {
    expect(resolve(document, { $ref: schema('Text') })).toBe(document.components?.schemas?.['Text']);
    expect(resolve(document, text)).toBe(text);
  });

  it.each([
    ['Loop', '#/components/schemas/Loop refers to itself.'],
    ['Nothing', 'The document has nothing at #/components/schemas/Gone.'],
    ['Elsewhere', 'other.yaml#/Text is not a JSON pointer into the document: it must begin with #/.'],
  ])('that leads nowhere is an error: %s', (name, message) => {
    expect(() => resolve<Schema>(document, { $ref: schema(name) })).toThrow(message);
    expect(() => locate(document, schema(name))).toThrow(message);
  });
});

describe('schemasIn', () => {
  it('lists a schema and all inside it, but for what it refers to', () => {
    const schema = {
      type: 'object',
      properties: { properties: { type: 'array', items: { $ref: '#/components/schemas/Text' } }, 'a/b': {} },
      additionalProperties: { anyOf: [{ type: 'null' }, { not: { const: {} } }] },
      unevaluatedProperties: false,
      propertyNames: true,
      example: { items: {} },
      prefixItems: [{}, false],
    } as Schema;
    expect(schemasIn({ pointer: '#/s', value: schema }).map(({ pointer }) => pointer)).toEqual([
      '#/s',
      '#/s/properties/properties',
      '#/s/properties/properties/items',
      '#/s/properties/a~1b',
      '#/s/additionalProperties',
      '#/s/additionalProperties/anyOf/0',
      '#/s/additionalProperties/anyOf/1',
      '#/s/additionalProperties/anyOf/1/not',
      '#/s/prefixItems/0',
    ]);
  });
});
