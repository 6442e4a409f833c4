import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutationGroup, MutationReport } from '../report/contract-report.ts';
import { printTable } from '../src/print-table.ts';
import { clearProgress, showCount, showProgress } from '../src/show-progress.ts';
import { testMutant } from '../third-party/test-mutant.ts';
import { quickValidators, validators as thirdParties } from '../third-party/validators.ts';
import { equivalenceOf } from './equivalents.ts';
import { type Group, groups, type Outcome } from './groups.ts';
import { inPairs } from './in-pairs.ts';
import { sandboxMutants } from './sandbox-mutants.ts';

const help = `pnpm mutate: makes one mutant at a time, in memory, and says which of them the contract suite does not notice.

Usage: pnpm mutate [options] [group ...]

${groups.map(({ name, description }) => `  ${name.padEnd(14)} ${description}`).join('\n')}

  --slice K/N          Only every Nth mutant of each group, from the Kth on
  --third-party        Also ask the third-party validators about each mutant of the sandbox (about 5 s each)
  --all-third-party    The same, with the validator that is slow to start (about 20 s each)
  --list               Also print every mutant, and which check noticed it
  --write              Write the result of these groups to packages/contract-tests/mutation/result.json, for the contract report
  --help               Print this

A mutant that changes nothing a user could see is listed with its reason in mutation/equivalents.ts.

Exit code: 0 if every mutant was killed, 1 if one survived, 2 if the mutants could not be tested.
`;

interface Options {
  groups: readonly Group[];
  slice: { from: number; every: number };
  asks: 'nobody' | 'quick third parties' | 'all third parties';
  lists: boolean;
  write: boolean;
}

