/** The URLs of the pages around a page, null at the ends. */
export interface PageLinks {
  next: string | null;
  previous: string | null;
}

/** Where a page stands in its list. */
interface Page {
  /** How many items there are on all pages together. */
  count: number;
  limit: number;
  offset: number;
}

/**
 * The URLs of the pages around a page, null at the ends, as Django REST framework writes them: every parameter of the request, by name,
 * and the first page without an offset.
 *
 * @param url - Of the request.
 */
export function pageLinks(url: string, { count, limit, offset }: Page): PageLinks {
  const pageAt = (start: number) => {
    const page = new URL(url);
    const { searchParams: query } = page;
    query.set('limit', String(limit));
    if (start > 0) query.set('offset', String(start));
    else query.delete('offset');
    query.sort();
    return page.href;
  };
  return {
    next: offset + limit < count ? pageAt(offset + limit) : null,
    previous: offset > 0 ? pageAt(offset - limit) : null,
  };
}
