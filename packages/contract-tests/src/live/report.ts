import { type SourceLevel, sourceLevels } from '@truework-legacy/spec/document';
import type { Difference, Observation } from '../observe.ts';
import { specSource } from '../spec-source.ts';
import { type Fact, responseFacts } from './facts.ts';
import type { ResellerPurpose } from './reseller-purpose.ts';
import type { LiveSettings } from './settings.ts';

/** A test of the suite that failed. Its message is left out: it may quote a response. */
export interface FailedTest {
  readonly name: string;
  /** File and line. */
  readonly source: string;
}

/** What a live run saw. */
export interface LiveRun {
  readonly settings: LiveSettings;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly observations: readonly Observation[];
  readonly tests: number;
  readonly failedTests: readonly FailedTest[];
  readonly creates: number;
  /** Undefined if it was not asked, or got no response. */
  readonly resellerPurpose?: ResellerPurpose | undefined;
  /** Why the run is not whole. Empty if it is. */
  readonly gaps: readonly string[];
}

/** A fact that was seen as the spec says. */
export interface ConfirmedFact extends Fact {
  readonly pointer: string;
  readonly source: string;
  /** Operations whose responses showed it. */
  readonly operations: readonly string[];
  /** Day, UTC. */
  readonly seen: string;
}

/** What a live run says of the spec. Holds types and shapes, no values. */
export interface LiveReport {
  /** Anything but `verified…` proves nothing about the vendor. */
  readonly verdict: string;
  readonly against: string;
  readonly isVendor: boolean;
  readonly started: string;
  /** Whether the whole suite ran. */
  readonly isComplete: boolean;
  readonly gaps: readonly string[];
  readonly tests: { readonly run: number; readonly failed: readonly FailedTest[] };
  readonly requests: number;
  readonly creates: number;
  readonly resellerPurpose?: ResellerPurpose | undefined;
  /** Versions that the server said it served, each with how often; `none` if it did not say. */
  readonly versions: Readonly<Record<string, number>>;
  readonly differences: readonly (Difference & { readonly times: number })[];
  /** How often each operation responded with each status. */
  readonly evidence: readonly { operation: string; status: number; times: number; seen: string }[];
  /** By level, how many of the facts about responses were seen as the spec says. */
  readonly levels: readonly { level: SourceLevel; seen: number; facts: number }[];
  readonly confirmed: readonly ConfirmedFact[];
}

/** How a command about the live suite ended, as its exit code. */
export const exitCodes = { same: 0, different: 1, notRun: 2 } as const;

/** The exit code that a report asks for. A run with gaps proves nothing, whatever it found. */
export function exitCodeOf({ isComplete, differences, tests }: LiveReport): number {
  if (!isComplete) return exitCodes.notRun;
  return differences.length + tests.failed.length > 0 ? exitCodes.different : exitCodes.same;
}

export function reportOf({
  settings,
  started,
  observations,
  tests,
  failedTests,
  creates,
  resellerPurpose,
  gaps,
}: LiveRun): LiveReport {
  const { isVendor, origin } = settings;
  const day = started.slice(0, 10);
  const differences = distinct(observations.flatMap((observation) => observation.differences));
  const isComplete = gaps.length === 0 && observations.length > 0 && tests > 0;
  const isSame = differences.length + failedTests.length === 0;
  const facts = responseFacts();
  const confirmed = confirmedFacts(facts, observations, day);
  const outcome = isSame ? 'no difference' : 'with differences';
  return {
    verdict:
      isVendor && isComplete ? `verified against the vendor, ${outcome}` : 'unverified against the vendor',
    against: isVendor ? origin : 'a server of this machine',
    isVendor,
    started,
    isComplete,
    gaps: observations.length === 0 && gaps.length === 0 ? ['No response came.'] : gaps,
    tests: { run: tests, failed: failedTests },
    requests: observations.length,
    creates,
    resellerPurpose,
    versions: countBy(observations.map(({ version }) => version ?? 'none')),
    differences,
    evidence: Object.entries(countBy(observations.map(({ operation, status }) => `${operation} ${status}`)))
      .map(([key, times]) => {
        const [operation = '', status] = key.split(' ');
        return { operation, status: Number(status), times, seen: day };
      })
      .sort((a, b) => a.operation.localeCompare(b.operation) || a.status - b.status),
    levels: sourceLevels.map((level) => ({
      level,
      seen: confirmed.filter((fact) => fact.level === level).length,
      facts: [...facts.values()].filter((fact) => fact.level === level).length,
    })),
    confirmed,
  };
}

