/** A copy of an object without the properties that are undefined. */
export function withoutUndefined<Given extends object>(given: Given): Partial<Given> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Given>;
}
