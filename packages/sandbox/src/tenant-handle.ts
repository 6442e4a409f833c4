import {
  aFunction,
  anInteger,
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

/** What a key ordered, and how it stands now. */
export interface VerificationsHandle {
  /** How many there are in a state, or in all. */
  count(state?: VerificationState): number;
  /** The one of an id. Undefined where there is none. */
  find(id: string): StoredVerification | undefined;
  /**
   * Those in a state, or all, newest first.
   *
   * @param page - `limit`: how many at most. `offset`: how many of the newest are left out, 0 when absent.
   * @throws {@link SandboxError} `invalid_option`.
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
export interface CredentialsSessionsHandle {
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
export interface PeopleHandle {
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
export interface FaultRulesHandle {
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
export interface WebhooksHandle {
  /**
   * Registers a target.
   *
   * @param url - https, or http on this machine or at a name of the local network, such as that of a container.
   * @param token - Made from the seed when absent: 86 base64url characters.
   * @throws {@link SandboxError} `invalid_webhook_endpoint`, or `too_many_webhook_endpoints` at the eleventh.
   */
  add(url: string, token?: string): WebhookEndpoint;
  /**
   * Removes a target. What is on its way to it fails.
   *
   * @throws {@link SandboxError} `unknown_webhook_endpoint`.
   */
  remove(id: number): void;
  /** The endpoints, oldest first. */
  endpoints(): WebhookEndpoint[];
  /**
   * What was sent or is to be sent, newest first. Of those that are done, the last 1000 are kept.
   *
   * @param limit - How many of them, 1000 when absent.
   */
  deliveries(limit?: number): WebhookDelivery[];
  /**
   * Sends a delivery once more, now, whatever became of it before.
   *
   * @throws {@link SandboxError} `unknown_webhook_delivery`, or `unknown_webhook_endpoint` where its target was removed.
   */
  redeliver(id: number): Promise<WebhookAttempt>;
}

/**
 * What belongs to one bearer key. Nothing that other keys do changes it. Everything it does, but for `key` and `clock.now`, throws or
 * rejects with the {@link SandboxError} `closed` once the sandbox is closed, and with `invalid_option` if it is given what it cannot be.
 */
export interface TenantHandle {
  readonly key: string;
  /** Its time. It can be ahead of the time of the others. */
  readonly clock: AdvanceableClock;
  /** What was ordered, and how it stands now. */
  readonly verifications: VerificationsHandle;
  /** Sessions that a person is to log in to, and the logging in. */
  readonly credentialsSessions: CredentialsSessionsHandle;
  /** Test people of its own. */
  readonly people: PeopleHandle;
  /** What goes wrong with its calls and webhooks. */
  readonly faults: FaultRulesHandle;
  /** Where its events are sent to, and what became of them. */
  readonly webhooks: WebhooksHandle;
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

/** What the handles of tenants reach into. */
export interface HandleParts {
  tenants: Tenants;
  faults: FaultTable;
  webhooks: WebhookTable;
}

/** @throws {@link SandboxError} `invalid_key` or `closed`. */
export function handleOf(key: string, parts: HandleParts): TenantHandle {
  const { tenants } = parts;
  tenants.lifecycle.check();
  try {
    checkValue('sandbox.tenant', 'key', key, { ...aString, code: 'invalid_key' });
    checkKey(key);
  } catch (error) {
    throw new SandboxError('invalid_key', (error as Error).message);
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
      lifecycle.check();
      return await lifecycle.track(advance(duration));
    },
  };
}

const anId = anInteger(1);
const aCount = anInteger(0);
const aSpan: Rule = { expected: 'milliseconds', fits: (value) => typeof value === 'number' && value >= 0 };
const aState = oneOf(Object.keys(stateEdges));
const pageRules = { state: aState, limit: aCount, offset: aCount };

/** A value that was checked. */
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

/** A copy: what is kept changes, and nobody else may change it. */
function shown(verification: VerificationRecord): StoredVerification {
  const { isStored, inputText, person, rendered, ...stored } = verification;
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
