import { type AnyTrueworkError, TrueworkError } from './errors.ts';
import type { ReadResponse } from './response.ts';

/** How a call ended: with its `data`, or with an `error`. Narrow it by `ok`, and the error by its `code`. */
export type Result<Data> =
  | {
      /** Whether the call succeeded. */
      readonly ok: true;
      /** What awaiting the call returns. */
      readonly data: Data;
    }
  | {
      /** Whether the call succeeded. */
      readonly ok: false;
      /** What awaiting the call throws. */
      readonly error: AnyTrueworkError;
    };

/** A response as it came. Printing it does not show the body. */
export interface RawResponse {
  /** HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: Headers;
  /** The body's bytes, as they came, without a transfer or content encoding. */
  readonly body: Uint8Array;
}

/**
 * A call under way. Awaiting it gives its data, or throws a {@link TrueworkError}. Errors that Next.js steers by, which have a
 * `digest`, pass as they are.
 */
export interface Call<Data> extends Promise<Data> {
  /** The same without throwing: a union to narrow by `ok`, and by the `code` of its error. */
  result(): Promise<Result<Data>>;
  /** The data with the response that it came in: status, headers, and the body's bytes. */
  withResponse(): Promise<{
    /** What awaiting the call gives. */
    data: Data;
    /** The response that it came in. */
    response: RawResponse;
  }>;
}

/** What came with the data, once that is there. */
export interface Received {
  read?: ReadResponse;
}

/** Gives the promise of a response's data the forms of a {@link Call}. */
export function asCall<Data>(call: Promise<Data>, received: Received): Call<Data> {
  return Object.assign(call, {
    result: () => toResult(call),
    async withResponse() {
      const data = await call;
      const { status, headers, bytes } = received.read as ReadResponse;
      return {
        data,
        response: Object.defineProperty({ status, headers }, 'body', { value: bytes }) as RawResponse,
      };
    },
  });
}

/** How a promise of this package ended, without throwing. What is no {@link TrueworkError} is thrown all the same. */
export function toResult<Data>(promise: Promise<Data>): Promise<Result<Data>> {
  return promise.then(
    (data) => ({ ok: true, data }),
    (error: unknown) => {
      if (error instanceof TrueworkError) return { ok: false, error } as Result<Data>;
      throw error;
    },
  );
}
