import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

it('home.ts prints what the home page shows beside it', async () => {
  const shown = readFileSync(join(import.meta.dirname, '../snippets/home.output.txt'), 'utf8');
  const printed = await runBesideSandbox(process.execPath, '--conditions=@truework-legacy/source', 'home.ts');
  expect(printed, 'What it prints belongs into snippets/home.output.txt.').toBe(shown);
});
