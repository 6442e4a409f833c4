import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const redocly = fileURLToPath(new URL('../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
const plugin = fileURLToPath(new URL('plugin.ts', import.meta.url));

interface Lint {
  readonly rule: string;
  readonly description: string;
  resolve(messages: string[]): void;
  reject(reason: unknown): void;
}

let waiting: Lint[] = [];

/**
 * The problems that Redocly finds in a description with only one of our rules enabled. Tests run side by side, and what they ask for at
 * the same time is one run of Redocly. They are about what a rule rejects: that it takes what is right is seen in the spec itself.
 */
export function lint(rule: string, description: string): Promise<string[]> {
  if (waiting.length === 0) setImmediate(lintWaiting);
  return new Promise((resolve, reject) => waiting.push({ rule, description, resolve, reject }));
}

async function lintWaiting(): Promise<void> {
  const lints = waiting;
  waiting = [];
  try {
    const found = await runRedocly(lints);
    for (const [index, { resolve }] of lints.entries()) resolve(found[index] ?? []);
  } catch (error) {
    for (const { reject } of lints) reject(error);
  }
}

/** The messages about each description, in order. */
async function runRedocly(lints: readonly Lint[]): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-lint-'));
  try {
    const apis = lints.map(({ rule }, index) => [
      String(index),
      { root: `${index}/openapi.yaml`, rules: { [`truework/${rule}`]: 'error' } },
    ]);
    await writeFile(
      join(folder, 'redocly.yaml'),
      JSON.stringify({ plugins: [plugin], apis: Object.fromEntries(apis) }),
    );
    for (const [index, { description }] of lints.entries()) {
      await mkdir(join(folder, String(index)));
      await writeFile(join(folder, String(index), 'openapi.yaml'), description);
    }
    // One JSON object for each description.
    const reports = (await run(folder)).split(/(?<=^\})(?=\{)/m).map((text) => JSON.parse(text) as Report);
    if (reports.length !== lints.length)
      throw new Error(`redocly lint reported on ${reports.length} of ${lints.length} descriptions`);
    return reports.map(({ problems }) => problems.map(({ message }) => message));
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Report {
  readonly problems: readonly { readonly message: string }[];
}

function run(cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = [redocly, 'lint', '--config', 'redocly.yaml', '--format', 'json'];
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) => {
      // It exits with 1 if it has found a problem, which is in the JSON as well.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`redocly lint failed:\n${stderr}`, { cause: error }));
    });
  });
}
