import { isRecord, SandboxError } from '../errors/index.ts';
import type { TenantFaults } from '../faults/index.ts';
import { nodeCrypto } from '../seed/index.ts';
import { type ClockEvent, isCount, type Patience, type TenantScope } from '../state/index.ts';
import { durationMs } from '../time/index.ts';
import type { WebhookAttempt, WebhookDelivery, WebhookEvent } from './delivery.ts';
import { endpointLimit, readWebhookEndpoint, type WebhookEndpoint } from './endpoint.ts';
import { afterAttempt } from './schedule.ts';
import type { WebhookSender } from './sender.ts';
import { doneCount, type WebhookRows } from './webhook-rows.ts';

/** How long an endpoint may take to respond, in real time. */
const timeoutMs = 10_000;

/** How many attempts of a delivery are stored: the first, and the latest. */
const attemptCount = 100;

/** What the timeline stores of an attempt. */
export interface AttemptPayload {
  delivery: number;
  /** Id of the endpoint. Absent in what earlier versions stored. */
  target?: number;
  /** Whether it is sent although it was delivered. */
  again: boolean;
}

/** Whether a payload of the timeline is an {@link AttemptPayload}. */
export function isAttemptPayload(payload: unknown): boolean {
  return isRecord(payload) && isCount(payload['delivery']) && typeof payload['again'] === 'boolean';
}

/** What the webhooks of a tenant use of what all tenants share. */
export interface WebhookParts {
  readonly rows: WebhookRows;
  readonly sender: WebhookSender;
  /** Throws if a payload does not match the spec. */
  checkPayload(event: string, payload: WebhookDelivery['payload']): void;
  /** Called with every change of endpoints and deliveries. */
  changed(): void;
}

/** The webhooks of a tenant: where its events are sent, and their deliveries. `WebhooksHandle` documents what users call. */
export class TenantWebhooks {
  readonly #tenant: TenantScope;
  readonly #parts: WebhookParts;
  /** Grows when the tenant is reset or restored: attempts that started earlier are not recorded. */
  #generation = 0;
  /** As stored; undefined until they are needed. */
  #endpoints: WebhookEndpoint[] | undefined;

  constructor(tenant: TenantScope, parts: WebhookParts) {
    this.#tenant = tenant;
    this.#parts = parts;
  }

  add(url: string, token?: string): WebhookEndpoint {
    const given = readWebhookEndpoint({ url, token });
    // A failure inside the transaction would have everything read again, and lose what is under way.
    if (this.endpoints().length >= endpointLimit) {
      throw new SandboxError(
        'too_many_webhook_endpoints',
        `A key can have at most ${endpointLimit} webhook endpoints. Remove one first.`,
      );
    }
    const tenant = this.#tenant;
    const endpoint = tenant.transaction(() => {
      const id = tenant.nextNumber('webhookEndpoint');
      const made = nodeCrypto().hash('sha512', `${tenant.identity}:webhook:${id}`, 'base64url');
      const added = { id, url: given.url, token: given.token ?? made };
      this.#parts.rows.addEndpoint(tenant, added);
      return added;
    });
    this.#endpoints = undefined;
    this.#parts.changed();
    return endpoint;
  }

  remove(id: number): void {
    if (!this.#parts.rows.removeEndpoint(this.#tenant, id)) {
      throw new SandboxError('unknown_webhook_endpoint', `There is no webhook endpoint ${id}.`);
    }
    this.#endpoints = undefined;
    this.#parts.changed();
  }

  endpoints(): WebhookEndpoint[] {
    this.#endpoints ??= this.#parts.rows.endpoints(this.#tenant);
    return this.#endpoints.map((endpoint) => ({ ...endpoint }));
  }

  deliveries(limit: number = doneCount): WebhookDelivery[] {
    return this.#parts.rows.deliveries(this.#tenant, limit);
  }

