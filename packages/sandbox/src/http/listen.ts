import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { aListOf, anInteger, aPath, aString, checkOptions, type Rule } from '../errors/index.ts';
import type { SandboxEntry } from './api-request.ts';
import { readOrigin } from './cross-site.ts';
import { listenFailure } from './listen-failure.ts';
import { type ListenerAddress, type RequestListener, respondTo } from './port-request.ts';
import { Sending } from './sending.ts';
import { checkSite, withSite } from './site.ts';

/** Options of `sandbox.listen()`. */
export interface ListenOptions {
  /**
   * TCP port; 0 takes a free one.
   * @defaultValue 4019
   */
  port?: number | undefined;
  /**
   * Address to listen on. Everyone who can reach it can use the sandbox.
   * @defaultValue `127.0.0.1`
   */
  host?: string | undefined;
  /**
   * Path of a folder with a website, such as the built docs, to serve beside the API. A file is sent as it is when it is requested. Hidden
   * ones, such as `.env`, are not sent.
   */
  site?: string | undefined;
  /**
   * Host names by which the sandbox may be called, besides those that no website can have: `localhost`, IP addresses, names without a
   * dot, and those that end with `.localhost`, `.internal`, `.local`, `.test` or `.home.arpa`.
   * @defaultValue `host`
   */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Origins of other websites whose pages may call the sandbox, including the admin API, from a browser: scheme, host and port, such as
   * `http://localhost:3000`. Programs other than browsers always may.
   * @defaultValue only the pages that the sandbox itself serves
   */
  allowedOrigins?: readonly string[] | undefined;
}

/** A sandbox on a port. */
export interface SandboxServer {
  /** Base URL, without a trailing slash. If it listens on all addresses, the URL for this machine. */
  readonly url: string;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

const optionRules: Readonly<Record<keyof ListenOptions, Rule>> = {
  port: anInteger(0, 65_535),
  // Node.js takes an empty host for all addresses of the machine.
  host: {
    expected: 'an address to listen on, such as 127.0.0.1',
    fits: (value) => typeof value === 'string' && value !== '',
    code: 'invalid_host',
  },
  site: aPath,
  allowedHosts: aListOf(
    'host names without port or path',
    (item) => typeof item === 'string' && /^[\w.-]+$/.test(item),
  ),
  allowedOrigins: aListOf('strings such as http://localhost:3000', aString.fits),
};

/**
 * Serves the API, and a website beside it, on a port.
 *
 * @throws {@link SandboxError} `invalid_option`; `invalid_host` for the host; `invalid_origin` if an allowed origin is not an origin;
 * `invalid_site` if the folder of the website cannot be read; `port_in_use`, `port_denied` or `listen_failed` with Node's error as `cause`.
 */
export async function listen(
  entry: SandboxEntry,
  options: ListenOptions | undefined,
): Promise<SandboxServer> {
  checkOptions('listen', options, optionRules);
  const { port = 4019, host = '127.0.0.1', site, allowedHosts = [], allowedOrigins = [] } = options ?? {};
  if (site !== undefined) await checkSite(site);
  const allowed = { allowedHosts, allowedOrigins: allowedOrigins.map(readOrigin) };
  // Known before the first request.
  const address = {} as ListenerAddress;
  const sending = new Sending();
  const api: RequestListener = (request, response) =>
    respondTo(request, response, { entry, address, sending });
  const listener = site === undefined ? api : await withSite(site, api, { entry, address });
  // An import of it would also load the whole of Node's fetch, which takes longer than all else that a start needs.
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer({ requireHostHeader: false }, listener);
  server.on('clientError', (error, socket) => rejectSocket(error, socket));
  // Else Node responds with a 417 that is not JSON.
  server.on('checkExpectation', listener);
  await new Promise<void>((listening, reject) => {
    // Also afterwards: what is wrong with one connection must not end the process.
    server.on('error', (error) => reject(listenFailure(error, { port, host })));
    server.listen(port, host, listening);
  });
  const { port: actual } = server.address() as AddressInfo;
  address.port = { host, number: actual, ...allowed };
  address.url = `http://${reachable(host)}:${actual}`;
  let closing: Promise<void> | undefined;
  return {
    url: address.url,
    close() {
      closing ??= closeServer(server, sending);
      return closing;
    },
  };
}

async function closeServer(server: Server, sending: Sending): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await sending.drain();
  server.closeAllConnections();
  await closed;
}

/** How this machine reaches what listens on an address. Not every system can connect to the address that stands for all. */
export function reachable(host: string): string {
  if (/^(0\.0\.0\.0|0)$/.test(host)) return '127.0.0.1';
  if (/^[0:]+$/.test(host)) return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** What Node rejects before it is a request. */
const rejections: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The path and the headers have more than 16 KB in all.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The rest of the request did not arrive in time.'],
};

/** Responds to what is not HTTP, and to what Node takes no longer. */
export function rejectSocket(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = rejections[String(error.code)] ?? [
    '400 Bad Request',
    'Bad request. It is not valid HTTP.',
  ];
  const body = JSON.stringify({ error: { message } });
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
