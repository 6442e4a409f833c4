import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { personalCanaries } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { rejecting, throwing, trap } from '../../test/support/failing-code.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { ConfigurationError, ValidationError } from '../errors.ts';
import type { Warning } from '../options.ts';
import { createTruework } from '../truework.ts';
import type { Drift, StandardSchema } from './standard-schema.ts';
import { type StandardSchemasOptions, standardSchemas } from './standard-schemas.ts';

const { first_name: canary } = personalCanaries;

// A validator is a user's code: whatever it does, a request that it did not accept is not sent, and a response is not lost.

const verificationInput = {
  type: 'employment' as const,
  permissible_purpose: 'credit-application' as const,
  target: { first_name: canary, last_name: 'Sample', social_security_number: '000-00-0000' },
};

function schema(validate: (value: unknown) => unknown): StandardSchema {
  return { '~standard': { validate: validate as never } };
}

function setUp(validator: StandardSchema, options: StandardSchemasOptions = {}) {
  const warnings: Warning[] = [];
  const sent: unknown[] = [];
  const truework = createTruework({
    token: 'tw_sk_test_example',
    environment: 'local',
    rateLimiter: false,
    validation: standardSchemas(
      { requests: { createVerification: validator }, responses: { listVerifications: validator } },
      options,
    ),
    onWarning: (warning) => warnings.push(warning),
    fetch: async (url) => {
      sent.push(url);
      return Response.json({ count: 1, results: [] });
    },
  });
  const create = () => truework.verifications.create(verificationInput).catch((error: unknown) => error);
  return { warnings, sent, create, list: () => truework.verifications.list() };
}

function unreadable(): never {
  throw new Error(canary);
}

const failures: [string, (value: unknown) => unknown, string][] = [
  ...throwing.map(({ way, fail }): [string, () => unknown, string] => [way, fail, 'it threw']),
  ...rejecting.map(({ way, fail }): [string, () => unknown, string] => [way, fail, 'it rejected']),
  ['throws what it received', () => unreadable(), 'it threw'],
  ['rejects with what it received', () => Promise.reject(new Error(canary)), 'it rejected'],
  ...[undefined, null, canary, 5, true, []].map((result): [string, () => unknown, string] => [
    `returns ${inspect(result)}`,
    () => result,
    'its result is not an object',
  ]),
  ['promises nothing', async () => undefined, 'its result is not an object'],
  ['returns issues that are a text', () => ({ issues: canary }), 'its issues are not an array'],
  ['returns issues that are an object', () => ({ issues: { length: 1 } }), 'its issues are not an array'],
  ['returns what cannot be read', () => trap, 'it threw'],
  [
    'promises issues that cannot be read',
    async () => ({ issues: new Proxy([], { get: unreadable }) }),
    'its result cannot be read',
  ],
];

describe.for(failures)('a validator that %s', ([, validate, problem]) => {
  test('prevents a request', async () => {
    const { create, sent } = setUp(schema(validate));
    const error = await create();
    expect(error).toEqual(
      new ConfigurationError(
        `createVerification: the validator of the request failed, because ${problem}. Nothing was sent.`,
      ),
    );
    expect([inspect(error, { depth: Infinity }).includes(canary), sent]).toEqual([false, []]);
  });

  test('does not lose a response, and is reported', async () => {
    const { list, warnings } = setUp(schema(validate));
    expect(await list()).toEqual({ count: 1, results: [] });
    expect(warnings).toEqual([
      {
        code: 'drift',
        message: `listVerifications: the validator of the response failed, because ${problem}.`,
      },
    ]);
    const drifts: Drift[] = [];
    await setUp(schema(validate), { onDrift: (drift) => drifts.push(drift) }).list();
    expect(drifts).toEqual([{ operation: 'listVerifications', path: '', kind: 'validator-failed' }]);
  });
});

