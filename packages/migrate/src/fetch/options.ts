import type { Price } from '../changes/price.ts';
import type { ReportOptions } from '../changes/report.ts';
import type { CredentialsSessionInput, VerificationInput } from '../generated/types.gen.ts';
import type { Note } from '../note.ts';
import type { Supplied } from '../request.ts';
import type { FetchLike } from './fetch-like.ts';

/** An order that was created. */
export interface CreatedOrder {
  /** Not the id of one of its verifications. */
  readonly orderId: string;
  /** The `search_key` that it was created with. Undefined if it has none. */
  readonly searchKey: string | undefined;
  /** The ids that the client returns for it. Empty for a login, which has no verification yet. */
  readonly verificationIds: readonly string[];
}

/** Options of `ordersFetch`. */
export interface OrdersFetchOptions {
  /**
   * The price of a verification, from your own records: no response of 2023-10-30 has one. Use `not-read` if your code never reads it:
   * then its amount and its currency are null.
   */
  readonly price: Price | 'not-read';
  /** What 2023-10-30 requires and your requests lack, for all of them or by the body of each. Default for `search_key`: a random one. */
  readonly supplied?:
    | Supplied
    | ((input: VerificationInput | CredentialsSessionInput) => Supplied | PromiseLike<Supplied>)
    | undefined;
  /** How reports are converted. */
  readonly reports?: ReportOptions | undefined;
  /** Whether cancelling a verification may cancel others of its order. Default: false, which denies the cancellation if there are others. */
  readonly cancelWholeOrders?: boolean | undefined;
  /** Called with each note of each conversion. A note contains no values, so you can log it. */
  readonly onNote?: ((note: Note, operation: string) => void) | undefined;
  /**
   * Called before an order is created, with the search key that it will have. Store the key: if the response is lost, `findOrders` finds the
   * order by it. If this throws, nothing is sent.
   */
  readonly onSend?:
    | ((searchKey: string, input: VerificationInput | CredentialsSessionInput) => unknown)
    | undefined;
  /** Called after an order was created, before the call returns. Store the id of the order. Errors that it throws are ignored. */
  readonly onOrder?: ((order: CreatedOrder) => unknown) | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
}

/** Where to look for orders. */
export interface FindOrdersOptions {
  /** Your secret key. */
  readonly token: string;
  /** `https://api.truework.com`, or the URL of a sandbox. */
  readonly baseUrl: string;
  /** Sends the request. Default: the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined;
}
