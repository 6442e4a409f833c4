import { afterEach, describe, expect, test } from 'vitest';
import { readRateLimits, type SandboxOptions } from './options.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import type { TenantHandle } from './tenant-handle.ts';

const key = 'tw_sk_test_options';
const secret = 'tw_sk_test_a-secret';

let sandbox: Sandbox | undefined;

afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

function open(): TenantHandle {
  sandbox ??= createSandbox();
  return sandbox.tenant(key);
}

/** What each option must be, and values that it does not take. null is never one. What `people` does not take has a code of its own. */
const rejected: Record<Exclude<keyof SandboxOptions, 'people'>, [expected: string, ...unknown[]]> = {
  clock: [
    'an object with the function now(), and optionally after() and elapsed()',
    1,
    {},
    { now: 1 },
    { now: Date.now, after: 1 },
    { now: Date.now, elapsed: null },
    () => 0,
  ],
  seed: ['a string', 1, {}, Symbol('seed')],
  data: ['a path: a string that is not blank, without NUL', '', ' ', 1, 'a\0b', new URL('file:///tmp/x')],
  rateLimit: [
    'an integer of 1 or more, false, or an object with perKey and perAddress',
    true,
    0,
    -1,
    1.5,
    Number.NaN,
    '10',
    [10],
    { perKey: 0 },
    { perkey: 10 },
    { perAddress: null },
    { perKey: 10, perAddress: 0 },
    new Map(),
    new Date(),
  ],
  unknownPeople: ['one of rejected, made-up', 'made up', true, 1],
  accountUseCase: ['a use_case of the API, such as mortgage', 'mortgages', '', 1],
  reportShape: ['one of current, 2019, 2022', '2020', 2019],
  signing: ['true or false', 'false', 0],
  validateResponses: ['true or false', 'false', 1],
  verificationCap: ['an integer of 1 or more, or Infinity', 0, -1, 1.5, Number.NaN, '10', false],
  send: ['a function', 'https://a.example', {}],
  webhookEndpoints: [
    'an array of objects with url, and token if it has one',
    'https://a.example',
    [null],
    ['https://a.example'],
    [{ URL: 'https://a.example' }],
    [{ token: 'a' }],
    [{ url: 'https://a.example', secret: 'a' }],
    Array(1),
  ],
  admin: ['true or false', 'off', 0],
  onResponse: ['a function', console, 'log'],
};

describe('createSandbox rejects', () => {
  test.for(
    Object.entries(rejected).flatMap(([name, [expected, ...values]]) =>
      [null, ...values].map((value) => [name, value, expected] as const),
    ),
  )('%s: %o', ([name, value, expected]) => {
    expect(() => createSandbox({ [name]: value })).toThrow(
      expect.objectContaining({
        name: 'SandboxError',
        code: 'invalid_option',
        message: expect.stringContaining(`createSandbox: \`${name}\` must be ${expected}, not `),
      }),
    );
  });

  test.for([
    ['ratelimit', 'rateLimit'],
    ['rate_limit', 'rateLimit'],
    ['rateLimits', 'rateLimit'],
    ['verificationsCap', 'verificationCap'],
    ['webhookEndpoint', 'webhookEndpoints'],
    ['onResponses', 'onResponse'],
  ])('the name %s, and says %s', ([name, meant]) => {
    expect(() => createSandbox({ [name as string]: 1 })).toThrow(
      `createSandbox: there is no option \`${name}\`. Did you mean \`${meant}\`?`,
    );
  });

  test('a name that is like none, and says all', () => {
    expect(() => createSandbox({ [secret]: 1 } as never)).toThrow(/The options are clock, seed, data/);
  });

  test.for<[string, string, () => unknown]>([
    ['now', 'milliseconds since 1970, in the years 1 to 9998', () => Number.NaN],
    ['elapsed', 'milliseconds', () => Number.NaN],
    ['elapsed', 'milliseconds', () => '1'],
    ['after', 'a function that cancels it', () => 1],
    ['after', 'a function that cancels it', () => undefined],
    ['after', 'a function that cancels it', async () => {}],
  ])('a clock whose %s() returns something else than %s', ([name, what, method]) => {
    expect(() =>
      createSandbox({ clock: { now: Date.now, elapsed: Date.now, [name]: method } as never }),
    ).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: `createSandbox: \`clock.${name}()\` must return ${what}.`,
      }),
    );
  });

  test('endpoints that are too many, or invalid, before anything is opened', () => {
    const target = { url: 'https://a.example' };
    expect(() => createSandbox({ webhookEndpoints: Array(11).fill(target) })).toThrow(
      expect.objectContaining({
        code: 'too_many_webhook_endpoints',
        message: 'A key can have at most 10 webhook endpoints, not 11.',
      }),
    );
    expect(() => createSandbox({ webhookEndpoints: [{ url: 'http://a.example' }] })).toThrow(
      expect.objectContaining({ code: 'invalid_webhook_endpoint' }),
    );
  });
});

