/** What a test leaves behind for the contract report, as the `meta` of its task. */
export interface SuiteEvidence {
  /** Answers that it got, and that were judged against the spec. */
  driven?: readonly { readonly operation: string; readonly status: number }[];
  /** Requests that were wrong in one place, and refused. */
  rejected?: { readonly operation: string; readonly status: number; readonly count: number };
  /** Of each keyword, the places at which it stands, and who saw it kept and broken there. */
  keywords?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
