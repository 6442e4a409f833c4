#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { printSummary } from './check/print-summary.ts';
import { readTraffic } from './check/read-traffic.ts';
import { summarize } from './check/summarize.ts';

const help = `truework-migrate check <file.har|file.jsonl> [--base-url <url>]

Reads requests of Truework API 2019-10-15 that you recorded or logged, and prints which of them convert to 2023-10-30, which need
something supplied, and what is lost, by field and count. Nothing of a value is printed, and nothing leaves this machine.

A line of a .jsonl file is an object with method, url (or path), body (or json, or data) and headers, or has one as its request.

Requests to hosts of truework.com, truework-sandbox.com and this machine count, and those without a host. --base-url is where your requests
go, if they go through a proxy.

Exit codes: 0 all requests convert, 1 some need something or cannot be converted, 2 misuse, or no request was found.`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, 'base-url': { type: 'string' } },
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
  const baseUrl = values['base-url'];
  if (baseUrl !== undefined && !URL.canParse(baseUrl))
    throw new Error('--base-url must be a URL, such as https://proxy.example.com.');
  const summary = await summarize(readTraffic(file), baseUrl);
  console.log(printSummary(summary));
  if (summary.operations.length === 0) return 2;
  return summary.operations.every(({ requests, converted }) => requests === converted) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
