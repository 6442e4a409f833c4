import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server of this machine that passes on what it is asked. */
export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/** Headers of one connection, not of the response that went over it. */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-encoding']);

/**
 * Passes every request on to a `fetch`. If that fails, the connection ends without a response, as it would without the gateway:
 * a made-up response could be taken for the API's.
 *
 * @param origin - Where requests are for, without a slash at its end.
 */
export async function openGateway(origin: string, fetch: typeof globalThis.fetch): Promise<Gateway> {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', headers, url = '/' } = request;
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...sent } = headers;
    const body = await text(request);
    const upstream = await fetch(`${origin}${url}`, {
      method,
      headers: sent as Record<string, string>,
      signal: AbortSignal.timeout(90_000),
      ...(body === '' ? {} : { body }),
    });
    const bytes = Buffer.from(await upstream.arrayBuffer());
    for (const [name, value] of upstream.headers) if (!hopByHop.has(name)) response.setHeader(name, value);
    response.sendDate = false;
    response.setHeader('Content-Length', bytes.length);
    response.writeHead(upstream.status).end(bytes);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
