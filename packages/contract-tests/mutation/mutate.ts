import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutationGroup, MutationReport } from '../report/contract-report.ts';
import { printTable } from '../src/print-table.ts';
import { clearProgress, showCount, showProgress } from '../src/show-progress.ts';
import { behaviourMutants } from './behaviour-mutants.ts';
import { equivalenceOf, staleReasons } from './equivalents.ts';
import { testChanges } from './generic/changes.ts';
import { nameOf } from './generic/code-sources.ts';

import { sample } from './generic/sample.ts';
import { type Group, groups, type Outcome } from './groups.ts';
import { mutatedSource, root } from './mutant.ts';

const help = `pnpm mutate: makes one mutant at a time, in memory, and says which of them no test notices.

Usage: pnpm mutate [options] [group ...]

${groups.map(({ name, description }) => `  ${name.padEnd(12)} ${description}`).join('\n')}

  --sample N    Only N mutants of each group, drawn at random. Default: all
  --seed S      What is drawn. Default: 1
  --named TEXT  Only mutants whose name has this in it, such as a file or a survivor as it is printed
  --changed     Only mutants of written code that differs from main, by the quickest tests that reach it: about a minute
  --list        Also print every mutant, and which test noticed it
  --write       Write the result of these groups to packages/contract-tests/mutation/result.json, for the contract report
  --continue    Go on where a run of the same mutants of written code was interrupted, with the tests as they were
  --help        Print this

A mutant that changes nothing a user could notice is listed with its reason: of written code in mutation/unnoticeable.json, of validators
in mutation/equivalents.ts.

Exit code: 0 if every mutant was killed or has a reason, 1 if one survived, 2 if the mutants could not be tested.
`;

interface Options {
  groups: readonly Group[];
  count: number;
  seed: number;
  /** A part of the name. Empty: whatever it is called. */
  named: string;
  isChanged: boolean;
  continues: boolean;
  lists: boolean;
  writes: boolean;
}

function readOptions(): Options | 'help' {
  const { values, positionals } = parseArgs({
    options: {
      sample: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      named: { type: 'string', default: '' },
      changed: { type: 'boolean', default: false },
      continue: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return 'help';
  const unknown = positionals.find((name) => !groups.some((group) => group.name === name));
  if (unknown !== undefined)
    throw new Error(
      `No group is called "${unknown}". The groups: ${groups.map(({ name }) => name).join(', ')}.`,
    );
  if (values.named !== '' && values.write)
    throw new Error('--write stores what all mutants or a sample show, so not with --named.');
  return {
    groups: positionals.length === 0 ? groups : groups.filter(({ name }) => positionals.includes(name)),
    count: values.sample === '' ? Number.POSITIVE_INFINITY : wholeNumber('--sample', values.sample),
    seed: wholeNumber('--seed', values.seed),
    named: values.named,
    isChanged: values.changed,
    continues: values.continue,
    lists: values.list,
    writes: values.write,
  };
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${option} takes a whole number, not "${text}".`);
  return Number(text);
}

/** Tests mutants of a group. */
async function runGroup(
  group: Group,
  { count, seed, named, continues, lists }: Options,
): Promise<MutationGroup> {
  const all = group.ids().flatMap((id, index) => (id.includes(named) ? index : []));
  const asked = count < all.length ? sample(all, count, seed) : all;
  const outcomes: Outcome[] = [];
  const soFar = () => `${group.name}: ${outcomes.length} of ${asked.length} mutants`;
  showProgress(soFar());
  await group.run(
    asked,
    (outcome) => {
      outcomes.push(outcome);
      showCount(soFar());
    },
    continues,
  );
  clearProgress();
  if (lists) list(group, outcomes);
  const part = asked.length < all.length ? { sample: { of: all.length, seed } } : {};
  return summarise(group, outcomes, part);
}

function summarise(
  { name, chosenBy, description }: Group,
  outcomes: readonly Outcome[],
  part: Pick<MutationGroup, 'sample'>,
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
    .map(({ id, because = `Asked: ${description.split('; asked: ')[1]}.` }) => ({ id, meaning: because }));
  return {
    group: name,
    chosenBy,
    date: new Date().toISOString().slice(0, 10),
    revision: git('rev-parse', '--short', 'HEAD'),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node.js ${process.versions.node}`,
    ...part,
    kinds,
    noticedBy,
    survivors,
  };
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function print(summaries: readonly MutationGroup[]): void {
  const rows = summaries.flatMap(({ group, kinds }) =>
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
  for (const { group, survivors } of summaries)
    for (const { id, meaning } of survivors) console.log(`\nSurvived, ${group}: ${id}\n  ${meaning}`);
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
function keep(ran: readonly MutationGroup[]): void {
  const file = join(import.meta.dirname, 'result.json');
  const previous = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as MutationReport) : undefined;
  const all = groups.flatMap(({ name }) => {
    const isNamed = ({ group }: MutationGroup) => group === name;
    return ran.find(isNamed) ?? previous?.groups.find(isNamed) ?? [];
  });
  const report: MutationReport = { groups: all };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** Tests what differs from main. @returns Whether nothing survived. */
async function testWhatChanged(seed: number): Promise<boolean> {
  const { outcomes, of } = await testChanges(seed);
  clearProgress();
  const packageOf = (file: string) => file.split('/')[1] ?? '';
  const survived = outcomes.filter(
    ({ mutant, fate }) =>
      (fate === 'survived' || fate === 'not reached') &&
      equivalenceOf(packageOf(mutant.file), nameOf(mutant)) === undefined,
  );
  for (const { mutant, fate } of survived)
    console.log(
      `${mutant.file}:${mutant.line}: ${mutant.change}\n  ${fate === 'survived' ? 'No test that reaches it fails.' : 'No test reaches it.'} Add one, or say in mutation/unnoticeable.json why no user could notice.\n`,
    );
  const undecided = outcomes.filter(({ fate }) => fate === 'undecided');
  for (const { mutant } of undecided)
    console.log(`${mutant.file}:${mutant.line}: ${mutant.change}\n  Undecided: no test has failed so far.\n`);
  console.log(
    of === 0
      ? 'No line of written code of client, zod or sandbox differs from main: no mutant to test.'
      : `${outcomes.length} of the ${of} mutants on lines that differ from main (--seed ${seed}): ${survived.length} survived, ${undecided.length} undecided for lack of time.`,
  );
  return survived.length === 0;
}

/** Throws an error if the hand-written parts name code that is no longer there. */
function checkLists(): void {
  for (const mutant of behaviourMutants()) mutatedSource(mutant);
  const stale = staleReasons();
  if (stale.length > 0)
    throw new Error(
      `mutation/unnoticeable.json has reasons for mutants that no longer exist:\n${stale.join('\n')}`,
    );
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === 'help') {
    console.log(help);
    return 0;
  }
  checkLists();
  if (options.isChanged) return (await testWhatChanged(options.seed)) ? 0 : 1;
  const summaries: MutationGroup[] = [];
  for (const group of options.groups) summaries.push(await runGroup(group, options));
  print(summaries);
  if (options.writes) keep(summaries);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const survivors = sum(summaries.map((summary) => summary.survivors.length));
  const planted = sum(summaries.flatMap(({ kinds }) => kinds.map((kind) => kind.planted)));
  const drawn = Number.isFinite(options.count) ? ` drawn with --seed ${options.seed}` : '';
  console.log(`${survivors} of ${planted} mutants${drawn} survived.`);
  return survivors === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error(`${(error as Error).message}\n\nSee pnpm mutate --help.`);
  process.exitCode = 2;
}
