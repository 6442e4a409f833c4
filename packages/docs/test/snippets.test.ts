import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSnippet } from './run-snippet.ts';

const snippets = join(import.meta.dirname, '../snippets');
const outputs = globSync('**/*.output.txt', { cwd: snippets }).sort();

describe('a program on a page prints what the page says it prints', () => {
  it.for(outputs)('%s', async (output) => {
    const printed = await runSnippet(output.replace('.output.txt', '.ts'));
    // `--update` writes it.
    await expect(printed).toMatchFileSnapshot(join(snippets, output));
  });
});
