import text from '../data/contract-report.json?raw';

// What the contract tests showed, as they left it in src/data. Nothing here is derived beyond that.

/** One status of an operation, and how much evidence there is for it. The kinds are different things and are not added up. */
export interface StatusEvidence {
  status: number;
  driven: number;
  schema: number;
  negative: number;
  behaviour: number;
  /** Day on which Truework itself responded like that. Absent if it was never compared. */
  vendor?: string;
}

export interface OperationEvidence {
  id: string;
  method: string;
  path: string;
  source: string;
  statuses: StatusEvidence[];
}

export interface MutationGroup {
  group: string;
  chosenBy: 'rules' | 'facts' | 'a list';
  date: string;
  seconds: number;
  revision: string;
  machine: string;
  /** Absent if all mutants were tested. */
  sample?: { of: number; seed: number };
  kinds: { kind: string; planted: number; killed: number; equivalent: number }[];
  noticedBy: Record<string, number>;
  survivors: { id: string; meaning: string }[];
}

export interface ContractReport {
  date: string;
  apiVersion: string;
  ranAgainst: string;
  ranOn: string;
  tests: { passed: number; failed: number; seconds: number };
  vendor:
    | { status: 'unverified'; reason: string }
    | { status: 'compared'; date: string; differences: number };
  operations: OperationEvidence[];
  facts: { level: string; facts: number; seenAtVendor: number }[];
  keywords: { keyword: string; locations: number; rejecting: number; seen: Record<string, number> }[];
  thirdParties: { name: string; version: string; checks: number; findings: number; excused: string[] }[];
  /** Absent if the mutation never ran as a whole. */
  mutation?: { groups: MutationGroup[] };
}

export const contractReport = JSON.parse(text) as ContractReport;

/** The report as a file. */
export const contractReportText: string = text;

/** The kinds of evidence, and what each of them says. */
export const kindsOfEvidence = [
  {
    kind: 'driven',
    label: 'Reached',
    meaning: 'Responses with this status that the tests got from the sandbox. Proves that it can be reached.',
  },
  {
    kind: 'schema',
    label: 'Checked',
    meaning:
      'Responses that ajv and the validators checked against the description and found valid. Proves that description and sandbox agree, not that Truework does.',
  },
  {
    kind: 'negative',
    label: 'Rejected',
    meaning:
      'Requests that were wrong in a single location, and rejected by sandbox, validators and client. Proves that each bound is enforced.',
  },
  {
    kind: 'behaviour',
    label: 'Behaviour',
    meaning:
      'Tests of how calls affect each other in which the status was seen: a cancellation cancels, a report belongs to its verification.',
  },
  {
    kind: 'vendor',
    label: 'Truework',
    meaning: "The day on which Truework's own sandbox responded like that.",
  },
] as const;

/** What is on record for each operation that the site describes, in its order. Undefined for one that was added since. */
export function recordOf<Described extends { readonly id: string }>(
  { operations }: Pick<ContractReport, 'operations'>,
  described: readonly Described[],
): { operation: Described; evidence: OperationEvidence | undefined }[] {
  return described.map((operation) => ({
    operation,
    evidence: operations.find(({ id }) => id === operation.id),
  }));
}

/** What there is of a kind of evidence, or of more than one kind if they show the same. */
export interface EvidenceLine {
  readonly label: string;
  readonly counts: readonly { readonly of: string; readonly count: string }[];
  /** What there is no evidence of. */
  readonly none: readonly string[];
}

/** The evidence of an operation by status, each kind on a line of its own unless it shows the same as another. */
export function evidenceOf({ statuses }: Pick<OperationEvidence, 'statuses'>): EvidenceLine[] {
  const inOrder = [...statuses].sort((a, b) => a.status - b.status);
  const labels = new Map<string, string[]>();
  for (const { kind, label } of kindsOfEvidence) {
    const shown = JSON.stringify(inOrder.map((evidence) => evidence[kind] || 0));
    labels.set(shown, [...(labels.get(shown) ?? []), label]);
  }
  return [...labels].map(([shown, kinds]) =>
    lineOf(
      kinds.join(', '),
      (JSON.parse(shown) as (number | string)[]).map((count, index) => [`${inOrder[index]?.status}`, count]),
    ),
  );
}

/** What became of the mutants of a group, by their kind. */
export function fatesOf({ kinds }: Pick<MutationGroup, 'kinds'>): EvidenceLine[] {
  return (['noticed', 'equivalent', 'survived'] as const).map((fate) => ({
    ...lineOf(
      `${fate[0]?.toUpperCase()}${fate.slice(1)}`,
      kinds.map((kind) => [kind.kind, totalsOf({ kinds: [kind] })[fate]]),
    ),
    none: [],
  }));
}

function lineOf(label: string, all: readonly (readonly [string, number | string])[]): EvidenceLine {
  return {
    label,
    counts: all.flatMap(([of, count]) => (count === 0 ? [] : [{ of, count: count.toLocaleString('en') }])),
    none: all.flatMap(([of, count]) => (count === 0 ? [of] : [])),
  };
}

/** Who accepted valid values or rejected invalid ones. */
export function checkersOf({ keywords }: Pick<ContractReport, 'keywords'>): string[] {
  const all = keywords.flatMap(({ seen }) => Object.keys(seen));
  return [...new Set(all.map((key) => key.replace(/^(?:accepted|rejected) by /, '')))].sort();
}

/** The sum of a column over the kinds of a group, and what survived. */
export function totalsOf({ kinds }: Pick<MutationGroup, 'kinds'>): {
  planted: number;
  noticed: number;
  equivalent: number;
  survived: number;
} {
  const sum = (column: 'planted' | 'killed' | 'equivalent') =>
    kinds.reduce((total, kind) => total + kind[column], 0);
  const [planted, noticed, equivalent] = [sum('planted'), sum('killed'), sum('equivalent')];
  return { planted, noticed, equivalent, survived: planted - noticed - equivalent };
}

/** What kind of number a group's is: they are not equally hard to get right. */
export const waysToChoose: Readonly<Record<MutationGroup['chosenBy'], string>> = {
  rules:
    'Not chosen by us: rules drop conditions, shift bounds, change constants, and leave out fields and calls anywhere in written code. Says how much the tests notice that nobody thought of.',
  facts: 'One for each fact that a generated file states. Says that no fact can change unnoticed.',
  'a list': 'Written by hand, together with the tests. Says only that these mistakes are noticed.',
};

/** A survivor in parts: its file's name, what was changed, and the line of code, if it is known. */
export function survivorOf({ id }: { readonly id: string }): { file: string; change: string; line?: string } {
  const [, file = '', change = id, line] = /^\S*?([^/\s]+): (.*?)(?:, in `(.*)`)?$/s.exec(id) ?? [];
  return { file, change, ...(line && { line }) };
}

/** Of how many mutants a group's number is. */
export function partOf({ sample }: Pick<MutationGroup, 'sample'>): string {
  return sample === undefined
    ? 'all of them'
    : `a sample of ${sample.of.toLocaleString('en')}, seed ${sample.seed}`;
}

/** A number of things in words, such as `1 finding` and `1,200 checks`. */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}
