import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

// Asks Lighthouse three times about a page of each kind, as on a phone, and writes the medians into src/data/lighthouse.json. It takes
// minutes and a quiet machine, so no test runs it. On a busy machine, give it priority: `chrt -r 10 node on-demand/lighthouse.ts`.

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
    const scores = medians([await scoresOf(path), await scoresOf(path), await scoresOf(path)]);
    pages.push({ path, ...scores });
    console.log(path, ...Object.entries(scores).map(([category, score]) => `${category} ${score}`));
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

/** The score of each category in one run, up to 100. */
async function scoresOf(path: string): Promise<Record<string, number>> {
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
  const scores = Object.entries(categories as Record<string, { score: number }>);
  return Object.fromEntries(scores.map(([category, { score }]) => [category, Math.round(score * 100)]));
}

/** The middle one of three scores, for each category: a single run of a page varies by a point or two. */
function medians(runs: readonly Record<string, number>[]): Record<string, number> {
  const medianOf = (category: string) =>
    runs.map((scores) => scores[category] ?? 0).sort((one, other) => one - other)[1];
  return Object.fromEntries(
    Object.keys(runs[0] ?? {}).map((category) => [category, medianOf(category) ?? 0]),
  );
}
