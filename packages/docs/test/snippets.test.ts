import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';
import { runSnippet } from './run-snippet.ts';

const snippets = join(import.meta.dirname, '../snippets');
const outputs = globSync('**/*.output.txt', { cwd: snippets }).sort();

describe('a program on a page prints what the page says it prints', () => {
  it.for(outputs)('%s', async (output) => {
    const python = output.replace('.output.txt', '.py');
    const printed = existsSync(join(snippets, python))
      ? await runBesideSandbox('.', 'python3', python)
      : await runSnippet(output.replace('.output.txt', '.ts'));
    // `--update` writes it.
    await expect(printed).toMatchFileSnapshot(join(snippets, output));
  });
});
