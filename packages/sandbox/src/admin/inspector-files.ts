import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A file of the inspector, as it is served. */
export interface InspectorFile {
  headers: Record<string, string>;
  body: Uint8Array;
}

const contentTypes = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const require = createRequire(import.meta.url);
const folder = new URL('./', pathToFileURL(require.resolve('#inspector/index.html')));
const library = ['lit-html.js', 'directive.js', 'directive-helpers.js', 'directives/repeat.js'];

/**
 * A file of the inspector.
 *
 * @param path - Below `/_sandbox/`; empty for the page itself.
 * @returns Undefined if the inspector has no such file.
 */
export function inspectorFile(path: string): InspectorFile | undefined {
  const file = files.get(path === '' ? 'index.html' : path);
  if (file === undefined) return undefined;
  const body = readFileSync(file);
  const extension = file.pathname.split('.').at(-1) as keyof typeof contentTypes;
  return {
    headers: {
      'Content-Type': contentTypes[extension],
      'Cache-Control': 'no-cache',
      ...(extension === 'html' ? { 'Content-Security-Policy': contentSecurityPolicy(body.toString()) } : {}),
    },
    body,
  };
}

const files = findFiles();

function findFiles(): Map<string, URL> {
  const own = (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => /\.(css|html|js|svg)$/.test(path))
    .map((path) => new URL(path, folder));
  const installed = pathToFileURL(require.resolve('lit-html')).href.replace(/(.*\/lit-html\/).*/, '$1');
  return new Map([
    ...own.map((file): [string, URL] => [file.href.slice(folder.href.length), file]),
    ...library.map((path): [string, URL] => [`lit-html/${path}`, new URL(path, installed)]),
  ]);
}

/** Nothing from elsewhere, no inline script but the page's own import map, and no frame around it. */
function contentSecurityPolicy(html: string): string {
  const importMap = html.replace(/.*<script type="importmap">(.*?)<\/script>.*/s, '$1');
  const hash = createHash('sha256').update(importMap).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
