import { ConfigurationError } from './errors.ts';
import { environments } from './generated/operations.gen.ts';

/** Where the API is: one of its servers by name, or a base URL, such as that of a local sandbox. */
export type Environment = keyof typeof environments | URL | (string & {});

/**
 * The base URL of an environment, without a slash at its end.
 *
 * @throws {@link ConfigurationError} where it is neither a known name nor a URL, or is plain http to another machine.
 */
export function baseUrlOf(environment: Environment): string {
  const known = Object.entries(environments).find(([name]) => name === environment)?.[1];
  const text = known ?? String(environment);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    const names = Object.keys(environments).map((name) => `'${name}'`);
    throw new ConfigurationError(`environment must be ${names.join(', ')} or an http(s) URL.`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigurationError(
      'environment is plain http to another machine, which would send personal data in the clear. Use https.',
    );
  }
  if (url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigurationError('environment must be a base URL: no user, no query, no fragment.');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
