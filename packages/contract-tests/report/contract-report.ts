/** What the suite showed, as data: for the documentation site, for a pull request, and for whoever wants to know what was not shown. */
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
  /** Whether it was ever compared with Truework itself. `unverified` is no verdict on the sandbox: nobody looked. */
  readonly vendor: VendorEvidence;
  readonly operations: readonly OperationEvidence[];
  /** How many facts the spec has of each level, by where they are known from; and how many of them were seen at Truework. */
  readonly facts: readonly {
    readonly level: string;
    readonly facts: number;
    readonly seenAtVendor: number;
  }[];
  /** Of each keyword of the spec: at how many places it stands, and by whom it was seen kept and broken there. */
  readonly keywords: readonly KeywordEvidence[];
  readonly thirdParties: readonly ThirdPartyEvidence[];
  /** What the last whole runs of `pnpm mutate` showed. Absent where there was none. */
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
    /** Answers with this status that the suite got. */
    readonly driven: number;
    /** Of these, those judged against the spec by ajv and by the validators. */
    readonly schema: number;
    /** Requests that were wrong in one place, and refused with this status. */
    readonly negative: number;
    /** Tests of what the calls mean to one another in which it was seen. */
    readonly behaviour: number;
    /** Day on which Truework itself answered like that. */
    readonly vendor?: string;
  }[];
}

export interface KeywordEvidence {
  readonly keyword: string;
  readonly locations: number;
  /** Places at which it can refuse anything. */
  readonly respondError: number;
  /** Columns such as `kept by validators`, with numbers of places. */
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

/** What a run of `pnpm mutate` showed: which of the faults that were planted on purpose somebody noticed. */
export interface MutationReport {
  readonly groups: readonly MutationGroup[];
  /** Of each fault in the sandbox's behaviour: whether the suite noticed it, and which of the independent judges did. */
  readonly sandboxMutants: readonly {
    readonly id: string;
    readonly suite: boolean;
    /** By judge; absent where they were not asked. */
    readonly thirdParties?: Readonly<Record<string, boolean>>;
  }[];
}

export interface MutationGroup {
  /** Where the faults were planted: `spec`, `validators`, `types`, `sandbox`, `client`. */
  readonly group: string;
  /** Day of its last whole run, `YYYY-MM-DD`, and how long that took. */
  readonly date: string;
  readonly seconds: number;
  readonly kinds: readonly {
    readonly kind: string;
    readonly planted: number;
    readonly killed: number;
    /** Those that change nothing that anybody could see, each with a listed reason. */
    readonly equivalent: number;
  }[];
  /** Who noticed how many, by the name of the check: one fault may be noticed by several. */
  readonly noticedBy: Readonly<Record<string, number>>;
  readonly survivors: readonly { readonly id: string; readonly meaning: string }[];
}
