import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nearestName } from './errors/index.ts';
import { readOrigin } from './http/index.ts';
import { optionRules, type SandboxOptions } from './options.ts';
import type { TestPerson } from './people/index.ts';
import { instantMs, isTime } from './time/index.ts';

export const help = `truework-sandbox: Truework API 2019-10-15 on your machine. Unofficial, not affiliated with Truework.

Usage: truework-sandbox [options]     Defaults are in parentheses

Network
  -p, --port <number>    Port to listen on; 0 takes a free one (4019)
  --host <address>       Address to listen on (127.0.0.1). Anyone who can reach it can use the sandbox
  --allow-host <name>    Another name of this sandbox, besides localhost, IP addresses and names without
                         a dot, such as a container's. May be repeated
  --allow-origin <origin>  Website whose pages may call the sandbox, such as http://localhost:3000.
                         May be repeated (only the sandbox's own pages)
  --site <folder>        Serve the website in this folder next to the API

State
  --data <file>          Store the state in this SQLite file, so that it survives restarts (in memory)
  --cap <number>         Store at most this many verifications per key; the oldest are deleted (no limit)
  --seed <text>          What ids, tokens, made-up people and the signing key are derived from: the same
                         seed, time and calls give the same bytes (truework-legacy)
  --time <instant>       Stop the clock at this time, such as 2019-11-05T12:00:00Z. Then only the inspector
                         and the admin API advance it (real time)

Behaviour
  --rate-limit <limit>   Requests per second for each key and endpoint, or off. More get a 429 (10)
  --people <file>        Your own test people, as a JSON file
  --made-up-people       Complete verifications for unknown social security numbers, with a made-up report
                         (400, as in Truework's sandbox)
  --account-use-case <use case>  The use_case of whatever is created without one (mortgage)
  --report-shape <current|2019|2022>  What reports look like: as the spec says, or as in that year (current)
  --webhook <url[=token]>  Send every key's webhooks to this URL: https, or http to this machine or a
                         container. The token is made up if you leave it out. May be repeated
  --no-check             Do not validate responses and webhooks against the spec (validated: a response that
                         does not match becomes a 500 that says why)
  --no-signing           Do not sign responses
  --no-admin             Leave out the inspector and the admin API

Output
  --log <text|json|off>  Print a line for each request, without keys and personal data
                         (text in a terminal, otherwise off)
  -v, --version          Print the version
  -h, --help             Print this

Any bearer key that begins with tw_sk_test_ works, and has its own data. The social security number decides
what happens to a verification: 000-00-0000 completes, 000-01-0000 is canceled, 000-03-0000 needs action.
The inspector at /_sandbox/ shows requests, advances verifications and the clock, and injects faults.

Try it:

`;

const optionTypes = {
  port: { type: 'string', short: 'p', default: '4019' },
  host: { type: 'string', default: '127.0.0.1' },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  'allow-origin': { type: 'string', multiple: true, default: [] as string[] },
  site: { type: 'string' },
  data: { type: 'string' },
  cap: { type: 'string' },
  seed: { type: 'string' },
  time: { type: 'string' },
  'rate-limit': { type: 'string' },
  people: { type: 'string' },
  'made-up-people': { type: 'boolean' },
  'account-use-case': { type: 'string' },
  'report-shape': { type: 'string' },
  webhook: { type: 'string', multiple: true, default: [] as string[] },
  check: { type: 'boolean', default: true },
  signing: { type: 'boolean', default: true },
  admin: { type: 'boolean', default: true },
  log: { type: 'string' },
  version: { type: 'boolean', short: 'v', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowNegative: true, options: optionTypes }).values;
  } catch (error) {
    throw new Error(misuse(error as NodeJS.ErrnoException));
  }
}

