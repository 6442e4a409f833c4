import { type OperationId, ResponseInvalidError } from './errors.ts';
import type { Call } from './result.ts';

/** One page of a list, as the API sends it. */
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

/** How often a list may be read again further up, because items above a page have gone, beside once for each of its items. */
const mostStepsBack = 1_000;

/** The longest list that is believed to be one. */
const mostItems = 100_000;

/** How many pages may be the same, one after another. */
const mostRepeats = 5;

/**
 * Makes a list of the calls of its pages.
 *
 * @param query - That of the first page. It may be anything: the call checks it.
 * @param fetchPage - Calls the page of a query.
 */
export function asList<Item extends { id?: unknown }, ListPage extends Page<Item>>(
  operation: OperationId,
  query: { offset?: number; limit?: number },
  fetchPage: (query: object) => Call<ListPage>,
): List<Item, ListPage> {
  const first = fetchPage(query);
  const pages = () => readPages(operation, query ?? {}, first, (place) => fetchPage({ ...query, ...place }));
  return Object.assign(first, {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { results } of pages()) yield* results;
    },
  });
}

async function* readPages<Item extends { id?: unknown }, ListPage extends Page<Item>>(
  operation: OperationId,
  { offset: from = 0, limit = 25 }: { offset?: number; limit?: number },
  first: PromiseLike<ListPage>,
  fetchPage: (place: { offset?: number; limit?: number }) => Call<ListPage>,
): AsyncGenerator<ListPage, void> {
  const seen = new Set<unknown>();
  const size = Math.max(2, limit);
  const watch = watchProgress(operation);
  let offset = from;
  for (let page = await first; ; page = await fetchPage({ offset, limit: size })) {
    const { results, next, count } = page;
    const [top] = results;
    // Each page has to begin with an item that was seen. If it does not, items above it have gone, and others have moved up
    // past its beginning: it is asked for again, further up.
    if (offset > from && (!top || (top.id && !seen.has(top.id)))) {
      watch.stepBack(count);
      offset = Math.max(from, offset - size + 1);
      continue;
    }
    const fresh = results.filter(({ id }) => !(id && seen.has(id)));
    for (const { id } of fresh) seen.add(id);
    yield { ...page, results: fresh };
    if (!next || !top || offset >= count) return;
    const step = results.length - (top.id ? 1 : 0);
    watch.page(step, results);
    offset += step;
  }
}

/** Ends a list that goes on for ever, because its server ignores the offset or has no order. */
function watchProgress(operation: OperationId): {
  page(step: number, results: readonly { id?: unknown }[]): void;
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
    page(step, results) {
      // The first page may be of one item, because that was asked for. The others overlap with the one before.
      if (step === 0 && !isFirst) end('a page has one item, and more are said to follow');
      isFirst = false;
      const ids = JSON.stringify(results.map(({ id }) => id ?? Math.random()));
      repeats = ids === lastIds ? repeats + 1 : 0;
      lastIds = ids;
      if (repeats >= mostRepeats) end('its pages are the same at every offset');
    },
    stepBack(count) {
      stepsBack += 1;
      longest = Math.max(longest, Math.min(mostItems, Number(count) || 0));
      if (stepsBack > mostStepsBack + longest) end('its order changes with every page');
    },
  };
}
