/** What a test leaves behind for the contract report, as the `meta` of its task. */
export interface SuiteEvidence {
  /** Responses that it got, and that were validated against the spec. */
  driven?: readonly { readonly operation: string; readonly status: number }[];
  /** Requests that were wrong in one location, and rejected. */
  rejected?: { readonly operation: string; readonly status: number; readonly count: number };
  /** For each keyword, the locations in which it is used, and who accepted and rejected values there. */
  keywords?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
