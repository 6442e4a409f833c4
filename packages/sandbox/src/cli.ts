#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AnsweredRequest } from './request-log.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import type { TestPerson } from './test-person.ts';

const help = `truework-sandbox: Truework API 2019-10-15 on your machine. Unofficial, not affiliated with Truework.

Usage: truework-sandbox [options]

Where
  --port <number>        Port to listen on; 0 takes a free one (4019)
  --host <address>       Address to listen on (127.0.0.1). Whoever can reach it can use the sandbox
  --allow-host <name>    Host name by which others reach the inspector and the admin API, beside
                         localhost and IP addresses. May be repeated
  --site <folder>        Serve the website in this folder beside the API

State
  --data <file>          Keep the state in this SQLite file, over restarts (in memory)
  --cap <number>         Keep this many verifications of a key; the oldest are forgotten (no limit)
  --seed <text>          What ids, tokens, made-up people and the signing key are made from: the same
                         seed, time and calls give the same bytes (truework-legacy)
  --time <instant>       Stop the clock there, as in 2019-11-05T12:00:00Z. Only the inspector and the
                         admin API move it then (real time)

Behaviour
  --rate-limit <limit>   Requests within a second for each key and endpoint, or off (10). Beyond: 429
  --people <file>        Your own test people: a JSON file with what each one's verifications lead to
  --made-up-people       Complete orders for social security numbers that no list knows, with a
                         made-up report (400, as in Truework's sandbox)
  --webhook <url[=token]>  Send webhooks of every key there: https, or http to this machine. The token
                         is made up when left out. May be repeated
  --check                Check every answer and webhook against the spec before it leaves; what breaks it
                         is a 500 that says why. For tests: the first answer of a kind comes later
  --no-signing           Do not sign answers
  --no-admin             Leave out the inspector and the admin API

Output
  --log json             Print a line of JSON for each request: no key, no personal data
  --help                 Print this

Any bearer key that begins with tw_sk_test_ is an account. What becomes of an order is decided by its
social security number: 000-00-0000 completes, 000-01-0000 is canceled, 000-03-0000 needs action.
The inspector at /_sandbox/ shows requests, moves verifications and the clock, and breaks things.

Try it:

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
    allowNegative: true,
    options: {
      port: { type: 'string', default: '4019' },
      host: { type: 'string', default: '127.0.0.1' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      site: { type: 'string' },
      data: { type: 'string' },
      cap: { type: 'string' },
      seed: { type: 'string' },
      time: { type: 'string' },
      'rate-limit': { type: 'string' },
      people: { type: 'string' },
      'made-up-people': { type: 'boolean', default: false },
      webhook: { type: 'string', multiple: true, default: [] },
      check: { type: 'boolean', default: false },
      signing: { type: 'boolean', default: true },
      admin: { type: 'boolean', default: true },
      log: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().includes('')) throw new Error(`--${name} must not be empty.`);
  }
  for (const name of values['allow-host']) {
    if (!/^[\w.-]+$/.test(name))
      throw new Error(`--allow-host must be a name without port or path, not ${name}.`);
  }
  const { log, site, data, seed, time, cap, people, 'rate-limit': rateLimit } = values;
  if (log !== undefined && log !== 'json') throw new Error(`--log knows json alone, not ${log}.`);
  const sandbox: SandboxOptions = {
    ...(data === undefined ? {} : { data }),
    ...(seed === undefined ? {} : { seed }),
    ...(time === undefined ? {} : { clock: stoppedAt(time) }),
    ...(cap === undefined ? {} : { verificationCap: wholeNumber('--cap', cap, 1) }),
    ...(rateLimit === undefined
      ? {}
      : { rateLimit: rateLimit === 'off' ? false : wholeNumber('--rate-limit', rateLimit, 1, ' or off') }),
    ...(people === undefined ? {} : { people: readPeopleFile(people) }),
    unknownPeople: values['made-up-people'] ? 'made-up' : 'refused',
    webhookTargets: values.webhook.map(readTarget),
    checkAnswers: values.check,
    signing: values.signing,
    admin: values.admin,
    ...(log === undefined ? {} : { onAnswer: (answer) => printJson(requestLine(answer)) }),
  };
  return {
    help: values.help,
    peopleFile: people,
    logsJson: log !== undefined,
    sandbox,
    listen: {
      port: readPort(values.port),
      host: values.host,
      allowedHosts: values['allow-host'],
      ...(site === undefined ? {} : { site }),
    },
  };
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not ${text}.`);
  }
  return Number(text);
}

