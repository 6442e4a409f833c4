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
  /** The body's bytes, without a transfer or content encoding. */
  readonly body: Uint8Array;
}

/** A call under way. Awaiting it gives its data, or throws a {@link TrueworkError}. */
export interface Call<Data> extends Promise<Data> {
  /** The same without throwing: a union to be narrowed by `ok` and `kind`. */
  result(): Promise<Result<Data>>;
  /**
   * The data with the answer that it came in: status, headers, and the body's untouched bytes. Ask for it in the same breath as
   * for the call: where the answer was read before, the bytes are made of its text.
   */
  withResponse(): Promise<{ data: Data; response: RawResponse }>;
}

/** What whoever makes a call wants of its answer. Heeded when the answer is read, so it may be said once the call is under way. */
export interface Wants {
  /** The untouched bytes. Text costs less. */
  bytes: boolean;
}

/** An answer as it was read: its bytes where they were wanted, else its text. */
export interface AnswerAsRead extends Omit<RawResponse, 'body'> {
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  readonly text: string;
}

/** What the transport hands over. */
export interface Answer<Data> {
  readonly data: Data;
  readonly answer: AnswerAsRead;
}

/** Gives a promise of an answer the forms of a {@link Call}. */
export function asCall<Data>(promise: Promise<Answer<Data>>, wants: Wants): Call<Data> {
  const call = promise.then(({ data }) => data);
  return Object.assign(call, {
    result: () => toResult(call),
    async withResponse() {
      wants.bytes = true;
      // Through the call, so that its failure is nobody's unhandled rejection.
      const data = await call;
      const { bytes, text, ...response } = (await promise).answer;
      const body = { value: bytes ?? new TextEncoder().encode(text) };
      return { data, response: Object.defineProperty(response, 'body', body) as unknown as RawResponse };
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
