#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { printSummary } from './check/print-summary.ts';
import { readTraffic } from './check/read-traffic.ts';
import { summarize } from './check/summarize.ts';

const help = `truework-migrate check <file.har|file.jsonl>

Reads requests of Truework API 2019-10-15 that you recorded or logged, and prints which of them convert to 2023-10-30, which need
something supplied, and what is lost, by field and count. Nothing of a value is printed, and nothing leaves this machine.

A line of a .jsonl file is an object with method, url (or path), body (or json, or data) and headers, or has one as its request.

Exit codes: 0 all requests convert, 1 some need something or cannot be converted, 2 misuse.`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [command, file, ...others] = positionals;
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (command !== 'check' || file === undefined || others.length > 0) {
    console.error(help);
    return 2;
  }
  const summary = summarize(await readTraffic(file));
  console.log(printSummary(summary));
  return summary.operations.every(({ requests, converted }) => requests === converted) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
