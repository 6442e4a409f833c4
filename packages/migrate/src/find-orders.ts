import type { FetchLike } from './fetch/fetch-like.ts';
import type { Order, OrderPage } from './generated/later-types.gen.ts';

/** Where orders are looked for. */
export interface FindOrdersOptions {
  /** Your secret key. */
  readonly token: string;
  /** `https://api.truework.com`, or that of a sandbox. */
  readonly baseUrl: string;
  /** What sends the request. Default: the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
  /** Ends the request. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The orders that were created with a search key: what to ask before you repeat a create whose response was lost. None means that none
 * was created so far; the server may still be at work on it for some seconds.
 *
 * @param searchKey - The key that you supplied.
 * @throws Error if the API responds with anything but a list of orders. It says the status alone.
 *
 * @example
 * ```ts
 * const [order] = await findOrders('order-20011', { token, baseUrl: 'https://api.truework.com' });
 * ```
 */
export async function findOrders(
  searchKey: string,
  { token, baseUrl, fetch, signal }: FindOrdersOptions,
): Promise<Order[]> {
  const query = new URLSearchParams({ search_key: searchKey, limit: '100' });
  const response = await (fetch ?? (globalThis.fetch as FetchLike))(`${baseUrl}/orders?${query}`, {
    method: 'GET',
    headers: { accept: 'application/json; version=2023-10-30', authorization: `Bearer ${token}` },
    redirect: 'manual',
    signal: signal ?? new AbortController().signal,
  });
  if (!response.ok) throw new Error(`findOrders: the API responded with ${response.status}.`);
  const page = JSON.parse(await response.text()) as Partial<OrderPage>;
  if (!Array.isArray(page.results)) throw new Error('findOrders: the response is no list of orders.');
  // A server that does not know the filter would show every order there is.
  return page.results.filter(({ search_key }) => search_key === searchKey);
}
