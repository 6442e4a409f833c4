import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const snippets = join(import.meta.dirname, '../snippets');
const programs = globSync('**/*.ts', { cwd: snippets }).map((file) =>
  readFileSync(join(snippets, file), 'utf8'),
);

describe('the README of the client', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../client/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);

  it('has programs', () => {
    expect(blocks.length).toBeGreaterThan(5);
  });

  it.for(blocks)('has only code that is run: block %$', (block) => {
    const isRun = programs.some((program) => `\n${program}`.includes(`\n${block}`));
    const unknown = block.split('\n').filter((line) => !programs.some((program) => program.includes(line)));
    const notRun = isRun ? [] : unknown.length > 0 ? unknown : [block];
    expect(
      notRun,
      'packages/client/README.md has code that no program in packages/docs/snippets has. Change both alike',
    ).toEqual([]);
  });
});
