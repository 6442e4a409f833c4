import type { ApiRequest, ApiResponse, SandboxEntry, TransportFault } from './api-request.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * A `fetch` that passes its requests to the API, without a port.
 *
 * Faults of the connection reject as the global `fetch` does, or break the body's stream.
 */
export function fetchFrom(
  entry: Pick<SandboxEntry, 'respond'>,
  lifecycle: Lifecycle,
): typeof globalThis.fetch {
  return async (input, init) => {
    lifecycle.check();
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const body =
      request.body === null
        ? undefined
        : new Uint8Array(await untilAborted(request.arrayBuffer(), signal, lifecycle.closing));
    const response = await untilAborted(entry.respond(toApiRequest(request, body)), signal);
    return await toResponse(response, signal, lifecycle.closing);
  };
}

function toApiRequest(request: Request, body: Uint8Array | undefined): ApiRequest {
  // Written out by `Request` already: scheme, host, path. Parsing it again would take a tenth of the time of the whole response.
  const { url } = request;
  const path = url.indexOf('/', url.indexOf('://') + '://'.length);
  const fragment = url.indexOf('#', path);
  return {
    method: request.method,
    target: url.slice(path, fragment === -1 ? undefined : fragment),
    origin: url.slice(0, path),
    address: 'in-process',
    header: (name) => request.headers.get(name) ?? undefined,
    body,
  };
}

async function toResponse(
  response: ApiResponse,
  signal: AbortSignal,
  closing: AbortSignal,
): Promise<Response> {
  const { status, headers, body, transport } = response;
  if (transport?.after === 'headers') throw new TypeError('fetch failed', { cause: connectionReset() });
  const content = transport === undefined ? body : brokenBody(body, transport, { signal, closing });
  return new Response(content as Uint8Array<ArrayBuffer> | undefined, { status, headers });
}

function brokenBody(
  body: ApiResponse['body'],
  { after, effect }: TransportFault,
  { signal, closing }: { signal: AbortSignal; closing: AbortSignal },
): ReadableStream<Uint8Array> {
  const sent = Buffer.from(body as string).subarray(0, Number(after));
  return new ReadableStream({
    start(controller) {
      controller.enqueue(sent);
      if (effect !== 'stall') return;
      signal.addEventListener('abort', () => controller.error(signal.reason));
      closing.addEventListener('abort', () => controller.error(terminated()));
    },
    pull(controller) {
      if (effect === 'reset') controller.error(terminated());
      // A body that stalls never comes to an end.
      return effect === 'stall' ? new Promise<void>(() => {}) : undefined;
    },
  });
}

function terminated(): TypeError {
  return new TypeError('terminated', { cause: connectionReset() });
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

async function untilAborted<Result>(
  result: Result | Promise<Result>,
  ...signals: readonly AbortSignal[]
): Promise<Result> {
  if (!(result instanceof Promise)) return result;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = ({ target }: Event) => reject((target as AbortSignal).reason);
  for (const signal of signals) signal.addEventListener('abort', abort);
  try {
    return await Promise.race([result, promise]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort);
  }
}
