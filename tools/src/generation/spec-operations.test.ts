import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { expect, test } from 'vitest';
import { specOperations } from './spec-operations.ts';

// What our spec has is seen in packages/sandbox/src/generated.

test.for([
  ['that may be empty', { minLength: 0, maxLength: 9 }, { least: 0, most: 9 }],
  ['of one character or more', { minLength: 1, maxLength: 13 }, { least: 1, most: 13 }],
  ['of two, which may be one character', { minLength: 2, maxLength: 9 }, undefined],
  ['without an end', { minLength: 1 }, undefined],
  ['with a pattern', { maxLength: 9, pattern: '^x' }, undefined],
] as const)('the bounds of a text %s', async ([, bounds, boundedText]) => {
  const parameters = [{ name: 'note', in: 'query', schema: { type: 'string', ...bounds } }];
  const document = { info: {}, paths: { '/things': { put: { operationId: 'changeThing', parameters } } } };
  const code = specOperations(document as unknown as OpenApiDocument).replaceAll(' as const;', ';');
  const generated = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(generated.specOperations[0].parameters[0].boundedText).toEqual(boundedText);
});
