import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

// The document is read in one place, spec/document, so that a $ref, a pointer or a method that one program understands is
// understood by all. This looks for the ways in which a second reader begins.

/** What only the reader does, how it is recognised, and what to use instead. */
const signs: readonly { does: string; pattern: RegExp; instead: string }[] = [
  {
    does: 'escapes or reads the names in a JSON pointer',
    pattern: /\breplace(?:All)?\(\s*(?:['"`]~[01]?['"`]|\/~[01]?\/|['"`]\/['"`],\s*['"`]~1)/,
    instead: 'pointerTo, namesIn or valueAt',
  },
  {
    does: 'takes a $ref apart',
    pattern:
      /\$ref['"]?\]?[?!]?\.(?:split|slice|replace\w*|match|at|lastIndexOf|startsWith)\b|\.startsWith\(['"]#\/['"]\)|\.slice\((\w*[rR]ef\w*)\.lastIndexOf\(/,
    instead: 'resolve, locate, isReference or lastNameIn',
  },
  {
    does: 'lists the methods that a path can have',
    pattern: /(?:['"](?:get|put|post|delete|options|head|patch|trace)['"],\s*){2}/,
    instead: 'operationsOf or webhooksOf, or methods',
  },
];

/** Files that do so all the same, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'packages/client/src/validation/standard-schemas.ts': 'the client imports no package of this repository',
};

/** Each sign of a second reader in a text, as a sentence that says what to do. */
function secondReaders(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      signs
        .filter(({ pattern }) => pattern.test(line))
        .map(
          ({ does, instead }) =>
            `${file}:${index + 1} ${does}. Import ${instead} from @truework-legacy/spec/document, which all programs here share.`,
        ),
    );
}

function sources(): string[] {
  const own = ['spec/document/', relative(root, import.meta.filename).replaceAll(sep, '/')];
  return repositoryFiles().filter(
    (file) =>
      /\.(?:ts|js|mjs|cjs|astro)$/.test(file) &&
      !file.includes('/generated/') &&
      !own.some((path) => file.startsWith(path)),
  );
}

describe('the one reader of the spec', () => {
  test('has no second beside it', () => {
    const files = sources();
    expect(files.length, 'no source was found: the test looks in the wrong place').toBeGreaterThan(400);
    const found = files
      .filter((file) => !Object.hasOwn(exceptions, file))
      .flatMap((file) => secondReaders(file, readFileSync(join(root, file), 'utf8')));
    expect(found).toEqual([]);
  });

  test.for(Object.keys(exceptions))('%s still is an exception', (file) => {
    const found = secondReaders(file, readFileSync(join(root, file), 'utf8'));
    expect(found, `${file} uses the reader now: take it off the list`).not.toEqual([]);
  });

  test.for([
    "return name.replaceAll('~', '~0').replaceAll('/', '~1');",
    "token.replace(/~1/g, '/')",
    "const pointer = '#/paths/' + path.replaceAll('/', '~1');",
    "schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)",
    'reference.slice(reference.lastIndexOf("/") + 1)',
    "const [, , kind, name] = value.$ref.split('/');",
    "$ref?.replace('#/components/schemas/', '')",
    "parameter['$ref'].split('/').at(-1)",
    "if (target.startsWith('#/')) return target;",
    "const methods = ['get', 'post', 'put'];",
  ])('would be noticed by: %s', (line) => {
    expect(secondReaders('packages/sandbox/src/api/api.ts', `// a line before\n${line}`)).toEqual([
      expect.stringMatching(
        /^packages\/sandbox\/src\/api\/api\.ts:2 [a-z].*\. Import .* from @truework-legacy\/spec\/document, /,
      ),
    ]);
  });

  test.for([
    "const folder = path.slice(path.lastIndexOf('/') + 1);",
    "name.replaceAll('/', '_')",
    "expect(pointer).toBe('#/paths/~1things~1{id}/get');",
    'const { $ref } = schema;',
    "sandbox.get('/a', 'post');",
  ])('would not be taken for: %s', (line) => {
    expect(secondReaders('packages/sandbox/src/api/api.ts', line)).toEqual([]);
  });
});
