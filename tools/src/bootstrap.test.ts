import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from './paths.ts';

let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'truework-legacy-bootstrap-'));
  mkdirSync(join(copy, 'tools/src'), { recursive: true });
  mkdirSync(join(copy, 'bin'));
  copyFileSync(join(root, 'tools/bootstrap.cjs'), join(copy, 'tools/bootstrap.cjs'));
  writeFileSync(
    join(copy, 'tools/src/hello.ts'),
    `console.log('hello', [...process.execArgv, ...process.argv.slice(2)].join(' ')); process.exitCode = 7;
     if (process.argv[2] === 'killed') process.kill(process.pid, 'SIGKILL');`,
  );
});

afterEach(() => rmSync(copy, { recursive: true }));

/** Puts a command of the given name before all others. */
function command(name: string, script: string): void {
  writeFileSync(join(copy, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(copy, 'bin', name), 0o755);
}

/** Runs the bootstrap as on a machine whose Node.js has the given version. */
function bootstrap(nodeVersion = process.version, ...args: string[]) {
  return runBootstrap(nodeVersion, 'hello', ...args);
}

function runBootstrap(nodeVersion: string, ...args: string[]) {
  const preload = join(copy, 'version.cjs');
  writeFileSync(preload, `Object.defineProperty(process, 'version', { value: '${nodeVersion}' });`);
  const result = spawnSync(
    process.execPath,
    ['--require', preload, join(copy, 'tools/bootstrap.cjs'), ...args],
    {
      encoding: 'utf8',
      env: {
        PATH: [join(copy, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
        HOME: copy,
      },
    },
  );
  const { status, stdout, stderr } = result;
  return { code: status, output: stdout + stderr, stdout, stderr };
}

/** What lets the bootstrap begin at once: a pnpm of the right version, which installs nothing. */
function pnpmOfTheRightVersion(): void {
  command('pnpm', `if [ "$1" = --version ]; then echo 12.0.0; else echo "$@" > ${copy}/pnpm-called; fi`);
}

const called = (name: string) => readFileSync(join(copy, `${name}-called`), 'utf8');
const hello = 'hello --conditions=@truework-legacy/source';

/** Puts down the lockfile, and the copy of it that pnpm keeps of what it installed. */
function lockfiles(lockfile: string, installed: string): void {
  mkdirSync(join(copy, 'node_modules/.pnpm'), { recursive: true });
  writeFileSync(join(copy, 'pnpm-lock.yaml'), lockfile);
  writeFileSync(join(copy, 'node_modules/.pnpm/lock.yaml'), installed);
}

/** What lets npm bring a Node.js that does this, and a pnpm. The machine has none. */
function broughtAlong(node: string): void {
  const bin = `${copy}/.toolchain/node_modules/.bin`;
  command('pnpm', 'exit 127');
  command(
    'npm',
    `echo "$@" > ${copy}/npm-called; mkdir -p ${bin}; for name in node pnpm; do printf '#!/bin/sh\\n${node}\\n' > ${bin}/$name; chmod +x ${bin}/$name; done`,
  );
}

describe('the bootstrap', () => {
  test('steps aside if Node.js and pnpm are there, and passes on arguments and exit code', () => {
    pnpmOfTheRightVersion();
    command('npm', 'echo npm was called; exit 1');
    lockfiles('a', 'a');
    expect(bootstrap(process.version, '--once')).toMatchObject({ code: 7, output: `${hello} --once\n` });
    expect(called('pnpm')).toBe('install --frozen-lockfile --prefer-offline --config.fetch-retries=1\n');
  });

  test('fails with a command that is killed', () => {
    pnpmOfTheRightVersion();
    expect(bootstrap(process.version, 'killed').code).toBe(1);
  });

  const installing = 'Installing the packages that pnpm-lock.yaml names. This can take a few minutes.\n';

  test('says before the first installation that it installs, and not among what the command prints', () => {
    pnpmOfTheRightVersion();
    expect(bootstrap()).toMatchObject({ code: 7, stdout: `${hello}\n`, stderr: installing });
  });

  test('says so when the lockfile names other packages than the last time', () => {
    pnpmOfTheRightVersion();
    lockfiles('b', 'a');
    expect(bootstrap()).toMatchObject({ code: 7, stdout: `${hello}\n`, stderr: installing });
  });

  test('brings what is missing through npm, once', () => {
    command('pnpm', 'echo 9.0.0');
    command('npm', `echo "$@" > ${copy}/npm-called; exit 1`);
    const { code, stderr } = bootstrap();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Bringing pnpm@12[.\d]+ into \.toolchain\/, once\. This can take a minute\.\n/);
  });

  test('runs what it brought, not what the machine has', () => {
    broughtAlong('echo v24.21.0');
    expect(bootstrap('v20.0.0').stdout).toBe('v24.21.0\n');
    expect(called('npm')).toMatch(/^install .* node@24\.21\.0 pnpm@12\.21\.0\n$/);
  });

  test('removes a Node.js that does not run here, and says what to do', () => {
    broughtAlong('exit 1');
    const { code, output } = bootstrap('v20.0.0');
    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toBe(
      `The Node.js 24.21.0 that npm offers does not run on this machine (${process.platform} ${process.arch}). Install Node.js 24 or newer from https://nodejs.org and run this again.`,
    );
    expect(existsSync(join(copy, '.toolchain'))).toBe(false);
  });

  test('a Node.js that is too old is reported in one sentence', () => {
    const { code, output } = bootstrap('v16.20.2');
    expect(code).toBe(1);
    expect(output.trim()).toBe(
      'This needs Node.js 18 or newer to start, and this is v16.20.2. Install a newer one from https://nodejs.org and run it again.',
    );
  });

  test.for([
    ...['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'],
    ...['dns error', 'error sending request', 'network'],
  ])('no network at the first run is reported in one sentence: %s', (cause) => {
    command('pnpm', 'exit 127');
    command('npm', `echo "npm error code ${cause}" >&2; exit 1`);
    const { code, output } = bootstrap();
    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toBe(
      'Node.js and pnpm could not be downloaded: the npm registry cannot be reached. The first run needs a network; later ones do not.',
    );
  });

  test('packages that cannot be installed are reported with what pnpm said', () => {
    command(
      'pnpm',
      'if [ "$1" = --version ]; then echo 12.0.0; else echo "ERR_PNPM_OUTDATED_LOCKFILE"; exit 1; fi',
    );
    const { code, output } = bootstrap();
    expect(code).toBe(1);
    expect(output).toContain('ERR_PNPM_OUTDATED_LOCKFILE');
    expect(output.trim().split('\n').at(-1)).toBe(
      'The packages could not be installed: see the output above. Fix its cause and run the command again.',
    );
  });
});

describe('npm run doctor', () => {
  const doctor = (nodeVersion: string) => runBootstrap(nodeVersion, 'doctor');

  test('says what the machine has, and what to do about what it lacks', () => {
    pnpmOfTheRightVersion();
    lockfiles('a', 'a');
    for (const name of ['git', 'java', 'podman']) command(name, 'echo 21.0.1');
    command('npm', 'echo 11.0.0');
    for (const name of ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'docker'])
      command(name, 'exit 1');
    expect(doctor('v24.1.0')).toMatchObject({
      code: 0,
      output: `ok       Node.js, v24.1.0
ok       npm, 11.0.0
ok       pnpm, there
ok       packages, installed
ok       git, there
without  Chromium. Install Chromium, or set CHROMIUM_PATH to one: the browser tests need it. \`npm test\` installs it for root on Debian.
ok       Java, there
ok       Docker, podman
`,
    });
  });

  test('fails if nothing works without what is missing', () => {
    for (const name of ['git', 'java', 'docker', 'podman', 'chromium', 'chromium-browser', 'google-chrome'])
      command(name, 'exit 1');
    command('chromium-headless-shell', 'exit 1');
    command('npm', 'exit 1');
    lockfiles('b', 'a');
    expect(doctor('v16.20.2')).toMatchObject({
      code: 1,
      output: `MISSING  Node.js. Install Node.js 24 or newer from https://nodejs.org.
MISSING  npm. Install Node.js from https://nodejs.org: npm comes with it.
ok       pnpm, none of version 12: 12.21.0 is brought along
MISSING  packages. The npm registry cannot be reached, and the first run needs it. Check the network and its proxy.
without  git. Install git: \`npm test\` compares the spec with main.
without  Chromium. Install Chromium, or set CHROMIUM_PATH to one: the browser tests need it. \`npm test\` installs it for root on Debian.
without  Java. Install Java 17 or newer for \`pnpm third-party\`.
without  Docker. Install Docker or Podman for \`packages/sandbox/check-container.sh\`.
`,
    });
  });
});
