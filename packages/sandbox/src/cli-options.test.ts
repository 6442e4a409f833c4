import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { help, readOptions } from './cli-options.ts';
import { testNumbers } from './people/index.ts';

/** A file with this text. */
function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-people-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'people.json');
  writeFileSync(file, text);
  return file;
}

test('the help names every option', () => {
  const named = [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
  expect(named.join(' ')).toBe(
    '--port --host --allow-host --allow-origin --site --data --cap --seed --time --rate-limit --people --made-up-people --account-use-case --report-shape --webhook --no-check --no-signing --no-admin --log --version --help',
  );
});

test('the help has the defaults of options.ts, and what comes of test numbers', () => {
  const options = readFileSync(new URL('options.ts', import.meta.url), 'utf8');
  const defaults = [...options.matchAll(/@defaultValue `?([\w-]+)(?:(?!\*\/)[\s\S])*\*\/\s*(\w+)\?:/g)];
  for (const [option, flag] of [
    ['seed', '--seed <text>'],
    ['rateLimit', '--rate-limit <limit>'],
    ['accountUseCase', '--account-use-case <use case>'],
    ['reportShape', '--report-shape <current|2019|2022>'],
  ] as const) {
    const [, value] = defaults.find(([, , name]) => name === option) ?? expect.unreachable(option);
    const [, text = ''] = help.split(`  ${flag}  `);
    expect(text.split(/\n {2}-|\n\n/)[0], flag).toMatch(new RegExp(`\\(${value}\\)$`));
  }
  const [, seed] = /--seed <text> +([^(]+) \(/.exec(help) ?? [];
  expect(seed?.replaceAll(/\s+/g, ' ')).toBe(
    'What ids, tokens, made-up people and the signing key are derived from: the same seed, time and calls give the same bytes',
  );
  const outcomes = { completes: 'completed', 'is canceled': 'canceled', 'needs action': 'action-required' };
  const numbers = [...help.matchAll(/(\d{3}-\d{2}-\d{4}) (completes|is canceled|needs action)/g)];
  expect(numbers).toHaveLength(3);
  for (const [said, number = '', word] of numbers)
    expect(testNumbers[number]?.outcome, said).toBe(outcomes[word as keyof typeof outcomes]);
});

test('without arguments, the sandbox is as createSandbox and listen have it', () => {
  expect(readOptions([], false)).toEqual({
    help: false,
    version: false,
    log: 'off',
    sandbox: {
      unknownPeople: 'rejected',
      webhookEndpoints: [],
      validateResponses: true,
      signing: true,
      admin: true,
    },
    listen: { port: 4019, host: '127.0.0.1', allowedHosts: [], allowedOrigins: [] },
  });
});

test('every argument becomes its option', () => {
  // Some editors begin a file with a byte order mark.
  const people = fileWith('\uFEFF[{"social_security_number":"000-55-0001"}]');
  const network =
    '-p 0 --host [::1] --site docs --allow-host one --allow-host two --allow-origin http://localhost:3000/';
  const state = '--data x.db --cap 1 --seed golden --time 2019-11-05T12:00:00Z';
  const behaviour = '--rate-limit 20 --made-up-people --account-use-case auto --report-shape 2019';
  const left = `--no-check --no-signing --no-admin --log json --people ${people}`;
  const read = readOptions([network, state, behaviour, left].join(' ').split(' '), true);
  expect(read).toEqual({
    help: false,
    version: false,
    log: 'json',
    peopleFile: people,
    sandbox: {
      data: 'x.db',
      seed: 'golden',
      clock: { now: expect.any(Function) },
      verificationCap: 1,
      rateLimit: 20,
      people: [{ social_security_number: '000-55-0001' }],
      accountUseCase: 'auto',
      reportShape: '2019',
      unknownPeople: 'made-up',
      webhookEndpoints: [],
      validateResponses: false,
      signing: false,
      admin: false,
    },
    listen: {
      port: 0,
      host: '::1',
      allowedHosts: ['one', 'two'],
      allowedOrigins: ['http://localhost:3000'],
      site: 'docs',
    },
  });
  expect(read.sandbox.clock?.now()).toBe(Date.UTC(2019, 10, 5, 12));
});

test.for([
  [['--help', '--version'], { help: true, version: true }],
  [['-h', '-v'], { help: true, version: true }],
  [['--rate-limit', 'off'], { sandbox: { rateLimit: false } }],
  [['--check'], { sandbox: { validateResponses: true } }],
  [['--log', 'off'], { log: 'off' }],
  [['--log', 'text'], { log: 'text' }],
  [['--port', '65535'], { listen: { port: 65_535 } }],
  [['--host', 'a[b]'], { listen: { host: 'a[b]' } }],
  [['--host', '[a]b'], { listen: { host: '[a]b' } }],
  [[], { log: 'text' }],
] as const)('in a terminal, %j means %j', ([args, options]) => {
  expect(readOptions(args, true)).toMatchObject(options);
});

test.for<[text: string, token?: string]>([
  ['http://127.0.0.1:9/hook'],
  ['http://127.0.0.1:9/hook=synthetic-token=', 'synthetic-token='],
  ['https://a.example/?one=1'],
  ['https://a.example/?one=1&two=2'],
  ['https://a.example/?one=1=2&two=3'],
  ['https://a.example/?one=1&two=2=synthetic-token==', 'synthetic-token=='],
  ['https://a.example/one=1==synthetic-token', 'synthetic-token'],
  ['https://a.example/?one=1=synthetic-token', 'synthetic-token'],
])('--webhook %s has the token %s', ([text, token]) => {
  const url = token === undefined ? text : text.slice(0, -token.length - 1);
  expect(readOptions(['--webhook', text], false).sandbox.webhookEndpoints).toEqual([{ url, token }]);
});

test.for([
  ['{"123-45-6789"', ' is not JSON (line 1 column 15).'],
  ['', ' is not JSON.'],
  [undefined, ' cannot be read (ENOENT). It must be a JSON file.'],
])('a file of test people that cannot be read is named, without what it has: %o', ([text, message]) => {
  const file = text === undefined ? '/nowhere/people.json' : fileWith(text);
  expect(() => readOptions(['--people', file], false)).toThrow(`--people: ${file}${message}`);
});

test.for([
  [['--prot', '1'], 'Unknown option --prot. Did you mean --port?'],
  [['--no-chekc'], 'Unknown option --no-chekc. Did you mean --no-check?'],
  [['--madeup-people'], 'Unknown option --madeup-people. Did you mean --made-up-people?'],
  [['--no-prot'], 'Unknown option --no-prot.'],
  [['--verbose'], 'Unknown option --verbose.'],
  [['-x'], 'Unknown option -x.'],
  [['-p'], '--port needs a value.'],
  [['--port', '--host'], '--port needs a value.'],
  [['--version=1'], '--version takes no value.'],
  [['-p', 'x'], '--port must be a number from 0 to 65535, not x.'],
  [['--port', '70000'], '--port must be a number from 0 to 65535, not 70000.'],
  [['--port', '4019.5'], '--port must be a number from 0 to 65535, not 4019.5.'],
  ...['0', '1e3', '+5', '5.0', '9007199254740992'].map(
    (cap) => [['--cap', cap], `--cap must be a whole number of 1 or more, not ${cap}.`] as const,
  ),
  ...['yesterday', '2019-11-05', '2019-13-05T12:00:00Z', '2019-02-30T12:00:00Z', '0000-11-05T12:00:00Z'].map(
    (time) =>
      [
        ['--time', time],
        `--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not ${time}.`,
      ] as const,
  ),
  [['--host', ''], '--host must not be empty.'],
  [['--site', ''], '--site must not be empty.'],
  [
    ['--allow-host', 'sandbox.internal:4019'],
    '--allow-host must be a name without port or path, not sandbox.internal:4019.',
  ],
  [
    ['--allow-origin', 'localhost:3000'],
    'An allowed origin is scheme, host and port, such as http://localhost:3000, and not "localhost:3000".',
  ],
  [['--webhook', 'http://127.0.0.1:9/hook='], '--webhook has an empty token: http://127.0.0.1:9/hook='],
  [['--rate-limit', 'fast'], '--rate-limit must be a whole number of 1 or more or off, not fast.'],
  [['--report-shape', '2020'], '--report-shape must be one of current, 2019, 2022, not 2020.'],
  [
    ['--account-use-case', 'mortgages'],
    '--account-use-case must be a use_case of the API, such as mortgage, not mortgages.',
  ],
  [['--log', 'xml'], '--log must be text, json or off, not xml.'],
  [['extra'], 'Unexpected argument extra. Every option begins with two dashes.'],
] as const)('%j is misuse, and says so in one sentence', ([args, sentence]) => {
  expect(() => readOptions(args, false)).toThrow(expect.objectContaining({ message: sentence }));
});
