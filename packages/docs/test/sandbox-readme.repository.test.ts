import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';
import { runSnippet } from './run-snippet.ts';

const packages = join(import.meta.dirname, '../..');
const readme = readFileSync(join(packages, 'sandbox/README.md'), 'utf8');
const snippets = join(import.meta.dirname, '../snippets');

/** The blocks of a kind, in order. */
function blocks(kind: string): string[] {
  return [...readme.matchAll(/```(.*)\n([\s\S]*?)```/g)]
    .filter(([, language]) => language === kind)
    .map(([, , code = '']) => code);
}

describe('the README of the sandbox', () => {
  it('has the program of snippets/sandbox/readme.ts, and what it prints', async () => {
    expect(
      blocks('ts').join('\n'),
      'Change packages/docs/snippets/sandbox/readme.ts and the README alike.',
    ).toBe(readFileSync(join(snippets, 'sandbox/readme.ts'), 'utf8'));
    expect(blocks('text')).toEqual([await runSnippet('sandbox/readme.ts')]);
  });

  it('has the test of sandbox-fixture.test.ts, which runs beside this one', () => {
    expect(blocks('ts vitest')).toEqual([
      readFileSync(join(import.meta.dirname, 'sandbox-fixture.test.ts'), 'utf8'),
    ]);
  });

  it('has calls of the admin API that succeed', async () => {
    const [calls = ''] = blocks('sh').filter((block) => block.includes('/_sandbox/'));
    // The sandbox of the test has another port.
    const script = calls.replace(/'?http:\/\/127\.0\.0\.1:4019([^' ]*)'?/g, '"$TRUEWORK_URL$1"');
    const printed = await runBesideSandbox('sandbox', 'sh', '-ec', script);
    expect(printed).toContain('"events":[]');
    expect(printed).toContain('status; code=503');
    expect(printed).toContain('"results":[]');
  });
});
