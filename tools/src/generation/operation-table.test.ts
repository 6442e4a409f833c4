import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { apiFacts, operationTable } from './operation-table.ts';

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
        parameters: [
          { $ref: '#/components/parameters/Limit' },
          { name: 'sample-header', in: 'header', schema: { type: 'string', enum: ['a', 'b'] } },
          { name: 'state', in: 'query', schema: {} },
        ],
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } },
          404: {},
          400: {},
          500: {},
        },
      },
    },
  },
  components: {
    parameters: { Limit: { name: 'limit', in: 'query', schema: {} } },
    schemas: {
      Page: {
        'x-essential': ['items'],
        properties: { count: {}, items: { type: 'array', items: { $ref: '#/components/schemas/Item' } } },
      },
      Item: {
        'x-essential': ['id', 'owner'],
        properties: { id: { type: 'string' }, owner: { type: 'object', properties: { email: {} } } },
      },
      State: { 'x-final': ['done', 'dropped'] },
      Thing: {
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

describe('operationTable', () => {
  test('lists method, path and retry class of every operation, one constant each', () => {
    const table = operationTable(api);
    expect(table).toContain(
      "export const createThing = {\n  path: '/things/',\n  method: 'POST',\n  retry: 'never',\n  id: 'createThing',\n  query: [],\n  headers: {},\n  shape: 'nothing',\n} as const;",
    );
    expect(table).toContain("export const listThings = {\n  path: '/things/',\n  method: 'GET',");
  });

  test('lists the parameters of the query, options that are sent as headers, and what a response cannot be without', () => {
    const row = new Function(`return ${/listThings = (.*?) as const/s.exec(operationTable(api))?.[1]}`)();
    expect(row).toMatchObject({
      query: ['limit', 'state'],
      headers: { sampleHeader: { name: 'sample-header', values: ['a', 'b'] } },
      shape: { items: [{ id: 'text', owner: {} }] },
    });
  });

  test('rejects an x-essential that names a property which the schema does not have', () => {
    const Page = { 'x-essential': ['gone'], properties: {} };
    const schemas = { ...api.components?.schemas, Page };
    expect(() => operationTable({ ...api, components: { ...api.components, schemas } })).toThrow('gone');
  });
});

describe('apiFacts', () => {
  const facts = apiFacts(api);

  test('finds personal data in properties, variants and maps, and enters a schema inside itself once', () => {
    const personalData = /personalData: readonly string\[\] = \[([^\]]+)\]/.exec(facts)?.[1] ?? '';
    expect(personalData.match(/'.+'/g)).toEqual(["'name'", "'email'", "'notes'", "'it\\'s'"]);
  });

  test('takes environments, version and final states from the document', () => {
    expect(facts).toContain("production: 'https://api.example.com'");
    expect(facts).toContain("apiVersion = '2019-10-15'");
    expect(facts).toContain("finalStates = [\n  'done',\n  'dropped',\n] as const");
  });

  test('lists the statuses of rejections', () => {
    expect(facts).toContain('errorStatuses: readonly number[] = [\n  400,\n  404,\n];');
  });

  test('fails if no schema says which states are final', () => {
    const { State: _, ...schemas } = api.components?.schemas ?? {};
    expect(() => apiFacts({ ...api, components: { schemas } })).toThrow('x-final');
  });
});
