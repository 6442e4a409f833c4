import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { specChanges } from './remembered-spec.ts';

/** A bundle with these parts beside what every one has. */
function bundle(parts: object, components: object = {}): OpenApiDocument {
  return {
    openapi: '3.1.0',
    ...parts,
    components: { schemas: {}, ...components },
  } as unknown as OpenApiDocument;
}

describe('specChanges', () => {
  const bare = bundle({ info: { title: 'A', description: 'B' } });

  test.for([
    [
      'a schema',
      bundle({}, { schemas: { Target: {} } }),
      bundle({}, { schemas: { Target: { type: 'object' } } }),
    ],
    ['a path', bundle({ paths: { '/companies/': { get: {} } } }), bundle({ paths: { '/companies/': {} } })],
  ] as const)('names the file of %s', ([, before, after]) => {
    expect(specChanges(before, after)).toEqual([expect.stringMatching(/^spec\/.+\.yaml changed$/)]);
  });

  test('names what the file of the document itself says', () => {
    const after = bundle({ info: { title: 'A', description: 'C' }, servers: [] });
    expect(specChanges(bare, after)).toEqual([
      'info.description of the spec changed',
      'servers of the spec is new',
    ]);
  });

  test('lists what was added and removed, and examples last', () => {
    const before = bundle({}, { schemas: { Gone: {} }, examples: { Target: 1 } });
    const after = bundle({}, { schemas: { Came: {} }, examples: { Target: 2 } });
    expect(specChanges(before, after)).toEqual([
      'schema Came is new',
      'schema Gone is gone',
      'example Target changed',
    ]);
  });

  test('is silent if nothing changed', () => expect(specChanges(bare, bare)).toEqual([]));
});
