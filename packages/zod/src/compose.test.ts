import { person, personalCanaries } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import * as m from 'zod/mini';
import { drift } from './drift.ts';
import * as miniRequest from './generated/mini-request.gen.ts';
import * as miniResponse from './generated/mini-response.gen.ts';
import * as request from './generated/request.gen.ts';
import * as response from './generated/response.gen.ts';

const { first_name: canary } = personalCanaries;

const target = person;
const names = { first_name: person.first_name, last_name: person.last_name };

/** Everything that an error contains, with every option of zod. */
function shown(schema: z.core.$ZodType, value: unknown): string {
  const options = [{}, { reportInput: true }, { error: (issue: object) => JSON.stringify(issue) }];
  return JSON.stringify(options.map((option) => z.core.safeParse(schema, value, option).error));
}

describe('pick, omit, partial and extend', () => {
  const Name = request.TargetInput.pick({ first_name: true, last_name: true });
  const forms = {
    'zod, pick': Name,
    'zod, omit': request.TargetInput.omit({ social_security_number: true }),
    'zod, partial': request.TargetInput.partial(),
    'zod, extend': Name.extend({ note: z.string().min(3) }),
    'zod, keys': Name.extend({ note: z.record(z.string().max(3), z.string()).or(z.string()) }),
    'zod, safeExtend': Name.safeExtend({ note: z.string().min(3) }),
    'zod, shape': z.strictObject({ ...Name.shape }),
    'zod/mini, pick': m.pick(miniRequest.TargetInput, { first_name: true, last_name: true }),
    'zod/mini, omit': m.omit(miniRequest.TargetInput, { social_security_number: true }),
    'zod/mini, partial': m.partial(miniRequest.TargetInput),
    'zod/mini, extend': m.extend(miniRequest.TargetInput, { note: m.optional(m.string()) }),
  };

  test.for(Object.entries(forms))('%s accepts valid input, and no issue contains a value', ([name, form]) => {
    const note = { note: 'Sample' };
    const right = /xtend|keys/.test(name) ? { ...names, ...note } : names;
    const full = name === 'zod/mini, extend' ? { ...right, ...target } : right;
    expect(z.core.safeParse(form, full)).toMatchObject({ success: true });
    for (const wrong of [
      { first_name: [canary] },
      { first_name: canary.repeat(1000), last_name: { a: canary } },
      { ...names, note: 7, [`x ${canary}`]: canary },
      { ...names, note: { [canary]: canary }, [`x ${canary}`]: canary },
      canary,
      [canary],
    ]) {
      const text = name === 'zod, shape' ? '' : shown(form, wrong);
      expect(z.core.safeParse(form, wrong).success).toBe(false);
      expect(text).not.toContain(canary);
    }
  });

  test.for([
    ['zod', Name.extend({ note: z.string(), more: z.string(), rest: z.unknown() })],
    [
      'zod/mini',
      m.extend(m.pick(miniRequest.TargetInput, { first_name: true, last_name: true }), {
        note: m.string(),
        more: m.string(),
        rest: m.unknown(),
      }),
    ],
  ] as const)('%s reports issues with their kind', ([, form]) => {
    const value = { first_name: null, lastName: 'Sample', note: 7, more: null };
    const { issues } = z.core.safeParse(form, value).error ?? {};
    expect(issues?.map((issue) => [issue.path.join('.'), (issue as { kind?: string }).kind])).toEqual([
      ['first_name', 'null'],
      ['last_name', 'missing'],
      ['lastName', 'unknown-field'],
      ['note', 'type'],
      ['more', 'null'],
      ['rest', 'missing'],
    ]);
  });

  test('issues of zod have a kind', () => {
    const form = Name.extend({
      note: z.email(),
      count: z.number().max(3).min(5).multipleOf(3),
      more: z.enum(['a', 'b']),
      list: z.array(z.strictObject({ a: z.string() })),
    });
    const value = { ...names, note: 'x', count: 4, more: 'c', list: [{ b: 1 }] };
    const { issues = [] } = form.safeParse(value).error ?? {};
    expect(issues.map((issue) => [issue.code, (issue as { kind?: string }).kind])).toEqual([
      ['invalid_format', 'format'],
      ['too_big', 'bounds'],
      ['too_small', 'bounds'],
      ['not_multiple_of', undefined],
      ['invalid_value', 'unknown-value'],
      ['invalid_type', 'missing'],
      ['unrecognized_keys', 'unknown-field'],
    ]);
    expect(form.safeParse('a').error?.issues).toMatchObject([{ path: [], kind: 'type' }]);
  });

  test('functions that make messages are called with an empty value of the same type', () => {
    const inputs: unknown[] = [];
    const note = z.never({ error: ({ input }) => void inputs.push(input) });
    const given = [canary, 7, Number.NaN, 7n, true, null, undefined, [canary], { a: canary }, Symbol(canary)];
    for (const inside of given) Name.extend({ note }).safeParse({ ...names, note: inside });
    expect(inputs.map(String).join('|')).toBe('|0|NaN|0|true|null|undefined||[object Object]|Symbol()');
  });

  test('functions that make messages are called with no data, and in the order of zod', () => {
    const form = Name.extend({
      map: z.preprocess((key) => new Map([[{ key }, 7]]), z.map(z.unknown(), z.string())),
      record: z.record(z.string().max(3), z.string()),
      object: z.strictObject({}),
      union: z.union([z.number(), z.boolean()]),
      refined: z.unknown().refine(() => false, { params: { a: canary } }),
    });
    const [map, record] = [canary, { [canary]: canary }];
    const value = { ...names, map, record, object: record, union: canary, refined: canary };
    const made: { path: unknown[] | undefined }[] = [];
    form.safeParse(value, {
      error: ({ inst, schema, path, ...issue }) => void made.push({ ...issue, path }),
    });
    // Of what is inside of these, zod makes messages itself, and this package drops them.
    expect(JSON.stringify(made.filter(({ path = [] }) => path.length > 0))).not.toContain(canary);
    const messages = (options?: object) =>
      new Set(form.safeParse(value, options).error?.issues.map(({ message }) => message));
    try {
      z.config({ customError: ({ code }) => ({ message: `By config: ${code}` }) });
      const codes = ['invalid_element', 'invalid_key', 'unrecognized_keys', 'invalid_union', 'custom'];
      expect(messages()).toEqual(new Set(codes.map((code) => `By config: ${code}`)));
      expect(messages({ error: () => 'By option.' })).toEqual(new Set(['By option.']));
      z.config({ customError: undefined, localeError: undefined });
      expect(messages()).toEqual(new Set(['Invalid input']));
    } finally {
      z.config({ customError: undefined, ...z.locales.en() });
    }
  });

  test('fields with schemas of ours inside', () => {
    const form = Name.extend({ more: z.object({ target: request.TargetInput }) });
    expect(form.parse({ ...names, more: { target } })).toEqual({ ...names, more: { target } });
    expect(
      form.safeParse({ ...names, more: { target: { ...target, first_name: 7 } } }).error?.issues,
    ).toMatchObject([{ path: ['more', 'target', 'first_name'], kind: 'type', expected: 'string' }]);
  });

  describe('added fields are validated as by zod', () => {
    const fields: Record<string, z.ZodType> = {
      string: z.string().min(3).max(4),
      'string with a message': z.string({ error: 'Not a text.' }).min(3),
      'check with a message': z
        .string({ error: 'Not a text.' })
        .min(3, { error: () => ({ message: 'Short.' }) }),
      prefix: z.string().startsWith('b'),
      email: z.email(),
      integer: z.int().gt(3).lt(9),
      number: z.number().min(3).max(6).multipleOf(4),
      bigint: z.bigint().max(3n),
      boolean: z.literal(true),
      enum: z.enum(['a', 'b']),
      literal: z.literal(['abcd', 7]),
      array: z.array(z.string()).max(1),
      'objects in a list': z.array(z.object({ note: z.string() })),
      object: z.strictObject({ a: z.number() }),
      keys: z.record(z.string().max(0), z.unknown()),
      map: z.preprocess((list) => new Map([[{ list }, 7]]), z.map(z.unknown(), z.string())),
      union: z.union([z.string(), z.number()]),
      'discriminated union': z.discriminatedUnion('a', [
        z.object({ a: z.literal(1) }),
        z.object({ a: z.null() }),
      ]),
      optional: z.string().min(3).optional(),
      nullable: z.string().min(3).nullable(),
      'not optional': z.string().min(3).optional().nonoptional(),
      'exactly optional': z.exactOptional(z.string()),
      default: z.string().default('web'),
      'optional with a default': z.string().default('web').optional(),
      catch: z.string().catch('web'),
      unknown: z.unknown(),
      undefined: z.undefined(),
      coerced: z.coerce.number(),
      'transformed when absent': z
        .string()
        .optional()
        .transform((text) => text ?? 'none'),
      trimmed: z.string().trim(),
      piped: z
        .string()
        .transform((text): string | undefined => text)
        .pipe(z.string().optional()),
      removed: z.string().transform(() => undefined),
      refined: z.unknown().refine((value) => value === 7, { message: 'Not 7.', params: { a: 1 } }),
      never: z.never(),
    };
    const values: unknown[] = [
      undefined,
      null,
      true,
      'a',
      'abcd',
      ' a ',
      [],
      ['a', 7],
      [{ note: 7 }, {}],
      {},
    ];
    values.push(7, 4.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 10n, { a: 1, more: 2 });
    /** What this package shows of an issue of zod. */
    const shownOf = (issue: object) => {
      const hidden = ['exact', 'pattern', 'prefix', 'note', 'discriminator', 'options', 'params', 'received'];
      const shown: Record<string, unknown> = without(issue, hidden);
      for (const name of ['errors', 'issues']) if (name in shown) shown[name] = [];
      if (shown['key'] !== undefined) shown['key'] = '*';
      return shown;
    };
    const without = (issue: object, names: string[]) =>
      Object.fromEntries(Object.entries(issue).filter(([name]) => !names.includes(name)));

    test.for(Object.entries(fields))('%s', ([, note]) => {
      const text = z.string();
      const [ours, zods] = [
        Name.extend({ note }),
        z.strictObject({ first_name: text, last_name: text, note }),
      ];
      for (const value of [names, ...values.map((inside) => Object.freeze({ ...names, note: inside }))]) {
        const [found, wanted] = [ours.safeParse(value), zods.safeParse(value)];
        expect(found.data).toStrictEqual(wanted.data);
        expect(found.error?.issues.map((issue) => without(issue, ['kind']))).toEqual(
          wanted.error?.issues.map(shownOf),
        );
      }
    });
  });

  test('asynchronous fields', async () => {
    const form = Name.extend({
      note: z.string().refine((note) => Promise.resolve(note === 'right'), 'Wrong.'),
    });
    await expect(form.parseAsync({ ...names, note: 'right' })).resolves.toEqual({ ...names, note: 'right' });
    const { error } = await form.safeParseAsync({ ...names, note: canary }, { reportInput: true });
    expect(error?.issues).toStrictEqual([
      { code: 'custom', path: ['note'], message: 'Wrong.', input: undefined },
    ]);
    expect(() => form.safeParse({ ...names, note: 'right' })).toThrow(z.core.$ZodAsyncError);
  });

  test('refinements run on valid input only, one after the other', async () => {
    const messagesOf = async (form: z.ZodType, value: unknown) =>
      (await form.safeParseAsync(value)).error?.issues.map(({ message }) => message);
    for (const wrong of [() => false, () => Promise.resolve(false)]) {
      for (const abort of [false, true]) {
        const refined = (form: z.ZodType) =>
          form.refine(wrong, { message: 'One.', abort }).refine(wrong, 'Two.');
        const messages = abort ? ['One.'] : ['One.', 'Two.'];
        expect(await messagesOf(refined(request.TargetInput), target)).toEqual(messages);
        expect(await messagesOf(refined(request.VerificationType), 'employment')).toEqual(messages);
        expect(await messagesOf(refined(request.VerificationType), 'x')).toEqual([
          'Expected one of: employment, employment-income, tenant-screening.',
        ]);
      }
    }
    const late = request.TargetInput.refine(() => Promise.resolve(true));
    expect(await late.parseAsync(target)).toEqual(target);
    expect(() => late.safeParse(target)).toThrow(z.core.$ZodAsyncError);
  });

  test('an issue that a refinement adds shows no input, whatever it says of itself', () => {
    const path = [canary, 'first_name', 0, Symbol(canary)];
    const own = { code: 'custom', message: 'Wrong.', path, kind: 'type', keys: [canary, 'a_1'] };
    const forms = [
      request.TargetInput.superRefine((input, context) => context.addIssue({ ...own, input } as never)),
      request.TargetInput.check(({ issues, value: input }) => void issues.push({ ...own, input } as never)),
    ];
    for (const form of forms)
      expect(form.safeParse(target, { reportInput: true }).error?.issues).toEqual([
        { code: 'custom', message: 'Wrong.', path: ['*', 'first_name', 0, '*'], keys: ['*', 'a_1'] },
      ]);
    const pathless = request.TargetInput.check(
      ({ issues, value: input }) => void issues.push({ code: 'custom', input }),
    );
    expect(pathless.safeParse(target).error?.issues).toEqual([
      { code: 'custom', message: 'Invalid input', path: [] },
    ]);
  });

  test('strictness changes as in zod', () => {
    const more = { ...names, more: 1 };
    expect(Name.safeParse(more).success).toBe(false);
    expect(Name.loose().parse(more)).toEqual(more);
    expect(Name.strip().parse(more)).toEqual(names);
    expect(
      Name.catchall(z.number()).safeParse({ ...more, more: canary }, { reportInput: true }).error?.issues,
    ).toMatchObject([{ path: ['*'], kind: 'type' }]);
    const Noted = Name.extend({ note: z.number().optional(), toString: z.string().default('web') });
    expect(Noted.loose().parse(more)).toEqual({ ...more, toString: 'web' });
    expect(Noted.strip().parse(more)).toEqual({ ...names, toString: 'web' });
    expect(Noted.safeParse(more).success).toBe(false);
    expect(
      Noted.catchall(z.number()).safeParse({ ...more, note: 'a', more: 'a' }).error?.issues,
    ).toMatchObject([{ path: ['note'] }, { path: ['*'] }]);
    expect(response.Company.strict().safeParse({ id: 'a', name: 'b', more: 1 }).success).toBe(false);
    for (const open of [response.Company, response.Company.extend({ note: z.string().optional() })])
      expect(open.safeParse({ id: 'a', name: 'b', more: 1 }).success).toBe(true);
  });

  test('required reverts partial', () => {
    const form = Name.partial().required();
    expect(form.parse(names)).toEqual(names);
    expect(form.safeParse({ first_name: 7 }).error?.issues.map(({ message }) => message)).toEqual([
      'Expected a string, not a number.',
      'Required (string).',
    ]);
  });
});

