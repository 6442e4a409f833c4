import type { UnpricedVerification } from '../changes/verification.ts';
import { itemsOf } from '../fields.ts';
import type { Order, OrderPage } from '../generated/later-types.gen.ts';
import type { LaterResponse, Transport } from './transport.ts';

// Offsets of 2019-10-15 count verifications, those of 2023-10-30 orders, which have none, one or several. So where a page ended is
// remembered: whoever reads page by page goes on from there, and everybody else is read to from the beginning.

/** Which verification of which order stands at an offset. */
interface Position {
  readonly offset: number;
  /** How many orders come before its order. */
  readonly order: number;
  /** How many verifications of its order come before it. */
  readonly skip: number;
}

/** A page of verifications. */
export interface ListPage {
  readonly results: UnpricedVerification[];
  /** Whether there is more behind it. */
  readonly hasMore: boolean;
  /** The number of orders, as the API counts them. */
  readonly orders: number;
}

const beginning: Position = { offset: 0, order: 0, skip: 0 };

/** How many positions are remembered for each filter. */
const mostPositions = 100;

/** Reads pages of verifications out of pages of orders. */
export class VerificationList {
  readonly #positions = new Map<string, Position[]>();

  /**
   * @param convert - The verifications of an order that are to be in the list.
   * @param filter - What the list is filtered by: positions of one filter mean nothing for another.
   */
  async read(
    transport: Transport,
    { offset, limit, filter }: { offset: number; limit: number; filter: string },
    convert: (order: Order) => UnpricedVerification[],
  ): Promise<LaterResponse<ListPage>> {
    const found: { verification: UnpricedVerification; position: Position }[] = [];
    // A list that begins anew knows nothing of what came on top of it since.
    if (offset === 0) this.#positions.delete(filter);
    let at = this.#startFor(offset, filter);
    for (let next = at.order; ; ) {
      const page = await transport.send<OrderPage>({
        method: 'GET',
        path: '/orders',
        query: { limit, offset: next },
      });
      if (page.failure) return page;
      const orders = itemsOf(page.data.results);
      for (const [index, order] of orders.entries()) {
        const skip = next + index === at.order ? at.skip : 0;
        for (const [nth, verification] of convert(order).entries()) {
          if (nth < skip) continue;
          at = { offset: at.offset, order: next + index, skip: nth };
          if (at.offset >= offset) found.push({ verification, position: at });
          at = { offset: at.offset + 1, order: next + index, skip: nth + 1 };
        }
      }
      next += orders.length;
      const isLast = !page.data.next || orders.length === 0;
      if (!isLast && found.length <= limit) continue;
      const hasMore = found.length > limit || !isLast;
      const shown = found.slice(0, limit);
      this.#remember(
        filter,
        [...shown.slice(-1), ...found.slice(limit, limit + 1)].map(({ position }) => position),
      );
      const results = shown.map(({ verification }) => verification);
      return { data: { results, hasMore, orders: page.data.count }, response: page.response };
    }
  }

  #startFor(offset: number, filter: string): Position {
    const known = this.#positions.get(filter) ?? [];
    return (
      known
        .toReversed()
        .filter((it) => it.offset <= offset)
        .sort((a, b) => b.offset - a.offset)[0] ?? beginning
    );
  }

  #remember(filter: string, positions: readonly Position[]): void {
    const known = this.#positions.get(filter) ?? [];
    this.#positions.set(filter, [...known, ...positions].slice(-mostPositions));
  }
}
