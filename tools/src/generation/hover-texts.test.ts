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
      post: {
        operationId: 'createThing',
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingInput' } } },
        },
        responses: {},
      },
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
      ThingInput: {
        description: 'What a thing is created from.',
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { $ref: '#/components/schemas/Kind' },
          day: { type: ['string', 'null'], format: 'date', description: 'Its day.', 'x-pii': true },
        },
      },
      Thing: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', description: 'Its id.' },
          kind: { anyOf: [{ $ref: '#/components/schemas/Kind' }, { type: 'null' }] },
          note: { type: ['string', 'null'], description: 'Null if nobody left one. Absent in lists.' },
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

const { ThingInput, Thing, Kind } = withHoverTexts(api).components?.schemas ?? {};

test('a property behind a reference says what it is and what its values mean', () => {
  expect(ThingInput?.properties?.['kind']?.description).toBe(
    'What it is.\n\n- `a`: The first.\n- `b`: The second.',
  );
  expect(Kind?.description).toBe('What it is.\n\n- `a`: The first.\n- `b`: The second.');
});

test('what is sent is optional; what comes may be absent or null', () => {
  expect(ThingInput?.properties?.['day']?.description).toBe(
    'Its day.\n\nOptional.\n\nMay be null.\n\nFormat: `YYYY-MM-DD`.\n\nPersonal data.',
  );
  expect(Thing?.properties?.['kind']?.description).toBe(
    'What it is.\n\nMay be absent or null.\n\n- `a`: The first.\n- `b`: The second.',
  );
});

test('what a description says itself is not repeated', () => {
  expect(Thing?.properties?.['note']?.description).toBe('Null if nobody left one. Absent in lists.');
  expect(Thing?.properties?.['id']?.description).toBe('Its id.');
});

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

test('the document itself stays as it was', () => {
  expect(api.components?.schemas?.['Thing']?.properties?.['kind']).not.toHaveProperty('description');
});
