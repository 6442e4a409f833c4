import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiRequest, SandboxEntry } from './api-request.ts';
import { bodyLimitBytes } from './request-body.ts';
import type { Sending } from './sending.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** What the requests over one port share. */
export interface ListenerAddress {
  url: string;
  port: NonNullable<ApiRequest['port']>;
}

/** A request as Node has it. */
export class PortRequest implements ApiRequest {
  readonly method: string;
  readonly target: string;
  readonly port: NonNullable<ApiRequest['port']>;
  readonly body: Uint8Array | undefined;
  readonly #incoming: IncomingMessage;
  readonly #url: string;

  constructor(incoming: IncomingMessage, { url, port }: ListenerAddress, body: Uint8Array | undefined) {
    this.#incoming = incoming;
    this.#url = url;
    this.method = incoming.method as string;
    this.target = pathOf(incoming.url as string);
    this.port = port;
    this.body = body;
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
    // Only `Set-Cookie` would be a list.
    return this.#incoming.headers[name] as string | undefined;
  }
}

/** The path of a request's target, which may be a whole URL. */
function pathOf(target: string): string {
  if (!URL.canParse(target)) return target;
  const { pathname, search } = new URL(target);
  return `${pathname}${search}`;
}

/** Reads a request, passes it to the API, and sends what the API responds. */
export function respondTo(
  incoming: IncomingMessage,
  response: ServerResponse,
  {
    entry,
    address,
    sending,
  }: { entry: Pick<SandboxEntry, 'respond'>; address: ListenerAddress; sending: Sending },
): void {
  const respond = (body: Uint8Array | undefined) => {
    try {
      const apiResponse = entry.respond(new PortRequest(incoming, address, body));
      if (!(apiResponse instanceof Promise)) sending.send(apiResponse, response);
      else apiResponse.then((late) => sending.send(late, response), cut);
    } catch {
      cut();
    }
  };
  // The sandbox is closed.
  const cut = () => response.destroy();
  const { headers } = incoming;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    respond(undefined);
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
    respond(Buffer.concat(chunks));
    chunks.length = 0;
  });
  incoming.on('end', () => {
    if (length <= bodyLimitBytes) respond(Buffer.concat(chunks));
  });
}
