import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  pageOf,
  respondWith,
  type TestClient,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { connect } from './connection.ts';
import { ConfigurationError } from './errors.ts';
import type { TrueworkOptions } from './options.ts';
import { createTruework, type Truework } from './truework.ts';

// Every option of every function, with invalid values.

const name = 'Rileyanna';
const number = '000-77-1234';
/** A text that must not appear in a message. */
const secrets = [token, name, number, 'Samplesson'];
const text = `${name} Samplesson ${number} ${token}`;

const wrongFor = {
  milliseconds: [
    ...[Number.NaN, 0, -1, -Infinity, '30s', '30', text, null, {}, [], [1], () => 1, true, 1n],
    ...[Symbol(text), new Date()],
  ],
  settling: [Number.NaN, Infinity, -1, '30s', text, null, {}, [], () => 1, true, 1n],
  count: [Number.NaN, -1, 1.5, Infinity, '2', text, null, {}, [], () => 1, true, 1n, 2 ** 53],
  countFrom1: [Number.NaN, 0, -1, 1.5, Infinity, '2', text, null, {}, [], () => 1, true],
  whole: [Number.NaN, 1.5, Infinity, '2', text, null, {}, [], () => 1, true, 1n, 2 ** 53],
  function: [null, {}, [], text, 7, true, Number.NaN, Promise.resolve()],
  clock: [
    null,
    {},
    [],
    text,
    7,
    true,
    () => 1,
    { now: 1, after: 1 },
    { now: () => 1 },
    { after: () => 1 },
    Date,
  ],
  limiter: [null, {}, [], text, 7, true, () => 1, { acquire: true }],
  validation: [
    null,
    {},
    [],
    text,
    7,
    true,
    false,
    { request: true },
    { createVerification: {} },
    { request: () => {}, response: 7 },
    { request: 7, response: () => {} },
  ],
  signatures: [null, {}, [], text, 7, true, false, { response: true }, { request() {} }],
  signal: [null, {}, [], text, 7, true, () => 1, new AbortController(), { aborted: false }],
  headers: [
    ...[null, [], text, 7, true, () => 1, Promise.resolve({}), new Headers({ 'x-a': text })],
    ...[new Map([['x-a', text]]), { authorization: text }],
    ...[null, undefined, ['a'], `a\nb ${text}`, {}].map((value) => ({ 'x-sample': value })),
  ],
  token: [
    ...[undefined, null, 7, {}, [], () => token, '', ' ', text],
    ...[`${token} `, `Bearer ${token}`, 'tw_pk_test_1', 'tw_sk_', `${token}\n`],
  ],
  environment: [
    ...[Object.create(null), { toString: () => 'sandbox' }, ['sandbox'], Symbol('sandbox')],
    ...[undefined, null, 7, {}, [], '', 'Production', text, 'http://api.example.com', 'ftp://127.0.0.1'],
    ...['https://host/?a=1', `https://${name}:${number}@host`],
  ],
  requestSync: ['Sync', '', text, null, true, 1, {}, [], () => 'sync'],
  since: [
    ...[Number.NaN, 0, -1, Infinity, 1_636_745_339, '30s', '2021-11-12T19:28:59.000', '2021-11-12 19:28'],
    ...[text, null, {}, [], [1_636_745_339_000], () => 1, true, new Date(Number.NaN), ''],
    ...['1636745339000', 'job 7', 'job 2021-11-12', ['2021-11-12T19:28:59Z']],
  ],
  query: [null, Number.NaN, Infinity, {}, () => 1, [1], [null], Symbol(text), new Date(), 1n],
  fields: [
    null,
    7,
    true,
    {},
    () => 1,
    [1],
    [null],
    Symbol(text),
    'id,state',
    new Set(['id']),
    { every: () => true },
  ],
} as const;

type Kind = keyof typeof wrongFor;
type Rules = Readonly<Record<string, Kind>>;

