/**
 * The URL of another page of a list. The first page's has no offset, and empty values are left out.
 *
 * @param offset - Below zero counts as zero.
 */
export function pageUrl(
  url: string,
  { limit, offset, ...filters }: { limit: number; offset: number } & Record<string, string | number>,
): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (offset > 0) query.set('offset', String(offset));
  for (const [name, value] of Object.entries(filters)) {
    if (value !== '') query.set(name, String(value));
  }
  return `${url}?${query}`;
}
