#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { type CommandOptions, help, type Log, readOptions } from './cli-options.ts';
import { curlCommand, type LoggedRequest, requestJson, requestText } from './http/index.ts';
import type { Sandbox } from './sandbox.ts';

function printJson(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Prints a line for each request. Undefined if nobody wants one. */
function printerOf(log: Log): ((request: LoggedRequest) => void) | undefined {
  if (log === 'json') return (request) => printJson(requestJson(request));
  return log === 'text' ? (request) => console.log(requestText(request)) : undefined;
}

function startText(url: string, { listen, sandbox, log }: CommandOptions): string {
  const locations = [
    ['API', url],
    ...(sandbox.admin === false ? [] : [['Inspector', `${url}/_sandbox/`]]),
    ...(listen.site === undefined ? [] : [['Docs', `${url}/`]]),
  ];
  const lines = locations.map(([name = '', location]) => `  ${name.padEnd(11)}${location}`);
  const requests = log === 'text' ? ' Requests:' : '';
  return `The sandbox is ready.\n\n${lines.join('\n')}\n\nTry it:\n\n${curlCommand(url)}\n\nCtrl-C ends it.${requests}`;
}

async function main(): Promise<number | undefined> {
  // If nobody reads the output any more, the sandbox goes on without it.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  let options: CommandOptions;
  try {
    options = readOptions(process.argv.slice(2), process.stdout.isTTY);
  } catch (error) {
    console.error(`${(error as Error).message}\n\ntruework-sandbox --help lists the options.`);
    return 2;
  }
  if (options.help || options.version) {
    const { host, port } = options.listen;
    console.log(options.help ? `${help}  ${curlCommand(`http://${host}:${port}`)}` : manifest.version);
    return 0;
  }
  let sandbox: Sandbox | undefined;
  try {
    const { createSandbox } = await import('./sandbox.ts');
    sandbox = createSandbox({ ...options.sandbox, onResponse: printerOf(options.log) });
    endOnSignal(sandbox, options.log);
    const { url } = await sandbox.listen(options.listen);
    if (options.log === 'json') printJson({ event: 'listening', time: new Date().toISOString(), url });
    else console.log(startText(url, options));
  } catch (error) {
    const code = reportFailure(error as NodeJS.ErrnoException, options);
    // The first failure is the one that matters.
    await sandbox?.close().catch(() => {});
    return code;
  }
  return undefined;
}

/** Says why the sandbox does not start. @returns The exit code. */
function reportFailure({ code, message }: NodeJS.ErrnoException, { peopleFile }: CommandOptions): number {
  const wrongOptions: Record<string, string | undefined> = {
    invalid_people: peopleFile,
    invalid_webhook_endpoint: '--webhook',
    too_many_webhook_endpoints: '--webhook',
  };
  const wrong = wrongOptions[code ?? ''];
  console.error(wrong === undefined ? message : `${wrong}: ${message}`);
  return wrong === undefined ? 1 : 2;
}

function endOnSignal(sandbox: Sandbox, log: Log): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      sandbox.close().then(
        () => {
          if (log === 'json') printJson({ event: 'stopped', time: new Date().toISOString() });
          else console.log('\nStopped.');
          process.exit(0);
        },
        (error) => {
          console.error((error as Error).message);
          process.exit(1);
        },
      );
    });
  }
}

main().then((code) => {
  process.exitCode = code;
});
