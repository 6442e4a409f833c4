import { personalCanaries, verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { drift } from './drift.ts';
import * as miniRequest from './generated/mini-request.gen.ts';
import * as miniResponse from './generated/mini-response.gen.ts';
import * as request from './generated/request.gen.ts';
import * as response from './generated/response.gen.ts';
import { toApiErrorBody, toInvalidFields, validation } from './index.ts';
import { validation as miniValidation } from './mini-index.ts';

const { first_name: canary } = personalCanaries;

// Values that run code when they are read, or that exceed the stack. Each check ends with issues, and no issue contains a value.

function trap(): never {
  throw new Error(canary);
}

function revoked(of: object): object {
  const { proxy, revoke } = Proxy.revocable(of, {});
  revoke();
  return proxy;
}

function nested(levels: number, wrap: (inside: unknown) => unknown): unknown {
  let value: unknown = canary;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

const circle: Record<string, unknown> = { ...verificationInput };
circle['target'] = circle;
circle['documents'] = [circle];

const getter = (name: string) => Object.defineProperty({}, name, { get: trap, enumerable: true });

/** Values with the path of their first issue. */
const values: [string, unknown, (string | number)[]][] = [
  ['a getter', { ...verificationInput, target: getter('first_name') }, ['target']],
  ['a getter of the whole', Object.defineProperty({ ...verificationInput }, 'type', { get: trap }), []],
  ['a proxy that gives nothing', new Proxy(verificationInput, { get: trap }), []],
  ['a proxy of a list', { ...verificationInput, documents: new Proxy([1], { get: trap }) }, ['documents']],
  ['a proxy without names', new Proxy(verificationInput, { ownKeys: trap }), []],
  [
    'a proxy without a prototype',
    new Proxy({ ...verificationInput, unknown: 1 }, { getPrototypeOf: trap }),
    ['unknown'],
  ],
  ['a revoked proxy', revoked({}), []],
  ['a revoked list', revoked([]), []],
  ['a revoked proxy inside', { ...verificationInput, metadata: revoked({}) }, ['metadata']],
  [
    '20,000 objects inside each other',
    nested(20_000, (target) => ({ ...verificationInput, target })),
    ['target', 'first_name'],
  ],
  ['20,000 lists inside each other', nested(20_000, (inside) => [inside]), []],
  [
    '20,000 maps inside each other',
    { ...verificationInput, metadata: nested(20_000, (a) => ({ a })) },
    ['metadata', '*'],
  ],
  ['an object that contains itself', circle, ['target', 'first_name']],
  ['a BigInt', { ...verificationInput, type: 10n }, ['type']],
  ['a symbol', { ...verificationInput, type: Symbol(canary) }, ['type']],
  ['a name of a prototype', JSON.parse(`{"__proto__":{"type":"${canary}"}}`), ['type']],
  ['a name with three digits', { ...verificationInput, a123: 1 }, ['a123']],
  ['a name with four digits', { ...verificationInput, a1b234: 1 }, ['*']],
  ['a name of 64 letters', { ...verificationInput, ['x'.repeat(64)]: 1 }, ['x'.repeat(64)]],
  ['a name of 65 letters', { ...verificationInput, ['x'.repeat(65)]: 1 }, ['*']],
  ['a name of a megabyte', { ...verificationInput, [`${canary}${'y'.repeat(2 ** 20)}`]: 1 }, ['*']],
];

describe.for([
  ['zod', request.VerificationInput, validation],
  ['zod/mini', miniRequest.VerificationInput, miniValidation],
] as const)('%s', ([, schema, { requests }]) => {
  /** Every way to run a check, also detached from its object. */
  const entries: Record<string, (value: unknown) => unknown> = {
    safeParse: (value) => schema.safeParse(value).error?.issues,
    safeParseAsync: async (value) => (await schema.safeParseAsync(value)).error?.issues,
    parse: (value) => {
      try {
        return schema.parse(value);
      } catch (error) {
        return (error as { issues: unknown }).issues;
      }
    },
    parseAsync: (value) => schema.parseAsync(value).catch(({ issues }) => issues),
    'safeParse alone': (value) => {
      const { safeParse } = schema;
      return safeParse(value).error?.issues;
    },
    '~standard': async (value) => {
      const { validate } = schema['~standard'];
      return ((await validate(value)) as { issues: unknown }).issues;
    },
    validation: (value) => {
      const { validate } = requests['createVerification']?.['~standard'] ?? expect.unreachable();
      return (validate(value) as { issues: unknown }).issues;
    },
  };

  test.for(values)('finds %s wrong', async ([, value, path]) => {
    for (const [entry, check] of Object.entries(entries)) {
      const issues = (await check(value)) as { path: unknown; message: string }[];
      expect(issues?.[0]?.path, entry).toEqual(path);
      expect(issues.length, entry).toBeLessThan(20);
      expect(JSON.stringify(issues), entry).not.toContain(canary);
      expect(JSON.stringify(issues).length, entry).toBeLessThan(10_000);
    }
  });

  test('reports an object that cannot be read', () => {
    expect(schema.safeParse({ ...verificationInput, target: getter('first_name') }).error?.issues).toEqual([
      {
        code: 'invalid_type',
        kind: 'type',
        expected: 'unknown',
        path: ['target'],
        message: 'Expected plain data, but a getter or proxy threw while it was read.',
      },
    ]);
  });
});

test.for([
  ['zod', response.VerificationPage],
  ['zod/mini', miniResponse.VerificationPage],
] as const)('drift reports the path of what cannot be read, %s', ([, schema]) => {
  const page = { count: 1, next: null, previous: null, results: [getter('id')] };
  expect(drift(schema, page)).toEqual([{ path: ['results', 0], kind: 'type' }]);
  expect(drift(schema, revoked({}))).toEqual([{ path: [], kind: 'type' }]);
});

describe('toInvalidFields and toApiErrorBody', () => {
  test.for([undefined, null, 'x', {}, { issues: 'x' }, { value: 1 }, { issues: { length: 1 } }])(
    'reject anything but a failed validation: %j',
    (failure) => {
      const words =
        ': failure must have issues, as the error of safeParse() and the result of a failed Standard Schema do.';
      expect(() => toInvalidFields(failure as never)).toThrow(new TypeError(`toInvalidFields${words}`));
      expect(() => toApiErrorBody(failure as never)).toThrow(new TypeError(`toApiErrorBody${words}`));
    },
  );

  const odd: [string, unknown, unknown][] = [
    ['no issue', null, { non_field_errors: ['Enter a valid value.'] }],
    ['a path that is not an array', { path: canary }, { non_field_errors: ['Enter a valid value.'] }],
    ['an issue that cannot be read', getter('path'), { non_field_errors: ['Enter a valid value.'] }],
    [
      'steps that are not names',
      { path: [null, Symbol(canary), {}] },
      { '*': { '*': { '*': ['Enter a valid value.'] } } },
    ],
    ['an issue without a path', { kind: 'missing' }, { non_field_errors: ['This field is required.'] }],
    ['a name of 64 letters', { path: ['x'.repeat(64)] }, { ['x'.repeat(64)]: ['Enter a valid value.'] }],
    ['a name of 65 letters', { path: ['x'.repeat(65)] }, { '*': ['Enter a valid value.'] }],
    ['a name of a megabyte', { path: ['x'.repeat(2 ** 20)] }, { '*': ['Enter a valid value.'] }],
    [
      'names of a prototype',
      { path: ['__proto__', 'constructor', 'polluted'] },
      { ['__proto__']: { constructor: { polluted: ['Enter a valid value.'] } } },
    ],
  ];

  test.for(odd)('take %s of another validator', ([, issue, fields]) => {
    expect(JSON.stringify(toInvalidFields({ issues: [issue as never] }))).toBe(JSON.stringify(fields));
    expect('polluted' in {}).toBe(false);
  });

  test('use 1,000 issues, and 100 steps of a path', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ path: [`f${index}`] }));
    expect(Object.keys(toInvalidFields({ issues: many }))).toHaveLength(1_000);
    const deep = [{ path: Array(20_000).fill('a') }];
    expect(JSON.stringify(toInvalidFields({ issues: deep }))).toBe(
      `${'{"a":'.repeat(100)}["Enter a valid value."]${'}'.repeat(100)}`,
    );
  });
});

test.for([
  undefined,
  null,
  'x',
  {},
  { _zod: null },
  { _zod: { def: {} } },
  z.nullable(miniResponse.Employer),
])('drift rejects anything but a schema of this package: %j', (schema) => {
  const message =
    'drift: schema must be a schema of @truework-legacy/zod or a part of one, without .optional() and without fields of your own.';
  expect(() => drift(schema as never, {})).toThrow(new TypeError(message));
});
