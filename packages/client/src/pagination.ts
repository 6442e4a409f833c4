import { type OperationId, ResponseInvalidError } from './errors.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { Operation } from './operation.ts';
import { checkedQuery } from './request.ts';
import type { Call } from './result.ts';

/** One page of a list, as the API sends it. */
interface Page {
  readonly count: number;
  readonly next?: string | null | undefined;
  readonly results: readonly { id?: unknown }[];
}

/** The query parameters of a page, besides those of the operation. */
interface Query {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

/**
 * A list. Awaiting it returns its first page, iterating it returns every item of every page.
 *
 * @example
 * ```ts
 * for await (const { id, state } of truework.verifications.list()) console.log(id, state);
 * ```
 */
export interface List<Item, ListPage> extends Call<ListPage>, AsyncIterable<Item> {
  /** Iterates the pages. Each contains only the items that no earlier page had. */
  pages(): AsyncIterable<ListPage>;
}

/** How often a page may be read again at a lower offset because earlier items were removed, in addition to once for each item. */
const mostStepsBack = 1_000;

/** The longest list that is plausible. */
const mostItems = 100_000;

/** How many successive pages may be the same. */
const mostRepeats = 5;

/**
 * Makes a list from the calls of its pages.
 *
 * @param fetchPage - Makes the call of a page.
 */
export function asList<Item, ListPage>(
  operation: Operation,
  query: Query = {},
  fetchPage: (query: Query) => Call<ListPage>,
): List<Item, ListPage> {
  // A copy, because the caller's object may change while pages are read. The first call rejects one that is not valid.
  const asked = ignoringErrors(() => checkedQuery(operation, query) as Query) ?? query;
  const first = fetchPage(asked);
  const fetchNext = fetchPage as (query: Query) => PromiseLike<unknown> as (
    query: Query,
  ) => PromiseLike<Page>;
  const pages = () =>
    readPages(operation.id, asked, first as PromiseLike<unknown> as PromiseLike<Page>, fetchNext);
  const list = {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { results } of pages()) yield* results;
    },
  };
  return Object.assign(
    first,
    list as unknown as Pick<List<Item, ListPage>, 'pages' | typeof Symbol.asyncIterator>,
  );
}

async function* readPages(
  operation: OperationId,
  query: Query,
  first: PromiseLike<Page>,
  fetchPage: (query: Query) => PromiseLike<Page>,
): AsyncGenerator<Page, void> {
  let page = await first;
  const seen = new Set<unknown>();
  // As numbers, because a query may contain strings.
  // The API takes a negative offset for none, and a limit below 1 too.
  const from = Math.max(0, Number(query.offset ?? 0));
  const limit = Number(query.limit);
  const size = Math.max(2, limit > 0 ? limit : 25);
  const watch = watchProgress(operation);
  let offset = from;
  for (; ; page = await fetchPage({ ...query, offset, limit: size })) {
    const { results, next } = page;
    // Comparing anything but a number may throw.
    const count = typeof page.count === 'number' ? page.count : Infinity;
    const [top] = results;
    // Each page must begin with an item that was seen before. If it does not, earlier items were removed and others moved up before this
    // page, so read it again at a lower offset.
    if (offset > from && (!top || (idOf(top) && !seen.has(top.id)))) {
      watch.stepBack(count);
      offset = Math.max(from, offset - size + 1);
      continue;
    }
    const fresh = results.filter((item) => {
      const isFresh = !seen.has(item.id);
      if (idOf(item)) seen.add(item.id);
      return isFresh;
    });
    yield { ...page, results: fresh };
    if (!next || !top || offset >= count) return;
    const step = results.length - (idOf(top) ? 1 : 0);
    watch.page(step, count, results);
    offset += step;
  }
}

/** The id of an item. Undefined if it has none. */
function idOf({ id }: { readonly id?: unknown }): string | number | undefined {
  return typeof id === 'string' || typeof id === 'number' ? id || undefined : undefined;
}

/** Ends a list that would go on forever, because its server ignores the offset or has no stable order. */
function watchProgress(operation: OperationId): {
  page(step: number, count: number, results: readonly { id?: unknown }[]): void;
  stepBack(count: number): void;
} {
  let isFirst = true;
  let stepsBack = 0;
  let longest = 0;
  let repeats = 0;
  let lastIds = '';
  const end = (why: string) => {
    throw new ResponseInvalidError({ operation, problem: `the list makes no progress: ${why}.` });
  };
  return {
    page(step, count, results) {
      if (count === Infinity && !results.some(idOf)) end('its items have no id, and it has no count');
      // The first page may have one item if that was requested. Every other page overlaps with the one before.
      if (step === 0 && !isFirst) end('a page has a single item, but more should follow');
      isFirst = false;
      const ids = JSON.stringify(results.map((item) => idOf(item) ?? Math.random()));
      repeats = ids === lastIds ? repeats + 1 : 0;
      lastIds = ids;
      if (repeats >= mostRepeats) end('every offset returns the same page');
    },
    stepBack(count) {
      stepsBack += 1;
      longest = Math.max(longest, Math.min(mostItems, count));
      if (stepsBack > mostStepsBack + longest) end('its order changes between pages');
    },
  };
}
