import { curl, typescript } from '../reference/request-code.ts';
import type { Call } from '../reference/try-it.ts';

/** The values of the console's inputs, by their names. */
export type Values = ReadonlyMap<string, string>;

/** Why a request is not sent. */
export class Rejection extends Error {
  /** The name of the input to change. */
  readonly input: string;

  constructor(input: string, message: string) {
    super(message);
    this.input = input;
  }
}

/** Whether the name of a host is a name of the machine that the browser runs on. */
export function isThisMachine(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/**
 * The origin of a server that the console may send to.
 *
 * @param sandbox - The origin of the page, if a sandbox serves it.
 * @throws {@link Rejection} for a server that is neither on this machine nor that sandbox.
 */
export function serverOrigin(text: string, sandbox: string | undefined): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Rejection(
      'server',
      'Not the address of a server. Expected, for example, http://127.0.0.1:4019.',
    );
  }
  if (url.origin !== sandbox && !isThisMachine(url.hostname)) {
    throw new Rejection(
      'server',
      'Not sent. This console sends to a sandbox on your own machine only: 127.0.0.1, localhost or [::1]. ' +
        'A request contains a key and a social security number, which must not go anywhere else, and in production it costs money.',
    );
  }
  return url.origin;
}

/**
 * The address of a request. A value that is missing in the path appears as its name in braces.
 *
 * @param server - Base URL, without a slash at its end.
 */
export function requestUrl({ path }: Pick<Call, 'path'>, values: Values, server: string): string {
  const filled = path.replace(/\{([^}]+)\}/g, (location, name: string) => {
    const value = values.get(`path.${name}`);
    return value ? encodeURIComponent(value) : location;
  });
  const query = new URLSearchParams(parametersIn('query', values)).toString();
  return `${server}${filled}${query && `?${query}`}`;
}

/**
 * The request that the inputs describe.
 *
 * @param sandbox - The origin of the page, if a sandbox serves it.
 * @throws {@link Rejection} if it must not or cannot be sent.
 */
export function requestOf(
  call: Call,
  values: Values,
  sandbox: string | undefined,
): { url: string; init: RequestInit } {
  const server = serverOrigin(values.get('server') ?? '', sandbox);
  const key = values.get('key') ?? '';
  if (/^tw_sk_(?!test)/.test(key)) {
    throw new Rejection(
      'key',
      'Not sent. This looks like a production key: the sandbox accepts keys that begin with tw_sk_test_.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new Rejection('key', 'A key has no spaces, and no characters other than ASCII.');
  }
  for (const [, name = ''] of call.path.matchAll(/\{([^}]+)\}/g)) {
    // A dot, or two, would be another path.
    if (/^\.{0,2}$/.test(values.get(`path.${name}`) ?? '')) {
      throw new Rejection(`path.${name}`, 'The path needs an id here.');
    }
  }
  const headers: Record<string, string> = {
    Authorization: `Bearer ${key}`,
    Accept: values.get('accept') ?? '',
    ...Object.fromEntries(parametersIn('header', values)),
  };
  if (call.contentType) headers['Content-Type'] = call.contentType;
  return {
    url: requestUrl(call, values, server),
    init: {
      method: call.method,
      headers,
      ...(call.contentType && { body: jsonText(values.get('body') ?? '') }),
    },
  };
}

/** The request as code for a clipboard, in a language. */
export function codeOf(
  language: 'curl' | 'typescript',
  call: Call,
  values: Values,
  { url, init }: { url: string; init: RequestInit },
): string {
  const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
  if (language === 'curl') {
    return curl({ method: call.method, url, headers: init.headers as Record<string, string>, body });
  }
  const literal = ([name, value]: [string, string]) => [
    name,
    name === 'fields' ? value.split(',') : call.unquoted.includes(name) ? JSON.parse(value) : value,
  ];
  return typescript({
    sdk: `${call.sdk}${values.get('accept')?.includes('/pdf') ? 'Pdf' : ''}`,
    server: new URL(url).origin,
    key: values.get('key') ?? '',
    ids: parametersIn('path', values).map(([, value]) => value),
    body,
    query: Object.fromEntries(parametersIn('query', values).map(literal)),
    headers: Object.fromEntries(parametersIn('header', values)),
    result: call.result,
  });
}

/** The parameters of the path, the query or the headers that have a value. */
function parametersIn(location: 'path' | 'query' | 'header', values: Values): [string, string][] {
  return [...values]
    .filter(([name, value]) => name.startsWith(`${location}.`) && value !== '')
    .map(([name, value]) => [name.slice(location.length + 1), value]);
}

function jsonText(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new Rejection('body', `Not sent. This is not JSON: ${(error as SyntaxError).message}.`);
  }
}
