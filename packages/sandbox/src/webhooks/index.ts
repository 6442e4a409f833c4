export type { WebhookEndpointInput } from './endpoint.ts';
export { sendEvents } from './events.ts';
export { StandingWebhookEndpoints } from './standing-endpoints.ts';
export {
  attemptSchedule,
  type WebhookAttempt,
  WebhookDelivering,
  type WebhookDelivery,
  type WebhookEndpoint,
  type Webhooks,
} from './webhooks.ts';
