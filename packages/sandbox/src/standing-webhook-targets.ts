import { SandboxError } from './sandbox-error.ts';
import type { Part, Tenant } from './tenant.ts';
import { readWebhookTarget, type WebhookTargetInput } from './webhook-target.ts';
import { targetLimit, type WebhookDelivering } from './webhooks.ts';

/** Webhook targets that every key has from its first request on, and again after it was reset. */
export class StandingWebhookTargets implements Part {
  readonly #targets: readonly WebhookTargetInput[];
  readonly #webhooks: WebhookDelivering;
  readonly #equipped = new WeakSet<Tenant>();

  /** @throws {@link SandboxError} `invalid_webhook_target`, or `too_many_webhook_targets`. */
  constructor(targets: readonly WebhookTargetInput[], webhooks: WebhookDelivering) {
    if (targets.length > targetLimit) {
      throw new SandboxError(
        'too_many_webhook_targets',
        `An account has ${targetLimit} webhook targets at most, not ${targets.length}.`,
      );
    }
    this.#targets = targets.map(readWebhookTarget);
    this.#webhooks = webhooks;
  }

  /** Registers them for a key that does not have them yet. */
  equip(tenant: Tenant): void {
    if (this.#equipped.has(tenant)) return;
    this.#equipped.add(tenant);
    const webhooks = this.#webhooks.of(tenant);
    const present = webhooks.targets();
    const missing = this.#targets.filter(({ url }) => !present.some((target) => target.url === url));
    // A key of a data file or a snapshot may have others, up to the limit.
    for (const { url, token } of missing.slice(0, targetLimit - present.length)) webhooks.add(url, token);
  }

  save(): null {
    return null;
  }

  load(tenant: Tenant): void {
    this.#equipped.delete(tenant);
  }
}
