import { itemsOf } from '../fields.ts';
import type { Order, OrderPage } from '../generated/later-types.gen.ts';
import type { Verification } from '../generated/types.gen.ts';
import type { FetchLikeResponse } from './fetch-like.ts';
import type { LaterResponse, Transport } from './transport.ts';

// Offsets of 2019-10-15 count verifications, those of 2023-10-30 orders, which have none, one or several. So where a page ended is
// remembered: whoever reads page by page goes on from there, and everybody else is read to from the beginning.

/** Which verification of which order is at an offset. */
interface Position {
  readonly offset: number;
  /** How many orders come before its order. */
  readonly order: number;
  /** How many verifications of its order come before it. */
  readonly skip: number;
}

/** A verification with its location. */
interface Placed {
  readonly verification: Verification;
  readonly position: Position;
}

/** Those of a page of orders. */
interface OrdersRead {
  readonly found: readonly Placed[];
  readonly page: OrderPage;
  readonly response: FetchLikeResponse;
  /** Where what follows it begins. */
  readonly next: Position;
}

/** A page of verifications. */
export interface ListPage {
  readonly results: Verification[];
  /** Whether there is more behind it. */
  readonly hasMore: boolean;
  /** The number of orders, as the API counts them. */
  readonly orders: number;
}

type Convert = (order: Order) => Verification[];

const beginning: Position = { offset: 0, order: 0, skip: 0 };

/** How many positions are remembered for each filter. */
const mostPositions = 100;

/** Reads pages of verifications out of pages of orders. */
export class VerificationList {
  readonly #positions = new Map<string, Position[]>();

  /**
   * @param filter - What the list is filtered by: positions of one filter mean nothing for another.
   * @param convert - The verifications of an order that are to be in the list.
   */
  async read(
    transport: Transport,
    { offset, limit, filter }: { offset: number; limit: number; filter: string },
    convert: Convert,
  ): Promise<LaterResponse<ListPage>> {
    // A list that starts again does not know what was added before it since.
    if (offset === 0) this.#positions.delete(filter);
    const found: Placed[] = [];
    for (let at = this.#startFor(offset, filter); ; ) {
      const read = await readOrders(transport, limit, at, convert);
      if (read.failure) return read;
      const { page, response, next } = read.data;
      found.push(...read.data.found.filter(({ position }) => position.offset >= offset));
      // By the count as well: a server that ignores the offset has a next page for ever.
      const isLast = !page.next || itemsOf(page.results).length === 0 || next.order >= page.count;
      if (!isLast && found.length <= limit) {
        at = next;
        continue;
      }
      const shown = found.slice(0, limit);
      this.#remember(filter, [...shown.slice(-1), ...found.slice(limit, limit + 1)]);
      const results = shown.map(({ verification }) => verification);
      return { data: { results, hasMore: found.length > limit || !isLast, orders: page.count }, response };
    }
  }

  #startFor(offset: number, filter: string): Position {
    const known = (this.#positions.get(filter) ?? []).filter((it) => it.offset <= offset);
    // Of two for the same offset, the newer one.
    return known.reverse().sort((a, b) => b.offset - a.offset)[0] ?? beginning;
  }

  #remember(filter: string, placed: readonly Placed[]): void {
    const known = this.#positions.get(filter) ?? [];
    const all = [...known, ...placed.map(({ position }) => position)];
    this.#positions.set(filter, all.slice(-mostPositions));
  }
}

/** Reads a page of orders from a position on. */
async function readOrders(
  transport: Transport,
  limit: number,
  from: Position,
  convert: Convert,
): Promise<LaterResponse<OrdersRead>> {
  const query = { limit, offset: from.order };
  const read = await transport.send<OrderPage>({ method: 'GET', path: '/orders', query });
  if (read.failure) return read;
  const orders = itemsOf(read.data.results);
  const all = orders.flatMap((order, index) => {
    const skip = index === 0 ? from.skip : 0;
    const verifications = convert(order).slice(skip);
    return verifications.map((verification, nth) => ({
      verification,
      order: from.order + index,
      skip: skip + nth,
    }));
  });
  const found = all.map(({ verification, order, skip }, index) => ({
    verification,
    position: { offset: from.offset + index, order, skip },
  }));
  const next = { offset: from.offset + found.length, order: from.order + orders.length, skip: 0 };
  return { data: { found, page: read.data, response: read.response, next }, response: read.response };
}
