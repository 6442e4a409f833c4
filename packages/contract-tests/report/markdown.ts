import type {
  ContractReport,
  KeywordEvidence,
  MutationReport,
  OperationEvidence,
} from './contract-report.ts';

/** The report for the review of a pull request: short, and open about what nobody looked at. */
export function markdownOf(report: ContractReport): string {
  const { date, apiVersion, ranAgainst, ranOn, tests, thirdParties, mutation } = report;
  return [
    `## Contract report, API ${apiVersion}`,
    `${date}, against ${ranAgainst}, on ${ranOn}: ${tests.passed} tests passed, ${tests.failed} failed, in ${tests.seconds} s.`,
    vendorLine(report),
    table(
      [
        'Operation',
        'Statuses reached',
        'Validated responses',
        'Rejected requests',
        'Statuses in behaviour tests',
        'Seen at Truework',
      ],
      report.operations.map(operationRow),
    ),
    keywordLine(report),
    ...(thirdParties.length === 0
      ? []
      : [
          table(
            ['Third-party validator', 'Looked at', 'Findings', 'Excused'],
            thirdParties.map(({ name, version, checks, findings, excused }) => [
              `${name} ${version}`,
              String(checks),
              String(findings),
              String(excused.length),
            ]),
          ),
        ]),
    mutation === undefined ? 'No whole run of the mutation is on record.' : mutationPart(mutation),
  ].join('\n\n');
}

function vendorLine({ vendor }: ContractReport): string {
  return vendor.status === 'unverified'
    ? `**Unverified against Truework.** ${vendor.reason}`
    : `Compared with Truework's sandbox on ${vendor.date}: ${vendor.differences} differences.`;
}

function operationRow({ id, statuses }: OperationEvidence): string[] {
  const sum = (kind: 'schema' | 'negative') =>
    String(statuses.reduce((total, status) => total + status[kind], 0));
  const reached = statuses.filter(({ driven }) => driven > 0).length;
  const missed = statuses.filter(({ driven }) => driven === 0).map(({ status }) => status);
  const behaved = statuses.filter(({ behaviour }) => behaviour > 0).length;
  const seen = statuses.filter(({ vendor }) => vendor !== undefined).length;
  return [
    `\`${id}\``,
    `${reached} of ${statuses.length}${missed.length > 0 ? `, not ${missed.join(', ')}` : ''}`,
    sum('schema'),
    sum('negative'),
    `${behaved} of ${statuses.length}`,
    seen === 0 ? 'none' : `${seen} of ${statuses.length}`,
  ];
}

function keywordLine({ keywords }: ContractReport): string {
  const sum = (count: (keyword: KeywordEvidence) => number) =>
    keywords.reduce((total, keyword) => total + count(keyword), 0);
  const [accepted, rejected] = [
    sum((keyword) => locationsSeen(keyword, 'accepted')),
    sum((keyword) => locationsSeen(keyword, 'rejected')),
  ];
  const [locations, rejecting] = [sum((keyword) => keyword.locations), sum((keyword) => keyword.rejecting)];
  return `Keywords of the spec: ${keywords.length}. Valid values accepted in ${accepted} of ${locations} locations, invalid ones rejected in ${rejected} of the ${rejecting} that can reject anything.`;
}

/** In how many locations values of a keyword were accepted or rejected, by the check that saw most of them. */
function locationsSeen({ seen }: KeywordEvidence, how: 'accepted' | 'rejected'): number {
  return Math.max(
    0,
    ...Object.entries(seen).flatMap(([column, locations]) => (column.startsWith(how) ? locations : [])),
  );
}

function mutationPart({ groups }: MutationReport): string {
  const rows = groups.map(({ group, chosenBy, date, revision, sample, kinds }) => {
    const sum = (column: 'planted' | 'killed' | 'equivalent') =>
      kinds.reduce((total, kind) => total + kind[column], 0);
    const [planted, killed, equivalent] = [sum('planted'), sum('killed'), sum('equivalent')];
    const part = sample === undefined ? 'all' : `of ${sample.of}, seed ${sample.seed}`;
    const numbers = [planted, killed, equivalent, planted - killed - equivalent].map(String);
    return [group, chosenBy, `${date}, ${revision}`, part, ...numbers];
  });
  const survivors = groups.flatMap(({ group, survivors: left }) =>
    left.map(({ id, meaning }) => `- ${group}: ${id}. ${meaning}`),
  );
  return [
    'Mutants. Only those chosen by rules say how much the tests notice that nobody thought of:',
    table(['Group', 'Chosen by', 'Last run', 'Part', 'Planted', 'Noticed', 'Equivalent', 'Survived'], rows),
    ...(survivors.length === 0
      ? []
      : [
          `<details><summary>${survivors.length} survivors</summary>\n\n${survivors.join('\n')}\n\n</details>`,
        ]),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
