import { parseArgs } from 'node:util';
import { printTable } from '../src/print-table.ts';
import { clearProgress, showProgress } from '../src/show-progress.ts';
import { excuses, isExcusedBy, unexcused, unusedExcuses } from './excused-findings.ts';
import { startSandbox } from './sandbox-process.ts';
import { CannotValidateError, type ThirdPartyFinding, type ThirdPartyValidator } from './validator.ts';
import { validators } from './validators.ts';

const names = validators.map(({ name }) => name.toLowerCase()).join(', ');

const help = `pnpm third-party: validates the sandbox against the spec with programs that nobody here wrote.

Usage: pnpm third-party [options] [validator ...]

  validator      Only this one, by a part of its name: ${names}
  --help         Print this

Exit code: 0 if nothing is wrong, 1 if something is, 2 if a validator could not run.
`;

function chosenValidators(parts: readonly string[]): readonly ThirdPartyValidator[] {
  const unknown = parts.find((name) => !validators.some((validator) => goesBy(validator, name)));
  if (unknown !== undefined) {
    throw new CannotValidateError(`No validator is called "${unknown}". Their names: ${names}.`);
  }
  return parts.length === 0
    ? validators
    : validators.filter((validator) => parts.some((name) => goesBy(validator, name)));
}

function goesBy({ name }: ThirdPartyValidator, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function describeFinding({ validator, operation, where, says }: ThirdPartyFinding): string {
  return `${validator}: ${operation ?? 'sandbox'}, ${where}\n  ${says}`;
}

/** Has each validator look at the sandbox as it is. @returns Whether nothing is wrong. */
async function validateSandbox(chosen: readonly ThirdPartyValidator[]): Promise<boolean> {
  const sandbox = await startSandbox();
  const rows = [['Validator', 'Version', 'Looked at', 'Findings', 'Excused', 'Time']];
  const complaints: string[] = [];
  const excused = new Set<string>();
  try {
    for (const validator of chosen) {
      const begun = performance.now();
      showProgress(`${validator.name} validates the sandbox`);
      const { checks, findings } = await validator.validate(sandbox.url);
      const open = unexcused(findings);
      rows.push([
        validator.name,
        validator.version,
        `${checks} ${validator.counts}`,
        String(open.length),
        String(findings.length - open.length),
        seconds(performance.now() - begun),
      ]);
      complaints.push(...open.map(describeFinding));
      if (checks < validator.atLeast) {
        complaints.push(
          `${validator.name} made ${checks} ${validator.counts}, fewer than ${validator.atLeast}: it did not do its work.`,
        );
      }
      for (const { where, reason } of unusedExcuses(validator.name, findings)) {
        complaints.push(
          `${validator.name}: an excuse covers nothing any more. Remove it from third-party/excused-findings.ts: ${where} (${reason})`,
        );
      }
      for (const { reason } of excuses.filter((excuse) => findings.some((one) => isExcusedBy(one, excuse)))) {
        excused.add(`${validator.name}: ${reason}`);
      }
    }
  } finally {
    clearProgress();
    await sandbox.close();
  }
  printTable(rows);
  if (excused.size > 0) console.log(`\nExcused:\n  ${[...excused].join('\n  ')}`);
  for (const complaint of complaints) console.log(`\n${complaint}`);
  console.log(
    `\n${complaints.length === 0 ? 'Nothing is wrong.' : `${complaints.length} things are wrong.`}`,
  );
  return complaints.length === 0;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  return (await validateSandbox(chosenValidators(positionals))) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error(`${(error as Error).message}\n\nSee pnpm third-party --help.`);
  process.exitCode = 2;
}
