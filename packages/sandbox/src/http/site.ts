import { join, resolve } from 'node:path';
import { SandboxError } from '../errors/index.ts';
import type { ApiRequest, SandboxEntry } from './api-request.ts';
import { crossSiteProblem } from './cross-site.ts';
import { type ListenerAddress, PortRequest, type RequestListener } from './port-request.ts';

/** @throws {@link SandboxError} `invalid_site` if the folder cannot be read. */
export async function checkSite(site: string): Promise<void> {
  const { readdir } = await import('node:fs/promises');
  await readdir(site).catch(({ code }: NodeJS.ErrnoException) => {
    throw siteFailure(site, String(code));
  });
}

/** @param code - Of the error of Node.js with which its folder was read. */
export function siteFailure(site: string, code: string): SandboxError {
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such folder',
    ENOTDIR: 'it is a file, not a folder',
    EACCES: 'its folder may not be read',
  };
  return new SandboxError(
    'invalid_site',
    `The website ${resolve(site)} cannot be served: ${reasons[code] ?? code}. Give the path of a folder with an index.html.`,
  );
}

/** Serves the files of a folder, and passes everything that belongs to the API, and whatever is not such a file, to the API. */
export async function withSite(
  site: string,
  api: RequestListener,
  { entry, address }: { entry: SandboxEntry; address: ListenerAddress },
): Promise<RequestListener> {
  const { default: sirv } = await import('sirv');
  const { readFile } = await import('node:fs/promises');
  // As the files are now: a site that is built again must not be sent with the sizes of the last one.
  const files = sirv(site, { etag: true, dev: true });
  return (request, response) => {
    if (!isForSite(new PortRequest(request, address, undefined), entry)) {
      api(request, response);
      return;
    }
    // A part that ends before it begins would throw. Whoever gets the whole file has all parts.
    delete request.headers.range;
    // A file that cannot be read, or no longer, ends its response, and not the process.
    response.once('pipe', (file) => file.on('error', () => response.destroy()));
    files(request, response, async () => {
      const wantsPage = request.headers.accept?.includes('text/html');
      const missing = wantsPage ? await readFile(join(site, '404.html')).catch(() => undefined) : undefined;
      if (missing === undefined) {
        api(request, response);
        return;
      }
      response.writeHead(404, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': String(missing.length),
      });
      response.end(missing);
    });
  };
}

/** Whether somebody who may call the sandbox reads a file that is not hidden, as `.env` and `.git/config` are. */
function isForSite(request: ApiRequest, entry: SandboxEntry): boolean {
  const path = request.target.split('?')[0] as string;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isHidden = /\/(?:\.|%2e)(?!well-known\/)/i.test(path);
  return isRead && !isHidden && !entry.owns(path) && crossSiteProblem(request, true) === undefined;
}
