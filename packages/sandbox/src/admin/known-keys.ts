import type { RequestLog } from '../http/index.ts';
import type { Tenants } from '../state/index.ts';

/** How many tenants are listed at most. */
const listed = 200;

/** The keys that were used, last used first: of this run, and those that the data file knows. */
export function knownKeys(tenants: Tenants, log: RequestLog): string[] {
  const loaded = [...tenants.loaded].map(({ key }) => key).toReversed();
  const stored = tenants.table.latestKeys(listed);
  return [...new Set([...log.keys(), ...loaded, ...stored])].slice(0, listed);
}
