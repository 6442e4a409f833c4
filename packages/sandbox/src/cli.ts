#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createSandbox, type Sandbox } from './sandbox.ts';

const help = `truework-sandbox: Truework API 2019-10-15 on your machine. Unofficial, not affiliated with Truework.

Usage: truework-sandbox [options]

  --port <number>   Port to listen on; 0 takes a free one (4019)
  --host <address>  Address to listen on (127.0.0.1). Whoever can reach it can use the sandbox
  --data <file>     Keep the state in this SQLite file, over restarts (in memory)
  --seed <text>     What ids and tokens are made from (truework-legacy)
  --site <folder>   Serve the website in this folder beside the API
  --help            Print this

Any bearer key that begins with tw_sk_test_ is an account. Try it:

`;

/** A command that creates a credentials session, to copy. */
function curlLine(url: string): string {
  const body = {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-20-0000' },
  };
  return `curl ${url}/credentials/session -H 'Authorization: Bearer tw_sk_test_demo' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop what uses it, or choose another with --port ${port + 1}.`;
    case 'EACCES':
      return `Port ${port} on ${host} needs rights that you do not have. Choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}. Leave --host out for 127.0.0.1.`;
    default:
      return error.message;
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4019' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      seed: { type: 'string' },
      site: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not ${values.port}.`);
  }
  return { ...values, port: Number(values.port) };
}

async function main(): Promise<number | undefined> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n\ntruework-sandbox --help lists the options.`);
    return 2;
  }
  const { port, host, data, seed, site } = options;
  if (options.help) {
    console.log(`${help}  ${curlLine(`http://${host}:${port}`)}`);
    return 0;
  }
  let sandbox: Sandbox | undefined;
  try {
    sandbox = createSandbox({
      ...(data === undefined ? {} : { data }),
      ...(seed === undefined ? {} : { seed }),
    });
    const { url } = await sandbox.listen({ port, host, ...(site === undefined ? {} : { site }) });
    console.log(
      `Sandbox  ${url}${site === undefined ? '' : `\nDocs     ${url}/`}\n\n${curlLine(url)}\n\nCtrl-C ends it.`,
    );
  } catch (error) {
    console.error(explain(error as NodeJS.ErrnoException, port, host));
    await sandbox?.close();
    return 1;
  }
  const running = sandbox;
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      running.close().then(() => {
        console.log('\nStopped.');
        process.exit(0);
      });
    });
  }
  return undefined;
}

process.exitCode = await main();
