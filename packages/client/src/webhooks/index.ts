export { type TestDelivery, type TestEventOptions, testEvent } from './create-test-event.ts';
export { type RecentStatesOptions, recentStates, type StateStore } from './deduplicate.ts';
export type {
  CredentialsSessionStateChangeEvent,
  KnownEvents,
  UnknownEvent,
  VerificationStateChangeEvent,
  WebhookEvent,
} from './event.ts';
export { type NodeRequest, type NodeResponse, nodeWebhookHandler } from './node-webhook-handler.ts';
export { readEvent, type WebhookDelivery } from './read-event.ts';
export type { WebhookHeaders } from './token-check.ts';
export { type EventHandlers, type WebhookHandlerOptions, webhookHandler } from './webhook-handler.ts';
export { WebhookInvalidError, type WebhookInvalidReason } from './webhook-invalid-error.ts';
export { WebhookTimeoutError } from './webhook-timeout-error.ts';
