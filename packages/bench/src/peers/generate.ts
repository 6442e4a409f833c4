import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '@hey-api/openapi-ts';

const run = promisify(execFile);
const spec = fileURLToPath(import.meta.resolve('@truework-legacy/spec/openapi.json'));
const folder = join(import.meta.dirname, '../../.generated');

/** Has the generators make their clients from our spec. What they write is checked with their own compiler settings only. */
export async function generatePeers(): Promise<void> {
  await Promise.all([generateWithRedocly(), generateWithHeyApi()]);
}

async function generateWithRedocly(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const cli = join(dirname(manifest), 'bin/cli.js');
  const output = join(folder, 'redocly/client.ts');
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const args = [cli, 'generate-client', spec, '--output', output, '--args-style', 'grouped'];
  await run(process.execPath, args, { env });
  await leaveUnchecked(output);
}

async function generateWithHeyApi(): Promise<void> {
  const path = join(folder, 'hey-api');
  await createClient({
    input: spec,
    logs: { level: 'silent', file: false },
    output: { path, module: { extension: '.ts' } },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
  });
  const files = await readdir(path, { recursive: true });
  await Promise.all(
    files.filter((file) => file.endsWith('.ts')).map((file) => leaveUnchecked(join(path, file))),
  );
}

async function leaveUnchecked(file: string): Promise<void> {
  await writeFile(file, `// @ts-nocheck\n${await readFile(file, 'utf8')}`);
}

if (import.meta.main) await generatePeers();
