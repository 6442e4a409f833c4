import { describe } from './check-options.ts';
import { ConfigurationError } from './errors.ts';
import { environments } from './generated/api.gen.ts';
import { ignoringErrors } from './ignore-errors.ts';

/** The API's server: its name, or its base URL, such as the URL of a local sandbox. */
export type Environment = keyof typeof environments | URL | (string & {});

/**
 * The base URL of an environment, without a trailing slash.
 *
 * @param token - Only a test key may be sent over http, and only to private hosts.
 * @throws {@link ConfigurationError} if it is neither a known name nor a URL that the token may be sent to.
 */
export function baseUrlOf(environment: Environment, token: string): string {
  const text = ignoringErrors(() => (typeof environment === 'string' ? environment : environment.href));
  const named = (environments as Record<string, unknown>)[text as string];
  const url = ignoringErrors(() => new URL((named ?? text) as string));
  if (!url || url.href !== url.origin + url.pathname) {
    throw new ConfigurationError(
      `environment must be ${Object.keys(environments).join(', ')} or a base URL without a query, not ${describe(environment)}.`,
    );
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && privateHost.test(url.hostname))) {
    throw new ConfigurationError(
      'environment must use https, or http to this machine, a private address or a host name without a dot.',
    );
  }
  if (url.protocol === 'http:' && !token.startsWith('tw_sk_test_')) {
    throw new ConfigurationError('environment must use https: only a tw_sk_test_ key may be sent over http.');
  }
  return url.href.replace(/\/+$/, '');
}

/** Hosts on this machine and in private networks: loopback, private and link-local addresses, and names outside public DNS. */
const privateHost =
  /^(\[(::1|f[cd].*|fe[89ab].*)\]|[^.[\]]+|(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))(\.\d+)+|.*\.(localhost|internal|local|test))$/;

/**
 * Checks that a token is a secret key. Keys made in 2020 and 2021 begin with `TWBT__`.
 *
 * @throws {@link ConfigurationError} if it is not. The message does not contain the token.
 */
export function checkToken(token: unknown): void {
  const problem = problemOfToken(token);
  if (problem) throw new ConfigurationError(`token ${problem}`);
}

function problemOfToken(token: unknown): string | undefined {
  if (typeof token !== 'string') return `must be a string, not ${describe(token)}. Is the variable set?`;
  if (token === '') return 'is empty. Is the variable set?';
  if (token.trim() !== token) return 'has spaces or a line break around it. Trim it.';
  if (/^bearer\b/i.test(token)) return 'must be the key alone, without "Bearer".';
  if (token.startsWith('tw_pk')) {
    return 'is a publishable key (tw_pk_), which is for browsers. Use a secret key (tw_sk_).';
  }
  if (!/^(tw_sk_|TWBT__)[\w-]+$/.test(token)) return 'must be a secret key, which begins with tw_sk_.';
  return undefined;
}
