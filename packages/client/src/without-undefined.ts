/** An object without its properties that are undefined, which count as absent. */
export function withoutUndefined<Given extends object>(given: Given): Partial<Given> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Given>;
}
