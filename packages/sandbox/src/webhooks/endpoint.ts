import { SandboxError } from '../errors/index.ts';
import { isLocalName, isLoopback } from '../http/index.ts';
import type { Row } from '../state/index.ts';

/** Where a tenant's events are sent. */
export interface WebhookEndpoint {
  /** Counted from 1 for each tenant. It is `hook.id` of what is sent. */
  readonly id: number;
  /** Where events are sent, in the normalized form of RFC 3986. */
  readonly url: string;
  /** The value of `X-Truework-Token`: a secret that the receiver compares. */
  readonly token: string;
}

/** How many endpoints a tenant has at most. */
export const endpointLimit = 10;

/** A webhook endpoint to be registered. */
export interface WebhookEndpointInput {
  /** https, or http to this machine or to a name on the local network, such as a container's. At most 2048 characters. */
  url: string;
  /** The value of `X-Truework-Token`: 1 to 256 visible ASCII characters. Derived from the seed if absent: 86 base64url characters. */
  token?: string | undefined;
}

const longestUrl = 2048;

/**
 * Checks a webhook endpoint. Its URL is returned in the form in which it is stored, called, and named in payloads: as RFC 3986
 * has it, with `[` and the like as percent encodings.
 *
 * @throws {@link SandboxError} `invalid_webhook_endpoint` if nothing is sent to such a URL, or with such a token.
 */
export function readWebhookEndpoint({ url, token }: WebhookEndpointInput): WebhookEndpointInput {
  if (token !== undefined && !(typeof token === 'string' && /^[\x21-\x7e]{1,256}$/.test(token))) {
    throw invalid('The token of a webhook endpoint must have 1 to 256 visible ASCII characters.');
  }
  if (typeof url !== 'string' || url.length > longestUrl || !URL.canParse(url)) {
    throw invalid(
      `The URL of a webhook endpoint must be absolute and have at most ${longestUrl} characters.`,
    );
  }
  const parsed = new URL(url);
  const rejection = rejectUrl(parsed);
  if (rejection !== undefined) throw invalid(rejection);
  const written = normalForm(parsed);
  if (written.length > longestUrl) {
    throw invalid(
      `The URL of a webhook endpoint must have at most ${longestUrl} characters once it is encoded.`,
    );
  }
  // The slash that an origin lacks is the only one that nobody misses.
  return { url: written === `${url}/` ? url : written, token };
}

function rejectUrl({ protocol, hostname, username, password, hash }: URL): string | undefined {
  if (username !== '' || password !== '' || hash !== '') {
    return 'The URL of a webhook endpoint must not have a user name, a password or a fragment.';
  }
  if (!/^([\w.-]+|\[[\da-f:.]+\])$/.test(hostname)) {
    return 'The host of a webhook endpoint may only have letters, digits, dots, hyphens and underscores.';
  }
  const isLocal = isLoopback(hostname) || isLocalName(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return undefined;
  return 'The URL of a webhook endpoint must be https, or http to this machine (localhost, 127.0.0.1, [::1]) or to a name on the local network, such as the name of a container.';
}

/** URLs as `fetch` takes them may hold characters that RFC 3986 does not have. To a server both are the same. */
function normalForm({ origin, pathname, search }: URL): string {
  const written = (pathname + search).replace(/%(?![\da-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/gi, (character) =>
    encodeURIComponent(character),
  );
  return origin + written;
}

/** Whether a row of a snapshot, which somebody may have written by hand, is an endpoint. */
export function isStoredEndpoint({ url, token }: Row): boolean {
  try {
    return readWebhookEndpoint({ url, token } as WebhookEndpointInput).url === url;
  } catch {
    return false;
  }
}

function invalid(message: string): SandboxError {
  return new SandboxError('invalid_webhook_endpoint', message);
}
