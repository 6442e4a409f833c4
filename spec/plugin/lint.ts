import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const redocly = fileURLToPath(new URL('../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
const plugin = fileURLToPath(new URL('plugin.ts', import.meta.url));

/** The problems that Redocly finds in a description with only one of our rules enabled. */
export async function lint(rule: string, description: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-lint-'));
  try {
    await writeFile(join(folder, 'openapi.yaml'), description);
    await writeFile(
      join(folder, 'redocly.yaml'),
      JSON.stringify({ plugins: [plugin], rules: { [`truework/${rule}`]: 'error' } }),
    );
    const { problems } = JSON.parse(await run(folder)) as {
      problems: { ruleId: string; message: string }[];
    };
    return problems.map(({ message }) => message);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = [redocly, 'lint', 'openapi.yaml', '--config', 'redocly.yaml', '--format', 'json'];
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) => {
      // It exits with 1 if it has found a problem, which is in the JSON as well.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`redocly lint failed:\n${stderr}`, { cause: error }));
    });
  });
}
