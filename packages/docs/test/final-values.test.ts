import { childrenOf, type Schema } from '@truework-legacy/spec/document';
import { expect, it } from 'vitest';
import { reference } from '../src/reference/reference.ts';

it('the reference shows which values are final by their meanings', () => {
  const schemas = childrenOf<Schema>(reference.document, '#/components/schemas').map(
    ([, { value }]) => value,
  );
  const reported = schemas.flatMap((schema) =>
    Object.entries(schema['x-enumDescriptions'] ?? {})
      .filter(([, meaning]) => meaning.startsWith('Final.'))
      .map(([value]) => value),
  );
  const final = schemas.flatMap((schema) => schema['x-final'] ?? []);
  expect(final.length).toBeGreaterThan(0);
  expect(reported, 'The meaning of a final value begins with "Final."').toEqual(final);
});
