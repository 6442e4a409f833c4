import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { expect, test } from 'vitest';
import { countSources, formatSourceCounts } from './count-sources.ts';

const sdk = { 'x-source': { level: 'sdk' } } as const;
const documented = { 'x-source': { level: 'documented' } } as const;
const none = { documented: 0, 'documented-later': 0, sdk: 0, recorded: 0, inferred: 0 };

const description = {
  paths: {
    '/things': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: {
        ...documented,
        parameters: [{ ...sdk, schema: { enum: ['a', 'b'] } }],
        responses: { 200: { headers: { Date: documented } }, 400: { $ref: '#/components/responses/Bad' } },
      },
    },
  },
  webhooks: { changed: { post: { 'x-source': { level: 'recorded' } } } },
  components: {
    parameters: { Id: documented },
    responses: { Bad: { 'x-source': { level: 'inferred' }, headers: { Allow: sdk } } },
    schemas: {
      Thing: {
        ...documented,
        properties: {
          plain: {},
          marked: { ...sdk, enum: ['x', null] },
          shared: { $ref: '#/components/schemas/Colour' },
          list: { items: { properties: { inside: {} } } },
        },
      },
      Colour: {
        'x-source': { level: 'sdk', values: { red: { level: 'recorded' } } },
        enum: ['red', 'green'],
      },
    },
  },
} as unknown as OpenApiDocument;

test('each fact is counted once, on its own level or on that around it', () => {
  expect(countSources(description)).toEqual({
    operations: { ...none, documented: 1, recorded: 1 },
    parameters: { ...none, documented: 1, sdk: 1 },
    headers: { ...none, documented: 1, sdk: 1 },
    responses: { ...none, inferred: 1 },
    properties: { ...none, documented: 4, sdk: 1 },
    'enum values': { ...none, sdk: 4, recorded: 1 },
  });
});

test('a fact without a source is rejected', () => {
  const forgotten = {
    info: { title: 'Things', version: '1' },
    components: { schemas: { Thing: { properties: { name: {} } } } },
  };
  expect(() => countSources(forgotten)).toThrow(
    'components.schemas.Thing.properties.name has no x-source: run `pnpm lint` in spec/.',
  );
});

test('the table has a sum for each kind and each level', () => {
  expect(formatSourceCounts(countSources(description))).toBe(
    [
      '             documented  documented-later  sdk  recorded  inferred  total',
      'operations   1           0                 0    1         0         2',
      'parameters   1           0                 1    0         0         2',
      'headers      1           0                 1    0         0         2',
      'responses    0           0                 0    0         1         1',
      'properties   4           0                 1    0         0         5',
      'enum values  0           0                 4    1         0         5',
      'total        7           0                 7    2         1         17',
    ].join('\n'),
  );
});