test('hostile values are issues of derived schemas too', () => {
  const form = request.VerificationInput.extend({ note: z.optional(z.string()) });
  const value = { type: 'employment', permissible_purpose: 'employment', target };
  let deep: unknown = canary;
  for (let level = 0; level < 20_000; level += 1) deep = { a: deep };
  const trap = Object.defineProperty({ ...value }, 'note', {
    get: () => expect.fail(canary),
    enumerable: true,
  });
  for (const wrong of [
    { ...value, metadata: deep },
    trap,
    { ...value, metadata: JSON.parse('{"__proto__":5}') },
  ]) {
    const { error } = form.safeParse(wrong, { reportInput: true });
    expect(error?.issues).toHaveLength(1);
    expect(JSON.stringify(error)).not.toContain(canary);
  }
  expect(form.safeParse(value).success).toBe(true);
  const more = Object.defineProperty({ ...value }, 'more', {
    get: () => expect.fail(canary),
    enumerable: true,
  });
  expect(form.strip().safeParse(more).error?.issues).toMatchObject([{ path: [], kind: 'type' }]);
});

test('drift reports on a part of a response, and rejects a schema with fields of others', () => {
  const part = response.Verification.pick({ state: true, price: true });
  const value = { state: 'paused', price: { amount: '1.00', currency: 'USD', tax: 1 } };
  expect(drift(part, value)).toEqual([
    { path: ['state'], kind: 'unknown-value' },
    { path: ['price', 'tax'], kind: 'unknown-field' },
  ]);
  expect(() => drift(part.extend({ note: z.string() }), value)).toThrow('without fields of your own');
  const { state } = response.Verification.shape;
  const form = part.partial().extend({ a: state.nullable(), b: z.nonoptional(state.optional()) });
  expect(drift(form, { a: null, b: 'paused' })).toEqual([{ path: ['b'], kind: 'unknown-value' }]);
  expect(() => drift(form.extend({ c: z.exactOptional(state) }), {})).toThrow('without fields of your own');
  const more = { ...target, more: 1 };
  expect(drift(request.TargetInput.loose(), more)).toEqual([]);
  expect(drift(m.catchall(miniRequest.TargetInput, m.unknown()), more)).toEqual([]);
});