function wholeNumber(option: string, text: string, least: number, orElse = ''): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new Error(`${option} must be a whole number of ${least} or more${orElse}, not ${text}.`);
  }
  return value;
}

/** Its JSON. The sandbox checks what it says. */
function readPeopleFile(file: string): readonly TestPerson[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`--people: ${file} cannot be read (${code}). It must be a file of JSON.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // Where it is wrong, and not the words of the parser, which quote the file.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? [];
    throw new Error(`--people: ${file} is not JSON${place}.`);
  }
}

/** A clock that stands still. */
function stoppedAt(text: string): { now: () => number } {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T[\d:.]+(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  // A day that no calendar has would become the first of the month after.
  const isDay = new Date(Date.parse(day)).toJSON()?.startsWith(day);
  const instantMs = isDay ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instantMs)) {
    throw new Error(`--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not ${text}.`);
  }
  return { now: () => instantMs };
}

/** A URL, and the token behind its last equals sign where one is there that is no part of a query. */
function readTarget(text: string): { url: string; token?: string } {
  const [, url = text, token] = /^([^?]*?|.*?\?.*?=.*?)=([^=&]+=*)$/.exec(text) ?? [];
  if (token === undefined && url.endsWith('=')) throw new Error(`--webhook has an empty token: ${url}`);
  return token === undefined ? { url } : { url, token };
}

function printJson(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What is printed of a request: names of operations instead of paths, because a path may hold anything. */
function requestLine({
  atMs,
  tenant,
  method,
  operation,
  status,
  fault,
  milliseconds,
}: AnsweredRequest): object {
  return {
    event: 'request',
    time: new Date(atMs).toISOString(),
    tenant,
    method,
    operation,
    status,
    fault,
    durationMs: Math.round(milliseconds * 1000) / 1000,
  };
}

function startText(url: string, { site, admin }: { site: boolean; admin: boolean }): string {
  const places = [
    ['API', url],
    ...(admin ? [['Inspector', `${url}/_sandbox/`]] : []),
    ...(site ? [['Docs', `${url}/`]] : []),
  ];
  const lines = places.map(([name = '', place]) => `  ${name.padEnd(11)}${place}`);
  return `The sandbox is ready.\n\n${lines.join('\n')}\n\nTry it:\n\n${curlLine(url)}\n\nCtrl-C ends it.`;
}

async function main(): Promise<number | undefined> {
  // Who read the output has gone: the sandbox is used without it.
  process.stdout.on('error', () => {});
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n\ntruework-sandbox --help lists the options.`);
    return 2;
  }
  const { port, host, site } = options.listen;
  if (options.help) {
    console.log(`${help}  ${curlLine(`http://${host}:${port}`)}`);
    return 0;
  }
  let sandbox: Sandbox | undefined;
  try {
    const { createSandbox } = await import('./sandbox.ts');
    sandbox = createSandbox(options.sandbox);
    endOnSignal(sandbox, options.logsJson);
    const { url } = await sandbox.listen(options.listen);
    if (options.logsJson) printJson({ event: 'listening', time: new Date().toISOString(), url });
    else console.log(startText(url, { site: site !== undefined, admin: options.sandbox.admin !== false }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'invalid_people') {
      console.error(`${options.peopleFile}: ${(error as Error).message}`);
      return 2;
    }
    console.error(explain(error as NodeJS.ErrnoException, port, host));
    await sandbox?.close();
    return 1;
  }
  return undefined;
}

function endOnSignal(sandbox: Sandbox, logsJson: boolean): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      sandbox.close().then(() => {
        if (logsJson) printJson({ event: 'stopped', time: new Date().toISOString() });
        else console.log('\nStopped.');
        process.exit(0);
      });
    });
  }
}

main().then((code) => {
  process.exitCode = code;
});
