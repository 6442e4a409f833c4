import { isAscending, type Statement, type Store, type TenantScope } from '../state/index.ts';
import { type DeliveryRow, deliveryOf, isDelivery, type WebhookDelivery } from './delivery.ts';
import { isStoredEndpoint, type WebhookEndpoint } from './endpoint.ts';

/** How many deliveries that are done a tenant keeps, and how many in all. */
export const doneCount = 1000;
const deliveryCount = 10_000;

/** The stored endpoints and deliveries of all tenants. */
export class WebhookRows {
  readonly #insertEndpoint: Statement;
  readonly #removeEndpoint: Statement;
  readonly #selectEndpoints: Statement;
  readonly #insertDelivery: Statement;
  readonly #updateDelivery: Statement;
  readonly #selectDelivery: Statement;
  readonly #selectDeliveries: Statement;
  readonly #removeDone: Statement;
  readonly #removeOldest: Statement;

  constructor(store: Store) {
    addTables(store);
    this.#insertEndpoint = store.prepare('INSERT INTO webhookEndpoint VALUES (?, ?, ?, ?)');
    this.#removeEndpoint = store.prepare('DELETE FROM webhookEndpoint WHERE tenant = ? AND id = ?');
    this.#selectEndpoints = store.prepare(
      'SELECT id, url, token FROM webhookEndpoint WHERE tenant = ? ORDER BY id',
    );
    this.#insertDelivery = store.prepare('INSERT INTO webhookDelivery VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#updateDelivery = store.prepare(
      'UPDATE webhookDelivery SET state = ?, nextAttemptMs = ?, attempts = ? WHERE tenant = ? AND id = ?',
    );
    const select =
      'SELECT id, endpointId, payload, createdMs, state, nextAttemptMs, attempts FROM webhookDelivery';
    this.#selectDelivery = store.prepare(`${select} WHERE tenant = ? AND id = ?`);
    this.#selectDeliveries = store.prepare(`${select} WHERE tenant = ? ORDER BY id DESC LIMIT ?`);
    this.#removeDone = store.prepare(
      "DELETE FROM webhookDelivery WHERE tenant = ? AND id <= ? AND state <> 'pending'",
    );
    this.#removeOldest = store.prepare('DELETE FROM webhookDelivery WHERE tenant = ? AND id <= ?');
  }

  addEndpoint({ number }: TenantScope, { id, url, token }: WebhookEndpoint): void {
    this.#insertEndpoint.run(number, id, url, token);
  }

  /** @returns Whether there was one. */
  removeEndpoint({ number }: TenantScope, id: number): boolean {
    return this.#removeEndpoint.run(number, id).changes !== 0;
  }

  endpoints({ number }: TenantScope): WebhookEndpoint[] {
    return this.#selectEndpoints.all(number) as unknown as WebhookEndpoint[];
  }

  /** Adds a delivery, and removes those that are too many. */
  addDelivery({ number }: TenantScope, delivery: WebhookDelivery): void {
    const { id, endpointId, payload, createdMs, state, nextAttemptMs, attempts } = delivery;
    const texts = { payload: JSON.stringify(payload), attempts: JSON.stringify(attempts) };
    this.#insertDelivery.run(
      ...[number, id, endpointId, texts.payload, createdMs, state, nextAttemptMs, texts.attempts],
    );
    this.#removeDone.run(number, id - doneCount);
    this.#removeOldest.run(number, id - deliveryCount);
  }

  updateDelivery({ number }: TenantScope, { id, state, nextAttemptMs, attempts }: WebhookDelivery): void {
    this.#updateDelivery.run(state, nextAttemptMs, JSON.stringify(attempts), number, id);
  }

  delivery({ number }: TenantScope, id: number): WebhookDelivery | undefined {
    const row = this.#selectDelivery.get(number, id);
    return row === undefined ? undefined : deliveryOf(row as unknown as DeliveryRow);
  }

  /** Newest first. */
  deliveries({ number }: TenantScope, limit: number): WebhookDelivery[] {
    return (this.#selectDeliveries.all(number, limit) as unknown as DeliveryRow[]).map(deliveryOf);
  }
}

function addTables(store: Store): void {
  store.addTable({
    name: 'webhookEndpoint',
    columns: 'id INTEGER NOT NULL, url TEXT NOT NULL, token TEXT NOT NULL',
    key: 'id',
    isCounted: true,
    accepts: (row, before) => isAscending('id', row, before) && isStoredEndpoint(row),
  });
  store.addTable({
    name: 'webhookDelivery',
    columns: `id INTEGER NOT NULL, endpointId INTEGER NOT NULL, payload TEXT NOT NULL, createdMs INTEGER NOT NULL,
        state TEXT NOT NULL, nextAttemptMs INTEGER, attempts TEXT NOT NULL`,
    key: 'id',
    isCounted: true,
    // Else those that are still to be sent would be looked through for each new one.
    indexes:
      "CREATE INDEX IF NOT EXISTS webhookDeliveryDone ON webhookDelivery (tenant, id) WHERE state <> 'pending';",
    accepts: (row, before) => isAscending('id', row, before) && isDelivery(row),
  });
}
