import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { DefaultReporter, DotReporter } from 'vitest/node';

/** What a reviewer would say of a failure: where, and what about it. Errors of tests may have several, as `remarks`. */
export interface Remark {
  readonly where: string;
  readonly says: string;
  /** What it is shown with, and does not make it another remark. */
  readonly besides?: readonly string[];
}

/** The same remark of however many tests. */
interface Entry {
  readonly says: string;
  readonly besides: readonly string[];
  readonly places: Set<string>;
  readonly tests: Set<string>;
  readonly isRemark: boolean;
}

type ReportedFile = Parameters<DotReporter['reportSummary']>[0][number];
type ReportedTask = ReportedFile | ReportedFile['tasks'][number];

/** An error of a test, as far as it is read here. */
interface TestError {
  readonly message: string;
  readonly diff?: string | undefined;
  readonly stacks?: readonly { readonly file: string; readonly line: number }[] | undefined;
  readonly cause?: TestError | undefined;
  readonly remarks?: readonly Remark[];
  /** What the last calls before it responded with. */
  readonly responses?: readonly string[];
}

interface FailedTest {
  readonly test: string;
  readonly errors: readonly TestError[];
}

/** A terminal's height and a bit: whatever fails, no more is printed. */
const mostLines = 28;
const mostLinesOfOne = 20;
const mostLinesOfLogs = 6;
const mostInALine = 240;

// A person watches the tree; a log holds what failed.
const Base: typeof DotReporter = process.stdout.isTTY
  ? (DefaultReporter as unknown as typeof DotReporter)
  : DotReporter;

/** Prints what failed as distinct remarks, with how many tests each was made of, last. Everything printed is printed once. */
export default class RemarkReporter extends Base {
  readonly #printed = new Set<string>();
  #linesOfLogs = 0;

