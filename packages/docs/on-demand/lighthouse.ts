import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

// Asks Lighthouse about a page of each kind, as on a phone, and writes what it says into src/data/lighthouse.json. It takes minutes and
// a quiet machine, so no test runs it. On a busy machine, give it priority: `chrt -r 10 node on-demand/lighthouse.ts`.

const version = '13.5.0';
const paths = ['/', '/quickstart/', '/reference/create-verification/', '/contract/'];
const docs = join(import.meta.dirname, '..');
const run = promisify(execFile);

// Compressed, as every host of static files does it.
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://site.invalid');
  const file = join(docs, 'dist', pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  const type = types[extname(file)] ?? 'text/html; charset=utf-8';
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Encoding': 'gzip',
    'Cache-Control': 'max-age=600',
  });
  response.end(gzipSync(readFileSync(file)));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
const pages = [];
try {
  for (const path of paths) {
    const output = join(folder, 'report.json');
    await run(
      'npx',
      [
        '--yes',
        `lighthouse@${version}`,
        `${url}${path}`,
        '--quiet',
        '--no-enable-error-reporting',
        '--only-categories=performance,accessibility,best-practices,seo',
        '--output=json',
        `--output-path=${output}`,
        '--chrome-flags=--headless --no-sandbox --disable-gpu',
      ],
      { env: { ...process.env, CHROME_PATH: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' } },
    );
    const { categories } = JSON.parse(readFileSync(output, 'utf8'));
    const scores = Object.entries(categories as Record<string, { score: number }>).map(
      ([category, { score }]) => [category, Math.round(score * 100)],
    );
    pages.push({ path, ...Object.fromEntries(scores) });
    console.log(path, ...scores.map(([category, score]) => `${category} ${score}`));
  }
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
}
const machine = `Node.js ${process.versions.node} on ${process.platform} ${process.arch}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`;
const measuredOn = new Date().toISOString().slice(0, 10);
writeFileSync(
  join(docs, 'src/data/lighthouse.json'),
  `${JSON.stringify({ version, machine, measuredOn, pages }, null, 2)}\n`,
);