/** What is wrong with the arguments, in one sentence. */
function misuse({ code, message }: NodeJS.ErrnoException): string {
  const quoted = message.replace(/.*?'(?:-\w, )?([^\s']+).*/s, '$1');
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const known = Object.entries(optionTypes).flatMap(([name, { type }]) =>
      type === 'boolean' ? [`--${name}`, `--no-${name}`] : [`--${name}`],
    );
    const meant = nearestName(quoted, known);
    return `Unknown option ${quoted}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
  }
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    return `Unexpected argument ${quoted}. Every option begins with two dashes.`;
  }
  return message.includes('does not take') ? `${quoted} takes no value.` : `${quoted} needs a value.`;
}

/** The options of the command. */
export type CommandOptions = ReturnType<typeof readOptions>;

/**
 * Reads the arguments of the command.
 *
 * @param isTerminal - Whether a person reads what the command prints.
 * @throws Error with a sentence for that person.
 */
export function readOptions(args: readonly string[], isTerminal: boolean) {
  const values = parse(args);
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().includes('')) throw new Error(`--${name} must not be empty.`);
  }
  for (const name of values['allow-host']) {
    if (!/^[\w.-]+$/.test(name))
      throw new Error(`--allow-host must be a name without port or path, not ${name}.`);
  }
  return {
    help: values.help,
    version: values.version,
    log: readLog(values.log, isTerminal),
    sandbox: readSandboxOptions(values),
    peopleFile: values.people,
    listen: {
      port: readPort(values.port),
      host: values.host.replace(/^\[(.*)\]$/, '$1'),
      allowedHosts: values['allow-host'],
      allowedOrigins: values['allow-origin'].map(readOrigin),
      site: values.site,
    },
  };
}

function readSandboxOptions(values: ReturnType<typeof parse>): SandboxOptions {
  const { data, seed, time, cap, people, 'rate-limit': rateLimit } = values;
  const { 'account-use-case': accountUseCase, 'report-shape': reportShape } = values;
  return {
    data,
    seed,
    clock: time === undefined ? undefined : stoppedAt(time),
    verificationCap: cap === undefined ? undefined : wholeNumber('--cap', cap),
    rateLimit: rateLimit === undefined ? undefined : readRateLimit(rateLimit),
    people: people === undefined ? undefined : readPeopleFile(people),
    accountUseCase: checked('--account-use-case', accountUseCase, 'accountUseCase'),
    reportShape: checked('--report-shape', reportShape, 'reportShape'),
    unknownPeople: values['made-up-people'] ? 'made-up' : 'rejected',
    webhookEndpoints: values.webhook.map(readEndpoint),
    validateResponses: values.check,
    signing: values.signing,
    admin: values.admin,
  };
}

/** A text that is right as an option of `createSandbox`. */
function checked<Name extends 'accountUseCase' | 'reportShape'>(
  option: string,
  text: string | undefined,
  name: Name,
): SandboxOptions[Name] {
  const { fits, expected } = optionRules[name];
  if (text !== undefined && !fits(text)) throw new Error(`${option} must be ${expected}, not ${text}.`);
  return text as SandboxOptions[Name];
}

export type Log = 'text' | 'json' | 'off';

function readLog(text: string | undefined, isTerminal: boolean): Log {
  if (text === undefined) return isTerminal ? 'text' : 'off';
  if (text === 'text' || text === 'json' || text === 'off') return text;
  throw new Error(`--log must be text, json or off, not ${text}.`);
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not ${text}.`);
  }
  return Number(text);
}

function readRateLimit(text: string): number | false {
  return text === 'off' ? false : wholeNumber('--rate-limit', text, ' or off');
}

function wholeNumber(option: string, text: string, orElse = ''): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new Error(`${option} must be a whole number of 1 or more${orElse}, not ${text}.`);
  }
  return value;
}

/** Its JSON. The sandbox checks what it says. */
function readPeopleFile(file: string): readonly TestPerson[] {
  let text: string;
  try {
    // Without a byte order mark.
    text = new TextDecoder().decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`--people: ${file} cannot be read (${code}). It must be a JSON file.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // Where it is wrong, and not the words of the parser, which quote the file.
    const [location = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? [];
    throw new Error(`--people: ${file} is not JSON${location}.`);
  }
}

/** A clock that stands still. */
function stoppedAt(text: string): { now: () => number } {
  const stoppedMs = instantMs(text);
  if (!isTime(stoppedMs)) {
    throw new Error(`--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not ${text}.`);
  }
  return { now: () => stoppedMs };
}

/** A URL, and the token after its last equals sign, unless that belongs to a parameter of a query. */
function readEndpoint(text: string): { url: string; token: string | undefined } {
  // In a query, the first equals sign of a parameter is the parameter's.
  const form = text.includes('?') ? /(.*[?&][^=&]*=[^=&]*)=([^=&]+=*)$/ : /(.*)=([^=]+=*)/;
  const [, url = text, token] = form.exec(text) ?? [];
  if (token === undefined && url.endsWith('=')) throw new Error(`--webhook has an empty token: ${url}`);
  return { url, token };
}
