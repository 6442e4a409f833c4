import type { OperationId } from './errors.ts';

/** An answer as it came, before anything read it. */
export interface UnreadAnswer {
  readonly operation: OperationId;
  /** HTTP status. */
  readonly status: number;
  readonly headers: Headers;
  /** The body's bytes, as `fetch` hands them out: without a transfer or content encoding. `signatures` always gets them, `validation` may not. */
  readonly body: Uint8Array | undefined;
}
