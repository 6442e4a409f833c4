import { expect, test } from 'vitest';
import { checkTexts } from './check-texts.ts';

test('what can be read passes', () => {
  expect(() =>
    checkTexts(
      new Map([
        ['a.ts', 'export const a: number = b;'],
        ['a.json', '{}'],
      ]),
    ),
  ).not.toThrow();
});

test('what cannot be read is named with its line, and nothing else is', () => {
  const files = new Map([
    ['zod/generated/response.gen.ts', 'const a = {\n  201: ,\n};\n'],
    ['zod/generated/request.gen.ts', '/** any `*/*` */\nexport const b = 1;\n'],
    ['zod/generated/empty.gen.ts', '\n'],
    ['zod/generated/fine.gen.ts', 'export {};\n'],
  ]);
  expect(() => checkTexts(files)).toThrow(
    new Error(
      `What was generated cannot be read, so nothing is written. Something in the spec is new to the generation, or its code is wrong: see tools/src/generation.

zod/generated/empty.gen.ts: it is empty
zod/generated/response.gen.ts:2:8: Expression expected.
    201: ,
zod/generated/request.gen.ts:1:12: Expression expected.
    /** any \`*/*\` */`,
    ),
  );
});
