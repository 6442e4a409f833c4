import { excerpt, quote, SandboxError } from '../errors/index.ts';
import type { ApiRequest } from './api-request.ts';
import { isAddress, isLocalName, isLoopback } from './local-name.ts';

// Browsers send requests of any website to this machine, and say so in headers that the website cannot set: `Origin`, `Host`
// and `Sec-Fetch-Site`. Programs send no `Origin`.

const exposedHeaders = 'Date, Allow, Retry-After, X-Truework-Signature, X-Sandbox-Fault, version';
const allowedMethods = 'DELETE, GET, HEAD, OPTIONS, POST, PUT';
const allowedHeaders = 'Authorization, Accept, Content-Type, Request-Sync, X-Sandbox-Fault, X-Sandbox-Tenant';

/**
 * Why a request is denied because a page of another website may have sent it. Returns undefined if that is impossible.
 *
 * @param page - Whether it is for a page without data: other websites may link to it.
 */
export function crossSiteProblem(request: ApiRequest, page = false): string | undefined {
  if (request.port === undefined) return undefined;
  const host = hostOf(request);
  const name = host.replace(/:\d*$/, '');
  if (!isOwnName(name, request.port)) {
    // A website can have its own name point to this machine, and is then of one origin with it (DNS rebinding).
    return `The sandbox does not respond to the name ${quote(name)}. Use its IP address or localhost, or allow the name: --allow-host ${excerpt(name)}, or listen({ allowedHosts: [${quote(name)}] }).`;
  }
  if (page) return undefined;
  const origin = request.header('origin');
  if (origin !== undefined) return isAllowedOrigin(origin, host, request.port) ? undefined : denial(origin);
  const site = request.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  return 'A page of another website sent this. Only pages of the sandbox and programs may call it.';
}

/** The headers by which a browser lets an allowed page read the response. Undefined if no page asks. */
export function corsHeaders(request: ApiRequest): Record<string, string> | undefined {
  const origin = request.header('origin');
  if (request.port === undefined || origin === undefined || crossSiteProblem(request) !== undefined)
    return undefined;
  const headers: Record<string, string> = {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': exposedHeaders,
    Vary: 'Origin',
  };
  if (request.method !== 'OPTIONS') return headers;
  return {
    ...headers,
    'Access-Control-Allow-Methods': allowedMethods,
    'Access-Control-Allow-Headers': allowedHeaders,
    'Access-Control-Max-Age': '600',
  };
}

/**
 * An origin as browsers write it.
 *
 * @throws {@link SandboxError} `invalid_origin`.
 */
export function readOrigin(text: string): string {
  if (!/^[a-z][a-z\d+.-]*:\/\/[^/?#*@\s]+\/?$/i.test(text) || !URL.canParse(text)) {
    throw new SandboxError(
      'invalid_origin',
      `An allowed origin is scheme, host and port, such as http://localhost:3000, and not ${quote(text)}.`,
    );
  }
  // Not its `origin`, which this parser knows of no app's scheme, such as capacitor:.
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}

function hostOf(request: ApiRequest): string {
  return (request.header('host') ?? '').toLowerCase();
}

function isOwnName(name: string, { host, allowedHosts }: NonNullable<ApiRequest['port']>): boolean {
  // Browsers always say what host they call.
  if (name === '' || isAddress(name) || isLocalName(name) || name === host.toLowerCase()) return true;
  return allowedHosts.some((allowed) => allowed.toLowerCase() === name);
}

function isAllowedOrigin(
  origin: string,
  host: string,
  { host: listenedOn, number, allowedOrigins }: NonNullable<ApiRequest['port']>,
): boolean {
  if (allowedOrigins.includes(origin)) return true;
  if (!/^https?:/.test(origin) || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.host === host) return true;
  const isThisPort = url.protocol === 'http:' && Number(url.port || 80) === number;
  return isThisPort && (isLoopback(url.hostname) || url.hostname === listenedOn.toLowerCase());
}

function denial(origin: string): string {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(origin)) {
    return `A page without an origin (${quote(origin)}) sent this, such as a file or a sandboxed frame. Serve the page from a server, and allow its origin.`;
  }
  return `A page of ${quote(origin)} sent this. Only pages of the sandbox and programs may call it. If the page is yours, allow it: --allow-origin ${excerpt(origin)}, or listen({ allowedOrigins: [${quote(origin)}] }).`;
}
