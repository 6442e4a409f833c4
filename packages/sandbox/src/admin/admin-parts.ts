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
