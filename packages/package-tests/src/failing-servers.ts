import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { selfSigned } from './self-signed.ts';

/** Servers of this machine that fail, each in its own way. */
export interface FailingServers {
  /** Base URL by what goes wrong. */
  readonly urls: Readonly<Record<string, string>>;
  close(): void;
}

const head = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"id":';

/** Starts a server for each way in which no complete response comes. */
export async function startFailingServers(): Promise<FailingServers> {
  const open: { close(): void }[] = [];
  const listen = async (server: Server, scheme = 'http') => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    return `${scheme}://localhost:${(server.address() as AddressInfo).port}`;
  };
  const afterRequest = (respond: (socket: Socket) => void) =>
    listen(
      createServer((socket) => {
        socket.on('error', () => {});
        let received = '';
        socket.on('data', (chunk) => {
          received += chunk;
          if (received.endsWith('}')) respond(socket);
        });
      }),
    );
  const gone = createServer();
  const rejected = await listen(gone);
  gone.close();
  const urls = {
    'no server': rejected,
    'no such host': 'https://name.invalid',
    'a certificate that nobody trusts': await listen(createTlsServer(selfSigned), 'https'),
    'ended within the handshake of TLS': await listen(
      createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end())),
      'https',
    ),
    'ended before the response': await afterRequest((socket) => socket.end()),
    'reset before the response': await afterRequest((socket) => socket.resetAndDestroy()),
    'ended within the response': await afterRequest((socket) => socket.end(head)),
  };
  return {
    urls,
    close() {
      for (const server of open) server.close();
    },
  };
}
