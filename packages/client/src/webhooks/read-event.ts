import { describe, isObject } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';
import { parseEvent, type WebhookEvent } from './event.ts';
import { type RawBody, toBytes } from './raw-body.ts';
import { tokenCheck, type WebhookHeaders } from './token-check.ts';

/** A request that came to the webhook's endpoint. */
export interface WebhookDelivery {
  /** The headers of the request. */
  readonly headers: WebhookHeaders;
  /** The body as it came: not parsed. */
  readonly body: RawBody;
}

/**
 * Checks the token of a delivery and reads its event, for servers that none of the handlers fits, such as AWS Lambda and Fastify.
 *
 * @param token - The hook's token, or several of which each is accepted: the old and the new one, or those of several hooks.
 * @throws WebhookInvalidError if the token is missing or wrong, or the body is not an event. Respond with 4xx.
 * @throws ConfigurationError if a token cannot be one, headers are no headers, or the body is already parsed.
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
