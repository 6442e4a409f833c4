import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSpec } from './generation/bundle.ts';
import { root } from './paths.ts';
import { runSpecDiff } from './spec-diff/command.ts';
import type { Members } from './spec-diff/pointer.ts';

async function bundle(): Promise<Members> {
  const folder = await mkdtemp(join(tmpdir(), 'spec-bundle-'));
  try {
    return (await bundleSpec(folder)).api as unknown as Members;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { code, stdout, stderr } = await runSpecDiff(process.argv.slice(2), { root, bundle });
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
