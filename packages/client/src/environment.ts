import { ConfigurationError } from './errors.ts';
import { environments } from './generated/api.gen.ts';
import { quietly } from './quietly.ts';

/** Where the API is: one of its servers by name, or a base URL, such as that of a local sandbox. */
export type Environment = keyof typeof environments | URL | (string & {});

/**
 * The base URL of an environment, without a slash at its end.
 *
 * @throws {@link ConfigurationError} where it is neither a known name nor a URL, or is plain http to another machine.
 */
export function baseUrlOf(environment: Environment): string {
  const text = (environments as Record<string, string>)[String(environment)] ?? String(environment);
  const { protocol, hostname, href, origin, pathname } = Object(quietly(() => new URL(text))) as URL;
  const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname));
  if (!isSafe || href !== origin + pathname) {
    throw new ConfigurationError('environment must be a name, https, or http to localhost.');
  }
  return (origin + pathname).replace(/\/+$/, '');
}

const loopback = /^(localhost|\[::1]|127(\.\d+){3})$/;

/**
 * Throws where a token is no secret key. `TWBT__` is the prefix of keys made in 2020 and 2021.
 *
 * @throws {@link ConfigurationError}
 */
export function checkToken(token: string): void {
  if (!/^(tw_sk_|TWBT__)[\w-]+$/.test(token)) {
    throw new ConfigurationError('token must be a tw_sk_ key.');
  }
}
