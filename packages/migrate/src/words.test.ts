import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Every sentence that the code may say: in a note, with its kind and where it is added, an error or the help of the command. */
function sentences(): string[] {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname }).sort();
  return files
    .filter((file) => !/\.test\.ts$|^generated/.test(file))
    .flatMap((file) => {
      const code = readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll(
        /\/\*[\s\S]*?\*\/|^ *\/\/.*$/gm,
        '',
      );
      const texts = [
        ...code.matchAll(
          /(?:(?:\.at\(([^()]*)\))?\.add\(\s*'(\w+)',\s*)?(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g,
        ),
      ].map(([, at, kind, quoted, template = '']) =>
        [at && `at ${at}: `, kind && `${kind}: `, quoted ?? template].join(''),
      );
      return texts.filter((text) => /\w+ \w+ \w+/.test(text)).map((text) => `${file}: ${text}`);
    });
}

test('what notes, errors and help say is what was approved: test/words.txt', async () => {
  await expect(`${sentences().join('\n')}\n`).toMatchFileSnapshot('../test/words.txt');
});
