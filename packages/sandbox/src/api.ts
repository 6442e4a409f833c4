import { ApiError } from './api-error.ts';
import type { Clock } from './clock.ts';
import type { HandlerContext } from './handler.ts';
import type { Ids } from './ids.ts';
import { handlers } from './operations/index.ts';
import { type ParameterValues, readParameters, validateBody } from './request-validation.ts';
import { apiVersion, pathSegments, type SpecOperation, specOperations } from './spec.ts';
import type { Store } from './store.ts';

/** The largest body that is read, in bytes. Documents travel inside as base64. */
const bodyLimitBytes = 32 * 1024 * 1024;

interface Match {
  operation: SpecOperation;
  path: Record<string, string>;
}

/** The API itself: requests in, answers out, over the given state. */
export class Api {
  readonly #state: { store: Store; ids: Ids; clock: Clock };

  constructor(state: { store: Store; ids: Ids; clock: Clock }) {
    this.#state = state;
  }

  /** Whether a path belongs to the API, whatever the method. */
  owns(pathname: string): boolean {
    return matchPath(pathname).length > 0;
  }

  /** Answers a request. Never rejects: a fault of the sandbox itself is a 500 that says so. */
  async fetch(request: Request): Promise<Response> {
    try {
      const { status, body } = await this.#answer(request);
      return this.#json(status, body);
    } catch (error) {
      if (error instanceof ApiError) return this.#json(error.status, error.body);
      if (error instanceof MethodNotAllowed) {
        return this.#json(405, new ApiError(405, error.message).body, { Allow: error.allowed.join(', ') });
      }
      console.error('The sandbox failed on', request.method, new URL(request.url).pathname, error);
      return this.#json(500, new ApiError(500, 'The sandbox itself failed. Its log says why.').body);
    }
  }

  async #answer(request: Request): Promise<{ status: number; body: unknown }> {
    const url = new URL(request.url);
    const { operation, path } = route(request.method, url.pathname);
    const account = authenticate(request.headers.get('authorization'));
    negotiateVersion(request.headers.get('accept'));
    const values = readParameters(operation, (parameter) => {
      if (parameter.in === 'path') return path[parameter.name] ?? null;
      // The last of several is the one that counts.
      if (parameter.in === 'query') return url.searchParams.getAll(parameter.name).at(-1) ?? null;
      return request.headers.get(parameter.name);
    });
    const body = operation.bodyPointer === undefined ? undefined : await readJson(request);
    validateBody(operation, body);
    const handler = handlers[operation.id] as
      | ((parts: object, context: HandlerContext) => { status: number; body: unknown })
      | undefined;
    if (handler === undefined) throw new ApiError(501, `The sandbox does not imitate ${operation.id} yet.`);
    const context = { ...this.#state, account, url: `${url.origin}${url.pathname}` };
    return handler({ body, ...byPlace(operation, values) }, context);
  }

  #json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        'Content-Type': 'application/json',
        Date: new Date(this.#state.clock.now()).toUTCString(),
        version: apiVersion,
        ...headers,
      },
    });
  }
}

class MethodNotAllowed extends Error {
  readonly allowed: string[];

  constructor(method: string, allowed: string[]) {
    super(`Method "${method}" not allowed.`);
    this.allowed = allowed;
  }
}

function matchPath(pathname: string): Match[] {
  const parts = pathSegments(pathname);
  return specOperations.flatMap((operation): Match[] => {
    if (operation.segments.length !== parts.length) return [];
    const path: Record<string, string> = {};
    for (const [index, segment] of operation.segments.entries()) {
      const part = parts[index] as string;
      if (segment.startsWith('{')) path[segment.slice(1, -1)] = decodePart(part);
      else if (segment !== part) return [];
    }
    return [{ operation, path }];
  });
}

/** A part of a path without its percent signs, or as it is where they are no valid encoding. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function route(method: string, pathname: string): Match {
  const matches = matchPath(pathname);
  if (matches.length === 0) throw new ApiError(404, 'Not found.');
  const match = matches.find(({ operation }) => operation.method === method);
  if (match === undefined) {
    throw new MethodNotAllowed(method, matches.map(({ operation }) => operation.method).sort());
  }
  return match;
}

/** @returns The account of a key: the key itself. */
function authenticate(authorization: string | null): string {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (key !== undefined && /^(tw_sk_test_|TWBT__)[\w-]+$/.test(key)) return key;
  if (key?.startsWith('tw_sk_') && !key.startsWith('tw_sk_test')) {
    throw new ApiError(
      401,
      'Invalid token. It looks like a production key: the sandbox takes keys that begin with tw_sk_test_.',
    );
  }
  throw new ApiError(401, 'Invalid token.');
}

/** Every key of the sandbox is pinned to the one version it serves, which also answers where none is asked for. */
function negotiateVersion(accept: string | null): void {
  if (accept === null || accept.trim() === '') return;
  const acceptable = accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const version = parameters
      .find((parameter) => parameter.startsWith('version='))
      ?.slice('version='.length);
    return (
      ['application/json', 'application/*', '*/*'].includes(type) &&
      (version === undefined || version.replaceAll('"', '') === apiVersion)
    );
  });
  if (!acceptable)
    throw new ApiError(
      406,
      `Invalid API version requested. The sandbox serves ${apiVersion}, as application/json.`,
    );
}

async function readJson(request: Request): Promise<unknown> {
  const tooLarge = new ApiError(400, `The body is larger than ${bodyLimitBytes} bytes.`);
  if (Number(request.headers.get('content-length')) > bodyLimitBytes) throw tooLarge;
  const text = await request.text();
  if (text.length > bodyLimitBytes) throw tooLarge;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'JSON parse error.');
  }
}

/** The parameters' values under the name of the place they came from, as the handlers take them. */
function byPlace(
  operation: SpecOperation,
  values: ParameterValues,
): Record<'path' | 'query' | 'headers', ParameterValues> {
  const parts: Record<'path' | 'query' | 'headers', ParameterValues> = { path: {}, query: {}, headers: {} };
  for (const { name, in: place } of operation.parameters) {
    const value = values[name];
    if (value !== undefined) parts[place === 'header' ? 'headers' : place][name] = value;
  }
  return parts;
}
