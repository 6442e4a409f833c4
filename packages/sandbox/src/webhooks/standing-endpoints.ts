import { SandboxError } from '../errors/index.ts';
import type { Part, Tenant } from '../state/index.ts';
import { readWebhookEndpoint, type WebhookEndpointInput } from './endpoint.ts';
import { endpointLimit, type WebhookDelivering } from './webhooks.ts';

/** Webhook targets that every key has from its first request on, and again after it was reset. */
export class StandingWebhookEndpoints implements Part {
  readonly #endpoints: readonly WebhookEndpointInput[];
  readonly #webhooks: WebhookDelivering;
  readonly #registered = new WeakSet<Tenant>();

  /** @throws {@link SandboxError} `invalid_webhook_endpoint`, or `too_many_webhook_endpoints`. */
  constructor(targets: readonly WebhookEndpointInput[], webhooks: WebhookDelivering) {
    if (targets.length > endpointLimit) {
      throw new SandboxError(
        'too_many_webhook_endpoints',
        `An account has ${endpointLimit} webhook targets at most, not ${targets.length}.`,
      );
    }
    this.#endpoints = targets.map(readWebhookEndpoint);
    this.#webhooks = webhooks;
  }

  /** Registers them for a key that does not have them yet. */
  register(tenant: Tenant): void {
    if (this.#registered.has(tenant)) return;
    this.#registered.add(tenant);
    const webhooks = this.#webhooks.of(tenant);
    const present = webhooks.targets();
    const missing = this.#endpoints.filter(({ url }) => !present.some((target) => target.url === url));
    // A key of a data file or a snapshot may have others, up to the limit.
    for (const { url, token } of missing.slice(0, endpointLimit - present.length)) webhooks.add(url, token);
  }

  save(): null {
    return null;
  }

  load(tenant: Tenant): void {
    this.#registered.delete(tenant);
  }
}
