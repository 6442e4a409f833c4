import { ignoringErrors } from '../ignore-errors.ts';
import type { Note } from '../note.ts';
import { cancelVerification } from './cancel.ts';
import { checkOptions } from './check-options.ts';
import { createSession, createVerification, reverifyVerification } from './create.ts';
import { type Exchange, failure } from './exchange.ts';
import type { FetchLike, FetchLikeInit, FetchLikeResponse } from './fetch-like.ts';
import type { OrdersFetchOptions } from './options.ts';
import { getReport, getSingleReport, getVerification, listVerifications } from './read.ts';
import { type RouteName, routeOf } from './route.ts';
import { parsed, Transport } from './transport.ts';
import { VerificationList } from './verification-list.ts';

/** How 2019-10-15 shows that there is no price. */
const noPrice = { amount: null, currency: null };

type Handler = (exchange: Exchange) => Promise<Response | FetchLikeResponse>;

const handlers: Partial<Record<RouteName, Handler>> = {
  createCredentialsSession: createSession,
  createVerification,
  listVerifications,
  getVerification,
  reverifyVerification,
  cancelVerification,
  getReport,
  getSingleReport,
};

/**
 * A `fetch` that takes requests of 2019-10-15 and calls 2023-10-30. Pass it to `createTruework`, and the same methods create, read and
 * cancel orders. With this one option, an application can switch, run both versions side by side, and go back.
 *
 * Each create is sent once, to 2023-10-30 only. A request that cannot be converted is rejected with status 400 and not sent.
 * `companies.search` has no successor: it is sent unchanged, and works as long as the key may call 2019-10-15.
 *
 * @throws TypeError if an option is wrong or unknown.
 *
 * @example
 * ```ts
 * const truework = createTruework({
 *   token,
 *   environment: 'sandbox',
 *   fetch: ordersFetch({ price: 'not-read', supplied: { use_case: 'mortgage' } }),
 * });
 * ```
 */
export function ordersFetch(
  options: OrdersFetchOptions,
): (url: string, init: FetchLikeInit) => Promise<FetchLikeResponse> {
  checkOptions(options);
  const list = new VerificationList();
  return async (url, init) => {
    const route = routeOf(init.method, url);
    if (route === undefined) return failure(501, `${init.method}: 2019-10-15 has no such call.`);
    if (route.operation === 'searchCompanies')
      return await (options.fetch ?? (globalThis.fetch as FetchLike))(url, init);
    const handler = handlers[route.operation];
    if (handler === undefined) return failure(501, `${route.operation} has no successor in 2023-10-30.`);
    const note = (notes: readonly Note[]) => {
      for (const one of notes) ignoringErrors(() => options.onNote?.(one, route.operation));
    };
    const price = options.price === 'not-read' ? noPrice : options.price;
    const transport = new Transport(options.fetch, route.baseUrl, init);
    const input = init.body === undefined ? undefined : parsed(init.body);
    const exchange: Exchange = { route, init, input, options, price, transport, list, note };
    return await responded(exchange, handler);
  };
}

/**
 * Rejects only with the error of the connection, which shows the client whether anything was sent. A failure before that creates nothing.
 * After it, the outcome is ambiguous.
 */
async function responded(exchange: Exchange, handler: Handler): Promise<Response | FetchLikeResponse> {
  try {
    return await handler(exchange);
  } catch (error) {
    if (exchange.transport.isFailure(error)) throw error;
    return exchange.transport.hasSent
      ? failure(502, 'The response of 2023-10-30 could not be read.')
      : failure(400, 'Nothing was sent: `supplied` or `onSend` failed, or the request could not be read.');
  }
}
