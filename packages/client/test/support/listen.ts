import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on a port of this machine, and the end of all its connections. */
export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<unknown>;
}

/** Lets a server, or a listener of requests, listen until the test is over. */
export async function listen(what: Server | RequestListener): Promise<Listening> {
  const server = what instanceof Server ? what : createServer(what);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A connection that breaks is what many tests are about.
    socket.on('error', () => {});
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(async () => void (await close()));
  return { port, url: `http://127.0.0.1:${port}`, close };
}
