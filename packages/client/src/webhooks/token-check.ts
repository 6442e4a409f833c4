import { ConfigurationError } from '../errors.ts';
import { digest } from './digest.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

export const tokenHeader = 'X-Truework-Token';

/** Headers as the Fetch API, Node.js or a cloud function has them. Names in any case. */
export type WebhookHeaders = Headers | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Makes a check of `X-Truework-Token`. It takes the same time whether a token is right, nearly right or wrong: SHA-256 digests are
 * compared, all of them and each to its end. So lengths are equal, and what time there is to measure depends on digests, which
 * nobody can choose; no promise of the engine's about its loops is needed.
 *
 * @param token - The hook's token, or several of which each is accepted.
 * @returns A function that rejects with a {@link WebhookInvalidError} where the headers have no such token.
 * @throws {@link ConfigurationError} where a token cannot be one.
 */
export function tokenCheck(token: string | readonly string[]): (headers: WebhookHeaders) => Promise<void> {
  const tokens: readonly unknown[] = Array.isArray(token) ? token : [token];
  if (tokens.length === 0 || !tokens.every(isToken)) {
    throw new ConfigurationError(
      "token must be the hook's token, or a list of tokens: not empty, no spaces, no commas.",
    );
  }
  // Not before the first delivery: some platforms forbid it while a module is loaded.
  let accepted: Promise<string[]> | undefined;
  return async (headers) => {
    const [given, ...more] = tokensIn(headers);
    if (given === undefined) {
      throw new WebhookInvalidError('token-missing', `${tokenHeader} is missing.`);
    }
    // Repeated headers arrive as one, with a comma between the values.
    if (more.length > 0 || given.includes(',')) {
      throw new WebhookInvalidError('token-repeated', `${tokenHeader} is there several times.`);
    }
    accepted ??= Promise.all(tokens.map(digest));
    const digestOfGiven = await digest(given);
    let matches = 0;
    for (const digestOfAccepted of await accepted) {
      matches += areEqual(digestOfGiven, digestOfAccepted);
    }
    if (matches === 0) {
      throw new WebhookInvalidError(
        'token-wrong',
        `${tokenHeader} is not the token of this hook. Compare with the developer settings.`,
      );
    }
  };
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && /^[^\s,]+$/.test(token);
}

function tokensIn(headers: WebhookHeaders): string[] {
  if (typeof headers.get === 'function') {
    const value = headers.get(tokenHeader);
    return value === null ? [] : [value];
  }
  return Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === tokenHeader.toLowerCase())
    .flatMap(([, value]) => value ?? []);
}

/** 1 where two digests are equal, else 0. */
function areEqual(a: string, b: string): number {
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0 ? 1 : 0;
}
