import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';
import { type RetiredWord, retiredWords } from './retired-words.ts';

// Part of `pnpm lint`. Prints each use of a word that GLOSSARY.md has replaced, and ends with 1 if there is one.

/** Not ours to reword: what is generated, what is immutable, what names the words that are gone. */
const excluded =
  /(?:^|\/)generated\/|\.gen\.ts$|^adr\/|CHANGELOG\.md$|pnpm-lock\.yaml$|^packages\/package-tests\/api\/|^GLOSSARY\.md$|^\.changeset\/|^tools\/src\/guards\/(?:retired|check)-words/;
const text = /\.(?:ts|mts|cts|js|mjs|cjs|astro|css|md|mdx|json|yaml|yml|svg|html)$/;

/** Each use of a retired word in a text, as a line that says where it is and what to write. */
export function retiredWordsIn(
  file: string,
  content: string,
  words: readonly RetiredWord[] = retiredWords,
): string[] {
  return content.split('\n').flatMap((line, index) =>
    words.flatMap(({ pattern, instead, except }) => {
      const found = line.replace(except ?? /$^/, '').match(pattern);
      return found === null ? [] : [`${file}:${index + 1} "${found[0]}": write ${instead}.`];
    }),
  );
}

export function checkWords(): string[] {
  return repositoryFiles()
    .filter((file) => text.test(file) && !excluded.test(file))
    .flatMap((file) => retiredWordsIn(file, readFileSync(join(root, file), 'utf8')));
}

if (import.meta.main) {
  const findings = checkWords();
  for (const finding of findings) console.error(finding);
  if (findings.length > 0) {
    console.error(
      `${findings.length} uses of words that GLOSSARY.md has replaced. Reword them. If a use is right, add it to \`except\` in tools/src/guards/retired-words.ts.`,
    );
    process.exitCode = 1;
  }
}
