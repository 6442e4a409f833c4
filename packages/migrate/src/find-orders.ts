import type { FetchLike } from './fetch/fetch-like.ts';
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
 * @throws Error if the API does not respond with a list of orders. Its message has only the status.
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
  const page = JSON.parse(await response.text()) as Partial<OrderPage>;
  if (!Array.isArray(page.results)) throw new Error('findOrders: the response is not a list of orders.');
  // A server that does not know the filter would show every order there is.
  return page.results.filter(({ search_key }) => search_key === searchKey);
}
