import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Duplex } from 'node:stream';
// Not the global ones, which a test in the same process may fake.
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import {
  aListOf,
  anInteger,
  aPath,
  aString,
  checkOptions,
  type Rule,
  SandboxError,
} from '../errors/index.ts';
import type { ApiRequest, ApiResponse, SandboxEntry, TransportFault } from './api-request.ts';
import { readOrigin } from './cross-site.ts';
import { bodyLimitBytes } from './request-body.ts';

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
  /** Path of a folder with a website, such as the built docs, to serve beside the API. It is read when listening starts. */
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

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** How long closing a server waits until its responses have been sent. */
const sendingMs = 1000;

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
 * `invalid_site` if the folder of the website cannot be read.
 * @throws Node's error if the port cannot be used: `code` is `EADDRINUSE`, `EACCES` or `EADDRNOTAVAIL`.
 */
export async function listen(
  entry: SandboxEntry,
  options: ListenOptions | undefined,
): Promise<SandboxServer> {
  checkOptions('listen', options, optionRules);
  const { port = 4019, host = '127.0.0.1', site, allowedHosts = [], allowedOrigins = [] } = options ?? {};
  if (site !== undefined) await checkSite(site);
  const address: ListenerAddress = {
    url: '',
    port: { host, number: port, allowedHosts, allowedOrigins: allowedOrigins.map(readOrigin) },
    sending: new Sending(),
  };
  const api: Listener = (request, response) => serve(entry, address, request, response);
  const listener = site === undefined ? api : await withSite(entry, api, site);
  // An import of it would also load the whole of Node's fetch, which takes longer than all else that a start needs.
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer({ requireHostHeader: false, noDelay: true }, listener);
  server.on('clientError', (error, socket) => reject(error, socket));
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      listening();
    });
  });
  const { port: actual } = server.address() as AddressInfo;
  address.port = { ...address.port, number: actual };
  address.url = `http://${reachable(host)}:${actual}`;
  let closing: Promise<void> | undefined;
  return {
    url: address.url,
    close() {
      closing ??= closeServer(server, address.sending);
      return closing;
    },
  };
}

async function closeServer(server: Server, sending: Sending): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  server.closeIdleConnections();
  await sending.drain();
  server.closeAllConnections();
  await closed;
}

/** How this machine reaches what listens on an address. Not every system can connect to the address that stands for all. */
function reachable(host: string): string {
  if (/^(0\.0\.0\.0|0)$/.test(host)) return '127.0.0.1';
  if (/^[0:]+$/.test(host)) return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** What the requests over one port share. */
interface ListenerAddress {
  url: string;
  port: NonNullable<ApiRequest['port']>;
  readonly sending: Sending;
}

/** A request as Node has it. */
class PortRequest implements ApiRequest {
  readonly method: string;
  readonly target: string;
  readonly port: NonNullable<ApiRequest['port']>;
  readonly body?: Uint8Array;
  readonly #incoming: IncomingMessage;
  readonly #url: string;

  constructor(incoming: IncomingMessage, { url, port }: ListenerAddress, body: Uint8Array | undefined) {
    this.#incoming = incoming;
    this.#url = url;
    this.method = incoming.method ?? 'GET';
    this.target = pathOf(incoming.url ?? '/');
    this.port = port;
    if (body !== undefined) this.body = body;
  }

  get origin(): string {
    const { host } = this.#incoming.headers;
    return host !== undefined && /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)
      ? `http://${host}`
      : this.#url;
  }

  get address(): string {
    return this.#incoming.socket.remoteAddress ?? '';
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name];
    return typeof value === 'object' ? value.join(', ') : value;
  }
}

/** The path of a request's target, which may be a whole URL. */
function pathOf(target: string): string {
  if (target.startsWith('/') || !URL.canParse(target)) return target;
  const { pathname, search } = new URL(target);
  return `${pathname}${search}`;
}

