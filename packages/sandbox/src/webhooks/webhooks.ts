import { SandboxError } from '../errors/index.ts';
import type { Faults } from '../faults/index.ts';
import type {
  CredentialsSessionStateChange,
  CredentialsSessionStateChangeData,
  VerificationStateChange,
  VerificationStateChangeData,
} from '../generated/types.gen.ts';
import { nodeCrypto } from '../seed/index.ts';
import type { ClockEvent, Patience, Statement, Store, Tenant } from '../state/index.ts';
import { durationMs } from '../time/index.ts';
import { readWebhookEndpoint } from './endpoint.ts';

/** Where a tenant's events are sent to. */
export interface WebhookEndpoint {
  /** Counted from 1 for each tenant. It is `hook.id` of what is sent. */
  readonly id: number;
  readonly url: string;
  /** What `X-Truework-Token` says: a secret that the receiver compares. */
  readonly token: string;
}

/**
 * How an attempt failed: no 2xx, a redirect, which is not followed, no answer within 10 seconds, or no connection, also because
 * the sandbox was closed.
 */
export type AttemptFailure = 'status' | 'redirect' | 'timeout' | 'unreachable';

/** One call of a target. */
export interface WebhookAttempt {
  /** The tenant's time, milliseconds since 1970, UTC. */
  readonly atMs: number;
  /** What the target answered. Null where it did not. */
  readonly status: number | null;
  /** Null where the target received the event: it answered 2xx. */
  readonly failure: AttemptFailure | null;
}

/** An event on its way to one target. */
export interface WebhookDelivery {
  /** Counted from 1 for each tenant. */
  readonly id: number;
  readonly endpointId: number;
  /** The body that is sent. It names no person, but it has the metadata of the order and the token of the session. */
  readonly payload: VerificationStateChange | CredentialsSessionStateChange;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** `failed`: the last attempt failed too, or the target was removed. */
  readonly state: 'pending' | 'delivered' | 'failed';
  /** When it is tried next. Null unless it is pending. */
  readonly nextAttemptMs: number | null;
  readonly attempts: readonly WebhookAttempt[];
}

/** Something to tell the targets of. */
export type WebhookEvent = {
  /** Whether no other event of the same thing can come after it. */
  isLast: boolean;
} & (
  | {
      event: 'verification_request.state.change';
      /** The webhook's operationId in the spec. */
      operation: 'verificationRequestStateChange';
      data: VerificationStateChangeData;
    }
  | {
      event: 'credentials_session.state.change';
      operation: 'credentialsSessionStateChange';
      data: CredentialsSessionStateChangeData;
    }
);

/** How many targets an account has at most. */
export const endpointLimit = 10;

/**
 * When an event is tried, counted from its first attempt. Truework says that it retries over 48 hours; the steps are ours.
 */
export const attemptSchedule = [
  '0 minutes',
  '1 minute',
  '5 minutes',
  '15 minutes',
  '1 hour',
  '3 hours',
  '6 hours',
  '12 hours',
  '24 hours',
  '36 hours',
  '48 hours',
] as const;

const scheduleMs = attemptSchedule.map(durationMs);

/** How long a target may take to answer, in real time. */
const timeoutMs = 10_000;

/** How many deliveries that are done a tenant keeps, and how many in all. */
const doneCount = 1000;
const deliveryCount = 10_000;

/** How many attempts of a delivery are kept: the first, and the latest. */
const attemptCount = 100;

/** What the timeline keeps of an attempt that is to be made. */
export interface WebhookDue {
  delivery: number;
  /** Id of the endpoint. Absent in what earlier versions kept. */
  target?: number;
  /** Whether it is sent although it was delivered. */
  again: boolean;
}

interface DeliveryRow {
  id: number;
  endpointId: number;
  payload: string;
  createdMs: number;
  state: WebhookDelivery['state'];
  nextAttemptMs: number | null;
  attempts: string;
}

