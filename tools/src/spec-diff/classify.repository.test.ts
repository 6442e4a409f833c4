import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { classify } from './classify.ts';

const table = readFileSync(join(root, 'spec/README.md'), 'utf8').matchAll(/^\| `(x-[\w-]+)` \|/gm);
const extensions = [...table].map(([, name = '']) => name);

test('the table of extensions is found', () => expect(extensions).toContain('x-final'));

test.for(extensions)('a rule says what a change of %s means', (name) => {
  const site = `#/components/schemas/Order/${name}`;
  const { rule } = classify({ site, kind: 'modified', before: 'a', after: 'b', rated: [] });
  expect(rule, 'add a rule to tools/src/spec-diff/classify.ts').not.toBe('extension');
});
