import { describe, expect, test } from 'vitest';
import type { OpenApi } from './openapi.ts';
import { operationTable } from './operation-table.ts';

const api = {
  info: { version: '2019-10-15' },
  servers: [{ url: 'https://api.example.com', 'x-environment': 'production' }],
  paths: {
    '/things/': {
      post: {
        operationId: 'createThing',
        'x-retry': 'never',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: {},
      },
      get: { operationId: 'listThings', 'x-retry': 'safe', responses: {} },
    },
  },
  components: {
    schemas: {
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
} as unknown as OpenApi;

describe('operationTable', () => {
  const table = operationTable(api);

  test('lists method, path and retry class of every operation', () => {
    expect(table).toContain(
      "createThing: {\n    method: 'POST',\n    path: '/things/',\n    retry: 'never',",
    );
    expect(table).toContain(
      "listThings: {\n    method: 'GET',\n    path: '/things/',\n    retry: 'safe',\n    personalData: [],",
    );
  });

  test('finds personal data in members, variants and maps, and enters a schema inside itself once', () => {
    const personalData = /personalData: \[([^\]]+)\]/.exec(table)?.[1] ?? '';
    expect(personalData.match(/'.+'/g)).toEqual(["'name'", "'owner.email'", "'notes.*'", "'quoted.it\\'s'"]);
  });

  test('takes environments and version from the document', () => {
    expect(table).toContain("production: 'https://api.example.com'");
    expect(table).toContain("apiVersion = '2019-10-15'");
  });
});