/** The webhooks of all tenants, and what they share. */
export class WebhookDelivering {
  readonly #byTenant = new WeakMap<Tenant, Webhooks>();
  readonly #underWay = new Set<AbortController>();
  #closed = false;
  readonly #send: typeof globalThis.fetch;
  readonly #check: (event: string, payload: WebhookDelivery['payload']) => void;
  readonly #changed: () => void;
  readonly insertEndpoint: Statement;
  readonly removeEndpoint: Statement;
  readonly selectEndpoints: Statement;
  readonly insertDelivery: Statement;
  readonly updateDelivery: Statement;
  readonly selectDelivery: Statement;
  readonly selectDeliveries: Statement;
  readonly removeOld: Statement;
  readonly removeOldest: Statement;

  /**
   * @param send - Sends the requests, as the global `fetch` does: which is used if it is undefined, as it then is.
   * @param check - Throws where a payload is not as the spec describes the event.
   * @param changed - Told of every change of targets and deliveries.
   */
  constructor(
    store: Store,
    {
      send,
      check,
      changed,
    }: {
      send: typeof globalThis.fetch | undefined;
      check: (event: string, payload: WebhookDelivery['payload']) => void;
      changed: () => void;
    },
  ) {
    this.#send = send ?? ((input, init) => globalThis.fetch(input, init));
    this.#check = check;
    this.#changed = changed;
    store.addTable({
      name: 'webhookEndpoint',
      columns: 'id INTEGER NOT NULL, url TEXT NOT NULL, token TEXT NOT NULL',
      key: 'id',
    });
    store.addTable({
      name: 'webhookDelivery',
      columns: `id INTEGER NOT NULL, endpointId INTEGER NOT NULL, payload TEXT NOT NULL, createdMs INTEGER NOT NULL,
        state TEXT NOT NULL, nextAttemptMs INTEGER, attempts TEXT NOT NULL`,
      key: 'id',
      // Else those that are still to be tried would be looked through for each new one.
      indexes:
        "CREATE INDEX IF NOT EXISTS webhookDeliveryDone ON webhookDelivery (tenant, id) WHERE state <> 'pending';",
    });
    this.insertEndpoint = store.prepare('INSERT INTO webhookEndpoint VALUES (?, ?, ?, ?)');
    this.removeEndpoint = store.prepare('DELETE FROM webhookEndpoint WHERE tenant = ? AND id = ?');
    this.selectEndpoints = store.prepare(
      'SELECT id, url, token FROM webhookEndpoint WHERE tenant = ? ORDER BY id',
    );
    this.insertDelivery = store.prepare('INSERT INTO webhookDelivery VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.updateDelivery = store.prepare(
      'UPDATE webhookDelivery SET state = ?, nextAttemptMs = ?, attempts = ? WHERE tenant = ? AND id = ?',
    );
    this.selectDelivery = store.prepare('SELECT * FROM webhookDelivery WHERE tenant = ? AND id = ?');
    this.selectDeliveries = store.prepare(
      'SELECT * FROM webhookDelivery WHERE tenant = ? ORDER BY id DESC LIMIT ?',
    );
    this.removeOld = store.prepare(
      "DELETE FROM webhookDelivery WHERE tenant = ? AND id <= ? AND state <> 'pending'",
    );
    this.removeOldest = store.prepare('DELETE FROM webhookDelivery WHERE tenant = ? AND id <= ?');
  }

  /** The webhooks of a tenant. */
  of(tenant: Tenant): Webhooks {
    let webhooks = this.#byTenant.get(tenant);
    if (webhooks === undefined) {
      webhooks = new Webhooks(tenant, this);
      this.#byTenant.set(tenant, webhooks);
    }
    return webhooks;
  }

  /** @throws where the payload is not as the spec describes the event. */
  check(event: string, payload: WebhookDelivery['payload']): void {
    this.#check(event, payload);
  }

