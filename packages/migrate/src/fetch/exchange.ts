import type { Price } from '../changes/price.ts';
import { fromError } from '../from-error.ts';
import type { Note } from '../note.ts';
import type { FetchLikeInit, FetchLikeResponse } from './fetch-like.ts';
import type { OrdersFetchOptions } from './options.ts';
import type { Route } from './route.ts';
import { json, parsed, responseOf, type Transport } from './transport.ts';
import type { VerificationList } from './verification-list.ts';

/** A call under way. */
export interface Exchange {
  readonly route: Route;
  readonly init: FetchLikeInit;
  /** The body of the request. */
  readonly input: unknown;
  readonly options: OrdersFetchOptions;
  readonly price: Price;
  readonly transport: Transport;
  readonly list: VerificationList;
  note(notes: readonly Note[]): void;
}

/** An error of 2023-10-30 with the names of 2019-10-15. An error that is not the API's, such as a proxy's, is returned unchanged. */
export function failureOf(response: FetchLikeResponse, text: string): Response {
  const error = fromError(parsed(text));
  return error ? json(response.status, error, response) : responseOf(response.status, text, response);
}

/** An error of this function's own, in the shape of the API's. */
export function failure(status: number, message: string, invalid_fields?: object): Response {
  return json(status, { error: { message, ...(invalid_fields && { invalid_fields }) } });
}
