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
 * The URLs of the pages around a page, null at the ends, as Django REST framework writes them: parameters by name, the first page without
 * an offset.
 *
 * @param filters - The other parameters of the request. Those that are undefined, false or empty are left out.
 */
export function pageLinks(
  url: string,
  { count, limit, offset }: Page,
  filters: Record<string, string | boolean | undefined>,
): PageLinks {
  const pageAt = (start: number) => {
    const query = new URLSearchParams({ limit: String(limit) });
    if (start > 0) query.set('offset', String(start));
    for (const [name, value] of Object.entries(filters)) {
      if (value) query.set(name, String(value));
    }
    query.sort();
    return `${url}?${query}`;
  };
  return {
    next: offset + limit < count ? pageAt(offset + limit) : null,
    previous: offset > 0 ? pageAt(offset - limit) : null,
  };
}
