import { TrueworkError } from '../errors.ts';

/** Why a delivery was rejected. */
export type WebhookInvalidReason =
  /** There is no `X-Truework-Token`. */
  | 'token-missing'
  /** There is more than one `X-Truework-Token`. */
  | 'token-repeated'
  /** `X-Truework-Token` is not an accepted token. */
  | 'token-wrong'
  /** The body is longer than `maxBodyBytes`, or arrives in more than 100,000 chunks. */
  | 'body-too-large'
  /** The body was not complete after `timeoutMs`. */
  | 'body-timeout'
  /** The body is nested more than 100 levels deep. */
  | 'body-too-deep'
  /** The body is not JSON in UTF-8. */
  | 'body-not-json'
  /** The body is JSON, but lacks a field of the event. */
  | 'not-an-event'
  /** The request is not a POST. */
  | 'method-not-allowed'
  /** 10,000 events are being handled already. */
  | 'too-many';

/** A request to the webhook's endpoint was rejected. Safe to log: contains neither the token nor any part of the body. */
export class WebhookInvalidError extends TrueworkError {
  declare readonly code: 'webhook-invalid';
  static override readonly code = 'webhook-invalid';
  /** Why it was rejected. Stable: switch on it. */
  readonly reason: WebhookInvalidReason;

  constructor(reason: WebhookInvalidReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
