import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { selfSigned } from './self-signed.ts';

/** Servers of this machine that fail, each in its own way. */
export interface FailingServers {
  /** Base URL by what goes wrong. */
  readonly urls: Readonly<Record<string, string>>;
  /** What went wrong at the servers that a create reached, once for each time that it arrived. */
  readonly arrived: string[];
  close(): void;
}

const http = (status: string, length: number, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;

const page = '{"count":0,"results":[]}';

/** Starts a server for each way in which no complete response comes. */
export async function startFailingServers(): Promise<FailingServers> {
  const open: { close(): void }[] = [];
  const listen = async (server: Server, scheme = 'http') => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    return `${scheme}://localhost:${(server.address() as AddressInfo).port}`;
  };
  const arrived: string[] = [];
  /** A server that lists nothing, and keeps the connection for the create. */
  const afterCreate = async (name: string, fail: (socket: Socket) => void) => ({
    [name]: await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        let received = '';
        socket.on('data', (chunk) => {
          received += chunk;
          if (received.startsWith('GET') && received.endsWith('\r\n\r\n')) {
            received = '';
            socket.write(http('200 OK', page.length, page));
          }
          if (!received.endsWith('}')) return;
          arrived.push(name);
          fail(socket);
        });
      }),
    ),
  });
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
    ...(await afterCreate('ended before the response', (socket) => socket.end())),
    ...(await afterCreate('reset before the response', (socket) => socket.resetAndDestroy())),
    ...(await afterCreate('ended on a reused connection', (socket) => socket.end())),
    ...(await afterCreate('reset on a reused connection', (socket) => socket.resetAndDestroy())),
    ...(await afterCreate('ended on a reused connection after a PUT', (socket) => socket.end())),
    ...(await afterCreate('ended within the response', (socket) =>
      socket.end(http('201 Created', 1_000, '{"id":')),
    )),
  };
  return {
    urls,
    arrived,
    close() {
      for (const server of open) server.close();
    },
  };
}
