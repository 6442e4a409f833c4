import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { apiFacts, operationTable } from './operation-table.ts';
import type { SpecProblem } from './spec-problem.ts';

const api = {
  info: { version: '2019-10-15' },
  servers: [{ url: 'https://api.example.com', 'x-environment': 'production' }],
  paths: {
    '/things/': {
      post: {
        operationId: 'createThing',
        'x-sdk': 'things.create',
        'x-retry': 'never',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 204: { description: 'Created.' } },
      },
      get: {
        operationId: 'listThings',
        'x-sdk': 'things.list',
        'x-retry': 'safe',
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Page: {
        type: 'object',
        'x-essential': ['items'],
        properties: { count: {}, items: { type: 'array', items: { $ref: '#/components/schemas/Item' } } },
      },
      Item: {
        type: 'object',
        'x-essential': ['id', 'owner'],
        properties: { id: { type: 'string' }, owner: { type: 'object', properties: { email: {} } } },
      },
      State: { 'x-final': ['done', 'dropped'] },
      Thing: {
        type: 'object',
        properties: {
          name: { 'x-pii': true },
          size: {},
          parts: { items: { $ref: '#/components/schemas/Thing' } },
          owner: { anyOf: [{ properties: { email: { 'x-pii': true } } }, {}] },
          notes: { additionalProperties: { 'x-pii': true } },
          quoted: { properties: { "it's": { 'x-pii': true } } },
        },
      },
    },
  },
} as unknown as OpenApiDocument;

// What our spec has is seen in packages/client/src/generated.

describe('operationTable', () => {
  test.for<[string, object, string, string]>([
    [
      'an x-essential that names no property',
      { type: 'object', 'x-essential': ['gone'], properties: {} },
      'x-essential',
      'x-essential names gone, which is not a property.',
    ],
    [
      'an essential property that may be null',
      { type: 'object', 'x-essential': ['a'], properties: { a: { type: ['string', 'null'] } } },
      'a',
      'A response may have string or null here',
    ],
    ['a list of numbers', { type: 'array', items: { type: 'number' } }, 'items', 'may have number here'],
    ['a number', { type: 'integer' }, 'Page', 'may have integer here'],
    ['an object or null', { type: ['object', 'null'] }, 'Page', 'may have object or null here'],
  ])('rejects %s: the client does not know whether it came', ([, Page, location, problem]) => {
    const schemas = { ...api.components?.schemas, Page };
    try {
      operationTable({ ...api, components: { ...api.components, schemas } });
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).toContain(problem);
      expect((error as SpecProblem).path.at(-1)).toBe(location);
    }
  });
});

describe('apiFacts', () => {
  const facts = apiFacts(api);

  test('finds personal data in properties, variants and maps, and enters a schema inside itself once', () => {
    const personalData = /personalData: readonly string\[\] = \[([^\]]+)\]/.exec(facts)?.[1] ?? '';
    expect(JSON.parse(`[${personalData}]`)).toEqual(['name', 'email', 'notes', "it's"]);
  });

  test('has no code from the version', () => {
    const info = { version: '1"; globalThis.hit = 1; "', title: '' };
    expect(apiFacts({ ...api, info })).toContain('apiVersion = "1\\"; globalThis.hit = 1; \\"";');
  });

  test('fails if no schema says which states are final', () => {
    const { State: _, ...schemas } = api.components?.schemas ?? {};
    expect(() => apiFacts({ ...api, components: { schemas } })).toThrow('x-final');
  });
});
