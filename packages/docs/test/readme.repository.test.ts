import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

const file = join(import.meta.dirname, '../snippets/readme.ts');

it('the program in the README is snippets/readme.ts', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  expect(program, 'Change packages/docs/snippets/readme.ts and the README alike.').toBe(
    readFileSync(file, 'utf8'),
  );
});

it('it runs', async () => {
  const printed = await runBesideSandbox(process.execPath, '--conditions=@truework-legacy/source', file);
  expect(printed).toMatch(/^Open the widget with \S{43}\n$/);
});
