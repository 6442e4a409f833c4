import { describe, isObject } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';
import { parseEvent, type WebhookEvent } from './event.ts';
import { type RawBody, toBytes } from './raw-body.ts';
import { tokenCheck, type WebhookHeaders } from './token-check.ts';

/** A request to the webhook's endpoint. */
export interface WebhookDelivery {
  /** The headers of the request. */
  readonly headers: WebhookHeaders;
  /** The raw body, not parsed. */
  readonly body: RawBody;
}

/**
 * Checks the token of a delivery and parses its event. For servers that the handlers do not fit, such as AWS Lambda and Fastify.
 *
 * @param token - The hook's token, or an array of accepted tokens: an old and a new one, or those of several hooks.
 * @throws {@link WebhookInvalidError} if the token is missing or wrong, or the body is not an event. Respond with 4xx.
 * @throws {@link ConfigurationError} if a token or the headers are invalid, or the body was already parsed.
 * @example
 * ```ts
 * const event = await readEvent({ headers: request.headers, body: await request.text() }, token);
 * ```
 */
export async function readEvent(
  delivery: WebhookDelivery,
  token: string | readonly string[],
): Promise<WebhookEvent> {
  const check = tokenCheck('readEvent', token);
  const { headers, body } = partsOf(delivery);
  await check(headers);
  return parseEvent(toBytes('readEvent', body));
}

function partsOf(delivery: WebhookDelivery): WebhookDelivery {
  if (!isObject(delivery)) {
    throw new ConfigurationError(
      `readEvent: the delivery must be { headers, body }, not ${describe(delivery)}.`,
    );
  }
  try {
    return { headers: delivery.headers, body: delivery.body };
  } catch {
    throw new ConfigurationError('readEvent: headers or body cannot be read, because a getter throws.');
  }
}
