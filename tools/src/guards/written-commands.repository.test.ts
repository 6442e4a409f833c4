import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

// What texts and workflows say to run or to read is there.

const read = (file: string) => readFileSync(join(root, file), 'utf8');

const scriptsOf = (folder: string) =>
  Object.keys((JSON.parse(read(join(folder, 'package.json'))) as { scripts?: object }).scripts ?? {});

const texts = repositoryFiles().filter(
  (file) => /\.(md|mdx|yml)$/.test(file) && !/^(\.changeset|adr)\/|\/(api|generated)\//.test(file),
);

/** The lines of a text that a reader runs: code between backticks, and lines of a shell. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, code = '']) => code.split('\n'));
  const spans = [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = '']) => code);
  const runs = [...text.matchAll(/^ *- run: (.+)$/gm)].map(([, code = '']) => code);
  return [...blocks, ...spans, ...runs].map((code) => code.trim().replace(/^(\w+=\S* )+/, ''));
}

/** What a command runs that is not there. */
function unknownIn(command: string): string[] {
  const [, filter, script] =
    /^pnpm (?:--filter @truework-legacy\/([\w-]+) )?([a-z][\w:-]*)/.exec(command) ?? [];
  const [, ofNpm] = /^npm (?:run )?(start|test|(?<=run )[\w:-]+)/.exec(command) ?? [];
  const [, file] = /^(?:node )?((?:tools|packages|spec)\/[\w./-]+\.\w+)(?= |$)/.exec(command) ?? [];
  const [, project] = / vitest .*--project (\S+)/.exec(` ${command}`) ?? [];
  const folder =
    filter === undefined ? '.' : ['spec', 'tools'].includes(filter) ? filter : `packages/${filter}`;
  const ofPnpm = script !== undefined && !/^(add|exec|i|install|dlx|up)$/.test(script) ? [script] : [];
  return [
    ...ofPnpm.filter((name) => !existsSync(join(root, folder)) || !scriptsOf(folder).includes(name)),
    ...[ofNpm ?? []].flat().filter((name) => !scriptsOf('.').includes(name)),
    ...[file ?? []].flat().filter((path) => !existsSync(join(root, path))),
    ...[project ?? []].flat().filter((name) => !read('vitest.config.ts').includes(`project('${name}'`)),
  ];
}

test('every command that a text or a workflow has is there', () => {
  const findings = texts.flatMap((file) =>
    commandsIn(read(file)).flatMap((command) =>
      unknownIn(command).map((name) => `${file}: ${command}: there is no ${name}`),
    ),
  );
  expect(findings).toEqual([]);
});

test('every file that a text links to is there, with the heading', () => {
  const anchorsOf = (text: string) =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
  const findings = texts
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:|\/)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(
        ([link, path = '', anchor]) => {
          const target = path === '' ? file : join(dirname(file), path);
          if (!existsSync(join(root, target))) return [`${file}: ${link}`];
          const isThere =
            anchor === undefined || !target.endsWith('.md') || anchorsOf(read(target)).includes(anchor);
          return isThere ? [] : [`${file}: ${link}`];
        },
      ),
    );
  expect(findings).toEqual([]);
});

test('each part of test:random is a test', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const words = (scripts['test:random'] ?? '').split(' ').slice(2);
  const parts = words.filter((word, index) => word !== '--project' && words[index - 1] !== '--project');
  expect(parts.length).toBeGreaterThan(5);
  const tests = repositoryFiles().filter((file) => file.endsWith('.test.ts'));
  expect(parts.filter((part) => !tests.some((file) => file.includes(part)))).toEqual([]);
});

test('the versions of Node.js and pnpm are those that the bootstrap brings along', () => {
  const [, node, pnpm] =
    /BROUGHT_ALONG = \{ node: '(\d+)[\d.]*', pnpm: '([\d.]+)' \}/.exec(read('tools/bootstrap.cjs')) ?? [];
  const install = read('.github/actions/install/action.yml');
  expect(install).toContain(`default: "${node}"`);
  expect(install).toContain(`pnpm@${pnpm}`);
});
