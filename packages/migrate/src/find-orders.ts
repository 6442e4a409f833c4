import type { FetchLike } from './fetch/fetch-like.ts';
import { readBytes } from './fetch/read-bytes.ts';
import { parsed } from './fetch/transport.ts';
import { itemsOf, objectOf } from './fields.ts';
import type { Order, OrderPage } from './generated/later-types.gen.ts';

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

/**
 * Finds the orders that were created with a search key. Call it before you repeat a create whose response was lost. If it returns no order,
 * none was created so far; the server may still be working on it for some seconds.
 *
 * @param searchKey - The key that you supplied.
 * @throws TypeError if the key, the token or the URL is missing, or a production key would be sent over http. Nothing is sent.
 * @throws Error if the API does not respond with a list of orders, or the list is not filtered by the key and has more pages, so that it does
 * not show whether there is an order. Its message has only the status.
 *
 * @example
 * ```ts
 * const [order] = await findOrders('order-20011', { token, baseUrl: 'https://api.truework.com' });
 * ```
 */
export async function findOrders(searchKey: string, options: FindOrdersOptions): Promise<Order[]> {
  checkArguments(searchKey, options);
  const { token, baseUrl, fetch, signal } = options;
  const query = new URLSearchParams({ search_key: searchKey, limit: '100' });
  const response = await (fetch ?? (globalThis.fetch as FetchLike))(
    `${baseUrl.replace(/\/$/, '')}/orders?${query}`,
    {
      method: 'GET',
      headers: { accept: 'application/json; version=2023-10-30', authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: signal ?? new AbortController().signal,
    },
  );
  if (!response.ok) throw new Error(`findOrders: the API responded with ${response.status}.`);
  // The error of JSON.parse would quote the body.
  const page = parsed(new TextDecoder().decode(await readBytes(response)));
  const { results, next } = objectOf(page as Partial<OrderPage>);
  if (!Array.isArray(results)) throw new Error('findOrders: the response is not a list of orders.');
  const found = itemsOf(results).filter(({ search_key }) => search_key === searchKey);
  // A server that does not know the filter shows every order there is.
  if (found.length === 0 && results.length > 0 && next)
    throw new Error(
      'findOrders: the API did not filter its list, which has more pages. Look through all of them.',
    );
  return found;
}

function checkArguments(searchKey: unknown, { token, baseUrl }: FindOrdersOptions): void {
  for (const [name, text] of Object.entries({ searchKey, token, baseUrl })) {
    if (typeof text !== 'string' || text === '')
      throw new TypeError(`findOrders: ${name} must be a string that is not empty.`);
  }
  if (!/^https:/i.test(baseUrl) && !token.startsWith('tw_sk_test_'))
    throw new TypeError('findOrders: baseUrl must use https: only a tw_sk_test_ key may be sent over http.');
}
