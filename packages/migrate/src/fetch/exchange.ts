import type { Price } from '../changes/price.ts';
import type { Note } from '../note.ts';
import type { FetchLikeInit } from './fetch-like.ts';
import type { OrdersFetchOptions } from './options.ts';
import type { Route } from './route.ts';
import { json, type Transport } from './transport.ts';
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

/** An error of this function's own, in the shape of the API's. */
export function failure(status: number, message: string, invalid_fields?: object): Response {
  return json(status, { error: { message, ...(invalid_fields && { invalid_fields }) } });
}