  override onUserConsoleLog(log: Parameters<DotReporter['onUserConsoleLog']>[0]): void {
    // The first line: under it stands a stack, which differs from test to test.
    const lines = log.content.trimEnd().split('\n').slice(0, 2);
    const [first = ''] = lines;
    if (this.#printed.has(first) || this.#linesOfLogs >= mostLinesOfLogs) return;
    this.#printed.add(first);
    this.#linesOfLogs += lines.length + 2;
    super.onUserConsoleLog({ ...log, content: `${lines.join('\n')}\n` });
  }

  override reportSummary(files: ReportedFile[], errors: unknown[]): void {
    const outside = errors.map((error) => ({ test: 'outside of any test', errors: [error as TestError] }));
    const failed = [...files.flatMap(failedIn), ...outside];
    if (failed.length > 0) this.log(`\n${summary(failed)}\n`);
    const skipped = files.flatMap(skippedIn);
    // What follows a failure of `beforeAll` is skipped, too.
    if (failed.length === 0 && skipped.length > 0 && this.ctx.config.testNamePattern === undefined)
      this.log(`\n${skippedSummary(skipped)}\n`);
    this.reportTestSummary(files, errors, 0);
  }
}

/** Which tests were left out. */
export function skippedSummary(skipped: readonly string[]): string {
  const more = skipped.length > 5 ? [`  and ${skipped.length - 5} more`] : [];
  return [
    'Skipped, which counts as failed:',
    ...skipped.slice(0, 5).map((test) => `  ${test}`),
    ...more,
  ].join('\n');
}

/** What failed, the remarks first, and those of many tests before those of few. */
export function summary(failed: readonly FailedTest[]): string {
  const entries = [...distinct(failed).values()].sort(
    (one, other) => Number(other.isRemark) - Number(one.isRemark) || other.tests.size - one.tests.size,
  );
  const lines: string[] = [];
  let rest = 0;
  for (const [index, entry] of entries.entries()) {
    const whole = linesOf(entry);
    const fits = lines.length + whole.length < mostLines - Math.min(entries.length - index, 8);
    if (fits || index === 0) lines.push(...whole, '');
    else if (lines.length < mostLines) lines.push(shortened(whole));
    else rest += 1;
  }
  if (rest > 0) lines.push(`And ${rest} more.`);
  const count = new Set(failed.map(({ test }) => test)).size;
  const remarks = entries.length === 1 ? 'One remark' : `${entries.length} distinct remarks`;
  return `${lines.join('\n').trimEnd()}\n\n${remarks}, ${count} failed ${count === 1 ? 'test' : 'tests'}.`;
}

/** An entry in one line: how many tests, which, and the first difference, or else what it is and says first. */
function shortened([heading = '', where = '', ...more]: readonly string[]): string {
  const changed = more
    .map((line) => line.trim())
    .filter((line) => /^[-+] +(?!Expected|Received)"?\w/.test(line));
  const [label = ''] = /^.*?: (?=expected )/.exec(where.trim()) ?? [];
  const said = more.slice(0, -1).find((line) => !/^ *([-+]|at )/.test(line));
  const what = said === undefined ? where : `${where}: ${said.trim()}`;
  const about = changed.length > 0 ? label + changed.slice(0, 2).join(' ') : what.trim();
  return `${heading.slice(0, -1)} ${more.at(-1)?.trim()}: ${about}`.slice(0, mostInALine);
}

function distinct(failed: readonly FailedTest[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { test, errors } of failed) {
    const remarks = errors.flatMap(remarksIn);
    // What else failed in a test follows from what the remarks say.
    const said = remarks.length > 0 ? remarks : errors.slice(0, 1).map(remarkOf);
    for (const { where, says, besides = [] } of said) {
      const entry = entries.get(says) ?? {
        says,
        besides,
        places: new Set(),
        tests: new Set(),
        isRemark: remarks.length > 0,
      };
      entries.set(says, entry);
      entry.places.add(where);
      entry.tests.add(test);
    }
  }
  return entries;
}

function linesOf({ says, besides, places, tests }: Entry): string[] {
  const [place = '', second, ...others] = places;
  const [test = '', ...otherTests] = tests;
  const also = second && `and ${second}${others.length > 0 ? `, and ${others.length} more places` : ''}`;
  return [
    `${tests.size} ${tests.size === 1 ? 'test' : 'tests'}:`,
    `  ${place}`,
    ...(also === undefined ? [] : [`  ${also}`]),
    ...[...says.split('\n').slice(0, mostLinesOfOne), ...besides]
      .filter((line) => line !== '')
      .map((line) => `    ${line.slice(0, mostInALine)}`),
    `  in ${test}${otherTests.length > 0 ? ', first' : ''}`,
  ];
}

/** The remarks of an error, or of what caused it: random tests say what failed in their cause. */
function remarksIn({ remarks, cause }: TestError): readonly Remark[] {
  return remarks ?? (cause ? remarksIn(cause) : []);
}

/** An error that is not a remark: its message, the difference, and what was heard last. */
function remarkOf({ message, diff = '', stacks = [], cause, responses = [] }: TestError): Remark {
  const [first = '', ...more] = asIssues(stripVTControlCharacters(message)).split('\n');
  // A random test: what failed first, and then the case.
  if (cause && first.startsWith('Property failed')) {
    const { where, says } = remarkOf(cause);
    return { where, says: [says, first, ...more.slice(0, 8)].join('\n').trim() };
  }
  const [frame] = stacks.filter(({ file }) => !file.includes('node_modules'));
  const at = frame && `${relative(process.cwd(), frame.file)}:${frame.line}`;
  const besides = responses.length > 0 ? [`last responses: ${responses.join(', ')}`] : [];
  const because = cause ? ['because:', ...cause.message.split('\n').slice(0, 8)] : [];
  const difference = stripVTControlCharacters(diff)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const accept = /^Snapshot .* mismatched$/.test(first)
    ? ['to do     fix the code; or accept the change with --update']
    : [];
  const isList = emptyList.test(first);
  const found = isList ? foundIn(difference) : [];
  return {
    where: found.length > 0 ? `${headingOf(first)}: ${found.shift()}` : first,
    says: [
      ...more.slice(0, 10),
      ...because,
      ...(isList ? found : difference).slice(0, 12),
      ...accept,
      ...(at ? [`at ${at}`] : []),
    ].join('\n'),
    besides,
  };
}

const emptyList = /(?:^|(?<says>.*): )expected \[.*\] to (?:deeply|strictly) equal \[\]$/;

/** What a list contains that should be empty, an item to a line: such a test lists what is wrong. Items of lists are one place. */
function foundIn(difference: readonly string[]): string[] {
  const lines = difference.flatMap((line) => /^\+ {3}(.*)$/.exec(line)?.[1] ?? []);
  const items = lines
    .join('\n')
    .split(/\n(?![ }\]])/)
    .map((item) => item.replaceAll(/\n */g, ' ').replace(/^"(.*)",?$|,$/, '$1'));
  return [...new Set(items.filter(Boolean).map((item) => item.replaceAll(/\/\d+(?=\/)/g, '/*')))];
}

function headingOf(message: string): string {
  return emptyList.exec(message)?.groups?.['says'] ?? 'Found, where there should be nothing';
}

/** The message of a ZodError, which is JSON, an issue to a line. */
function asIssues(message: string): string {
  if (!message.startsWith('[\n')) return message;
  const issues = JSON.parse(message) as { path: string[]; message: string }[];
  return ['A validator rejects', ...issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`)].join(
    '\n',
  );
}

function failedIn(task: ReportedTask): FailedTest[] {
  const { errors = [], state } = task.result ?? {};
  const inside = 'tasks' in task ? task.tasks.flatMap(failedIn) : [];
  if (state !== 'fail' || errors.length === 0) return inside;
  return [{ test: placeOf(task), errors }, ...inside];
}

function skippedIn(task: ReportedTask): string[] {
  if ('tasks' in task) return task.tasks.flatMap(skippedIn);
  return task.mode === 'skip' || task.mode === 'todo' ? [placeOf(task)] : [];
}

function placeOf(task: ReportedTask): string {
  const file = relative(process.cwd(), task.file.filepath);
  const line = task.location ? `:${task.location.line}` : '';
  return `${file}${line} "${fullName(task)}"`;
}

function fullName(task: ReportedTask): string {
  const suite = 'suite' in task ? task.suite : undefined;
  return suite === undefined ? task.name.replaceAll(/\s+/g, ' ') : `${fullName(suite)} > ${task.name}`;
}
