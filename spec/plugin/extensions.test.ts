import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXTENSIONS } from './extensions.ts';
import { lint } from './lint.ts';
import { withPaths, withSchemas } from './tiny-description.ts';

it('rejects an unknown extension', async () => {
  expect(await lint('extensions', withSchemas('Thing: { type: string, x-colour: red }'))).toEqual([
    '`x-colour` of `Thing`: it is unknown. Remove it, or add it to plugin/extensions.ts and the table in README.md.',
  ]);
});

it('rejects one in the wrong location', async () => {
  expect(await lint('extensions', withSchemas('Thing: { type: string, x-retry: safe }'))).toEqual([
    '`x-retry` of `Thing`: it belongs to operation, not to schema. Move or remove it.',
  ]);
});

it('rejects one beside a $ref that is not to a schema', async () => {
  const broken = withPaths(
    '/a: { parameters: [{ $ref: "#/components/parameters/A", x-pii: true }] }',
    'components: { parameters: { A: { name: a, in: query } } }',
  );
  expect(await lint('extensions', broken)).toEqual([
    '`x-pii` stands beside a $ref, where nobody reads it: write it into the file that the $ref names.',
  ]);
});

it('takes what is in the list, and names that only look like it', async () => {
  const kept = withPaths(
    '/a: { get: { x-retry: safe, responses: { "200": { headers: { x-colour: { x-source: {} } } } } } }',
    'components: { schemas: { A: { type: object, properties: { x-colour: { $ref: "#/components/schemas/B", x-pii: true } } }, B: { type: string } } }',
  );
  expect(await lint('extensions', kept)).toEqual([]);
});

describe('the table in README.md', () => {
  it('has the same extensions and locations as the rule', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `(x-[\w-]+)` \| ([^|]+) \|/gm)].map(([, name, locations]) => [
      name,
      locations?.trim().split(', '),
    ]);
    expect(Object.fromEntries(rows)).toEqual(EXTENSIONS);
  });
});
