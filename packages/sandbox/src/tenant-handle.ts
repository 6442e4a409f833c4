import {
  aFunction,
  anInteger,
  aSpan,
  aString,
  checkOptions,
  checkValue,
  oneOf,
  type Rule,
  SandboxError,
} from './errors/index.ts';
import type { FaultRule, FaultRuleInForce, FaultTable } from './faults/index.ts';
import type { VerificationState } from './generated/types.gen.ts';
import { checkKey, type Lifecycle } from './http/index.ts';
import type { TestPerson } from './people/index.ts';
import { stateEdges } from './spec/index.ts';
import type {
  Advance,
  AdvanceableClock,
  Snapshot,
  StoredCredentialsSession,
  StoredVerification,
  Tenant,
  Tenants,
  VerificationRecord,
} from './state/index.ts';
import type { Alarms, Duration } from './time/index.ts';
import type {
  TenantWebhooks,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookTable,
} from './webhooks/index.ts';

/** The verifications of a key. */
export interface VerificationsHandle {
  /** The number of verifications in a state, or of all. */
  count(state?: VerificationState): number;
  /** The verification with an id. Returns undefined if there is no such verification. */
  find(id: string): StoredVerification | undefined;
  /**
   * The verifications in a state, or all of them, newest first.
   *
   * @param page - `limit`: how many at most. `offset`: how many of the newest to skip, 0 if absent.
   * @throws {@link SandboxError} `invalid_option`.
   */
  list(page: { state?: VerificationState; limit: number; offset?: number }): StoredVerification[];
  /**
   * Moves a verification to another state. It stays there, and no longer changes by itself.
   *
   * @throws {@link SandboxError} `unknown_verification`, or `impossible_state` with the possible ones.
   */
  move(id: string, state: VerificationState): StoredVerification;
}

/** The credentials sessions of a key. */
export interface CredentialsSessionsHandle {
  /**
   * Newest first.
   *
   * @param limit - How many at most, 100 if absent.
   */
  list(limit?: number): StoredCredentialsSession[];
  /** The session with a token. Returns undefined if there is no such session. */
  find(token: string): StoredCredentialsSession | undefined;
  /**
   * Logs in to the payroll account, as the person does in the browser. This creates a verification.
   *
   * @throws {@link SandboxError} `unknown_credentials_session`, or `credentials_session_completed` the second time.
   */
  complete(token: string): StoredVerification;
}

/**
 * The test people of a key, in addition to those that the sandbox was created with. If both have a number, the key's own person
 * is used. Snapshots and data files contain them, and a reset removes them.
 */
export interface PeopleHandle {
  /** In the order in which they were set. */
  list(): TestPerson[];
  /**
   * Replaces the key's own people. An empty list removes them all. A verification keeps the person that it was created for; a
   * reverification uses the current one.
   *
   * @example
   * ```ts
   * tenant.people.set([...tenant.people.list(), { social_security_number: '000-55-0001', states: [] }]);
   * ```
   * @throws {@link SandboxError} `invalid_people`, with a JSON pointer for each problem. Nothing is changed then.
   */
  set(people: readonly TestPerson[]): void;
}

/** The faults of a key's calls and webhooks. */
export interface FaultRulesHandle {
  /**
   * Adds a rule.
   *
   * @throws {@link SandboxError} `unknown_operation`, `unknown_fault` or `invalid_fault`, with the valid ones; `too_many_fault_rules` after 1000.
   */
  add(rule: FaultRule): FaultRuleInForce;
  /** The rules in force and what they have done, oldest first. */
  list(): FaultRuleInForce[];
  /**
   * Removes a rule.
   *
   * @throws {@link SandboxError} `unknown_fault_rule`.
   */
  remove(id: number): void;
  /** Removes all rules. */
  clear(): void;
}

/** Where a key's events are sent, and their deliveries. */
export interface WebhooksHandle {
  /**
   * Registers an endpoint.
   *
   * @param url - https, or http to this machine or to a name on the local network, such as a container's.
   * @param token - Derived from the seed if absent: 86 base64url characters.
   * @throws {@link SandboxError} `invalid_webhook_endpoint`, or `too_many_webhook_endpoints` at the eleventh.
   */
  add(url: string, token?: string): WebhookEndpoint;
  /**
   * Removes an endpoint. Its pending deliveries fail.
   *
   * @throws {@link SandboxError} `unknown_webhook_endpoint`.
   */
  remove(id: number): void;
  /** The endpoints, oldest first. */
  endpoints(): WebhookEndpoint[];
  /**
   * Deliveries, newest first. The last 1000 finished ones are stored.
   *
   * @param limit - How many at most, 1000 if absent.
   */
  deliveries(limit?: number): WebhookDelivery[];
  /**
   * Sends a delivery again at once, whatever its state.
   *
   * @throws {@link SandboxError} `unknown_webhook_delivery`, or `unknown_webhook_endpoint` if its endpoint was removed.
   */
  redeliver(id: number): Promise<WebhookAttempt>;
}

/**
 * Everything that belongs to one bearer key. Nothing that other keys do changes it. Once the sandbox is closed, everything except `key`
 * and `clock.now` throws or rejects with the {@link SandboxError} `closed`. Invalid arguments throw `invalid_option`.
 */
