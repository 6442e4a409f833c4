import type { OperationId, Reconcile } from './errors.ts';
import type { Shape } from './response-shape.ts';

/** An operation of the API, as the generated table has it. */
export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  readonly path: string;
  readonly retry: 'safe' | 'never';
  /** The parameters of the query. */
  readonly query: readonly string[];
  /** Options of a call that are sent as headers, with the values that each may have. */
  readonly headers: {
    readonly [option: string]: { readonly name: string; readonly values?: readonly string[] };
  };
  /** What the JSON of the response cannot be without. `nothing`: no body comes. */
  readonly shape: Shape | 'nothing';
}

/** When an attempt was sent, in milliseconds. */
export interface SentAt {
  /** On the clock that does not step. It may stand still while the machine is asleep. */
  readonly elapsedMs: number;
  /** Since 1970, on the clock that somebody may set. Undefined if the clock fails. */
  readonly nowMs: number | undefined;
}

/** What a call sends, and what it takes. */
export interface CallRequest {
  /** The values of the path's parameters, in its order. */
  ids?: readonly unknown[];
  /** Absent beside a body: the query is then among the options. */
  query?: object | undefined;
  /** Absent: the operation takes none. Otherwise the input has to be an object; if it is optional, it may be undefined. */
  body?: { readonly input: unknown; readonly isOptional?: boolean };
  /** Fields of the response that the client itself needs: asked for beside those that the caller asks for. */
  fields?: readonly string[];
  /** What the response has to be. JSON when absent; of anything else the bytes are the data. */
  mediaType?: string;
  /** Called with the data of a success. */
  received?: (data: unknown) => void;
  /**
   * Finds what the call left behind if its outcome is unknown. Called with the JSON that was sent, because the object may have changed
   * since, and with when that was.
   */
  reconcile?: (text: string, sent: SentAt) => Reconcile;
}
