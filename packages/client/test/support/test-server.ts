import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Clock } from '../../src/clock.ts';
import { listen } from './listen.ts';

// Servers of bare sockets: what they respond need not be HTTP, and what arrives is counted byte for byte.

/** Called with the socket once a whole request has arrived on it. */
export type Respond = (socket: Socket, request: string) => void;

export interface TestServer {
  readonly port: number;
  readonly url: string;
  /** The first line of each request that arrived whole. */
  readonly arrived: string[];
  /** How many connections were made. */
  connections(): number;
  close(): Promise<unknown>;
}

/** A server on a port of this machine, until the test is over. With a certificate, it speaks TLS. */
export async function testServer(respond: Respond, certificate?: TlsOptions): Promise<TestServer> {
  const arrived: string[] = [];
  let connections = 0;
  const serve = (socket: Socket) => {
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      // The first byte of TLS, which a server of HTTP takes for a malformed request.
      if (text.startsWith('\x16')) socket.end(http(400, ''));
      if (!isWhole(text)) return;
      const request = text;
      text = '';
      arrived.push(request.slice(0, request.indexOf(' HTTP/')));
      respond(socket, request);
    });
  };
  const server = certificate ? createTlsServer(certificate, serve) : createServer(serve);
  server.on('connection', () => {
    connections += 1;
  });
  server.on('secureConnection', (socket: Socket) => socket.on('error', () => {}));
  return { arrived, connections: () => connections, ...(await listen(server)) };
}

/** Whether a request has arrived with all of its body. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(text)?.[1] ?? 0;
  return end >= 0 && text.length >= end + 4 + Number(length);
}

/** The JSON body of a request. */
export function bodyOf(request: string): { readonly loan_id?: string } {
  return JSON.parse(request.slice(request.indexOf('\r\n\r\n')) || '{}');
}

/** A response as it goes over the wire. */
export function http(status: number, body: string, headers: Record<string, string | number> = {}): string {
  const all = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Sample\r\n${lines.join('')}\r\n${body}`;
}

/** Writes, and keeps the connection. */
export const write =
  (text: string): Respond =>
  (socket) =>
    socket.write(text);

/** Writes, then ends the connection cleanly. */
export const writeAndEnd =
  (text: string): Respond =>
  (socket) =>
    socket.end(text);

/** Writes, then breaks the connection with a reset. */
export const writeAndReset =
  (text: string): Respond =>
  (socket) =>
    socket.write(text, () => socket.resetAndDestroy());

/** A clock whose timeouts end when a test says so, and whose short waits end at once. */
export function clockOnDemand(): Clock & { endTime(): void } {
  const alarms = new Set<() => void>();
  return {
    now: Date.now,
    after(milliseconds, callback) {
      if (milliseconds < 10_000) {
        const soon = setImmediate(callback);
        return () => clearImmediate(soon);
      }
      alarms.add(callback);
      return () => alarms.delete(callback);
    },
    endTime() {
      for (const ring of [...alarms]) ring();
    },
  };
}
