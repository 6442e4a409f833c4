import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Api } from './api.ts';

/** Options of `sandbox.listen()`. */
export interface ListenOptions {
  /**
   * TCP port; 0 takes a free one.
   * @defaultValue 4019
   */
  port?: number;
  /**
   * Address to listen on. Whoever can reach it can use the sandbox.
   * @defaultValue `127.0.0.1`
   */
  host?: string;
  /** Path of a folder with a website, such as the built docs, to serve beside the API. */
  site?: string;
}

/** A sandbox on a port. */
export interface SandboxServer {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves the API, and a website beside it, on a port.
 *
 * @throws Node's error where the port cannot be had: `code` is `EADDRINUSE`, `EACCES` or `EADDRNOTAVAIL`.
 */
export async function listen(
  api: Api,
  { port = 4019, host = '127.0.0.1', site }: ListenOptions,
): Promise<SandboxServer> {
  const server = createAdaptorServer({
    fetch: site === undefined ? (request) => api.fetch(request) : withSite(api, site),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function withSite(api: Api, site: string): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  app.use(async (context, next) => (api.owns(context.req.path) ? api.fetch(context.req.raw) : next()));
  app.use(serveStatic({ root: site }));
  app.notFound(async (context) => {
    const wantsPage = context.req.method === 'GET' && context.req.header('accept')?.includes('text/html');
    const page = wantsPage
      ? await readFile(join(site, '404.html'), 'utf8').catch(() => undefined)
      : undefined;
    return page === undefined ? api.fetch(context.req.raw) : context.html(page, 404);
  });
  return (request) => app.fetch(request);
}