  /** Says that targets or deliveries changed. */
  changed(): void {
    this.#changed();
  }

  /** Breaks off what is under way. With a data file it is tried again after a restart. */
  close(): void {
    this.#closed = true;
    for (const call of this.#underWay) call.abort();
  }

  /**
   * Calls an endpoint once. Never rejects.
   *
   * @param limitMs - How long it may take to respond, in real time.
   */
  async call(
    target: WebhookEndpoint,
    payload: string,
    limitMs: number,
  ): Promise<Omit<WebhookAttempt, 'atMs'>> {
    if (this.#closed) return { status: null, failure: 'unreachable' };
    const abort = new AbortController();
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<AttemptFailure>();
    abort.signal.addEventListener('abort', () => giveUp(this.#closed ? 'unreachable' : 'timeout'));
    const timer = setTimeout(() => abort.abort(), limitMs);
    this.#underWay.add(abort);
    try {
      // What sends may pay no heed to the signal.
      return await Promise.race([
        this.#receive(target, payload, abort.signal),
        givenUp.then((failure) => ({ status: null, failure })),
      ]);
    } catch {
      return { status: null, failure: 'unreachable' };
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(abort);
    }
  }

  async #receive(
    { url, token }: WebhookEndpoint,
    payload: string,
    signal: AbortSignal,
  ): Promise<Omit<WebhookAttempt, 'atMs'>> {
    const send = this.#send;
    const response = await send(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Truework-Token': token },
      body: payload,
      redirect: 'manual',
      signal,
    });
    // Nobody reads what it says, and a connection that breaks there says nothing about its status.
    await response.body?.cancel().catch(() => {});
    if (response.ok) return { status: response.status, failure: null };
    const redirects = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
    return { status: response.status || null, failure: redirects ? 'redirect' : 'status' };
  }
}

/** The webhooks of a tenant: where its events go, and what became of them. */
export class Webhooks {
  readonly #tenant: Tenant;
  readonly #delivering: WebhookDelivering;
  /** Grows when the tenant is reset or restored: what was on its way before then is of another life. */
  #generation = 0;
  /** As the store has them; undefined until they are asked for. */
  #endpoints: WebhookEndpoint[] | undefined;

  constructor(tenant: Tenant, delivering: WebhookDelivering) {
    this.#tenant = tenant;
    this.#delivering = delivering;
  }

  /**
   * Registers a target.
   *
   * @param url - https, or http on this machine or at a name of the local network: without a dot, or ending with `.localhost`,
   *   `.internal`, `.local`, `.test` or `.home.arpa`.
   * @param token - Made from the seed when absent: 86 base64url characters.
   * @throws {@link SandboxError} `invalid_webhook_endpoint`, or `too_many_webhook_endpoints` at the eleventh.
   */
  add(url: string, token?: string): WebhookEndpoint {
    const given = readWebhookEndpoint({ url, token });
    // A failure inside the transaction would have everything read again, and lose what is under way.
    if (this.targets().length >= endpointLimit) {
      throw new SandboxError(
        'too_many_webhook_endpoints',
        `An account has ${endpointLimit} webhook targets at most. Remove one first.`,
      );
    }
    const tenant = this.#tenant;
    const target = tenant.transaction(() => {
      const id = tenant.nextNumber('webhookEndpoint');
      const made = nodeCrypto().hash('sha512', `${tenant.identity}:webhook:${id}`, 'base64url');
      const added = { id, url: given.url, token: given.token ?? made };
      this.#delivering.insertEndpoint.run(tenant.number, id, added.url, added.token);
      return added;
    });
    this.#endpoints = undefined;
    this.#delivering.changed();
    return target;
  }

  /**
   * Removes a target. What is on its way to it fails.
   *
   * @throws {@link SandboxError} `unknown_webhook_endpoint`.
   */
  remove(id: number): void {
    if (this.#delivering.removeEndpoint.run(this.#tenant.number, id).changes === 0) {
      throw new SandboxError('unknown_webhook_endpoint', `There is no webhook target ${id}.`);
    }
    this.#endpoints = undefined;
    this.#delivering.changed();
  }

  /** The targets, oldest first. */
  targets(): WebhookEndpoint[] {
    this.#endpoints ??= this.#delivering.selectEndpoints.all(
      this.#tenant.number,
    ) as unknown as WebhookEndpoint[];
    return [...this.#endpoints];
  }

  /**
   * What was sent or is to be sent, newest first. Of those that are done, the last 1000 are kept.
   *
   * @param limit - How many of them.
   */
  deliveries(limit: number = doneCount): WebhookDelivery[] {
    const rows = this.#delivering.selectDeliveries.all(this.#tenant.number, limit);
    return (rows as unknown as DeliveryRow[]).map(fromRow);
  }

  /**
   * Sends a delivery once more, now, whatever became of it before.
   *
   * @throws {@link SandboxError} `unknown_webhook_delivery`, or `unknown_webhook_endpoint` where its target was removed.
   */
  async redeliver(id: number): Promise<WebhookAttempt> {
    const delivery = this.#delivery(id);
    if (delivery === undefined) {
      throw new SandboxError('unknown_webhook_delivery', `There is no webhook delivery ${id}.`);
    }
    const attempt = await this.#attempt(delivery, this.#tenant.now(), false, timeoutMs);
    if (attempt === undefined) {
      throw new SandboxError(
        'unknown_webhook_endpoint',
        `The webhook target ${delivery.endpointId} of the delivery ${id} was removed.`,
      );
    }
    return attempt;
  }

  /** The tenant was reset or restored. */
  startAnew(): void {
    this.#generation += 1;
    this.#endpoints = undefined;
  }

  /**
   * Has an event sent to every target.
   *
   * @param faults - What may go wrong with it. Where nobody is to receive it, they do not count it.
   */
  emit({ event, operation, data, isLast }: WebhookEvent, faults: Faults): void {
    const targets = this.targets();
    if (targets.length === 0) return;
    const tenant = this.#tenant;
    const fault = faults.takeForWebhook(operation, isLast);
    const atMs = tenant.now();
    const dueMs = atMs + (fault?.type === 'out-of-order' ? durationMs(fault.duration) : 0);
    tenant.transaction(() => {
      for (const { id: endpointId, url } of targets) {
        const payload = { hook: { id: endpointId, event, target: url }, data } as WebhookDelivery['payload'];
        const isSent = this.#isAsDescribed(event, payload);
        const id = this.#addDelivery(endpointId, payload, atMs, isSent ? dueMs : null);
        if (!isSent) continue;
        const due = { delivery: id, target: endpointId, again: false };
        tenant.timeline.schedule(dueMs, 'webhook', due);
        if (fault?.type === 'duplicate') tenant.timeline.schedule(dueMs, 'webhook', { ...due, again: true });
      }
    });
    this.#delivering.changed();
  }

  /** Whether a payload is as the spec says. One that is not is never sent, and keeps no other one from being sent. */
  #isAsDescribed(event: string, payload: WebhookDelivery['payload']): boolean {
    try {
      this.#delivering.check(event, payload);
      return true;
    } catch (error) {
      console.error(`The webhook to target ${payload.hook.id} is not sent:`, error);
      return false;
    }
  }

  /** @param dueMs - Null where it is not to be sent. @returns Its id. */
  #addDelivery(
    endpointId: number,
    payload: WebhookDelivery['payload'],
    atMs: number,
    dueMs: number | null,
  ): number {
    const { number } = this.#tenant;
    const { insertDelivery, removeOld, removeOldest } = this.#delivering;
    const id = this.#tenant.nextNumber('webhookDelivery');
    const state = dueMs === null ? 'failed' : 'pending';
    insertDelivery.run(number, id, endpointId, JSON.stringify(payload), atMs, state, dueMs, '[]');
    removeOld.run(number, id - doneCount);
    removeOldest.run(number, id - deliveryCount);
    return id;
  }

