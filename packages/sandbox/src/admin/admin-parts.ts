import type { FaultTable } from '../faults/index.ts';
import type { RequestLog } from '../http/index.ts';
import type { ResponseSigner } from '../seed/index.ts';
import type { Changes, Tenants } from '../state/index.ts';
import type { WebhookTable } from '../webhooks/index.ts';

/** What the admin API reads and changes. */
export interface AdminParts {
  tenants: Tenants;
  faults: FaultTable;
  webhooks: WebhookTable;
  signer: ResponseSigner;
  /** Whether the sandbox signs its responses. */
  signs: boolean;
  log: RequestLog;
  changes: Changes;
}

/** How many tenants are listed at most. */
const listed = 200;

/** The keys that were used, last used first: of this run, and those that the data file knows. */
export function knownKeys({ tenants, log }: Pick<AdminParts, 'tenants' | 'log'>): string[] {
  const loaded = [...tenants.loaded].map(({ key }) => key).toReversed();
  const stored = tenants.table.latestKeys(listed);
  return [...new Set([...log.keys(), ...loaded, ...stored])].slice(0, listed);
}
