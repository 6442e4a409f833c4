import { describe, expect, it } from 'vitest';
import { childrenOf, type Example, pointerTo } from '../document/index.ts';
import { described, documentParts, outerSchemas } from './document-parts.ts';
import { document } from './openapi-document.ts';
import { errorsOf, validatorAt } from './schema-validator.ts';

// The contract tests violate every keyword of every schema.

/** Examples and defaults, each with the schema that it is of. */
const examples = [
  ...(documentParts['schema'] ?? []).map(({ pointer, value }) => ({ pointer, value, schema: pointer })),
  ...described.map(({ pointer, value }) => ({ pointer, value, schema: pointerTo(pointer, 'schema') })),
].flatMap(({ pointer, value, schema }) => {
  const { example, default: preset } = value as { example?: unknown; default?: unknown };
  const named = childrenOf<Example>(document, pointerTo(pointer, 'examples'));
  const found = [example, preset, ...named.map(([, part]) => part.value.value)];
  return found.filter((it) => it !== undefined).map((it) => ({ example: it, schema }));
});

describe('ajv', () => {
  it.each(outerSchemas)('reads the schema at $pointer', ({ pointer }) => {
    expect(() => validatorAt(pointer)).not.toThrow();
  });

  it('finds every example and every default valid', () => {
    expect(examples.length).toBeGreaterThan(100);
    for (const { example, schema } of examples) expect(errorsOf(example, schema), schema).toEqual([]);
  });
});