describe('createSandbox takes', () => {
  test('undefined for every option, as absent', async () => {
    const options = Object.fromEntries(Object.keys(rejected).map((name) => [name, undefined]));
    sandbox = createSandbox({ ...options, people: undefined });
    await sandbox.listen({
      port: 0,
      host: undefined,
      site: undefined,
      allowedHosts: undefined,
      allowedOrigins: undefined,
    });
    expect((await sandbox.fetch('http://sandbox/_sandbox/health')).status).toBe(200);
  });

  test('ten endpoints, and a key of 256 characters', () => {
    sandbox = createSandbox({ webhookEndpoints: Array(10).fill({ url: 'https://a.example', token: 'a' }) });
    const longest = `tw_sk_test_${'x'.repeat(245)}`;
    expect(sandbox.tenant(longest).key).toBe(longest);
    expect(() => sandbox?.tenant(`${longest}x`)).toThrow(expect.objectContaining({ code: 'invalid_key' }));
  });

  test.for([
    [1, 1, 1],
    [false, false, false],
    [{}, 10, 10],
    [{ perKey: undefined, perAddress: 5 }, 10, 5],
    [{ perKey: false, perAddress: undefined }, false, 10],
  ] as const)('the rate %j: %s of a key, %s of an address', ([rateLimit, perKey, perAddress]) => {
    sandbox = createSandbox({ rateLimit });
    expect(readRateLimits(rateLimit)).toEqual({ perKey, perAddress });
  });

  test.for([1, Number.POSITIVE_INFINITY])('the cap %s', (verificationCap) => {
    sandbox = createSandbox({ verificationCap });
  });

  test('a clock that is an object of a class', async () => {
    class Standing {
      #ms = 5;
      now() {
        return this.#ms;
      }
    }
    sandbox = createSandbox({ clock: new Standing() });
    expect(sandbox.clock.now()).toBe(5);
  });
});

describe('an error about an option', () => {
  test('never says a value that may be a key or personal data', () => {
    const tenant = open();
    for (const use of [
      () => createSandbox({ unknownPeople: secret as never }),
      () => createSandbox({ rateLimit: 123_456_789 as never, clock: secret as never }),
      () => createSandbox({ webhookEndpoints: [{ url: 'https://a.example', token: `${secret}\n` }] }),
      () => tenant.verifications.count(secret as never),
      () => tenant.verifications.list({ limit: 123_456_789.5 }),
      () => sandbox?.tenant(`${secret} with a blank`),
    ]) {
      try {
        use();
        expect.fail('It was taken.');
      } catch (error) {
        expect((error as Error).message).not.toMatch(/secret|123456789/);
        expect(error).toMatchObject({ name: 'SandboxError' });
      }
    }
  });
});

describe('listen rejects', () => {
  test.for([
    [{ port: -1 }, 'invalid_option'],
    [{ port: 65_536 }, 'invalid_option'],
    [{ port: 1.5 }, 'invalid_option'],
    [{ port: '0' }, 'invalid_option'],
    [{ port: null }, 'invalid_option'],
    [{ host: '' }, 'invalid_host', '`host` must be an address to listen on, such as 127.0.0.1, not '],
    [{ host: 1 }, 'invalid_host'],
    [{ site: '' }, 'invalid_option'],
    [{ site: '/no/such/folder' }, 'invalid_site'],
    [{ site: import.meta.filename }, 'invalid_site'],
    [
      { allowedHosts: 'sandbox' },
      'invalid_option',
      'listen: `allowedHosts` must be an array of host names without port or path, not ',
    ],
    [{ allowedHosts: [1] }, 'invalid_option'],
    [{ allowedHosts: ['http://sandbox.internal'] }, 'invalid_option'],
    [{ allowedHosts: ['sandbox.internal:4019'] }, 'invalid_option'],
    [{ allowedOrigins: '' }, 'invalid_option', 'strings such as http://localhost:3000, not '],
    [{ allowedOrigins: [new URL('http://localhost:3000')] }, 'invalid_option'],
    [{ allowedOrigins: ['localhost:3000'] }, 'invalid_origin'],
    [{ hostname: '127.0.0.1' }, 'invalid_option'],
    [null, 'invalid_option'],
  ] as const)('%j', async ([options, code, message = '']) => {
    const error = { name: 'SandboxError', code, message: expect.stringContaining(message) };
    open();
    await expect(sandbox?.listen(options as never)).rejects.toMatchObject(error);
  });
});

