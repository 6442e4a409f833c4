import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const redocly = fileURLToPath(new URL('../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
const plugin = fileURLToPath(new URL('plugin.ts', import.meta.url));

/** What Redocly says of a description when one rule of ours is on and nothing else. */
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
      // It exits with 1 when it has found something, and says the same in JSON.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`redocly lint failed:\n${stderr}`, { cause: error }));
    });
  });
}