function serve(
  entry: SandboxEntry,
  address: ListenerAddress,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const apiResponse = (body: Uint8Array | undefined) => {
    try {
      const apiResponse = entry.respond(new PortRequest(incoming, address, body));
      if (!(apiResponse instanceof Promise)) address.sending.send(apiResponse, response);
      else apiResponse.then((late) => address.sending.send(late, response), cut);
    } catch {
      cut();
    }
  };
  // The sandbox is closed.
  const cut = () => response.destroy();
  const { headers } = incoming;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    apiResponse(undefined);
    return;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  incoming.on('data', (chunk: Uint8Array) => {
    if (length > bodyLimitBytes) return;
    chunks.push(chunk);
    length += chunk.length;
    if (length <= bodyLimitBytes) return;
    // What is still to come is not read: the API sees that it is too long already.
    response.setHeader('Connection', 'close');
    apiResponse(Buffer.concat(chunks));
    chunks.length = 0;
  });
  incoming.on('end', () => {
    if (length <= bodyLimitBytes) apiResponse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
}

/**
 * Sends responses together: those to all requests that arrived at once. Sending one wakes the other side, and waking it for
 * each response costs more than the response.
 */
class Sending {
  #ready: Sent[] = [];
  /** Those that were sent last. */
  #latest: readonly Sent[] = [];

  send(apiResponse: ApiResponse, response: ServerResponse): void {
    if (this.#ready.push({ apiResponse, response }) === 1) setImmediate(() => this.#sendAll());
  }

  #sendAll(): void {
    this.#latest = this.#ready;
    this.#ready = [];
    for (const { apiResponse, response } of this.#latest) send(apiResponse, response);
  }

  /** Sends what is ready, and waits until it is on its way, but not for long: the receiver may not read it. */
  async drain(): Promise<void> {
    const before = this.#latest;
    this.#sendAll();
    const unfinished = [...before, ...this.#latest].filter(
      ({ apiResponse, response }) => apiResponse.transport === undefined && !response.writableFinished,
    );
    if (unfinished.length === 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, sendingMs);
    const ends = unfinished.map(
      ({ response }) =>
        new Promise<void>((end) => {
          if (response.closed) end();
          else response.once('close', end);
        }),
    );
    await Promise.race([late, Promise.all(ends)]);
    clearTimeout(timer);
  }
}

interface Sent {
  readonly apiResponse: ApiResponse;
  readonly response: ServerResponse;
}

function send({ status, headers, body, transport }: ApiResponse, response: ServerResponse): void {
  if (transport !== undefined) {
    sendBroken({ status, headers, body }, transport, response);
    return;
  }
  response.writeHead(status, headers);
  response.end(body);
}

function sendBroken(
  {
    status,
    headers,
    body = '',
  }: Pick<ApiResponse, 'status' | 'headers'> & { body: ApiResponse['body'] | undefined },
  { after, effect }: TransportFault,
  response: ServerResponse,
): void {
  const { socket } = response;
  const end = () => {
    if (effect === 'reset') socket?.resetAndDestroy();
  };
  if (after === 'headers') {
    end();
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  const sent = Buffer.from(body as string).subarray(0, after);
  // Only what the other side has read survives a reset, so the reset waits until the bytes are on their way.
  response.write(sent, () => setTimeout(end, 20));
}

/** Responds to what is not HTTP at all. */
function reject(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ error: { message: 'Bad request. It is not valid HTTP.' } });
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** @throws {@link SandboxError} `invalid_site`. */
async function checkSite(site: string): Promise<void> {
  const { readdir } = await import('node:fs/promises');
  const { code } = await readdir(site).then(
    () => ({ code: '' }),
    (error: NodeJS.ErrnoException) => error,
  );
  if (code === '') return;
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such folder',
    ENOTDIR: 'it is a file, not a folder',
    EACCES: 'its folder may not be read',
  };
  throw new SandboxError(
    'invalid_site',
    `The website ${resolve(site)} cannot be served: ${reasons[code ?? ''] ?? code}. Give the path of a folder with an index.html.`,
  );
}

async function withSite(entry: SandboxEntry, api: Listener, site: string): Promise<Listener> {
  const { default: sirv } = await import('sirv');
  const { readFile } = await import('node:fs/promises');
  const missing = await readFile(join(site, '404.html')).catch(() => undefined);
  const files = sirv(site, { etag: true });
  return (request, response) => {
    const target = pathOf(request.url ?? '/');
    if (entry.owns(target.split('?', 1)[0] ?? '')) {
      api(request, response);
      return;
    }
    files(request, response, () => {
      const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
      if (missing === undefined || wantsPage !== true) {
        api(request, response);
        return;
      }
      response.writeHead(404, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': String(missing.length),
      });
      response.end(missing);
    });
  };
}
