/** What the suite showed, as data: for the documentation site, for a pull request, and for anyone who wants to know what was not shown. */
export interface ContractReport {
  /** Day of the run, `YYYY-MM-DD`. */
  readonly date: string;
  /** Version of the API. */
  readonly apiVersion: string;
  /** What it ran against, such as `the sandbox, in process`, and on what, such as `Node.js 24.21.0 on linux x64`. */
  readonly ranAgainst: string;
  readonly ranOn: string;
  /** Tests of the suite. */
  readonly tests: { readonly passed: number; readonly failed: number; readonly seconds: number };
  /** Whether it was ever compared with Truework itself. `unverified` says nothing about the sandbox: nobody looked. */
  readonly vendor: VendorEvidence;
  readonly operations: readonly OperationEvidence[];
  /** How many facts the spec has of each level, and how many of them were seen at Truework. */
  readonly facts: readonly {
    readonly level: string;
    readonly facts: number;
    readonly seenAtVendor: number;
  }[];
  /** For each keyword of the spec: in how many locations it is used, and who accepted and rejected values there. */
  readonly keywords: readonly KeywordEvidence[];
  readonly thirdParties: readonly ThirdPartyEvidence[];
  /** What the last whole runs of `pnpm mutate` showed. Absent if there was none. */
  readonly mutation?: MutationReport;
}

export type VendorEvidence =
  | { readonly status: 'unverified'; readonly reason: string }
  | { readonly status: 'compared'; readonly date: string; readonly differences: number };

/** What is known of an operation. The kinds of evidence are different things: they are never added up. */
export interface OperationEvidence {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Where the operation itself is known from. */
  readonly source: string;
  readonly statuses: readonly {
    readonly status: number;
    /** Responses with this status that the suite got. */
    readonly driven: number;
    /** Those of them that were validated against the spec by ajv and by the validators. */
    readonly schema: number;
    /** Requests that were wrong in one location, and rejected with this status. */
    readonly negative: number;
    /** Tests of what the calls mean to one another in which it was seen. */
    readonly behaviour: number;
    /** Day on which Truework itself responded like that. */
    readonly vendor?: string;
  }[];
}

export interface KeywordEvidence {
  readonly keyword: string;
  readonly locations: number;
  /** Locations in which it can reject anything. */
  readonly rejecting: number;
  /** Columns such as `accepted by validators`, with numbers of locations. */
  readonly seen: Readonly<Record<string, number>>;
}

export interface ThirdPartyEvidence {
  readonly name: string;
  readonly version: string;
  /** Calls or checks that it made. */
  readonly checks: number;
  readonly findings: number;
  /** Findings that have a listed reason. */
  readonly excused: readonly string[];
}

/** What runs of `pnpm mutate` showed: which of the mutants were noticed. */
export interface MutationReport {
  readonly groups: readonly MutationGroup[];
}

export interface MutationGroup {
  /** What the mutants changed: written code of `client`, `zod` or `sandbox`; `behaviour`; `spec`, `validators`. */
  readonly group: string;
  /** Who decided what the mutants are. Only `rules` are not of our own choosing. */
  readonly chosenBy: 'rules' | 'facts' | 'a list';
  /** Day of the run, `YYYY-MM-DD`. */
  readonly date: string;
  /** Commit that it ran on, and on what. */
  readonly revision: string;
  readonly machine: string;
  /** Which part of all mutants was tested. Absent if all were. */
  readonly sample?: { readonly of: number; readonly seed: number };
  readonly kinds: readonly {
    readonly kind: string;
    readonly planted: number;
    readonly killed: number;
    /** Those that change nothing that anybody could see, each with a listed reason. */
    readonly equivalent: number;
  }[];
  /** Who noticed how many, by the name of the check: one mutant may be noticed by several. */
  readonly noticedBy: Readonly<Record<string, number>>;
  readonly survivors: readonly { readonly id: string; readonly meaning: string }[];
}
