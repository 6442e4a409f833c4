import { checkSearch } from './fetch/check-options.ts';
import type { FetchLike } from './fetch/fetch-like.ts';
import type { FindOrdersOptions } from './fetch/options.ts';
import { readBytes } from './fetch/read-bytes.ts';
import { parsed } from './fetch/transport.ts';
import { itemsOf, objectOf } from './fields.ts';
import type { Order, OrderPage } from './generated/later-types.gen.ts';

/**
 * Finds the orders that were created with a search key. Call it before you repeat a create whose response was lost. If it returns no order,
 * none was created so far; the server may still be working on it for some seconds.
 *
 * @param searchKey - The key that you supplied.
 * @throws TypeError if an argument is missing, wrong or unknown, or a production key would be sent over http. Nothing is sent.
 * @throws Error if the API does not respond with a list of orders, or none of them has the key and the list is not all there is, or shows an
 * order without its key. Its message has only the status.
 *
 * @example
 * ```ts
 * const [order] = await findOrders('order-20011', { token, baseUrl: 'https://api.truework.com' });
 * ```
 */
export async function findOrders(searchKey: string, options: FindOrdersOptions): Promise<Order[]> {
  checkSearch(searchKey, options);
  const { token, baseUrl, fetch, signal } = options;
  const query = new URLSearchParams({ search_key: searchKey, limit: '100' });
  const response = await (fetch ?? (globalThis.fetch as FetchLike))(
    `${baseUrl.replace(/\/+$/, '')}/orders?${query}`,
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
  const { results, next, count } = objectOf(page as Partial<OrderPage>);
  if (!Array.isArray(results)) throw new Error('findOrders: the response is not a list of orders.');
  const orders = itemsOf(results);
  // A server may store it in another form of Unicode.
  const found = orders.filter(({ search_key }) => search_key?.normalize?.() === searchKey.normalize());
  // A server that does not know the filter shows every order there is, and one may show an order without its key.
  const isComplete = !next && !(orders.length < Number(count));
  if (found.length === 0 && !(isComplete && orders.every(({ search_key }) => search_key !== undefined)))
    throw new Error(
      'findOrders: the list does not show whether there is such an order. Look through all of your orders.',
    );
  return found;
}
