import type { ApiError } from './api-error.ts';
import { checkKey } from './bearer-key.ts';
import type { CredentialsSessions } from './credentials-sessions.ts';
import { SandboxError } from './sandbox-error.ts';
import type { AdvanceableClock, Snapshot, Tenants } from './tenant.ts';
import type { Faults, TenantFaults } from './tenant-faults.ts';
import type { Verifications } from './verifications.ts';
import type { WebhookDelivering, Webhooks } from './webhooks.ts';

/** What belongs to one bearer key. Nothing that other keys do changes it. */
export interface TenantHandle {
  readonly key: string;
  /** Its time. It can be ahead of the time of the others. */
  readonly clock: AdvanceableClock;
  /** What was ordered, and how it stands now. */
  readonly verifications: Pick<Verifications, 'count' | 'find' | 'list' | 'move'>;
  /** Sessions that a person is to log in to, and the logging in. */
  readonly credentialsSessions: Pick<CredentialsSessions, 'list' | 'find' | 'complete'>;
  /** What goes wrong with its calls and webhooks. */
  readonly faults: Pick<Faults, 'add' | 'list' | 'remove' | 'clear'>;
  /** Where its events are sent to, and what became of them. */
  readonly webhooks: Pick<Webhooks, 'add' | 'remove' | 'targets' | 'deliveries' | 'redeliver'>;
  /** Forgets everything: as if the key had never been used. */
  reset(): void;
  /** All that it has and knows, as one JSON value. */
  snapshot(): Snapshot;
  /**
   * Becomes what the snapshot was taken of: its data, its time, its ids. It may be of another key or sandbox.
   *
   * @throws {@link SandboxError} `invalid_snapshot` or `unknown_snapshot_version`. Nothing is changed then.
   */
  restore(snapshot: Snapshot): void;
}

/** @throws {@link SandboxError} `invalid_key`. */
export function handleOf(
  key: string,
  { tenants, faults, webhooks }: { tenants: Tenants; faults: TenantFaults; webhooks: WebhookDelivering },
): TenantHandle {
  try {
    checkKey(key);
  } catch (error) {
    throw new SandboxError('invalid_key', (error as ApiError).message);
  }
  const tenant = tenants.get(key);
  return {
    key,
    clock: { now: () => tenant.now(), advance: (duration) => tenant.advance(duration) },
    get verifications() {
      tenant.runDue();
      return tenant.verifications;
    },
    credentialsSessions: tenant.credentialsSessions,
    faults: faults.of(tenant),
    webhooks: webhooks.of(tenant),
    reset: () => tenant.reset(),
    snapshot: () => tenant.snapshot(),
    restore: (snapshot) => tenant.restore(snapshot),
  };
}
