import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

const snippets = join(import.meta.dirname, '../snippets');
const source = '--conditions=@truework-legacy/source';

describe('snippets of the page on testing', () => {
  it.for(['testing-plain', 'testing-time'])('%s.ts prints what the page says it prints', async (name) => {
    const printed = await runBesideSandbox(process.execPath, source, `${name}.ts`);
    const output = `${name}.output.txt`;
    expect(printed, `What it prints belongs into snippets/${output}.`).toBe(
      readFileSync(join(snippets, output), 'utf8'),
    );
  });

  it('testing-node-test.ts passes in the test runner of Node.js', async () => {
    const printed = await runBesideSandbox(process.execPath, source, '--test', 'testing-node-test.ts');
    expect(printed).toContain('pass 1');
    expect(printed).toContain('fail 0');
  });
});
