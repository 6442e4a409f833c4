import { bundleSpec } from './generation/bundle.ts';
import { inCi } from './in-ci.ts';
import { root } from './paths.ts';
import { runSpecDiff } from './spec-diff/command.ts';
import type { JsonObject } from './spec-diff/pointer.ts';

const bundle = async () => (await bundleSpec()).document as unknown as JsonObject;

const { code, stdout, stderr } = await runSpecDiff(process.argv.slice(2), { root, bundle, inCi: inCi() });
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
