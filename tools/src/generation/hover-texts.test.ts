import { type OpenApiDocument, valueAt } from '@truework-legacy/spec/document';
import { expect, test } from 'vitest';
import { withHoverTexts } from './hover-texts.ts';

const inline = {
  oneOf: [{ type: 'object', properties: { name: { type: 'string', description: 'Its name.' } } }],
  discriminator: { propertyName: 'name' },
};

const api = {
  paths: {
    '/things': {
      put: {
        operationId: 'renameThing',
        parameters: [{ name: 'kind', in: 'query', schema: { $ref: '#/components/schemas/Kind' } }],
        requestBody: { content: { 'application/json': { schema: inline } } },
        responses: {
          200: { content: { 'application/json': { schema: inline, example: { schema: inline } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          kind: { anyOf: [{ $ref: '#/components/schemas/Kind' }, { type: 'null' }] },
          parts: { type: 'array', items: { type: 'object', properties: { size: { type: 'string' } } } },
        },
      },
      Kind: {
        type: 'string',
        description: 'What it is.',
        enum: ['a', 'b'],
        'x-enumDescriptions': { a: 'The first.', b: 'The second.' },
      },
    },
  },
} as unknown as OpenApiDocument;

// What our spec has is seen in its generated types.

const { Thing } = withHoverTexts(api).components?.schemas ?? {};

test('properties of inline objects are described as well', () => {
  expect(Thing?.properties?.['parts']?.items?.properties?.['size']?.description).toBe('May be absent.');
});

test('inline bodies and parameters are described as well, without a discriminator', () => {
  const inPut = (pointer: string) => valueAt(withHoverTexts(api), `#/paths/~1things/put/${pointer}`);
  const schema = 'content/application~1json/schema';
  const name = `${schema}/oneOf/0/properties/name/description`;
  expect(inPut(`requestBody/${name}`)).toBe('Its name.\n\nOptional.');
  expect(inPut(`responses/200/${name}`)).toBe('Its name.\n\nMay be absent.');
  expect(inPut(`responses/200/${schema}`)).toMatchObject({ discriminator: undefined });
  expect(inPut('responses/200/content/application~1json/example')).toEqual({ schema: inline });
  expect(inPut('parameters/0/description')).toBe('- `a`: The first.\n- `b`: The second.');
});

test.for([
  [{ format: 'date' }, 'Format: `YYYY-MM-DD`.'],
  [{ format: 'date-time' }, 'Format: RFC 3339 date and time.'],
  [{ format: 'email' }, 'Format: email address.'],
  [{ format: 'uri' }, 'Format: URL.'],
  [{ format: 'uuid' }, 'Format: UUID.'],
  [{ format: 'byte' }, 'Format: byte.'],
  [{ contentEncoding: 'base64' }, 'Encoding: base64.'],
  [{ 'x-pii': true }, 'Personal data.'],
] as const)('of %j an editor shows %s', ([facts, words]) => {
  const properties = {
    sure: { type: 'string', description: 'It.', ...facts },
    odd: { anyOf: [{ type: 'string', ...facts }, { type: 'null' }] },
  };
  const schemas = { Thing: { type: 'object', required: ['sure'], properties } };
  const { Thing } =
    withHoverTexts({ info: {}, components: { schemas } } as unknown as OpenApiDocument).components?.schemas ??
    {};
  expect(Thing?.properties?.['sure']?.description).toBe(`It.\n\n${words}`);
  expect(Thing?.properties?.['odd']?.description).toBe(`May be absent or null.\n\n${words}`);
});

test('the document itself stays as it was', () => {
  expect(api.components?.schemas?.['Thing']?.properties?.['kind']).not.toHaveProperty('description');
});
