import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

const shown = (file: string) => readFileSync(join(import.meta.dirname, '../snippets', file), 'utf8');

describe('snippets of the page on validators', () => {
  it.for([
    ['validators.ts', 'validators.output.txt'],
    ['validators-form.ts', 'validators-form.output.txt'],
    ['validators-hono.ts', 'validators-edge.output.txt'],
    ['validators-fastify.ts', 'validators-edge.output.txt'],
    ['validators-express.ts', 'validators-edge.output.txt'],
  ] as const)('%s prints what the page says it prints', async ([file, output]) => {
    const printed = await runBesideSandbox(process.execPath, '--conditions=@truework-legacy/source', file);
    expect(printed, `What it prints belongs into snippets/${output}.`).toBe(shown(output));
  });
});
