import { SandboxError } from '../errors/index.ts';
import type { TenantScope } from '../state/index.ts';
import { endpointLimit, readWebhookEndpoint, type WebhookEndpointInput } from './endpoint.ts';
import type { WebhookTable } from './webhook-table.ts';

/** Webhook endpoints that every key has from its first request on, and again after a reset. */
export class StandingWebhookEndpoints {
  readonly #endpoints: readonly WebhookEndpointInput[];
  readonly #webhooks: WebhookTable;
  readonly #registered = new WeakSet<TenantScope>();

  /** @throws {@link SandboxError} `invalid_webhook_endpoint`, or `too_many_webhook_endpoints`. */
  constructor(endpoints: readonly WebhookEndpointInput[], webhooks: WebhookTable) {
    if (endpoints.length > endpointLimit) {
      throw new SandboxError(
        'too_many_webhook_endpoints',
        `A key can have at most ${endpointLimit} webhook endpoints, not ${endpoints.length}.`,
      );
    }
    this.#endpoints = endpoints.map(readWebhookEndpoint);
    this.#webhooks = webhooks;
  }

  /** Registers them for a key that does not have them yet. */
  register(tenant: TenantScope): void {
    if (this.#registered.has(tenant)) return;
    this.#registered.add(tenant);
    const webhooks = this.#webhooks.of(tenant);
    const present = webhooks.endpoints();
    const missing = this.#endpoints.filter(({ url }) => !present.some((endpoint) => endpoint.url === url));
    // A key of a data file or a snapshot may have others, up to the limit.
    for (const { url, token } of missing.slice(0, endpointLimit - present.length)) webhooks.add(url, token);
  }

  /** Registers them again with the next request of a key. */
  forget(tenant: TenantScope): void {
    this.#registered.delete(tenant);
  }
}
