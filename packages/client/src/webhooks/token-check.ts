import { describe, isObject } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import { digest } from './digest.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

export const tokenHeader = 'X-Truework-Token';

/** Headers of the Fetch API, of Node.js or of a cloud function, with names in any case. */
export type WebhookHeaders = Headers | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Makes a check of `X-Truework-Token` that takes the same time for any token. It compares SHA-256 digests, all of them and each to its end:
 * their lengths are equal, and an attacker cannot choose them, so the time reveals nothing even if the engine optimizes the loop.
 *
 * @param caller - The function that was called with the token, for the messages.
 * @param token - The hook's token, or an array of accepted tokens.
 * @returns A function that rejects with a {@link WebhookInvalidError} if the headers contain no accepted token, and with a
 * {@link ConfigurationError} if they are not headers.
 * @throws {@link ConfigurationError} if a token is invalid.
 */
export function tokenCheck(
  caller: string,
  token: string | readonly string[],
): (headers: WebhookHeaders) => Promise<void> {
  // Of a list that cannot be read, the check of the token itself says so.
  const tokens = ignoringErrors(() => Array.isArray(token) && [...(token as string[])]) || [token as string];
  if (tokens.length === 0) throw new ConfigurationError(`${caller}: token must not be an empty list.`);
  for (const one of tokens) checkToken(caller, one);
  return async (headers) => {
    const [given, ...more] = tokensIn(caller, headers);
    if (given === undefined) {
      throw new WebhookInvalidError('token-missing', `${tokenHeader} is missing.`);
    }
    // Repeated headers arrive joined by a comma.
    if (more.length > 0 || given.includes(',')) {
      throw new WebhookInvalidError('token-repeated', `${tokenHeader} is repeated.`);
    }
    // On each call, because some platforms forbid it while a module is loaded, and a failure must not be remembered.
    const digestOfGiven = await digest(given);
    const accepted = await Promise.all(tokens.map(digest));
    const differences = accepted.map((digestOfAccepted) => differenceOf(digestOfGiven, digestOfAccepted));
    if (!differences.includes(0)) {
      throw new WebhookInvalidError(
        'token-wrong',
        `${tokenHeader} is not the token of this hook. Compare it with the developer settings.`,
      );
    }
  };
}

/**
 * @param caller - The function that was called with the token, for the message.
 * @throws {@link ConfigurationError} if it cannot be the token of a hook. The message does not contain it.
 */
export function checkToken(caller: string, token: unknown): void {
  if (typeof token === 'string' && /^[^\s,]+$/.test(token)) return;
  const hint = token ? 'Copy it from the developer settings.' : 'Is the environment variable set?';
  throw new ConfigurationError(
    `${caller}: token must be the hook's token, or a list of tokens, not ${problemOfToken(token)}. ${hint}`,
  );
}

function problemOfToken(token: unknown): string {
  if (typeof token !== 'string') return describe(token);
  return token ? 'one with spaces, line breaks or commas' : 'an empty string';
}

function tokensIn(caller: string, headers: WebhookHeaders): string[] {
  if (!isObject(headers as unknown)) {
    throw new ConfigurationError(
      `${caller}: headers must be the headers of the request, as an object or as Headers, not ${describe(headers)}.`,
    );
  }
  try {
    return [valuesIn(headers)].flat().filter((value) => typeof value === 'string');
  } catch {
    throw new ConfigurationError(`${caller}: headers cannot be read, because a getter throws.`);
  }
}

function valuesIn(headers: WebhookHeaders): unknown {
  if (typeof headers.get === 'function') return headers.get(tokenHeader);
  return Object.entries(headers).flatMap(([name, value]) =>
    name.toLowerCase() === tokenHeader.toLowerCase() ? value : [],
  );
}

/** 0 if two digests are equal. */
function differenceOf(a: string, b: string): number {
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference;
}
