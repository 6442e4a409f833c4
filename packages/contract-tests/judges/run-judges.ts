import { parseArgs } from 'node:util';
import { printTable } from '../src/print-table.ts';
import { clearProgress, showProgress } from '../src/show-progress.ts';
import { excuses, isExcusedBy, unexcused, unusedExcuses } from './excused-findings.ts';
import { CannotJudgeError, type Judge, type JudgeFinding } from './judge.ts';
import { examineFault } from './judge-fault.ts';
import { judges } from './judges.ts';
import { sampleFaults } from './sample-faults.ts';
import { startSandbox } from './sandbox-process.ts';

const names = judges.map(({ name }) => name.toLowerCase()).join(', ');

const help = `pnpm judges: has programs that nobody here wrote judge the sandbox by the spec.

Usage: pnpm judges [options] [judge ...]

  judge          Only this one, by a part of its name: ${names}
  --faults       Plant one fault after the other in the sandbox, and show which judge notices it
  --help         Print this

Exit code: 0 where nothing is wrong, 1 where something is, 2 where a judge could not run.
`;

function chosenJudges(parts: readonly string[]): readonly Judge[] {
  const unknown = parts.find((name) => !judges.some((judge) => goesBy(judge, name)));
  if (unknown !== undefined) throw new CannotJudgeError(`No judge is called ${unknown}.\n\n${help}`);
  return parts.length === 0 ? judges : judges.filter((judge) => parts.some((name) => goesBy(judge, name)));
}

function goesBy({ name }: Judge, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function describeFinding({ judge, operation, where, says }: JudgeFinding): string {
  return `${judge}: ${operation ?? 'sandbox'}, ${where}\n  ${says}`;
}

/** Has each judge look at the sandbox as it is. @returns Whether nothing is wrong. */
async function judgeSandbox(chosen: readonly Judge[]): Promise<boolean> {
  const sandbox = await startSandbox({ checksAnswers: true });
  const rows = [['Judge', 'Version', 'Looked at', 'Findings', 'Excused', 'Time']];
  const complaints: string[] = [];
  const excused = new Set<string>();
  try {
    for (const judge of chosen) {
      const begun = performance.now();
      showProgress(`${judge.name} judges the sandbox`);
      const { checks, findings } = await judge.judge(sandbox.url);
      const open = unexcused(findings);
      rows.push([
        judge.name,
        judge.version,
        `${checks} ${judge.counts}`,
        String(open.length),
        String(findings.length - open.length),
        seconds(performance.now() - begun),
      ]);
      complaints.push(...open.map(describeFinding));
      if (checks < judge.atLeast) {
        complaints.push(`${judge.name} made ${checks} ${judge.counts}, and ${judge.atLeast} are the least.`);
      }
      for (const { where, reason } of unusedExcuses(judge.name, findings)) {
        complaints.push(
          `${judge.name}: an excuse covers nothing any more, take it out: ${where} (${reason})`,
        );
      }
      for (const { reason } of excuses.filter((excuse) => findings.some((one) => isExcusedBy(one, excuse)))) {
        excused.add(`${judge.name}: ${reason}`);
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

/**
 * Shows who notices which of the sample faults. @returns Whether each is noticed by those that are known to
 * notice it.
 */
async function judgeFaults(chosen: readonly Judge[]): Promise<boolean> {
  const rows = [['Fault in the sandbox', ...chosen.map(({ name }) => name)]];
  const surprises: string[] = [];
  const totals = chosen.map(() => ({ caught: 0, milliseconds: 0 }));
  for (const [index, fault] of sampleFaults.entries()) {
    showProgress(`Fault ${index + 1} of ${sampleFaults.length}: ${fault.id}`);
    const outcomes = await examineFault(fault, chosen);
    rows.push([fault.id]);
    for (const [column, { name }] of chosen.entries()) {
      const { caught = false, milliseconds = 0 } = outcomes[name] ?? {};
      rows.at(-1)?.push(`${caught ? 'caught' : '-'.padEnd(6)}  ${seconds(milliseconds)}`);
      const total = totals[column];
      if (total === undefined) continue;
      if (caught) total.caught += 1;
      total.milliseconds += milliseconds;
      if (caught !== fault.caughtBy.includes(name)) {
        surprises.push(`${name} ${caught ? 'notices' : 'no longer notices'}: ${fault.id}`);
      }
    }
  }
  clearProgress();
  rows.push([
    'caught, and the mean time',
    ...totals.map(
      ({ caught, milliseconds }) =>
        `${`${caught}/${sampleFaults.length}`.padEnd(6)}  ${seconds(milliseconds / sampleFaults.length)}`,
    ),
  ]);
  printTable(rows);
  for (const surprise of surprises) console.log(`\nNot as judges/sample-faults.ts says: ${surprise}`);
  return surprises.length === 0;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { faults: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const chosen = chosenJudges(positionals);
  return (await (values.faults ? judgeFaults : judgeSandbox)(chosen)) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error((error as Error).message);
  process.exitCode = 2;
}