/** What an option of each kind must be, in the words of a message. */
const mustBe: Readonly<Record<Kind, string>> = {
  milliseconds: 'a number of milliseconds above 0',
  settling: 'a number of milliseconds of at least 0',
  count: 'a whole number of at least 0',
  countFrom1: 'a whole number of at least 1',
  whole: 'a whole number',
  function: 'a function',
  clock: 'a clock with now() and after()',
  limiter: 'false or an object with acquire()',
  validation: 'standardSchemas(…), or an object with request() or response()',
  signatures: 'signatureVerifier(…), or an object with response()',
  signal: 'an AbortSignal',
  headers:
    'an object of header names and strings, without accept, authorization, content-type, request-sync, connection, content-length, expect, keep-alive, proxy-authorization, transfer-encoding, upgrade',
  token: 'a string',
  environment: 'sandbox, production, local or a base URL without a query',
  requestSync: "'sync' or 'async'",
  since: 'a Date, an ISO 8601 string with a time zone, or milliseconds (not seconds) since 1970',
  query: 'a string, a finite number, a boolean, or an array of strings',
  fields: 'an array of strings',
};

const optionsOfCalls: Rules = {
  signal: 'signal',
  timeoutMs: 'milliseconds',
  deadlineMs: 'milliseconds',
  retries: 'count',
  headers: 'headers',
};
const optionsOfCreates: Rules = { ...optionsOfCalls, requestSync: 'requestSync' };
const optionsOfClients: Rules = {
  token: 'token',
  environment: 'environment',
  timeoutMs: 'milliseconds',
  deadlineMs: 'milliseconds',
  retries: 'count',
  maxResponseBytes: 'countFrom1',
  headers: 'headers',
  fetch: 'function',
  rateLimiter: 'limiter',
  validation: 'validation',
  signatures: 'signatures',
  onAttempt: 'function',
  onWarning: 'function',
  clock: 'clock',
  random: 'function',
};

/** Each of its properties throws an error with secrets when it is read. */
const throwing = Object.defineProperties(
  {},
  Object.fromEntries(
    ['limit', 'retries', 'deadlineMs', 'data', 'verification_request_id', 'token'].map((name) => [
      name,
      {
        enumerable: true,
        get() {
          throw new Error(text);
        },
      },
    ]),
  ),
);

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

type Take = (client: TestClient, given: never) => unknown;

const making =
  (make: (options: TrueworkOptions) => unknown): Take =>
  ({ sent }, given: object) =>
    make({
      token,
      environment: 'sandbox',
      fetch: async () => expect.unreachable(`a request was sent: ${sent.length}`),
      ...given,
    });

/** Everything that takes options or a query: how it is called with them, and their rules. */
const takers: readonly (readonly [what: string, take: Take, rules: Rules])[] = [
  ['createTruework', making(createTruework), optionsOfClients],
  ['connect', making(connect), optionsOfClients],
  [
    'create',
    ({ truework }, given) => truework.verifications.create(verificationInput, given),
    { ...optionsOfCreates, fields: 'fields' },
  ],
  [
    'reverify',
    ({ truework }, given) => truework.verifications.reverify('A', { report_id: 'B' }, given),
    optionsOfCreates,
  ],
  [
    'cancel',
    ({ truework }, given) => truework.verifications.cancel('A', { cancellation_reason: 'wrong-info' }, given),
    optionsOfCalls,
  ],
  [
    'createSession',
    ({ truework }, given) =>
      truework.credentials.createSession({ ...verificationInput, use_case: 'mortgage' }, given),
    optionsOfCalls,
  ],
  ['list', ({ truework }, given) => truework.verifications.list({}, given), optionsOfCalls],
  [
    'list, iterated',
    async ({ truework }, given) => {
      for await (const _ of truework.verifications.list({}, given));
    },
    optionsOfCalls,
  ],
  ['get', ({ truework }, given) => truework.verifications.get('A', {}, given), optionsOfCalls],
  ['reports.get', ({ truework }, given) => truework.reports.get('A', 'B', {}, given), optionsOfCalls],
  ['reports.getPdf', ({ truework }, given) => truework.reports.getPdf('A', 'B', {}, given), optionsOfCalls],
  ['companies.search', ({ truework }, given) => truework.companies.search({}, given), optionsOfCalls],
  [
    'waitFor',
    ({ truework }, given) => truework.verifications.waitFor('A', given),
    { signal: 'signal', deadlineMs: 'milliseconds' },
  ],
  [
    'reconcile',
    ({ truework }, given: object) =>
      truework.verifications.reconcile(
        { ...verificationInput, loan_id: 'L' },
        { since: new Date(), ...given },
      ),
    { signal: 'signal', settleMs: 'settling', since: 'since' },
  ],
  [
    'the query of list',
    ({ truework }, given) => truework.verifications.list(given),
    { state: 'query', limit: 'whole', offset: 'whole', fields: 'fields', income_analytics: 'query' },
  ],
  [
    'the query of get',
    ({ truework }, given) => truework.verifications.get('A', given),
    { fields: 'fields', income_analytics: 'query' },
  ],
  [
    'the query of companies.search',
    ({ truework }, given) => truework.companies.search(given),
    { q: 'query', limit: 'whole', offset: 'whole' },
  ],
];

