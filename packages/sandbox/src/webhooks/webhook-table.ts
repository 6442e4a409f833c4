import type { Store, TenantScope } from '../state/index.ts';
import type { WebhookDelivery } from './delivery.ts';
import { WebhookSender } from './sender.ts';
import { TenantWebhooks, type WebhookParts } from './tenant-webhooks.ts';
import { WebhookRows } from './webhook-rows.ts';

/** What the webhooks of all tenants share. */
export class WebhookTable implements WebhookParts {
  readonly rows: WebhookRows;
  readonly sender: WebhookSender;
  readonly checkPayload: (event: string, payload: WebhookDelivery['payload']) => void;
  readonly changed: () => void;
  readonly #byTenant = new WeakMap<TenantScope, TenantWebhooks>();

  /**
   * @param send - Sends the requests, as the global `fetch` does, which is used if it is undefined.
   * @param checkPayload - Throws if a payload does not match the spec.
   * @param changed - Called with every change of endpoints and deliveries.
   */
  constructor(
    store: Store,
    {
      send,
      checkPayload,
      changed,
    }: { send: typeof globalThis.fetch | undefined } & Pick<WebhookParts, 'checkPayload' | 'changed'>,
  ) {
    this.rows = new WebhookRows(store);
    this.sender = new WebhookSender(send);
    this.checkPayload = checkPayload;
    this.changed = changed;
  }

  /** The webhooks of one tenant. */
  of(tenant: TenantScope): TenantWebhooks {
    let webhooks = this.#byTenant.get(tenant);
    if (webhooks === undefined) {
      webhooks = new TenantWebhooks(tenant, this);
      this.#byTenant.set(tenant, webhooks);
    }
    return webhooks;
  }
}
