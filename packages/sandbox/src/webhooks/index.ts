export type { WebhookAttempt, WebhookDelivery } from './delivery.ts';
export type { WebhookEndpoint, WebhookEndpointInput } from './endpoint.ts';
export { sendEvents } from './events.ts';
export { attemptSchedule } from './schedule.ts';
export { StandingWebhookEndpoints } from './standing-endpoints.ts';
export type { TenantWebhooks } from './tenant-webhooks.ts';
export { WebhookTable } from './webhook-table.ts';
