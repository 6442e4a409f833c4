import { isObject } from './check-options.ts';
import { type OperationId, ResponseInvalidError } from './errors.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { copyOfQuery } from './request.ts';
import type { Call } from './result.ts';

/** One page of a list, as the API sends it. */
interface Page {
  readonly count: number;
  readonly next?: string | null | undefined;
  readonly results: readonly { id?: unknown }[];
}

/** What asks for a page, beside what else the operation takes. */
interface Query {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

/** A list under way. Awaiting it gives its first page; iterating it gives every item of every page. */
export interface List<Item, ListPage> extends Call<ListPage>, AsyncIterable<Item> {
  /** Every page, each with only those items that no page before it had. */
  pages(): AsyncIterable<ListPage>;
}

/** How often a list may be read again further up, because items above a page have gone, beside once for each of its items. */
const mostStepsBack = 1_000;

/** The longest list that is believed to be one. */
const mostItems = 100_000;

/** How many pages may be the same, one after another. */
const mostRepeats = 5;

/**
 * Makes a list of the calls of its pages.
 *
 * @param fetchPage - Calls the page that a query asks for.
 */
export function asList<Item, ListPage>(
  operation: OperationId,
  query: Query = {},
  fetchPage: (query: Query) => Call<ListPage>,
): List<Item, ListPage> {
  // The caller's own object may change while pages are read. One that cannot be read is for the first call to reject.
  const asked = isObject(query) ? (ignoringErrors(() => copyOfQuery(query) as Query) ?? query) : query;
  const first = fetchPage(asked);
  const fetchNext = fetchPage as (query: Query) => PromiseLike<unknown> as (
    query: Query,
  ) => PromiseLike<Page>;
  const pages = () =>
    readPages(operation, asked, first as PromiseLike<unknown> as PromiseLike<Page>, fetchNext);
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
  // As numbers: a query may have texts.
  const from = Number(query.offset ?? 0);
  const size = Math.max(2, Number(query.limit ?? 25));
  const watch = watchProgress(operation);
  let offset = from;
  for (; ; page = await fetchPage({ ...query, offset, limit: size })) {
    const { results, next } = page;
    // Of anything else, not even a comparison can be asked.
    const count = typeof page.count === 'number' ? page.count : Infinity;
    const [top] = results;
    // Each page has to begin with an item that was seen. If it does not, items above it have gone, and others have moved up
    // past its beginning: it is asked for again, further up.
    if (offset > from && (!top || (idOf(top) && !seen.has(top.id)))) {
      watch.stepBack(count);
      offset = Math.max(from, offset - size + 1);
      continue;
    }
    const fresh = results.filter(({ id }) => !seen.has(id));
    for (const item of fresh) if (idOf(item)) seen.add(item.id);
    yield { ...page, results: fresh };
    if (!next || !top || offset >= count) return;
    const step = results.length - (idOf(top) ? 1 : 0);
    watch.page(step, count, results);
    offset += step;
  }
}

/** What tells an item from others. Undefined if it has nothing of the kind. */
function idOf({ id }: { readonly id?: unknown }): string | number | undefined {
  return typeof id === 'string' || typeof id === 'number' ? id || undefined : undefined;
}

/** Ends a list that goes on for ever, because its server ignores the offset or has no order. */
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
      // The first page may be of one item, because that was asked for. The others overlap with the one before.
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
