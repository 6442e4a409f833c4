import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const instructions = read('packages/sandbox/Containerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .trim()
  .split(/\n+/);

/** What stands behind an instruction, each time it is given. */
function given(instruction: string): string[] {
  return instructions
    .filter((line) => line.startsWith(`${instruction} `))
    .map((line) => line.slice(instruction.length + 1));
}

/** The words of an instruction that is given once, in brackets. */
function words(instruction: string): string[] {
  const [last = '[]'] = given(instruction);
  return JSON.parse(last.slice(last.indexOf('['))) as string[];
}

const ignoreRules = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** Whether a file gets into a build: the last rule that names it, or a folder around it, decides. */
function getsIn(path: string): boolean {
  const rule = ignoreRules.findLast((line) => {
    const pattern = line
      .replace('!', '')
      .replaceAll('.', '\\.')
      .replaceAll(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(.*/)?'));
    return new RegExp(`^${pattern}(/.*)?$`).test(path);
  });
  return rule === undefined || rule.startsWith('!');
}

const letIn = ignoreRules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
const copied = given('COPY')
  .filter((copy) => !copy.startsWith('--from='))
  .flatMap((copy) => copy.split(' ').slice(0, -1));

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

describe('the Containerfile copies', () => {
  test.for(copied)('%s, which is there and gets into a build', (source) => {
    expect(statSync(join(root, source), { throwIfNoEntry: false }), 'is there').toBeDefined();
    expect(getsIn(source) || letIn.some((path) => isWithin(path, source)), 'gets past .dockerignore').toBe(
      true,
    );
  });

  test.for(letIn)('%s, which .dockerignore lets in', (path) => {
    expect(statSync(join(root, path), { throwIfNoEntry: false }), 'is there').toBeDefined();
    expect(copied.filter((source) => isWithin(path, source))).not.toEqual([]);
  });

  test('what the package publishes, once it is built', () => {
    const sources = manifest.files.filter((file) => !file.startsWith('!') && file !== 'dist');
    expect(sources.filter((file) => !getsIn(`packages/sandbox/${file}`))).toEqual([]);
  });
});

test.for([
  '.env',
  '.git/config',
  '.npmrc',
  'node_modules/ajv/package.json',
  'packages/client/src/index.ts',
  'packages/sandbox/.env',
  'packages/sandbox/dist/cli.cjs',
  'packages/sandbox/node_modules/ajv/package.json',
  'packages/sandbox/sandbox.db',
  'packages/sandbox/src/admin/admin.test.ts',
  'packages/sandbox/src/cli.test.ts',
  'spec/openapi.yaml',
])('%s does not get into a build', (path) => {
  expect(getsIn(path)).toBe(false);
});

describe('the image', () => {
  const port = given('EXPOSE').join();
  const [node, file, ...options] = words('ENTRYPOINT');
  const cli = join(import.meta.dirname, '../src/cli.ts');
  const conditions = '--conditions=@truework-legacy/source';

  test('has the Node.js and the pnpm that the bootstrap brings along', () => {
    const [, nodeMajor, pnpm] =
      /BROUGHT_ALONG = \{ node: '(\d+)[\d.]*', pnpm: '([\d.]+)' \}/.exec(read('tools/bootstrap.cjs')) ?? [];
    expect(given('FROM')).toEqual([
      `docker.io/library/node:${nodeMajor}-slim AS build`,
      `docker.io/library/node:${nodeMajor}-slim`,
    ]);
    expect(given('RUN')[0]).toBe(`npm install --global pnpm@${pnpm}`);
    const [, oldestMajor] = /^>=(\d+)\./.exec(manifest.engines.node) ?? [];
    expect(Number(nodeMajor)).toBeGreaterThanOrEqual(Number(oldestMajor));
  });

  test('runs what the package has as its command, and not as root', () => {
    expect([node, file]).toEqual(['node', join('/sandbox', manifest.bin['truework-sandbox'])]);
    expect(given('USER')).toEqual(['node']);
    expect(given('LABEL').join()).toContain(`image.licenses="${manifest.license}"`);
    expect(given('HEALTHCHECK').join()).toMatch(/^--interval=\d+s --timeout=\d+s CMD /);
  });

  test('exposes the port that the command listens on', () => {
    const { stdout } = spawnSync(process.execPath, [conditions, cli, '--help'], { encoding: 'utf8' });
    expect(stdout).toMatch(new RegExp(`--port .*\\(${port}\\)`));
    expect(options).not.toContain('--port');
  });

  test('keeps its data in the volume', () => {
    expect(options[options.indexOf('--data') + 1]).toMatch(new RegExp(`^${given('VOLUME').join()}/`));
  });

  test.for([{ more: [] }, { more: ['--no-admin'] }])(
    'is healthy as long as its command runs, with more options behind it: $more',
    async ({ more }) => {
      const child = spawn(
        process.execPath,
        [conditions, cli, ...options, '--data', ':memory:', '--port', '0', ...more],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(child, 'close');
      const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
      const { url } = JSON.parse(String(line));
      const [, evaluate, code = ''] = words('HEALTHCHECK');
      expect([evaluate, code]).toEqual(['--eval', expect.stringContaining(`http://127.0.0.1:${port}/`)]);
      const check = code.replace(port, new URL(url).port);
      const health = () => spawnSync(process.execPath, ['--eval', check]).status;

      expect(health()).toBe(0);
      child.kill();
      expect(await ended).toEqual([0, null]);
      expect(health()).toBe(1);
    },
  );
});
