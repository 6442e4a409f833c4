import { TrueworkError } from '../errors.ts';

/** Your handler or your store took longer than `timeoutMs`. The delivery got 500, so Truework sends the event again. */
export class WebhookTimeoutError extends TrueworkError {
  declare readonly code: 'webhook-timeout';
  static override readonly code = 'webhook-timeout';
}
