import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { specOperations } from './spec-operations.ts';

const json = { 'application/json': { schema: {} } };

const api = {
  info: { version: '2019-10-15' },
  paths: {
    '/things/{id}/': {
      parameters: [{ name: 'id', in: 'path', schema: { type: 'string', minLength: 1, maxLength: 13 } }],
      put: {
        operationId: 'changeThing',
        parameters: [
          { $ref: '#/components/parameters/Limit' },
          { name: 'fields', in: 'query', allowEmptyValue: true, schema: { type: 'string', pattern: '^x' } },
          { name: 'note', in: 'query', schema: { type: 'string', minLength: 2, maxLength: 9 } },
        ],
        requestBody: { content: json },
        responses: {
          200: { content: { 'application/pdf': {}, ...json } },
          204: {},
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
    },
  },
  webhooks: { 'thing.change': { post: { operationId: 'thingChange', requestBody: { content: json } } } },
  components: {
    parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', default: 25 } } },
    responses: { NotFound: { content: json } },
  },
} as unknown as OpenApiDocument;

/** The data in what is generated, without its types. */
async function generated(from: OpenApiDocument): Promise<Record<string, unknown>> {
  const code = specOperations(from).replaceAll(' as const;', ';');
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>;
}

describe('specOperations', () => {
  test('lists what stands at an operation, at its path, and where they refer to', async () => {
    const path = '#/paths/~1things~1{id}~1';
    const schema = 'content/application~1json/schema';
    expect((await generated(api))['specOperations']).toEqual([
      {
        id: 'changeThing',
        method: 'PUT',
        segments: ['things', '{id}'],
        parameters: [
          {
            name: 'id',
            in: 'path',
            type: 'string',
            pointer: `${path}/parameters/0/schema`,
            boundedText: { least: 1, most: 13 },
          },
          {
            name: 'limit',
            in: 'query',
            type: 'integer',
            default: 25,
            pointer: '#/components/parameters/Limit/schema',
          },
          {
            name: 'fields',
            in: 'query',
            allowEmptyValue: true,
            type: 'string',
            pointer: `${path}/put/parameters/1/schema`,
          },
          { name: 'note', in: 'query', type: 'string', pointer: `${path}/put/parameters/2/schema` },
        ],
        bodyPointer: `${path}/put/requestBody/${schema}`,
        responsePointers: {
          200: `${path}/put/responses/200/${schema}`,
          404: `#/components/responses/NotFound/${schema}`,
        },
        mediaTypes: ['application/pdf', 'application/json'],
      },
    ]);
  });

  test('lists webhooks by event, and the version', async () => {
    const { apiVersion, specWebhooks } = await generated(api);
    expect(apiVersion).toBe('2019-10-15');
    expect(specWebhooks).toEqual({
      'thing.change': {
        id: 'thingChange',
        bodyPointer: '#/webhooks/thing.change/post/requestBody/content/application~1json/schema',
      },
    });
  });

  test('names a reference that leads nowhere', () => {
    const { responses: _, ...components } = api.components ?? {};
    expect(() => specOperations({ ...api, components })).toThrow('#/components/responses/NotFound');
  });
});
