import { type AnyTrueworkError, TrueworkError } from './errors.ts';

type FailureOf<Kind> = Kind extends AnyTrueworkError
  ? { readonly ok: false; readonly kind: Kind['code']; readonly error: Kind }
  : never;

/** How a call ended: with `data`, or with an `error` whose class follows from `kind`. */
export type Result<Data> = { readonly ok: true; readonly data: Data } | FailureOf<AnyTrueworkError>;

/** An answer as it came. Printing it does not show the body. */
export interface RawResponse {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Headers;
  /**
   * The body's bytes, without a transfer or content encoding: untouched where `withResponse()` is called at once, as in
   * `await call.withResponse()`. After the answer has come they are its text in UTF-8.
   */
  readonly body: Uint8Array;
}

/** A call under way. Awaiting it gives its data, or throws a {@link TrueworkError}. */
export interface Call<Data> extends Promise<Data> {
  /** The same without throwing: a union to be narrowed by `ok` and `kind`. */
  result(): Promise<Result<Data>>;
  /** The data with the answer that it came in: status, headers, and the body's bytes. */
  withResponse(): Promise<{ data: Data; response: RawResponse }>;
}

/** An answer as it was read. */
export interface Answer {
  readonly response: Response;
  /** The body's bytes. Absent where nobody asked for them. */
  readonly body: Uint8Array | undefined;
  readonly text: string;
}

/** What came with the data, once that is there. */
export interface Answered {
  /** Truthy where the body's own bytes are needed, beside its text. */
  raw: unknown;
  response?: Answer;
}

/** Gives the promise of an answer's data the forms of a {@link Call}. */
export function asCall<Data>(call: Promise<Data>, answered: Answered): Call<Data> {
  return Object.assign(call, {
    result: () => toResult(call),
    async withResponse() {
      answered.raw = true;
      const data = await call;
      const { response, text, body = new TextEncoder().encode(text) } = answered.response as Answer;
      const { status, headers } = response;
      return {
        data,
        response: Object.defineProperty({ status, headers }, 'body', { value: body }) as RawResponse,
      };
    },
  });
}

/** How a promise of this package ended, without throwing. What is no {@link TrueworkError} is thrown all the same. */
export function toResult<Data>(promise: Promise<Data>): Promise<Result<Data>> {
  return promise.then(
    (data) => ({ ok: true, data }),
    (error: unknown) => {
      if (error instanceof TrueworkError) {
        return { ok: false, kind: error.code, error } as Result<Data>;
      }
      throw error;
    },
  );
}
