import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, loadAll, realMapTag, type Schema, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

/** Every scalar of a text, keys included, with what a reader takes it for. */
function readScalars(text: string, schema: Schema): string[] {
  const scalars: string[] = [];
  const visit = (value: unknown): void => {
    if (value instanceof Map) for (const entry of value) entry.forEach(visit);
    else if (Array.isArray(value)) value.forEach(visit);
    else scalars.push(`${value instanceof Date ? 'date' : typeof value} ${value}`);
  };
  // Maps keep keys that are not strings.
  visit(loadAll(text, { schema: schema.withTags(realMapTag) }));
  return scalars;
}

/** What a reader of YAML 1.1 takes for something else than one of YAML 1.2 does. Quotes make it the same. */
function differences(text: string): string[] {
  const newer = readScalars(text, CORE_SCHEMA);
  return readScalars(text, YAML11_SCHEMA).flatMap((older, index) =>
    older === newer[index] ? [] : [`${newer[index]}, in YAML 1.1: ${older}`],
  );
}

/** All that git keeps or would keep, but for what programs write. */
const files = repositoryFiles().filter((file) => /\.ya?ml$/.test(file) && !file.endsWith('pnpm-lock.yaml'));

describe('every YAML file reads the same in YAML 1.1 and 1.2', () => {
  test.each(files)('%s', (file) => {
    const found = differences(readFileSync(join(root, file), 'utf8'));
    expect(found, `Quote these values of ${file}`).toEqual([]);
  });
});

test('a value and a key that do not are named', () => {
  expect(differences('on: { version: "2019-10-15" }\nlint: off\nport: 4019\n')).toEqual([
    'string on, in YAML 1.1: boolean true',
    'string off, in YAML 1.1: boolean false',
  ]);
});
