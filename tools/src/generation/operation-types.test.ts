import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { expect, test } from 'vitest';
import { operationTypes } from './operation-types.ts';

test('an operation without a name for its handler stops the generation', () => {
  const document = { paths: { '/health': { get: { responses: {} } } } } as unknown as OpenApiDocument;
  expect(() => operationTypes(document)).toThrow('an operation of /health has no operationId.');
});