describe('a validator that never ends', () => {
  const hang = schema(() => new Promise(() => {}));

  test('prevents a request, after 30 seconds', async () => {
    const clock = testClock();
    const { create, sent } = setUp(hang, { clock });
    const creating = create();
    await clock.advance(29_999);
    expect(clock.planned()).toBe(1);
    expect(await clock.run(creating)).toEqual(
      new ConfigurationError(
        'createVerification: the validator of the request failed, because it took longer than timeoutMs (30000). Nothing was sent.',
      ),
    );
    expect(sent).toEqual([]);
  });

  test('does not lose a response', async () => {
    const clock = testClock();
    const { list, warnings } = setUp(hang, { clock, timeoutMs: 1_000 });
    const listing = list();
    await expect.poll(() => clock.planned()).toBe(1);
    await clock.advance(1_000);
    expect(await listing).toEqual({ count: 1, results: [] });
    expect(warnings.map(({ message }) => message)).toEqual([
      'listVerifications: the validator of the response failed, because it took longer than timeoutMs (1000).',
    ]);
  });

  test('and then rejects is ignored', async () => {
    const clock = testClock();
    let reject = (): void => undefined;
    const late = schema(
      () =>
        new Promise((_, fail) => {
          reject = () => fail(new Error('late'));
        }),
    );
    const creating = setUp(late, { clock }).create();
    const error = await clock.run(creating);
    reject();
    expect(error).toBeInstanceOf(ConfigurationError);
  });
});

test.for([
  ['another realm', (): unknown => runInNewContext('Promise.resolve({ issues: [{ message: "No." }] })')],
  [
    'a library',
    // biome-ignore lint/suspicious/noThenProperty: it is what some libraries return.
    () => ({ then: (resolve: (result: unknown) => void) => resolve({ issues: [{ message: 'No.' }] }) }),
  ],
] as const)('a promise of %s is awaited', async ([, validate]) => {
  const { create, sent } = setUp(schema(validate));
  expect(await create()).toBeInstanceOf(ValidationError);
  expect(sent).toEqual([]);
});

