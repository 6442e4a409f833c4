import type { ApiError } from './api-error.ts';
import { checkKey } from './bearer-key.ts';
import type { StoredCredentialsSession } from './credentials-sessions.ts';
import type { FaultRule, FaultRuleInForce } from './faults.ts';
import type { VerificationState } from './generated/types.gen.ts';
import { SandboxError } from './sandbox-error.ts';
import type { AdvanceableClock, Snapshot, Tenants } from './tenant.ts';
import type { TenantFaults } from './tenant-faults.ts';
import type { TestPerson } from './test-person.ts';
import type { StoredVerification } from './verifications.ts';
import type { WebhookAttempt, WebhookDelivering, WebhookDelivery, WebhookTarget } from './webhooks.ts';

/** What a key ordered, and how it stands now. */
export interface TenantVerifications {
  /** How many there are in a state, or in all. */
  count(state?: VerificationState): number;
  /** The one of an id. Undefined where there is none. */
  find(id: string): StoredVerification | undefined;
  /**
   * Those in a state, or all, newest first.
   *
   * @param page - `limit`: how many at most. `offset`: how many of the newest are left out, 0 when absent.
   */
  list(page: { state?: VerificationState; limit: number; offset?: number }): StoredVerification[];
  /**
   * Moves one to another state by hand. From then on it stays there: it does not change by itself any more.
   *
   * @throws {@link SandboxError} `unknown_verification`, or `impossible_state` with those that are possible.
   */
  move(id: string, state: VerificationState): StoredVerification;
}

/** The credentials sessions of a key, and the logging in to them. */
export interface TenantCredentialsSessions {
  /**
   * Newest first.
   *
   * @param limit - How many at most, 100 when absent.
   */
  list(limit?: number): StoredCredentialsSession[];
  /** The one of a token. Undefined where there is none. */
  find(token: string): StoredCredentialsSession | undefined;
  /**
   * Does what the person does in the browser: logs in to their payroll account. A verification comes of it.
   *
   * @throws {@link SandboxError} `unknown_credentials_session`, or `credentials_session_completed` at the second time.
   */
  complete(token: string): StoredVerification;
}

/**
 * The test people of a key, beside those that the sandbox was created with. For a number of both lists, the key's own counts.
 * They are in snapshots and data files, and a reset removes them.
 */
export interface TenantPeople {
  /** In the order in which they were set. */
  list(): TestPerson[];
  /**
   * Puts people in place of the key's own. An empty list removes them all. A verification keeps the person that it was created
   * for; a reverification takes the present one.
   *
   * @example
   * ```ts
   * tenant.people.set([...tenant.people.list(), { social_security_number: '000-55-0001', states: [] }]);
   * ```
   * @throws {@link SandboxError} `invalid_people`, with a JSON pointer for each problem. Nothing is changed then.
   */
  set(people: readonly TestPerson[]): void;
}

/** What goes wrong with a key's calls and webhooks. */
export interface TenantFaultRules {
  /**
   * Puts a rule in force.
   *
   * @throws {@link SandboxError} `unknown_operation`, `unknown_fault` or `invalid_fault`, with what is known instead.
   */
  add(rule: FaultRule): FaultRuleInForce;
  /** The rules in force and what they did, oldest first. */
  list(): FaultRuleInForce[];
  /**
   * Ends a rule.
   *
   * @throws {@link SandboxError} `unknown_fault_rule`.
   */
  remove(id: number): void;
  /** Ends all rules. */
  clear(): void;
}

/** Where a key's events are sent to, and what became of them. */
export interface TenantWebhooks {
  /**
   * Registers a target.
   *
   * @param url - https, or http on this machine or at a name of the local network, such as that of a container.
   * @param token - Made from the seed when absent: 86 base64url characters.
   * @throws {@link SandboxError} `invalid_webhook_target`, or `too_many_webhook_targets` at the eleventh.
   */
  add(url: string, token?: string): WebhookTarget;
  /**
   * Removes a target. What is on its way to it fails.
   *
   * @throws {@link SandboxError} `unknown_webhook_target`.
   */
  remove(id: number): void;
  /** The targets, oldest first. */
  targets(): WebhookTarget[];
  /**
   * What was sent or is to be sent, newest first. Of those that are done, the last 1000 are kept.
   *
   * @param limit - How many of them, 1000 when absent.
   */
  deliveries(limit?: number): WebhookDelivery[];
  /**
   * Sends a delivery once more, now, whatever became of it before.
   *
   * @throws {@link SandboxError} `unknown_webhook_delivery`, or `unknown_webhook_target` where its target was removed.
   */
  redeliver(id: number): Promise<WebhookAttempt>;
}

/** What belongs to one bearer key. Nothing that other keys do changes it. */
export interface TenantHandle {
  readonly key: string;
  /** Its time. It can be ahead of the time of the others. */
  readonly clock: AdvanceableClock;
  /** What was ordered, and how it stands now. */
  readonly verifications: TenantVerifications;
  /** Sessions that a person is to log in to, and the logging in. */
  readonly credentialsSessions: TenantCredentialsSessions;
  /** Test people of its own. */
  readonly people: TenantPeople;
  /** What goes wrong with its calls and webhooks. */
  readonly faults: TenantFaultRules;
  /** Where its events are sent to, and what became of them. */
  readonly webhooks: TenantWebhooks;
  /** Forgets everything, its own test people too: as if the key had never been used. */
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
    people: tenant.people,
    faults: faults.of(tenant),
    webhooks: webhooks.of(tenant),
    reset: () => tenant.reset(),
    snapshot: () => tenant.snapshot(),
    restore: (snapshot) => tenant.restore(snapshot),
  };
}
