import { readFileSync } from 'node:fs';
import { operations } from '@truework-legacy/client';
import type * as migrate from '@truework-legacy/migrate';
import { gzipSize } from './bundle.ts';
import { generatePeers } from './peers/generate.ts';
import { peers, rawFetch } from './peers/peers.ts';
import type { Row, Table } from './table.ts';

/** The sizes of our client's entry points, and of peers with the same seven operations. */
export async function measure(): Promise<Table[]> {
  await generatePeers();
  const ours = await weighClient();
  const theirs = await Promise.all(
    [rawFetch, ...peers].map(async ({ subject, file }) => ({
      subject,
      figure: await gzipSize(`export * from './src/peers/${file}'`),
    })),
  );
  const whole = ours[0]?.figure ?? Number.NaN;
  return [
    {
      title: 'seven operations, bundled for browsers by esbuild, minified, gzip -9',
      unit: 'kB',
      ratioTo: '× this client',
      rows: [...ours, ...theirs.sort((a, b) => a.figure - b.figure)].map((row) => ({
        ...row,
        ratio: row.figure / whole,
      })),
    },
    { title: 'migrate, bundled in the same way', unit: 'kB', rows: await weighMigrate() },
  ];
}

/** What the whole of migrate weighs, and how little is left of it if one conversion is used. */
export function weighMigrate(): Promise<(Row & { figure: number })[]> {
  const entries: [name: keyof typeof migrate | '*', atMost: number][] = [
    ['*', 15.1],
    ['ordersFetch', 13.6],
    ['toOrder', 4.2],
    ['fromOrder', 5.4],
    ['toReverification', 0.8],
  ];
  return Promise.all(
    entries.map(async ([name, atMost]) => ({
      subject: name === '*' ? 'migrate, whole' : `${name} alone`,
      figure: await gzipSize(`export ${name === '*' ? name : `{ ${name} }`} from '@truework-legacy/migrate'`),
      budget: { of: 'figure', atMost } as const,
    })),
  );
}

/** What each entry point of the client weighs, the whole client first. The same on every machine. */
export function weighClient(): Promise<(Row & { figure: number })[]> {
  const entries: { subject: string; code: string; atMost?: number }[] = [
    {
      subject: 'this client, whole',
      code: "export { createTruework } from '@truework-legacy/client'",
      // What the client is without a method, and what a generated method may add.
      atMost: (153 + Object.keys(operations).length) / 10,
    },
    {
      subject: 'this client, one operation',
      code: "export { connect, getVerification } from '@truework-legacy/client'",
      atMost: 11.8,
    },
    ...subpathsOfClient().map((subpath) => ({
      subject: `this client, ${subpath} alone`,
      code: `export * from '@truework-legacy/client/${subpath}'`,
    })),
  ];
  return Promise.all(
    entries.map(async ({ subject, code, atMost }) => ({
      subject,
      figure: await gzipSize(code),
      ...(atMost !== undefined && { budget: { of: 'figure', atMost } as const }),
    })),
  );
}

function subpathsOfClient(): string[] {
  const manifest = readFileSync(new URL('../../client/package.json', import.meta.url), 'utf8');
  const { exports } = JSON.parse(manifest) as { exports: Record<string, unknown> };
  return Object.keys(exports)
    .filter((name) => name.startsWith('./') && name !== './package.json')
    .map((name) => name.slice(2));
}
