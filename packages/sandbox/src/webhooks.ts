import type { StatementSync } from 'node:sqlite';
import { durationMs } from './clock.ts';
import type {
  CredentialsSessionStateChange,
  CredentialsSessionStateChangeData,
  VerificationStateChange,
  VerificationStateChangeData,
} from './generated/types.gen.ts';
import { isLocalName, isLoopback } from './local-name.ts';
import { nodeCrypto } from './node-crypto.ts';
import { SandboxError } from './sandbox-error.ts';
import type { Store } from './store.ts';
import type { Tenant } from './tenant.ts';
import type { Faults } from './tenant-faults.ts';
import type { Happening } from './timeline.ts';

/** Where a tenant's events are sent to. */
export interface WebhookTarget {
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
  readonly targetId: number;
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
export const targetLimit = 10;

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

/** How many deliveries that are done a tenant keeps. */
const doneCount = 1000;

interface DeliveryRow {
  id: number;
  targetId: number;
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
  readonly insertTarget: StatementSync;
  readonly removeTarget: StatementSync;
  readonly selectTargets: StatementSync;
  readonly insertDelivery: StatementSync;
  readonly updateDelivery: StatementSync;
  readonly selectDelivery: StatementSync;
  readonly selectDeliveries: StatementSync;
  readonly removeOld: StatementSync;

  /**
   * @param send - Sends the requests, as the global `fetch` does.
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
      send: typeof globalThis.fetch;
      check: (event: string, payload: WebhookDelivery['payload']) => void;
      changed: () => void;
    },
  ) {
    this.#send = send;
    this.#check = check;
    this.#changed = changed;
    store.addTable({
      name: 'webhookTarget',
      columns: 'id INTEGER NOT NULL, url TEXT NOT NULL, token TEXT NOT NULL',
      key: 'id',
    });
    store.addTable({
      name: 'webhookDelivery',
      columns: `id INTEGER NOT NULL, targetId INTEGER NOT NULL, payload TEXT NOT NULL, createdMs INTEGER NOT NULL,
        state TEXT NOT NULL, nextAttemptMs INTEGER, attempts TEXT NOT NULL`,
      key: 'id',
    });
    const { database } = store;
    this.insertTarget = database.prepare('INSERT INTO webhookTarget VALUES (?, ?, ?, ?)');
    this.removeTarget = database.prepare('DELETE FROM webhookTarget WHERE tenant = ? AND id = ?');
    this.selectTargets = database.prepare(
      'SELECT id, url, token FROM webhookTarget WHERE tenant = ? ORDER BY id',
    );
    this.insertDelivery = database.prepare('INSERT INTO webhookDelivery VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.updateDelivery = database.prepare(
      'UPDATE webhookDelivery SET state = ?, nextAttemptMs = ?, attempts = ? WHERE tenant = ? AND id = ?',
    );
    this.selectDelivery = database.prepare('SELECT * FROM webhookDelivery WHERE tenant = ? AND id = ?');
    this.selectDeliveries = database.prepare(
      'SELECT * FROM webhookDelivery WHERE tenant = ? ORDER BY id DESC LIMIT ?',
    );
    this.removeOld = database.prepare(
      "DELETE FROM webhookDelivery WHERE tenant = ? AND id <= ? AND state <> 'pending'",
    );
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

  /** Calls a target once. Never rejects. */
  async call({ url, token }: WebhookTarget, payload: string): Promise<Omit<WebhookAttempt, 'atMs'>> {
    if (this.#closed) return { status: null, failure: 'unreachable' };
    const abort = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort.abort();
    }, timeoutMs);
    this.#underWay.add(abort);
    try {
      const answer = await this.#send(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Truework-Token': token },
        body: payload,
        redirect: 'manual',
        signal: abort.signal,
      });
      // Nobody reads what it says, and a connection that breaks there says nothing about its status.
      await answer.body?.cancel().catch(() => {});
      if (answer.ok) return { status: answer.status, failure: null };
      const redirects = answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400);
      return { status: answer.status || null, failure: redirects ? 'redirect' : 'status' };
    } catch {
      return { status: null, failure: late ? 'timeout' : 'unreachable' };
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(abort);
    }
  }
}