/** The error of a function for a value. */
async function problemOf(take: Take, given: unknown): Promise<ConfigurationError> {
  const client = testClient([respondWith(200, pageOf([verification('A')]))]);
  const outcome = await client.clock.run(
    (async () => await take(client, given as never))().then(
      () => 'it was accepted',
      (error: unknown) => error,
    ),
  );
  expect(outcome).toBeInstanceOf(ConfigurationError);
  expect(client.sent).toHaveLength(0);
  const { message, stack } = outcome as ConfigurationError;
  expect(secrets.filter((secret) => `${message}${stack?.split('\n    at ')[0]}`.includes(secret))).toEqual(
    [],
  );
  return outcome as ConfigurationError;
}

describe.for(takers)('%s', ([, take, rules]) => {
  test.for(Object.entries(rules))('rejects a wrong %s, and says what it must be', async ([option, kind]) => {
    const { message } = await problemOf(take, { [option]: wrongFor[kind][0] });
    expect(message).toMatch(new RegExp(`^(?:\\w+: )?${option} must be `));
    expect(message).toContain(`${option} must be ${mustBe[kind]}, not `);
  });

  test('has these options and no others', async () => {
    const { message } = await problemOf(take, { zzzz: text });
    expect(message).toMatch(/unknown option "zzzz"/);
    expect(message.split('Known options: ')[1]).toBe(`${Object.keys(rules).join(', ')}.`);
    for (const option of ['constructor', 'toString', '__proto__', ''])
      await problemOf(take, JSON.parse(`{"${option}":1}`));
  });
});

test.for(Object.keys(wrongFor) as Kind[])('no wrong value of the kind %s is accepted', async (kind) => {
  const [, take, rules] =
    takers.find(([, , each]) => Object.values(each).includes(kind)) ?? expect.unreachable();
  const option = Object.keys(rules).find((name) => rules[name] === kind) as string;
  for (const value of wrongFor[kind]) {
    expect((await problemOf(take, { [option]: value })).message).toContain(option);
  }
});

/** An object with the properties of another, which it inherits. */
const inherit = (options: object): object => Object.create(options);

/** An object with the properties of another as methods of its class. */
function asClass(options: object): object {
  const getters = Object.entries(options).map(([name, value]) => [name, { get: () => value }]);
  return Object.create(Object.defineProperties({}, Object.fromEntries(getters)));
}

describe.for([
  ['inherited', inherit],
  ['getters of a class', asClass],
] as const)('options that are %s', ([, make]) => {
  test('are used by a client', async () => {
    const verified: string[] = [];
    const signatures = { response: ({ operation }: { operation: string }) => void verified.push(operation) };
    const fetch = async () => Response.json(verification('A'));
    const client = createTruework(
      make({ token, environment: 'sandbox', fetch, signatures, rateLimiter: false }) as TrueworkOptions,
    );
    await client.verifications.get('A');
    expect(verified).toEqual(['getVerification']);
    expect(() => createTruework(make({ token, environment: 'sandbox', retries: -1 }) as never)).toThrow(
      'createTruework: retries must be',
    );
  });

  test('are used by a call and a list', async () => {
    const { truework, sent } = testClient([
      respondWith(201, verification('A')),
      respondWith(200, { count: 9, next: 'x', results: [verification('A'), verification('B')] }),
      respondWith(200, { count: 2, next: null, results: [verification('B')] }),
    ]);
    await truework.verifications.create(verificationInput, make({ requestSync: 'sync', fields: ['type'] }));
    expect(sent[0]?.url).toMatch(/\?fields=type%2Cid$/);
    expect(sent[0]?.init.headers).toHaveProperty('request-sync', 'sync');
    for await (const _ of truework.verifications.list(make({ state: 'completed', limit: 2 })));
    expect(sent.slice(1).map(({ url }) => new URL(url).search)).toEqual([
      '?state=completed&limit=2',
      '?state=completed&limit=2&offset=1',
    ]);
  });
});

