import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { retiredWordsIn } from './check-words.ts';
import { retiredWords } from './retired-words.ts';

test('a retired word is found in prose and in names, with its line and what to write', () => {
  const text =
    'The client checks the response.\nconst lostAnswer = 1;\n// It was told so, and sent it again.\n// Strikes.\n// What is no list.\n';
  expect(retiredWordsIn('a.ts', text)).toEqual([
    'a.ts:2 "Answer": write response, respond.',
    'a.ts:3 "told": write report, notify or call with.',
    'a.ts:3 "sent it again": write retry.',
    'a.ts:4 "Strikes": write apply.',
    'a.ts:5 "is no l": write is not a …, or are not ….',
  ]);
});

test('what only looks like a retired word, or is quoted from others, is not found', () => {
  const text =
    'remembered\nECONNREFUSED\nthere is none\nThere is no list\nis no longer\nadr/0011-the-validators-are-schemas-of-zod-that-we-judge.md\n';
  expect(retiredWordsIn('a.md', text)).toEqual([]);
});

test('GLOSSARY.md has the words that take the place of the retired ones', () => {
  const glossary = readFileSync(join(root, 'GLOSSARY.md'), 'utf8');
  const words = retiredWords.map(({ instead }) => instead).filter((instead) => !instead.includes('…'));
  const missing = words.filter((instead) => !glossary.includes(`**${instead.split(/[ ,]/)[0]}`));
  expect(words.length).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