/** The webhooks of a tenant: where its events go, and what became of them. */
export class Webhooks {
  readonly #tenant: Tenant;
  readonly #delivering: WebhookDelivering;
  /** Grows when the tenant is reset or restored: what was on its way before then is of another life. */
  #life = 0;
  /** As the store has them; undefined until they are asked for. */
  #targets: WebhookTarget[] | undefined;

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
   * @throws {@link SandboxError} `invalid_webhook_target`, or `too_many_webhook_targets` at the eleventh.
   */
  add(url: string, token?: string): WebhookTarget {
    checkWebhookTarget(url, token);
    const tenant = this.#tenant;
    return tenant.transaction(() => {
      if (this.targets().length >= targetLimit) {
        throw new SandboxError(
          'too_many_webhook_targets',
          `An account has ${targetLimit} webhook targets at most. Remove one first.`,
        );
      }
      const id = tenant.nextNumber('webhookTarget');
      const target = {
        id,
        url,
        token: token ?? nodeCrypto().hash('sha512', `${tenant.identity}:webhook:${id}`, 'base64url'),
      };
      this.#delivering.insertTarget.run(tenant.number, id, url, target.token);
      this.#targets = undefined;
      this.#delivering.changed();
      return target;
    });
  }

  /**
   * Removes a target. What is on its way to it fails.
   *
   * @throws {@link SandboxError} `unknown_webhook_target`.
   */
  remove(id: number): void {
    if (this.#delivering.removeTarget.run(this.#tenant.number, id).changes === 0) {
      throw new SandboxError('unknown_webhook_target', `There is no webhook target ${id}.`);
    }
    this.#targets = undefined;
    this.#delivering.changed();
  }

  /** The targets, oldest first. */
  targets(): WebhookTarget[] {
    this.#targets ??= this.#delivering.selectTargets.all(this.#tenant.number) as unknown as WebhookTarget[];
    return [...this.#targets];
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
   * @throws {@link SandboxError} `unknown_webhook_delivery`, or `unknown_webhook_target` where its target was removed.
   */
  async redeliver(id: number): Promise<WebhookAttempt> {
    const delivery = this.#delivery(id);
    if (delivery === undefined) {
      throw new SandboxError('unknown_webhook_delivery', `There is no webhook delivery ${id}.`);
    }
    const attempt = await this.#attempt(delivery, this.#tenant.now(), false);
    if (attempt === undefined) {
      throw new SandboxError(
        'unknown_webhook_target',
        `The webhook target ${delivery.targetId} of the delivery ${id} was removed.`,
      );
    }
    return attempt;
  }

  /** The tenant was reset or restored. */
  startAnew(): void {
    this.#life += 1;
    this.#targets = undefined;
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
    const fault = faults.strikeWebhook(operation, isLast);
    const atMs = tenant.now();
    const dueMs = atMs + (fault?.type === 'out-of-order' ? durationMs(fault.duration) : 0);
    tenant.transaction(() => {
      for (const { id: targetId, url } of targets) {
        const payload = { hook: { id: targetId, event, target: url }, data } as WebhookDelivery['payload'];
        this.#delivering.check(event, payload);
        const id = tenant.nextNumber('webhookDelivery');
        this.#delivering.insertDelivery.run(
          tenant.number,
          id,
          targetId,
          JSON.stringify(payload),
          atMs,
          'pending',
          dueMs,
          '[]',
        );
        this.#delivering.removeOld.run(tenant.number, id - doneCount);
        tenant.timeline.schedule(dueMs, 'webhook', { delivery: id, again: false });
        if (fault?.type === 'duplicate') {
          tenant.timeline.schedule(dueMs, 'webhook', { delivery: id, again: true });
        }
      }
      this.#delivering.changed();
    });
  }

  /**
   * Makes an attempt that fell due: the work of the timeline.
   *
   * @param again - Whether it is sent although it was delivered.
   * @param atMs - When it was due.
   * @returns What happened. Undefined where it had been delivered or removed.
   */
  async proceed(
    { delivery: id, again }: { delivery: number; again: boolean },
    atMs: number,
  ): Promise<Happening['detail'] | undefined> {
    const delivery = this.#delivery(id);
    if (delivery === undefined || (!again && delivery.state !== 'pending')) return undefined;
    const attempt = await this.#attempt(delivery, atMs, !again);
    if (attempt === undefined) return undefined;
    const { status, failure } = attempt;
    return { delivery_id: id, event: delivery.payload.hook.event, status, failure };
  }

  #delivery(id: number): WebhookDelivery | undefined {
    const row = this.#delivering.selectDelivery.get(this.#tenant.number, id);
    return row === undefined ? undefined : fromRow(row as unknown as DeliveryRow);
  }