test.for<[what: string, take: (truework: Truework, options: never) => unknown, place: string]>([
  ['the query of list', ({ verifications }, given) => verifications.list(given), 'query'],
  ['the query of get', ({ verifications }, given) => verifications.get('A', given), 'query'],
  ['the query of a report', ({ reports }, given) => reports.get('A', 'B', given), 'query'],
  ['the query of a PDF', ({ reports }, given) => reports.getPdf('A', 'B', given), 'query'],
  ['the query of the single report', ({ reports }, given) => reports.getSingle('A', given), 'query'],
  ['the query of its PDF', ({ reports }, given) => reports.getSinglePdf('A', given), 'query'],
  ['the query of a search', ({ companies }, given) => companies.search(given), 'query'],
  ['the input of a create', ({ verifications }, given) => verifications.create(given), 'input'],
  ['the input of a reverify', ({ verifications }, given) => verifications.reverify('A', given), 'input'],
  ['the input of a cancel', ({ verifications }, given) => verifications.cancel('A', given), 'input'],
  ['the input of a session', ({ credentials }, given) => credentials.createSession(given), 'input'],
])('an option of a call in %s is an error that says where it belongs', async ([, take, place]) => {
  const { signal } = new AbortController();
  for (const given of [{ signal }, { timeoutMs: 1 }, { headers: {} }]) {
    const { message } = await problemOf(({ truework }, options) => take(truework, options), given);
    const [name = ''] = Object.keys(given);
    const problem =
      place === 'query'
        ? `unknown option "${name}" in the query, before the options. Known options: `
        : `pass ${name} in the options, after the input.`;
    expect(message.split(': ').slice(1).join(': ').startsWith(problem)).toBe(true);
  }
});

test('a query in the options is an error that says where it belongs', async () => {
  const { message } = await problemOf(({ truework }, given) => truework.verifications.list({}, given), {
    limit: 1,
  });
  expect(message).toMatch(/unknown option "limit" in the options, after the query\. Known options: /);
  const create: Take = ({ truework }, given) => truework.verifications.create(verificationInput, given);
  expect((await problemOf(create, { limit: 1 })).message).toContain('in the options, after the input.');
  const inInput: Take = ({ truework }, given: object) =>
    truework.verifications.create({ ...verificationInput, ...given });
  for (const given of [{ fields: ['id'] }, { requestSync: 'sync' }]) {
    const problem = `pass ${Object.keys(given)} in the options, after the input.`;
    expect((await problemOf(inInput, given)).message).toBe(`createVerification: ${problem}`);
  }
});

test('an argument that is not an object is named', async () => {
  const get: Take = ({ truework }, given: [never, never]) => truework.verifications.get('A', ...given);
  for (const [given, what] of [
    [[null], 'the query'],
    [[{}, null], 'options'],
  ] as const)
    expect((await problemOf(get, given)).message).toBe(
      `getVerification: ${what} must be an object, not null.`,
    );
});

test('an argument after the options is an error, and nothing is sent', async () => {
  const { truework, clock, sent, errorOf } = testClient([respondWith(200, verification('A'))]);
  const { credentials, reports, companies } = truework;
  const { reconcile, waitFor, handleEvent, ...verifications } = truework.verifications;
  type Loose = (...given: unknown[]) => Promise<unknown>;
  const methods = Object.values({ ...credentials, ...verifications, ...reports, ...companies }) as Loose[];
  const calls: (() => Promise<unknown>)[] = [
    ...methods.map((method) => () => method('A', 'B', {}, {}, {})),
    () => (reconcile as Loose)({ ...verificationInput, loan_id: 'loan-1' }, { since: clock.now() }, {}),
    () => (waitFor as Loose)('A', {}, {}),
  ];
  for (const call of calls) {
    const { code, message } = await errorOf(call());
    expect([code, message]).toEqual(['configuration', expect.stringContaining('Too many arguments')]);
  }
  expect(sent).toHaveLength(0);
  expect(await (verifications.get as Loose)('A', {}, {}, undefined)).toHaveProperty('id', 'A');
  // As a callback of forEach has.
  [{ data: {} }].forEach(handleEvent);
});