describe('the handle of a key rejects', () => {
  type Use = [what: string, code: string, use: (tenant: TenantHandle) => unknown];
  const uses: Use[] = [
    ['a key that is not a string', 'invalid_key', () => sandbox?.tenant(1 as never)],
    ['an empty key', 'invalid_key', () => sandbox?.tenant('')],
    ['no duration', 'invalid_duration', (tenant) => tenant.clock.advance(undefined as never)],
    ['a duration that is null', 'invalid_duration', (tenant) => tenant.clock.advance(null as never)],
    ['a duration in an array', 'invalid_duration', (tenant) => tenant.clock.advance(['1 day'] as never)],
    ['a duration that is NaN', 'invalid_duration', () => sandbox?.clock.advance(Number.NaN)],
    ['a duration that is a BigInt', 'invalid_duration', () => sandbox?.clock.advance(1n as never)],
    ['an unknown state', 'invalid_option', (tenant) => tenant.verifications.count('done' as never)],
    [
      'a state that every object has',
      'invalid_option',
      (tenant) => tenant.verifications.count('toString' as never),
    ],
    ['an id that is not a string', 'invalid_option', (tenant) => tenant.verifications.find(1 as never)],
    ['a list without a limit', 'invalid_option', (tenant) => tenant.verifications.list({} as never)],
    ['a list of nothing', 'invalid_option', (tenant) => tenant.verifications.list(undefined as never)],
    ['a negative limit', 'invalid_option', (tenant) => tenant.verifications.list({ limit: -1 })],
    ['a limit that is NaN', 'invalid_option', (tenant) => tenant.verifications.list({ limit: Number.NaN })],
    [
      'an offset of a half',
      'invalid_option',
      (tenant) => tenant.verifications.list({ limit: 1, offset: 0.5 }),
    ],
    ['another name', 'invalid_option', (tenant) => tenant.verifications.list({ limit: 1, skip: 1 } as never)],
    ['a move of no id', 'invalid_option', (tenant) => tenant.verifications.move(1 as never, 'canceled')],
    ['a move to no state', 'invalid_option', (tenant) => tenant.verifications.move('x', 'done' as never)],
    ['an unknown id', 'unknown_verification', (tenant) => tenant.verifications.move('x', 'canceled')],
    ['a limit of sessions', 'invalid_option', (tenant) => tenant.credentialsSessions.list(-1)],
    [
      'a token that is not a string',
      'invalid_option',
      (tenant) => tenant.credentialsSessions.find(1 as never),
    ],
    ['no token', 'invalid_option', (tenant) => tenant.credentialsSessions.complete(undefined as never)],
    [
      'a URL that is an object',
      'invalid_webhook_endpoint',
      (tenant) => tenant.webhooks.add(new URL('https://a.example') as never),
    ],
    [
      'a token that is null',
      'invalid_webhook_endpoint',
      (tenant) => tenant.webhooks.add('https://a.example', null as never),
    ],
    ['an id of a target', 'invalid_option', (tenant) => tenant.webhooks.remove('1' as never)],
    ['a limit of deliveries', 'invalid_option', (tenant) => tenant.webhooks.deliveries(1.5)],
    ['an id of a delivery', 'invalid_option', (tenant) => tenant.webhooks.redeliver(0)],
    [
      'an operation that is a BigInt',
      'unknown_operation',
      (tenant) => tenant.faults.add({ operation: 1n, fault: 'html' } as never),
    ],
    ['an id of a rule', 'invalid_option', (tenant) => tenant.faults.remove(Number.NaN)],
    ...[undefined, null, -1, Number.NaN, '1 second'].flatMap((wrong): Use[] => [
      [`the span ${wrong}`, 'invalid_option', (tenant) => tenant.clock.after(wrong as never, () => {})],
      [`the callback ${wrong}`, 'invalid_option', () => sandbox?.clock.after(1, wrong as never)],
    ]),
  ];

  test.for(uses)('%s', async ([, code, use]) => {
    const tenant = open();
    await expect((async () => use(tenant))()).rejects.toMatchObject({
      name: 'SandboxError',
      code,
      // It says where, and which option.
      ...(code === 'invalid_option' && {
        message: expect.stringMatching(/^[a-z.]{5,}: .*`\w+`|: the options/i),
      }),
      ...(code === 'unknown_verification' && { message: 'There is no verification with this id.' }),
    });
  });

  test('a key that is not for a sandbox, and says what is', () => {
    open();
    expect(() => sandbox?.tenant(1 as never)).toThrow('sandbox.tenant: `key` must be a string, not 1.');
    expect(() => sandbox?.tenant('example')).toThrow(
      'sandbox.tenant: Invalid token. Use tw_sk_test_ followed by letters, digits, _ or -, 256 characters at most.',
    );
  });

  test.for([
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [-1, '-1'],
    ['soon', '"soon"'],
    [{}, 'an object'],
  ])('the duration %j, and says so', async ([duration, named]) => {
    await expect(open().clock.advance(duration as never)).rejects.toThrow(
      new RegExp(`^${named} is not a duration. Use`),
    );
  });
});
