import type { CallFailure } from './errors.ts';
import type { FetchResponse } from './fetch.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { AttemptOutcome } from './options.ts';
import type { PreparedRequest } from './request.ts';
import type { Settings } from './settings.ts';

/** The state of a call, from its first attempt to its last. */
export interface CallState {
  readonly settings: Settings;
  readonly operation: Operation;
  readonly request: CallRequest;
  readonly prepared: PreparedRequest;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  /** How long the call may take in total, in milliseconds. */
  readonly deadlineMs: number;
  /** When the call began, on the monotonic clock, in milliseconds. */
  readonly startMs: number;
}

/** The headers and the callback of `onAttempt`. */
export interface Hook {
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly onEnd: (outcome: AttemptOutcome) => unknown;
}

/** An attempt of a call, and its progress. */
export interface Attempt {
  readonly facts: AttemptFacts;
  /** When it began, on the monotonic clock, in milliseconds. */
  readonly startMs: number;
  readonly hook: Hook | undefined;
  isSent: boolean;
  /** The response, once its headers have arrived. */
  begun?: BegunResponse | undefined;
  /** The response, once its whole body has arrived. */
  read?: ReadResponse | undefined;
}

/** What is known about an attempt after it was sent. */
export type AttemptFacts = Omit<CallFailure, 'problem' | 'sentMs'> & {
  readonly attempt: number;
  /** Undefined if the clock fails. */
  sentMs?: number | undefined;
};

/** A response whose body is still to be read. */
export interface BegunResponse {
  readonly status: number;
  readonly headers: FetchResponse['headers'];
  readonly contentType: string | null;
}

/** A response with its whole body. */
export interface ReadResponse extends BegunResponse {
  readonly bytes: Uint8Array;
}

/** The response that contained the data of a call, once there is one. */
export interface Received {
  read?: ReadResponse | undefined;
}
