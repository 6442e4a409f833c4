import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runSnippet } from './run-snippet.ts';

const file = join(import.meta.dirname, '../snippets/quickstart/readme.ts');

it('the program in the README is snippets/quickstart/readme.ts', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  expect(program, 'Change packages/docs/snippets/quickstart/readme.ts and the README alike.').toBe(
    readFileSync(file, 'utf8'),
  );
});

it('it runs', async () => {
  expect(await runSnippet('quickstart/readme.ts')).toMatch(/^Open the widget with \S{43}\n$/);
});
