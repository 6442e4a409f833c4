import { parseEvent, type WebhookEvent } from './event.ts';
import { type RawBody, toBytes } from './raw-body.ts';
import { tokenCheck, type WebhookHeaders } from './token-check.ts';

/** A request that came to the webhook's address. */
export interface WebhookDelivery {
  readonly headers: WebhookHeaders;
  /** The body as it came: not parsed. */
  readonly body: RawBody;
}

/**
 * Checks the token of a delivery and reads its event, where none of the handlers fits your server.
 *
 * @param token - The hook's token, or several of which each is accepted: the old and the new one, or those of several hooks.
 * @throws WebhookInvalidError where the token is not there or not right, or the body is not an event. Answer with 4xx.
 * @throws ConfigurationError where a token cannot be one.
 */
export async function readEvent(
  { headers, body }: WebhookDelivery,
  token: string | readonly string[],
): Promise<WebhookEvent> {
  await tokenCheck(token)(headers);
  return parseEvent(toBytes(body));
}