describe('unexpected issues', () => {
  const circle: { key?: unknown } = {};
  circle.key = circle;
  const hostile: [string, unknown, string, unknown][] = [
    ['nothing', undefined, '', { non_field_errors: ['Not valid.'] }],
    ['null', null, '', { non_field_errors: ['Not valid.'] }],
    ['a text', canary, '', { non_field_errors: ['Not valid.'] }],
    ['no message', { path: ['a'] }, '/a', { a: ['Not valid.'] }],
    ['a message that is not text', { path: ['a'], message: [canary] }, '/a', { a: ['Not valid.'] }],
    [
      'a message of 1,000 characters',
      { message: 'No. '.repeat(250) },
      '',
      { non_field_errors: ['No. '.repeat(250)] },
    ],
    ['a longer message', { path: ['a'], message: `No.${' '.repeat(998)}` }, '/a', { a: ['Not valid.'] }],
    ['a path that is not a list', { path: canary, message: 'No.' }, '', { non_field_errors: ['No.'] }],
    ['a path of symbols', { path: [Symbol(canary)], message: 'No.' }, '/*', { '*': ['No.'] }],
    ['a path of nothing', { path: [null, undefined], message: 'No.' }, '/*/*', { '*': { '*': ['No.'] } }],
    ['a circular path', { path: [circle, { key: 'a' }], message: 'No.' }, '/*/a', { '*': { a: ['No.'] } }],
    [
      'a name of 64 characters',
      { path: ['.'.repeat(64)], message: 'No.' },
      `/${'.'.repeat(64)}`,
      { ['.'.repeat(64)]: ['No.'] },
    ],
    ['a longer name', { path: ['.'.repeat(65)], message: 'No.' }, '/*', { '*': ['No.'] }],
    [
      'a step that cannot be read',
      { path: [Object.defineProperty({}, 'key', { get: unreadable })], message: 'No.' },
      '',
      { non_field_errors: ['Not valid.'] },
    ],
    ['what cannot be read', trap, '', { non_field_errors: ['Not valid.'] }],
  ];

  test.for(hostile)('%s', async ([, issue, path, invalidFields]) => {
    const { create, list, sent, warnings } = setUp(schema(() => ({ issues: [issue] })));
    const error = await create();
    expect(error).toMatchObject({ code: 'validation', invalidFields });
    expect([inspect(error, { depth: Infinity }).includes(canary), sent]).toEqual([false, []]);
    await list();
    expect(warnings).toEqual([
      {
        code: 'drift',
        message: `listVerifications: the response does not match the spec at ${path || 'its root'} (mismatch).`,
      },
    ]);
  });

  test.for([5, `${canary} 5`, 'x'.repeat(2 ** 20), null, {}])('an invalid kind: %#', async (kind) => {
    const drifts: Drift[] = [];
    const odd = schema(() => ({ issues: [{ path: [], message: 'No.', kind }] }));
    await setUp(odd, { onDrift: (drift) => drifts.push(drift) }).list();
    expect(drifts).toEqual([{ operation: 'listVerifications', path: '', kind: 'mismatch' }]);
  });

  test('a hundred thousand of them', async () => {
    const many = schema(() => ({
      issues: Array.from({ length: 100_000 }, (_, index) => ({
        path: [`f${index}`],
        message: 'x'.repeat(99),
      })),
    }));
    const drifts: Drift[] = [];
    const { create, list } = setUp(many, { onDrift: (drift) => drifts.push(drift) });
    const { invalidFields, message } = (await create()) as ValidationError;
    expect(Object.keys(invalidFields)).toHaveLength(97);
    expect(message.length).toBeLessThan(12_000);
    await list();
    expect(drifts).toHaveLength(1_000);
  });

  test('one 20,000 steps deep', async () => {
    const deep = schema(() => ({ issues: [{ path: Array(20_000).fill('a'), message: 'No.' }] }));
    const { create, list, warnings } = setUp(deep);
    const error = (await create()) as ValidationError;
    expect(JSON.stringify(error.invalidFields)).toBe(`${'{"a":'.repeat(20)}["No."]${'}'.repeat(20)}`);
    await list();
    expect(warnings[0]?.message).toContain(` ${'/a'.repeat(100)} `);
  });

  test('an empty array, which still means that the value is invalid', async () => {
    const drifts: Drift[] = [];
    const empty = schema(() => ({ issues: [] }));
    const { create, list, sent } = setUp(empty, { onDrift: (drift) => drifts.push(drift) });
    expect(await create()).toMatchObject({ code: 'validation', invalidFields: {} });
    expect(sent).toEqual([]);
    await list();
    expect(drifts).toEqual([{ operation: 'listVerifications', path: '', kind: 'mismatch' }]);
  });

  test('null, which means that the value is valid', async () => {
    const { create, list, sent, warnings } = setUp(schema(() => ({ issues: null })));
    await create();
    await list();
    expect([sent.length, warnings]).toEqual([2, []]);
  });

  test.for([
    [999, 10],
    [1_000, 9],
  ])('10,000 characters of them, each with a separator: the last has %i', async ([last, shown]) => {
    const messages = [...Array(9).fill(999), last].map((length) => 'No. '.repeat(250).slice(0, length));
    const { create } = setUp(schema(() => ({ issues: messages.map((message) => ({ message })) })));
    const { invalidFields } = (await create()) as ValidationError;
    expect(invalidFields['non_field_errors']).toEqual(messages.slice(0, shown));
  });
});

test.for([...[...throwing, ...rejecting], { way: 'never ends', fail: () => new Promise(() => {}) as never }])(
  'onDrift that $way does not lose a response',
  async ({ fail }) => {
    const { list } = setUp(
      schema(() => ({ issues: [{ message: 'No.' }] })),
      { onDrift: fail },
    );
    expect(await list()).toEqual({ count: 1, results: [] });
  },
);
