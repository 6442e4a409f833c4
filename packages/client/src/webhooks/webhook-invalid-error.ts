import { TrueworkError } from '../errors.ts';

/** Why a delivery was rejected. */
export type WebhookInvalidReason =
  /** There is no `X-Truework-Token`. */
  | 'token-missing'
  /** There is more than one `X-Truework-Token`. */
  | 'token-repeated'
  /** `X-Truework-Token` is none of the tokens that are accepted. */
  | 'token-wrong'
  /** The body is longer than `maxBodyBytes`, or comes in more than 100,000 pieces. */
  | 'body-too-large'
  /** The body was not complete after `timeoutMs`. */
  | 'body-timeout'
  /** The body has more than 100 objects and lists inside each other. */
  | 'body-too-deep'
  /** The body is not JSON in UTF-8. */
  | 'body-not-json'
  /** The body is JSON, but lacks what the event needs. */
  | 'not-an-event'
  /** The request is not a POST. */
  | 'method-not-allowed'
  /** 10,000 events are being handled already. */
  | 'too-many';

/** A request to the webhook's endpoint was rejected. Safe to log: holds neither the token nor anything of the body. */
export class WebhookInvalidError extends TrueworkError {
  declare readonly code: 'webhook-invalid';
  static override readonly code = 'webhook-invalid';
  /** Why. Stable: switch on it. */
  readonly reason: WebhookInvalidReason;

  constructor(reason: WebhookInvalidReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
