import { TrueworkError } from '../errors.ts';

/** Your handler or your store took longer than `timeoutMs`. The response was 500, so Truework repeats the delivery. */
export class WebhookTimeoutError extends TrueworkError {
  declare readonly code: 'webhook-timeout';
  static override readonly code = 'webhook-timeout';
}
