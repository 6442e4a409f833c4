import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startSandbox } from '../src/installed-sandbox.ts';
import { nodeNamed } from '../src/node-versions.ts';
import { readManifest } from '../src/read-manifest.ts';

const installed = inject('installed');

/** What a program prints to standard error, and its exit code. */
function runToEnd(program: string, args: readonly string[]): Promise<{ code: unknown; stderr: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: installed }, (error, _, stderr) => {
      resolve({ code: error?.code ?? 0, stderr });
    });
  });
}

test.for([
  ['client', '20'],
  ['zod', '20'],
  ['migrate', '20'],
  ['sandbox', '22.13'],
] as const)('the manifest of %s promises what begins with a tested Node.js: %s', async ([name, oldest]) => {
  await nodeNamed(oldest);
  const { engines } = await readManifest(join(installed, 'node_modules/@truework-legacy', name));
  expect(engines?.node).toBe(`>=${oldest}`);
});

describe('the oldest Node.js that the sandbox runs on', () => {
  test('starts the command, which prints no warning', async () => {
    const sandbox = await startSandbox(installed, installed, {
      node: await nodeNamed('22.13'),
    });
    const headers = { Authorization: 'Bearer tw_sk_test_example' };
    const response = await fetch(`${sandbox.url}/verification-requests/`, { headers });
    expect(response.status).toBe(200);
    expect(await sandbox.close()).not.toMatch(/warning/i);
  });

  test.for([
    ['required', ['--eval', "require('@truework-legacy/sandbox').createSandbox()"]],
    ['imported', ['--eval', "import('@truework-legacy/sandbox').then((it) => it.createSandbox())"]],
  ] as const)('loads the library without a warning: %s', async ([, args]) => {
    expect(await runToEnd(await nodeNamed('22.13'), args)).toEqual({ code: 0, stderr: '' });
  });

  test('still warns of everything else', async () => {
    const program = "require('@truework-legacy/sandbox'); process.emitWarning('something else')";
    const { stderr } = await runToEnd(await nodeNamed('22.13'), ['--eval', program]);
    expect(stderr).toContain('something else');
  });
});

describe('on an older Node.js, a sentence says which one is needed', () => {
  const sentence =
    /@truework-legacy\/sandbox needs Node\.js 22\.13 or newer.* This is Node\.js 20\.\d+\.\d+\./;

  test.for([
    ['the command', ['node_modules/@truework-legacy/sandbox/dist/cli.cjs', '--port', '0']],
    ['require', ['--eval', "require('@truework-legacy/sandbox')"]],
    ['import', ['--input-type=module', '--eval', "import '@truework-legacy/sandbox'"]],
  ] as const)('%s', async ([, args]) => {
    const { code, stderr } = await runToEnd(await nodeNamed('20'), args);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('No such built-in module');
    expect(code).toBe(1);
  });
});
