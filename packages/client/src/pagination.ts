import type { Call } from './result.ts';

/** One page of a list, as the API answers it. */
interface Page<Item> {
  readonly count: number;
  readonly next?: string | null;
  readonly results: readonly Item[];
}

/** A list under way. Awaiting it gives its first page; iterating it gives every item of every page. */
export interface List<Item, ListPage> extends Call<ListPage>, AsyncIterable<Item> {
  /** Every page, each with only those items that no page before it had. */
  pages(): AsyncIterable<ListPage>;
}

/**
 * Makes a list of the calls of its pages.
 *
 * @param fetchPage - Calls the page at an offset, of so many items at most.
 */
export function asList<Item extends { id?: unknown }, ListPage extends Page<Item>>(
  { offset: from = 0, limit = 25 }: { offset?: number; limit?: number },
  fetchPage: (place: { offset?: number; limit?: number }) => Call<ListPage>,
): List<Item, ListPage> {
  const first = fetchPage({});
  async function* pages(): AsyncGenerator<ListPage, void> {
    const seen = new Set<unknown>();
    const size = Math.max(2, limit);
    let offset = from;
    // A list without a stable order would send it back for ever.
    let stepsBack = 10_000;
    for (let page = await first; ; page = await fetchPage({ offset, limit: size })) {
      const { results, next, count } = page;
      const [top] = results;
      // Each page has to begin with an item that was seen. Where it does not, items above it have gone, and others have moved up
      // past its beginning: it is asked for again, further up.
      if (offset > from && (!top || (top.id && !seen.has(top.id))) && stepsBack-- > 0) {
        offset = Math.max(from, offset - size + 1);
        continue;
      }
      const fresh = results.filter(({ id }) => !(id && seen.has(id)));
      for (const { id } of fresh) seen.add(id);
      yield { ...page, results: fresh };
      if (!next || !top || offset >= count) return;
      offset += results.length - (top.id ? 1 : 0);
    }
  }
  return Object.assign(first, {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { results } of pages()) yield* results;
    },
  });
}
