import type { ReadResponse, Received } from './call-state.ts';
import { type AnyTrueworkError, TrueworkError } from './errors.ts';

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

/** A response as it was received. Printing it does not show the body. */
export interface RawResponse {
  /** HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: Headers;
  /** The bytes of the body, without transfer and content encoding. */
  readonly body: Uint8Array;
}

/**
 * A call. Awaiting it returns its data, or throws a {@link TrueworkError}. The control flow errors of Next.js, which have a `digest`, are
 * thrown as they are.
 *
 * @example
 * ```ts
 * const result = await truework.verifications.get(id).result();
 * if (result.ok) console.log(result.data.state);
 * else if (result.error.code === 'not-found') console.log('no such verification');
 * else throw result.error;
 * ```
 */
export interface Call<Data> extends Promise<Data> {
  /** Resolves to the data or the error, and does not throw. Narrow it by `ok`, and by the `code` of its error. */
  result(): Promise<Result<Data>>;
  /** Resolves to the data and the response: its status, its headers, and the bytes of its body. Throws as awaiting does. */
  withResponse(): Promise<{
    /** What awaiting the call returns. */
    data: Data;
    /** The response that contained the data. */
    response: RawResponse;
  }>;
}

/** Makes a {@link Call} of the promise of its data. */
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

/**
 * Turns a promise of this package, such as that of `waitFor`, into a {@link Result}. Any other error than a {@link TrueworkError} is
 * thrown.
 *
 * @example
 * ```ts
 * const result = await toResult(truework.verifications.waitFor(id, { deadlineMs: 60_000 }));
 * if (!result.ok) console.log(result.error.code);
 * ```
 */
export function toResult<Data>(promise: Promise<Data>): Promise<Result<Data>> {
  return Promise.resolve(promise).then(
    (data) => ({ ok: true, data }),
    (error: unknown) => {
      if (error instanceof TrueworkError) return { ok: false, error } as Result<Data>;
      throw error;
    },
  );
}
