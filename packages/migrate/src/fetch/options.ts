import type { Price } from '../changes/price.ts';
import type { ReportOptions } from '../changes/report.ts';
import type { CredentialsSessionInput, VerificationInput } from '../generated/types.gen.ts';
import type { Note } from '../note.ts';
import type { Supplied } from '../request.ts';
import type { FetchLike } from './fetch-like.ts';

/** An order that was created. */
export interface CreatedOrder {
  /** Another id than that of its verifications. */
  readonly orderId: string;
  readonly searchKey: string | undefined;
  /** The ids by which the application knows what it created: none yet for a login. */
  readonly verificationIds: readonly string[];
}

/** Options of `ordersFetch`. */
export interface OrdersFetchOptions {
  /**
   * The price of a verification, which no response of 2023-10-30 has: from your own books. `not-read` if your code never reads one; then
   * `price` is undefined, whatever its type says.
   */
  readonly price: Price | 'not-read';
  /** What 2023-10-30 requires and your requests lack, for all of them or by the body of each. A `search_key` is made up if there is none. */
  readonly supplied?:
    | Supplied
    | ((input: VerificationInput | CredentialsSessionInput) => Supplied | PromiseLike<Supplied>)
    | undefined;
  /** How reports are converted. */
  readonly reports?: ReportOptions | undefined;
  /** Whether cancelling a verification may cancel others of its order. Default: false, and then it is denied if there are others. */
  readonly cancelWholeOrders?: boolean | undefined;
  /** Called with each note of each conversion. It never holds a value, so it can be logged. */
  readonly onNote?: ((note: Note, operation: string) => void) | undefined;
  /** Called once an order was created, before the response is handed on: keep its id. What it throws is ignored. */
  readonly onOrder?: ((order: CreatedOrder) => unknown) | undefined;
  /** What sends the requests. Default: the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
}
