import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

const snippets = join(import.meta.dirname, '../snippets');
const read = (file: string) => readFileSync(join(snippets, file), 'utf8');
const files = readdirSync(snippets).filter((file) => /^client.*\.ts$/.test(file));

describe('snippets of the pages on the client', () => {
  it.for(files)('%s prints what the page says it prints', async (file) => {
    const printed = await runBesideSandbox(process.execPath, '--conditions=@truework-legacy/source', file);
    const output = file.replace('.ts', '.output.txt');
    expect(printed, `What it prints belongs into snippets/${output}.`).toBe(read(output));
  });
});