  async redeliver(id: number): Promise<WebhookAttempt> {
    const delivery = this.#parts.rows.delivery(this.#tenant, id);
    if (delivery === undefined) {
      throw new SandboxError('unknown_webhook_delivery', `There is no webhook delivery ${id}.`);
    }
    const attempt = await this.#attempt(delivery, this.#tenant.now(), false, timeoutMs);
    if (attempt === undefined) {
      throw new SandboxError(
        'unknown_webhook_endpoint',
        `The webhook endpoint ${delivery.endpointId} of the delivery ${id} was removed.`,
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
   * Has an event sent to every endpoint.
   *
   * @param faults - What may go wrong with it. They do not count it if there is no endpoint.
   */
  emit({ event, operation, data, isLast = false }: WebhookEvent, faults: TenantFaults): void {
    const endpoints = this.endpoints();
    if (endpoints.length === 0) return;
    const tenant = this.#tenant;
    const fault = faults.chooseForWebhook(operation, isLast);
    const dueMs = tenant.now() + (fault?.type === 'out-of-order' ? durationMs(fault.duration) : 0);
    tenant.transaction(() => {
      for (const { id: endpointId, url } of endpoints) {
        const payload = { hook: { id: endpointId, event, target: url }, data } as WebhookDelivery['payload'];
        const delivery = this.#addDelivery(endpointId, payload, dueMs);
        if (delivery.nextAttemptMs === null) continue;
        this.#schedule(delivery, dueMs, false);
        if (fault?.type === 'duplicate') this.#schedule(delivery, dueMs, true);
      }
    });
    this.#parts.changed();
  }

  /** Adds a delivery, which fails at once if its payload does not match the spec. */
  #addDelivery(endpointId: number, payload: WebhookDelivery['payload'], dueMs: number): WebhookDelivery {
    const tenant = this.#tenant;
    const isSent = this.#matchesSpec(payload);
    const delivery: WebhookDelivery = {
      id: tenant.nextNumber('webhookDelivery'),
      endpointId,
      payload,
      createdMs: tenant.now(),
      state: isSent ? 'pending' : 'failed',
      nextAttemptMs: isSent ? dueMs : null,
      attempts: [],
    };
    this.#parts.rows.addDelivery(tenant, delivery);
    return delivery;
  }

  /** Whether a payload matches the spec. One that does not is never sent, and keeps no other one from being sent. */
  #matchesSpec(payload: WebhookDelivery['payload']): boolean {
    try {
      this.#parts.checkPayload(payload.hook.event, payload);
      return true;
    } catch (error) {
      console.error(`The webhook to endpoint ${payload.hook.id} is not sent:`, error);
      return false;
    }
  }

  #schedule({ id, endpointId }: WebhookDelivery, dueMs: number, again: boolean): void {
    this.#tenant.timeline.schedule(dueMs, 'webhook', { delivery: id, target: endpointId, again });
  }

  /**
   * Makes an attempt that is due: the work of the timeline.
   *
   * @param atMs - When it was due.
   * @param patience - How long the endpoint may take.
   * @returns What happened. Undefined if it was delivered already, or its endpoint was removed.
   */
  async proceed(
    { delivery: id, again }: AttemptPayload,
    atMs: number,
    patience: Patience,
  ): Promise<ClockEvent['detail'] | undefined> {
    const delivery = this.#parts.rows.delivery(this.#tenant, id);
    if (delivery === undefined || (!again && delivery.state !== 'pending')) return undefined;
    const attempt = await this.#attempt(delivery, atMs, !again, timeoutMs * patience.share);
    if (attempt === undefined) return undefined;
    const { status, failure } = attempt;
    if (failure === 'timeout') patience.hung();
    return { delivery_id: id, event: delivery.payload.hook.event, status, failure };
  }

  /** @returns Undefined if the endpoint was removed. */
  async #attempt(
    delivery: WebhookDelivery,
    atMs: number,
    retries: boolean,
    limitMs: number,
  ): Promise<WebhookAttempt | undefined> {
    const { rows, sender } = this.#parts;
    const generation = this.#generation;
    const endpoint = this.endpoints().find(({ id }) => id === delivery.endpointId);
    if (endpoint === undefined) {
      rows.updateDelivery(this.#tenant, { ...delivery, state: 'failed', nextAttemptMs: null });
      this.#parts.changed();
      return undefined;
    }
    const attempt = { atMs, ...(await sender.call(endpoint, JSON.stringify(delivery.payload), limitMs)) };
    // It may have changed, or been deleted, while the endpoint was waited for.
    const current = generation === this.#generation ? rows.delivery(this.#tenant, delivery.id) : undefined;
    if (current !== undefined) this.#record(current, attempt, retries);
    return attempt;
  }

  #record(delivery: WebhookDelivery, attempt: WebhookAttempt, retries: boolean): void {
    const tenant = this.#tenant;
    const { state, nextAttemptMs } = afterAttempt(delivery, attempt, retries);
    const [first, ...later] = [...delivery.attempts, attempt];
    const attempts = [first as WebhookAttempt, ...later.slice(1 - attemptCount)];
    tenant.transaction(() => {
      this.#parts.rows.updateDelivery(tenant, { ...delivery, state, nextAttemptMs, attempts });
      if (retries && nextAttemptMs !== null) {
        this.#schedule(delivery, nextAttemptMs, false);
      }
    });
    this.#parts.changed();
  }
}