test('what else schemas of zod have is there', () => {
  const { jsonSchema } = request.CancellationInput['~standard'];
  expect(jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({ required: ['cancellation_reason'] });
  expect(request.VerificationType.options).toEqual(['employment', 'employment-income', 'tenant-screening']);
  expect(request.VerificationType.exclude(['tenant-screening']).safeParse('tenant-screening').success).toBe(
    false,
  );
  expect(response.VerificationType.options[0].options).toEqual(request.VerificationType.options);
  expect(response.CompanyPage.shape.results.element).toBe(response.Company);
  expect(request.CompanyInput.options[0]).toBe(request.CompanyById);
  expect(miniRequest.TargetInput.shape.first_name.safeParse(7).success).toBe(false);
  expect(miniRequest.VerificationType.options).toEqual(request.VerificationType.options);
});

test.for([
  ['zod', request, response],
  ['zod/mini', miniRequest, miniResponse],
] as const)(
  '%s: schemas are instances of their classes, and convert to JSON Schema',
  ([name, requests, responses]) => {
    expect(requests.TargetInput).toBeInstanceOf(name === 'zod' ? z.ZodObject : m.ZodMiniObject);
    expect(requests.VerificationType).toBeInstanceOf(z.core.$ZodEnum);
    for (const schemas of [requests, responses]) {
      for (const schema of Object.values(schemas)) {
        if ('_zod' in schema) expect(z.toJSONSchema(schema)).toHaveProperty('$schema');
      }
    }
    expect(z.toJSONSchema(requests.CancellationInput)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        cancellation_reason: {
          type: 'string',
          enum: ['immediate', 'high-turnaround-time', 'competitor', 'wrong-info', 'other'],
        },
        cancellation_details: { type: ['string', 'null'] },
      },
      required: ['cancellation_reason'],
      additionalProperties: false,
    });
    expect(z.toJSONSchema(responses.Verification)).toMatchObject({
      properties: { created: { type: 'string', format: 'date-time' } },
    });
    expect(JSON.stringify(z.toJSONSchema(responses.InvalidFields))).toContain('"$ref":"#');
  },
);