function confirmedFacts(
  facts: ReadonlyMap<string, Fact>,
  observations: readonly Observation[],
  seen: string,
): ConfirmedFact[] {
  const operations = new Map<string, Set<string>>();
  for (const { confirmed, operation } of observations) {
    for (const pointer of confirmed) {
      const showed = operations.get(pointer) ?? new Set();
      operations.set(pointer, showed.add(operation));
    }
  }
  return [...facts].flatMap(([pointer, fact]) => {
    const showed = operations.get(pointer);
    if (showed === undefined) return [];
    return [{ ...fact, pointer, source: specSource(pointer), operations: [...showed].sort(), seen }];
  });
}

function distinct(differences: readonly Difference[]): (Difference & { times: number })[] {
  const byText = Map.groupBy(differences, (difference) => JSON.stringify(difference));
  return [...byText.values()]
    .map((same) => ({ ...(same[0] as Difference), times: same.length }))
    .sort((a, b) => a.operation.localeCompare(b.operation) || a.where.localeCompare(b.where));
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** A report as Markdown, for a summary or an issue. */
export function markdownOf(report: LiveReport): string {
  const { verdict, against, started, tests, requests, creates, gaps, differences, resellerPurpose } = report;
  const inferred = report.confirmed.filter(({ level }) => level === 'inferred');
  return [
    '# Live differences',
    `**${verdict}**: ${against}, ${started.slice(0, 10)}. ${tests.run} tests, ${requests} responses, ${creates} creates.`,
    ...(resellerPurpose ? ['', `A reseller's purpose: ${spellingsIn(resellerPurpose)}.`] : []),
    ...section(
      'What is missing from this run',
      gaps.map((gap) => `- ${gap}`),
    ),
    ...section(
      'Tests that failed',
      tests.failed.map(({ name, source }) => `- ${name} (${source})`),
    ),
    ...section('Differences', differences.length === 0 ? ['None.'] : differences.map(differenceText)),
    ...section('Versions served', [...table(['version', 'responses'], Object.entries(report.versions))]),
    ...section('Facts about responses that were seen as the spec says', [
      ...table(
        ['level', 'seen', 'of'],
        report.levels.map(({ level, seen, facts }) => [level, seen, facts]),
      ),
    ]),
    ...section(
      report.isVendor
        ? 'Inferred facts that are confirmed'
        : 'Inferred facts that were seen, which confirms nothing: this was not the vendor',
      inferred.map(({ kind, pointer, source, seen }) => `- ${seen}: ${kind} \`${pointer}\` (${source})`),
    ),
    ...section('Evidence', [
      ...table(
        ['operation', 'status', 'times', 'seen'],
        report.evidence.map(({ operation, status, times, seen }) => [operation, status, times, seen]),
      ),
    ]),
    '',
  ].join('\n');
}

function spellingsIn(statuses: ResellerPurpose): string {
  return Object.entries(statuses)
    .map(([spelling, status]) => `${spelling} ${status}`)
    .join(', ');
}

function differenceText({
  operation,
  where,
  pointer,
  source,
  level,
  ...said
}: Difference & { times: number }): string {
  return [
    `### ${operation}, ${where}`,
    '',
    `- spec: \`${pointer}\` (${source}), ${level}: ${said.expected}`,
    `- seen, ${said.times} times: ${said.seen}`,
    `- suggested: ${said.suggestion}`,
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}
