import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';
import { runSnippet } from './run-snippet.ts';

const docs = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(docs, path), 'utf8');

/** What tests run. */
const programs = [...globSync('snippets/**/*.ts', { cwd: docs }), 'test/sandbox-fixture.test.ts'].map(read);

/** The blocks of a kind in a README, in order. */
function blocks(readme: string, kind: string): string[] {
  return [...read(readme).matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter(([, language]) => language === kind)
    .map(([, , code = '']) => code);
}

const inReadmes = [
  ['../../README.md', 'ts'],
  ['../client/README.md', 'ts'],
  ['../sandbox/README.md', 'ts'],
  ['../sandbox/README.md', 'ts vitest'],
  ['../zod/README.md', 'ts form'],
].map(([readme = '', kind = '']) => ({ readme, kind, code: blocks(readme, kind) }));

describe.for(inReadmes)('$readme, blocks of $kind', ({ readme, code }) => {
  it('are there', () => expect(code).not.toEqual([]));

  it.for(code)('have only code that is run: block %$', (block) => {
    const isRun = programs.some((program) => `\n${program}`.includes(`\n${block}`));
    const unknown = block.split('\n').filter((line) => !programs.some((program) => program.includes(line)));
    expect(
      isRun ? [] : unknown.length > 0 ? unknown : [block],
      `${readme} has code that no program in packages/docs/snippets has. Change both alike`,
    ).toEqual([]);
  });
});

it('the program in the README runs', async () => {
  expect(await runSnippet('quickstart/readme.ts')).toMatch(/^Open the widget with \S{43}\n$/);
});

describe('the README of the sandbox', () => {
  it('has what its program prints', async () => {
    expect(blocks('../sandbox/README.md', 'text')).toEqual([await runSnippet('sandbox/readme.ts')]);
  });

  it('has calls of the admin API that succeed', async () => {
    const [calls = ''] = blocks('../sandbox/README.md', 'sh').filter((block) => block.includes('/_sandbox/'));
    // The sandbox of the test has another port.
    const script = calls.replace(/'?http:\/\/127\.0\.0\.1:4019([^' ]*)'?/g, '"$TRUEWORK_URL$1"');
    const printed = await runBesideSandbox('sandbox', 'sh', '-ec', script);
    expect(printed).toContain('"events":[]');
    expect(printed).toContain('status; code=503');
    expect(printed).toContain('"results":[]');
  });
});