test('an input may have options that are undefined, as a copy of other options has', async () => {
  const { truework } = testClient([respondWith(201, verification('A'))]);
  const input = { ...verificationInput, signal: undefined };
  expect(await truework.verifications.create(input)).toHaveProperty('id', 'A');
});

test('an option that is read twice cannot become another', async () => {
  const values = [1_000, Number.NaN];
  const { truework } = testClient([respondWith(200, verification('A'))]);
  const options = {
    get timeoutMs() {
      return values.shift();
    },
  };
  expect(await truework.verifications.get('A', {}, options)).toHaveProperty('id', 'A');
  expect(values).toEqual([Number.NaN]);
});

/** Other than those that copy what they are called with. */
const takersOfAnything = takers.filter(
  ([what]) => !['createTruework', 'connect', 'reconcile'].includes(what),
);

/** Functions whose only argument, or whose options, are what they are called with. */
const called: readonly (readonly [string, Take])[] = [
  ['createTruework', (_, given) => createTruework(given)],
  ['connect', (_, given) => connect(given)],
  ['reconcile', ({ truework }, given) => truework.verifications.reconcile(verificationInput, given)],
  ...takersOfAnything.map(([what, take]) => [what, take] as const),
];

test.for(called)('%s rejects what is not an object, or cannot be read', async ([, take]) => {
  const notObjects = [
    null,
    7,
    text,
    true,
    [],
    () => 1,
    Symbol(text),
    new Map(),
    new URLSearchParams('limit=1'),
  ];
  for (const value of [...notObjects, throwing, revoked()]) await problemOf(take, value);
});

test.for(called.slice(0, 2))('%s needs options', async ([, take]) => {
  await problemOf(take, undefined);
});

test('what is not an event is rejected', async () => {
  const handle: Take = ({ truework }, given) => truework.verifications.handleEvent(given);
  const events = [undefined, null, 7, text, [], {}, { data: null }, { data: [] }, { data: throwing }];
  for (const event of [...events, throwing, revoked()]) await problemOf(handle, event);
});

describe('a default', () => {
  const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
  const files = globSync('**/*.ts', { cwd: import.meta.dirname }).filter(
    (file) => !/\.test|generated/.test(file),
  );
  const elsewhere: Readonly<Record<string, string>> = {
    'options.ts': 'connection.ts',
    'errors.ts': 'reconcile.ts',
  };
  const units: Readonly<Record<string, number>> = { MiB: 2 ** 20, hours: 3_600_000 };
  const documented = files.flatMap((file) =>
    [
      ...read(file).matchAll(
        /@defaultValue (\d+)(?: \((\d+) (MiB|hours))?(?:(?!\*\/)[\s\S])*\*\/\s*(?:readonly )?(\w+)\?:/g,
      ),
    ].map(([, said = '', count = said, unit = '', name = '']) => ({ file, name, said, count, unit })),
  );

  test.for(documented)('of $name in $file is the one in the code', ({ file, name, said, count, unit }) => {
    const inCode = new RegExp(`\\b${name}(?: =|:) ([\\d_]+(?: \\*+ [\\d_]+)*|default\\w+)`);
    const [, value = ''] = inCode.exec(read(elsewhere[file] ?? file)) ?? [];
    const constant = /^default/.test(value) ? new RegExp(`const ${value} = ([\\d_]+)`) : /(?!)/;
    const number = runInNewContext(constant.exec(files.map(read).join())?.[1] ?? value);
    expect({ said: Number(said), inWords: Number(count) * (units[unit] ?? 1) }).toEqual({
      said: number,
      inWords: number,
    });
  });
});