export interface TenantHandle {
  /** The bearer key. */
  readonly key: string;
  /** Its time. It can be ahead of the time of other keys. */
  readonly clock: AdvanceableClock;
  /** Its verifications. */
  readonly verifications: VerificationsHandle;
  /** Its credentials sessions, and the login to them. */
  readonly credentialsSessions: CredentialsSessionsHandle;
  /** Its own test people. */
  readonly people: PeopleHandle;
  /** The faults of its calls and webhooks. */
  readonly faults: FaultRulesHandle;
  /** Where its events are sent, and their deliveries. */
  readonly webhooks: WebhooksHandle;
  /** Deletes everything, including its own test people, as if the key had never been used. Ends an advance of its clock. */
  reset(): void;
  /** Everything that the key has, as one JSON value. */
  snapshot(): Snapshot;
  /**
   * Replaces everything with what the snapshot contains: data, time and ids. The snapshot may be from another key or sandbox. Ends an
   * advance of its clock.
   *
   * @throws {@link SandboxError} `invalid_snapshot` or `unknown_snapshot_version`. Nothing is changed then.
   */
  restore(snapshot: Snapshot): void;
}

/** What the handles of tenants work with. */
export interface HandleParts {
  tenants: Tenants;
  faults: FaultTable;
  webhooks: WebhookTable;
}

/** @throws {@link SandboxError} `invalid_key` or `closed`. */
export function handleOf(key: string, parts: HandleParts): TenantHandle {
  const { tenants } = parts;
  tenants.lifecycle.check();
  checkValue('sandbox.tenant', 'key', key, { ...aString, code: 'invalid_key' });
  try {
    checkKey(key);
  } catch (error) {
    throw new SandboxError(
      'invalid_key',
      `sandbox.tenant: ${(error as Error).message} Use tw_sk_test_ followed by letters, digits, _ or -, 256 characters at most.`,
    );
  }
  const tenant = tenants.get(key);
  const open = () => {
    tenants.lifecycle.check();
    tenant.refresh();
    return tenant;
  };
  const faults = () => parts.faults.of(open());
  return {
    key,
    clock: clockOf(tenant.time, (duration) => tenant.advance(duration), tenants),
    verifications: verificationsOf(open),
    credentialsSessions: credentialsSessionsOf(open),
    people: {
      list: () => open().people.list(),
      set: (people) => open().people.set(people),
    },
    faults: {
      add: (rule) => faults().add(rule),
      list: () => faults().list(),
      remove: (id) => faults().remove(checked('faults.remove', 'id', id, anId)),
      clear: () => faults().clear(),
    },
    webhooks: webhooksOf(() => parts.webhooks.of(open()), tenants.lifecycle),
    reset: () => open().reset(),
    snapshot: () => open().snapshot(),
    restore: (snapshot) => open().restore(snapshot),
  };
}

/** The clock of a tenant, or of all of them. */
export function clockOf(
  time: { now(): number; elapsed(): number; readonly alarms: Alarms },
  advance: (duration: Duration) => Promise<Advance>,
  { lifecycle, time: shared }: Tenants,
): AdvanceableClock {
  return {
    now: () => time.now(),
    elapsed: () => time.elapsed(),
    after(milliseconds, callback) {
      lifecycle.check();
      checkValue('clock.after', 'milliseconds', milliseconds, aSpan);
      checkValue('clock.after', 'callback', callback, aFunction);
      return shared.after(time.alarms, milliseconds, callback);
    },
    async advance(duration) {
      return await lifecycle.track(advance(duration));
    },
  };
}

const anId = anInteger(1);
const aCount = anInteger(0);
const aState = oneOf(Object.keys(stateEdges));
const pageRules = { state: aState, limit: aCount, offset: aCount };

/** A value, once it is checked. */
function checked<Value>(where: string, name: string, value: Value, rule: Rule): Value {
  checkValue(where, name, value, rule);
  return value;
}

function verificationsOf(open: () => Tenant): VerificationsHandle {
  const upToDate = () => {
    const tenant = open();
    tenant.runDue();
    return tenant.verifications;
  };
  return {
    count(state) {
      if (state !== undefined) checkValue('verifications.count', 'state', state, aState);
      return upToDate().count(state);
    },
    find(id) {
      const found = upToDate().find(checked('verifications.find', 'id', id, aString));
      return found === undefined ? undefined : shown(found);
    },
    list(page) {
      checkOptions('verifications.list', page ?? null, pageRules);
      checkValue('verifications.list', 'limit', page.limit, aCount);
      return upToDate().list(page).map(shown);
    },
    move(id, state) {
      checkValue('verifications.move', 'id', id, aString);
      checkValue('verifications.move', 'state', state, aState);
      return shown(upToDate().move(id, state));
    },
  };
}

/** A copy: the record changes, and nobody else may change it. */
function shown(verification: VerificationRecord): StoredVerification {
  const { inputText, person, rendered, ...stored } = verification;
  return structuredClone(stored);
}

function credentialsSessionsOf(open: () => Tenant): CredentialsSessionsHandle {
  return {
    list(limit = 100) {
      checkValue('credentialsSessions.list', 'limit', limit, aCount);
      return open().credentialsSessions.list(limit);
    },
    find: (token) =>
      open().credentialsSessions.find(checked('credentialsSessions.find', 'token', token, aString)),
    complete: (token) =>
      shown(
        open().credentialsSessions.complete(checked('credentialsSessions.complete', 'token', token, aString)),
      ),
  };
}

function webhooksOf(open: () => TenantWebhooks, lifecycle: Lifecycle): WebhooksHandle {
  return {
    add: (url, token) => open().add(url, token),
    remove: (id) => open().remove(checked('webhooks.remove', 'id', id, anId)),
    endpoints: () => open().endpoints(),
    deliveries(limit) {
      if (limit !== undefined) checkValue('webhooks.deliveries', 'limit', limit, aCount);
      return open().deliveries(limit);
    },
    async redeliver(id) {
      checkValue('webhooks.redeliver', 'id', id, anId);
      return await lifecycle.track(open().redeliver(id));
    },
  };
}
