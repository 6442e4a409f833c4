import type { ServerResponse } from 'node:http';
// Not the global ones, which a test in the same process may fake.
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type { ApiResponse, TransportFault } from './api-request.ts';

/** How long closing a server waits until its responses have been sent. */
const sendingMs = 1000;

/**
 * Sends responses together: those to all requests that arrived at once. Sending one wakes the other side, and waking it for
 * each response costs more than the response.
 */
export class Sending {
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
      ({ apiResponse, response }) => apiResponse.transport === undefined && !response.closed,
    );
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, sendingMs);
    const ends = unfinished.map(
      ({ response }) => new Promise<void>((end) => response.once('close', () => end())),
    );
    await Promise.race([late, Promise.all(ends)]);
    clearTimeout(timer);
  }
}

interface Sent {
  readonly apiResponse: ApiResponse;
  readonly response: ServerResponse;
}

function send(apiResponse: ApiResponse, response: ServerResponse): void {
  const { status, headers, body, transport } = apiResponse;
  if (transport !== undefined) {
    sendBroken(apiResponse, transport, response);
    return;
  }
  response.writeHead(status, headers);
  response.end(body);
}

function sendBroken(
  { status, headers, body }: ApiResponse,
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
  const sent = Buffer.from(body as string).subarray(0, after);
  // Only what the other side has read survives a reset, so the reset waits until the bytes are on their way.
  response.write(sent, () => setTimeout(end, 20));
}