function readOptions(): Options | undefined {
  const { values, positionals } = parseArgs({
    options: {
      slice: { type: 'string', default: '1/1' },
      'third-party': { type: 'boolean', default: false },
      'all-third-party': { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return undefined;
  const unknown = positionals.find((name) => !groups.some((group) => group.name === name));
  if (unknown !== undefined)
    throw new Error(
      `No group is called "${unknown}". The groups: ${groups.map(({ name }) => name).join(', ')}.`,
    );
  const [from = 0, every = 0] = values.slice.split('/').map(Number);
  if (!(Number.isInteger(from) && Number.isInteger(every) && from >= 1 && from <= every)) {
    throw new Error(`--slice takes two numbers, such as 1/8, not "${values.slice}".`);
  }
  if (values.write && values.slice !== '1/1')
    throw new Error('--write stores the results of whole groups. Leave out --slice or --write.');
  return {
    groups: positionals.length === 0 ? groups : groups.filter(({ name }) => positionals.includes(name)),
    slice: { from, every },
    asks: values['all-third-party']
      ? 'all third parties'
      : values['third-party']
        ? 'quick third parties'
        : 'nobody',
    lists: values.list,
    write: values.write,
  };
}

/** Returns whether a mutant's number, counted from 0, is in the slice. */
function isIn({ from, every }: Options['slice']): (index: number) => boolean {
  return (index) => (index - from + 1) % every === 0 && index >= from - 1;
}

/** Tests the mutants of a group. */
async function runGroup(group: Group, slice: Options['slice']): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const isAsked = isIn(slice);
  const asked = Array.from({ length: group.count() }, (_, index) => index).filter(isAsked).length;
  const soFar = () => `${group.name}: ${outcomes.length} of ${asked} mutants`;
  showProgress(soFar());
  await group.run(isAsked, (outcome) => {
    outcomes.push(outcome);
    showCount(soFar());
  });
  clearProgress();
  return outcomes;
}

function summarise(
  { name, description }: Group,
  outcomes: readonly Outcome[],
  seconds: number,
): MutationGroup {
  const isKilled = ({ noticed }: Outcome) => Object.keys(noticed).length > 0;
  const isEquivalent = (outcome: Outcome) =>
    !isKilled(outcome) && equivalenceOf(name, outcome.id) !== undefined;
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].map((kind) => {
    const ofKind = outcomes.filter((outcome) => outcome.kind === kind);
    return {
      kind,
      planted: ofKind.length,
      killed: ofKind.filter(isKilled).length,
      equivalent: ofKind.filter(isEquivalent).length,
    };
  });
  const noticedBy: Record<string, number> = {};
  for (const { noticed } of outcomes) {
    for (const by of Object.keys(noticed)) noticedBy[by] = (noticedBy[by] ?? 0) + 1;
  }
  const survivors = outcomes
    .filter((outcome) => !isKilled(outcome) && !isEquivalent(outcome))
    .map(({ id, kind }) => ({
      id,
      meaning: `Nothing in the suite depends on this (${kind}). Asked: ${description.split('; asked: ')[1]}.`,
    }));
  return { group: name, date: new Date().toISOString().slice(0, 10), seconds, kinds, noticedBy, survivors };
}

async function askThirdParties(
  asks: Options['asks'],
  slice: Options['slice'],
): Promise<Map<string, Record<string, boolean>>> {
  const verdicts = new Map<string, Record<string, boolean>>();
  if (asks === 'nobody') return verdicts;
  const chosen = asks === 'all third parties' ? thirdParties : quickValidators;
  const asked = sandboxMutants.filter((_, index) => isIn(slice)(index));
  let begun = 0;
  await inPairs(asked, async (mutant) => {
    begun += 1;
    showCount(`third-party validators: mutant ${begun} of ${asked.length}`);
    try {
      verdicts.set(mutant.id, await testMutant(mutant, chosen));
    } catch (error) {
      console.log(`\nNot tested: ${mutant.id}. ${(error as Error).message.split('\n')[0]}`);
    }
  });
  clearProgress();
  for (const thirdParty of chosen) await thirdParty.close?.();
  return verdicts;
}

function print(report: MutationReport): void {
  const rows = report.groups.flatMap(({ group, kinds }) =>
    kinds.map(({ kind, planted, killed, equivalent }) => [
      group,
      kind,
      String(planted),
      String(killed),
      String(equivalent),
      String(planted - killed - equivalent),
    ]),
  );
  printTable([['Group', 'Kind', 'Planted', 'Killed', 'Equivalent', 'Survived'], ...rows]);
  console.log();
  for (const { group, noticedBy } of report.groups) {
    const by = Object.entries(noticedBy).map(([name, count]) => `${name} ${count}`);
    console.log(`${group}: noticed by ${by.join(', ')}`);
  }
  const tested = report.sandboxMutants.filter(({ thirdParties: verdicts }) => verdicts !== undefined);
  if (tested.length === 0) return;
  const names = Object.keys(tested[0]?.thirdParties ?? {});
  printTable([
    ['Mutant of the sandbox', 'Suite', ...names],
    ...tested.map(({ id, suite, thirdParties: verdicts }) => [
      id,
      suite ? 'yes' : '-',
      ...names.map((name) => (verdicts?.[name] ? 'yes' : '-')),
    ]),
  ]);
}

/** Prints what became of every mutant. */
function list({ name }: Group, outcomes: readonly Outcome[]): void {
  for (const { id, noticed } of outcomes) {
    const [first] = Object.entries(noticed);
    const fate =
      first === undefined
        ? (equivalenceOf(name, id) ?? 'Nobody noticed.')
        : `Noticed by ${Object.keys(noticed).join(', ')}: ${first[1]}`;
    console.log(`\n${name}: ${id}\n  ${fate}`);
  }
}

/** Writes the groups that ran into the result, and leaves the others as they are. */
function keep({ groups: ran, sandboxMutants: tested }: MutationReport): void {
  const file = join(import.meta.dirname, 'result.json');
  const previous = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as MutationReport) : undefined;
  const all = groups.flatMap(({ name }) => {
    const isNamed = ({ group }: MutationGroup) => group === name;
    return ran.find(isNamed) ?? previous?.groups.find(isNamed) ?? [];
  });
  const report: MutationReport = {
    groups: all,
    sandboxMutants: tested.length > 0 ? tested : (previous?.sandboxMutants ?? []),
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  const begun = performance.now();
  const summaries: MutationGroup[] = [];
  const bySuite = new Map<string, boolean>();
  for (const group of options.groups) {
    const started = performance.now();
    const outcomes = await runGroup(group, options.slice);
    summaries.push(summarise(group, outcomes, Math.round((performance.now() - started) / 1000)));
    if (options.lists) list(group, outcomes);
    if (group.name === 'sandbox') {
      for (const { id, noticed } of outcomes) bySuite.set(id, Object.keys(noticed).length > 0);
    }
  }
  const verdicts = await askThirdParties(options.asks, options.slice);
  const report: MutationReport = {
    groups: summaries,
    sandboxMutants: [...bySuite].map(([id, suite]) => {
      const tested = verdicts.get(id);
      return { id, suite, ...(tested && { thirdParties: tested }) };
    }),
  };
  print(report);
  for (const { group, survivors: left } of summaries) {
    for (const { id, meaning } of left) console.log(`\nSurvived, ${group}: ${id}\n  ${meaning}`);
  }
  if (options.write) keep(report);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const survivors = summaries.reduce((sum, { survivors: left }) => sum + left.length, 0);
  const planted = summaries.flatMap(({ kinds }) => kinds).reduce((sum, kind) => sum + kind.planted, 0);
  console.log(
    survivors === 0
      ? `All ${planted} mutants were noticed, or are equivalent, in ${seconds} s.`
      : `${survivors} of ${planted} mutants survived, in ${seconds} s.`,
  );
  return survivors === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error(`${(error as Error).message}\n\nSee pnpm mutate --help.`);
  process.exitCode = 2;
}