  /**
   * Makes an attempt that fell due: the work of the timeline.
   *
   * @param again - Whether it is sent although it was delivered.
   * @param atMs - When it was due.
   * @param patience - How long the endpoint may take.
   * @returns What happened. Undefined where it had been delivered or removed.
   */
  async proceed(
    { delivery: id, again }: WebhookDue,
    atMs: number,
    patience: Patience,
  ): Promise<ClockEvent['detail'] | undefined> {
    const delivery = this.#delivery(id);
    if (delivery === undefined || (!again && delivery.state !== 'pending')) return undefined;
    const attempt = await this.#attempt(delivery, atMs, !again, timeoutMs * patience.share);
    if (attempt === undefined) return undefined;
    const { status, failure } = attempt;
    if (failure === 'timeout') patience.hung();
    return { delivery_id: id, event: delivery.payload.hook.event, status, failure };
  }

  #delivery(id: number): WebhookDelivery | undefined {
    const row = this.#delivering.selectDelivery.get(this.#tenant.number, id);
    return row === undefined ? undefined : fromRow(row as unknown as DeliveryRow);
  }

  /** @returns Undefined where the target was removed. */
  async #attempt(
    { id, endpointId, payload, attempts }: WebhookDelivery,
    atMs: number,
    retries: boolean,
    limitMs: number,
  ): Promise<WebhookAttempt | undefined> {
    const generation = this.#generation;
    const target = this.targets().find((candidate) => candidate.id === endpointId);
    if (target === undefined) {
      this.#delivering.updateDelivery.run('failed', null, JSON.stringify(attempts), this.#tenant.number, id);
      this.#delivering.changed();
      return undefined;
    }
    const attempt = { atMs, ...(await this.#delivering.call(target, JSON.stringify(payload), limitMs)) };
    // It may have changed, or been forgotten, while the target was waited for.
    const delivery = generation === this.#generation ? this.#delivery(id) : undefined;
    if (delivery !== undefined) this.#record(delivery, attempt, retries);
    return attempt;
  }

  #record(delivery: WebhookDelivery, attempt: WebhookAttempt, retries: boolean): void {
    const tenant = this.#tenant;
    let { state, nextAttemptMs } = delivery;
    if (attempt.failure === null) {
      state = 'delivered';
      nextAttemptMs = null;
    } else if (retries && state === 'pending') {
      const firstMs = delivery.attempts[0]?.atMs ?? attempt.atMs;
      const next = scheduleMs.find((offset) => firstMs + offset > attempt.atMs);
      state = next === undefined ? 'failed' : 'pending';
      nextAttemptMs = next === undefined ? null : firstMs + next;
    }
    const [first, ...later] = [...delivery.attempts, attempt];
    const attempts = JSON.stringify([first, ...later.slice(1 - attemptCount)]);
    const { id, endpointId } = delivery;
    tenant.transaction(() => {
      this.#delivering.updateDelivery.run(state, nextAttemptMs, attempts, tenant.number, id);
      if (retries && state === 'pending' && nextAttemptMs !== null) {
        const due = { delivery: id, target: endpointId, again: false };
        tenant.timeline.schedule(nextAttemptMs, 'webhook', due);
      }
    });
    this.#delivering.changed();
  }
}

function fromRow(row: DeliveryRow): WebhookDelivery {
  const { id, endpointId, payload, createdMs, state, nextAttemptMs, attempts } = row;
  return {
    id,
    endpointId,
    payload: JSON.parse(payload) as WebhookDelivery['payload'],
    createdMs,
    state,
    nextAttemptMs,
    attempts: JSON.parse(attempts) as WebhookAttempt[],
  };
}