  /** @returns Undefined where the target was removed. */
  async #attempt(
    { id, targetId, payload, attempts }: WebhookDelivery,
    atMs: number,
    retries: boolean,
  ): Promise<WebhookAttempt | undefined> {
    const life = this.#life;
    const target = this.targets().find((candidate) => candidate.id === targetId);
    if (target === undefined) {
      this.#delivering.updateDelivery.run('failed', null, JSON.stringify(attempts), this.#tenant.number, id);
      this.#delivering.changed();
      return undefined;
    }
    const attempt = { atMs, ...(await this.#delivering.call(target, JSON.stringify(payload))) };
    // It may have changed, or been forgotten, while the target was waited for.
    const delivery = life === this.#life ? this.#delivery(id) : undefined;
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
    tenant.transaction(() => {
      const attempts = JSON.stringify([...delivery.attempts, attempt]);
      this.#delivering.updateDelivery.run(state, nextAttemptMs, attempts, tenant.number, delivery.id);
      if (retries && state === 'pending' && nextAttemptMs !== null) {
        tenant.timeline.schedule(nextAttemptMs, 'webhook', { delivery: delivery.id, again: false });
      }
      this.#delivering.changed();
    });
  }
}

function fromRow(row: DeliveryRow): WebhookDelivery {
  const { id, targetId, payload, createdMs, state, nextAttemptMs, attempts } = row;
  return {
    id,
    targetId,
    payload: JSON.parse(payload) as WebhookDelivery['payload'],
    createdMs,
    state,
    nextAttemptMs,
    attempts: JSON.parse(attempts) as WebhookAttempt[],
  };
}

/** @throws {@link SandboxError} `invalid_webhook_target` where nothing is sent to such a URL, or with such a token. */
export function checkWebhookTarget(url: string, token?: string): void {
  const refusal = refuseUrl(url) ?? refuseToken(token);
  if (refusal !== undefined) throw new SandboxError('invalid_webhook_target', refusal);
}

function refuseUrl(text: string): string | undefined {
  if (!URL.canParse(text) || text.length > 2048) return 'A webhook target needs an absolute URL.';
  const { protocol, hostname, username, password, hash: fragment } = new URL(text);
  if (username !== '' || password !== '' || fragment !== '') {
    return 'The URL of a webhook target has no user name, no password and no fragment.';
  }
  const isLocal = isLoopback(hostname) || isLocalName(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return undefined;
  return 'A webhook target has to be https, or http on this machine (localhost, 127.0.0.1, [::1]) or at a name of the local network, such as that of a container.';
}

function refuseToken(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]{1,256}$/.test(token)) return undefined;
  return 'The token of a webhook target has 1 to 256 visible ASCII characters.';
}
