import type { OperationId, Reconcile } from './errors.ts';
import type { Shape } from './response-shape.ts';

/** An operation of the API, as in the generated table. */
export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  readonly path: string;
  /** Whether the operation may be repeated if it is unknown whether it took effect. */
  readonly retry: 'safe' | 'never';
  /** Names of the query parameters. */
  readonly query: readonly string[];
  /** Options of a call that are sent as headers, with their allowed values. */
  readonly headers: {
    readonly [option: string]: { readonly name: string; readonly values?: readonly string[] };
  };
  /** The fields that the JSON of the response must have. `nothing` if the response has no body. */
  readonly shape: Shape | 'nothing';
}

/** When an attempt was sent. */
export interface SentAt {
  /** On the monotonic clock, in milliseconds. That clock may stop while the machine is asleep. */
  readonly elapsedMs: number;
  /** On the system clock, in milliseconds since 1970. Undefined if the clock fails. */
  readonly nowMs: number | undefined;
}

/** What a call sends and accepts. */
export interface CallRequest {
  /** The values of the path parameters, in the order of the path. */
  ids?: readonly unknown[];
  /** Absent if there is a body: then the query parameters are among the options. */
  query?: object | undefined;
  /** Absent if the operation takes none. The input must be an object, or may be undefined if it is optional. */
  body?: { readonly input: unknown; readonly isOptional?: boolean };
  /** Fields of the response that the client itself needs, requested in addition to those of the caller. */
  fields?: readonly string[];
  /** Media type of the response. Default: JSON. For any other type, the data are the bytes. */
  mediaType?: string;
  /** Called with the data of a success. */
  received?: (data: unknown) => void;
  /**
   * Makes `reconcile` for a call whose outcome is unknown. Called with the JSON that was sent, because the input object may have changed
   * since, and with the time at which it was sent.
   */
  reconcile?: (text: string, sent: SentAt) => Reconcile;
}
