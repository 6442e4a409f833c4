import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A remote cache of turbo on this machine, in memory. */
export interface CacheServer {
  readonly url: string;
  /** How many results it has. */
  count(): number;
  close(): void;
}

/** Starts a server that keeps what turbo sends it: {@link https://turborepo.dev/docs/core-concepts/remote-caching}. */
export async function startCacheServer(): Promise<CacheServer> {
  const results = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const hash = /^\/v8\/artifacts\/([0-9a-f]{16})\b/.exec(request.url ?? '')?.[1];
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (hash === undefined) {
      await buffer(request);
      json(200, { status: 'enabled' });
    } else if (request.method === 'PUT') {
      results.set(hash, await buffer(request));
      json(202, { urls: [] });
    } else {
      const found = results.get(hash);
      if (found === undefined) json(404, { error: { code: 'not_found', message: 'No such result.' } });
      else response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(found);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => results.size,
    close: () => server.close(),
  };
}
