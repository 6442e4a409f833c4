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
    ['zod', Name.extend({ note: z.string(), more: z.string(), rest: z.string() })],
    [
      'zod/mini',
      m.extend(m.pick(miniRequest.TargetInput, { first_name: true, last_name: true }), {
        note: m.string(),
        more: m.string(),
        rest: m.string(),
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

  test('issues of zod keep what they measure, and their messages are made from the type of the value', () => {
    const form = Name.extend({
      email: z.email(),
      count: z.number().max(3),
      note: z.string({ error: ({ input }) => `not a ${typeof input}` }),
    });
    const { issues } = form.safeParse({ ...names, email: 'x', count: 4, note: true }).error ?? {};
    expect(issues).toMatchObject([
      { code: 'invalid_format', format: 'email', origin: 'string' },
      { code: 'too_big', maximum: 3, inclusive: true, origin: 'number' },
      { code: 'invalid_type', expected: 'string', message: 'not a boolean' },
    ]);
  });

  test('the result has what zod transformed, and the input is unchanged', () => {
    const form = Name.extend({
      note: z.string().trim().toUpperCase(),
      source: z.string().default('web'),
      sent: z.codec(z.string(), z.number(), { decode: Number, encode: String }),
    });
    const value = { ...names, note: ' a ', sent: '5' };
    expect(form.parse(value)).toEqual({ ...names, note: 'A', source: 'web', sent: 5 });
    expect(value.note).toBe(' a ');
    const trimmed = Name.extend({ note: z.string().trim() });
    expect(trimmed.parse({ ...names, note: ' a ' })).toEqual({ ...names, note: 'a' });
  });

  test('fields with schemas of ours inside, and with ones that reject undefined', () => {
    const form = Name.extend({
      more: z.object({ target: request.TargetInput }),
      kind: z.exactOptional(Name.shape.first_name),
    });
    expect(form.parse({ ...names, more: { target } })).toEqual({ ...names, more: { target } });
    expect(form.safeParse({ ...names, more: { target }, kind: undefined }).success).toBe(false);
    expect(
      form.safeParse({ ...names, more: { target: { ...target, first_name: 7 } } }).error?.issues,
    ).toMatchObject([{ path: ['more', 'target', 'first_name'], kind: 'type', expected: 'string' }]);
  });

  test('asynchronous fields', async () => {
    const form = Name.extend({
      note: z.string().refine((note) => Promise.resolve(note === 'right'), 'Wrong.'),
    });
    await expect(form.parseAsync({ ...names, note: 'right' })).resolves.toEqual({ ...names, note: 'right' });
    const { error } = await form.safeParseAsync({ ...names, note: canary }, { reportInput: true });
    expect(error?.issues).toEqual([{ code: 'custom', path: ['note'], message: 'Wrong.' }]);
    expect(() => form.safeParse({ ...names, note: 'right' })).toThrow(z.core.$ZodAsyncError);
  });

  test('refinements run on valid input only, and no issue contains a value', () => {
    const form = request.TargetInput.refine(({ first_name }) => first_name !== canary, {
      path: ['first_name'],
      message: 'Another name.',
    });
    expect(form.safeParse({ ...target, first_name: canary }, { reportInput: true }).error?.issues).toEqual([
      { code: 'custom', path: ['first_name'], message: 'Another name.' },
    ]);
    expect(form.safeParse({ ...target, first_name: 7 }).error?.issues).toHaveLength(1);
    const later = request.TargetInput.refine(() => Promise.resolve(false), 'Never.');
    return expect(later.safeParseAsync(target)).resolves.toMatchObject({ success: false });
  });

  test('strictness changes as in zod', () => {
    const more = { ...names, more: 1 };
    expect(Name.safeParse(more).success).toBe(false);
    expect(Name.loose().parse(more)).toEqual(more);
    expect(Name.strip().parse(more)).toEqual(names);
    expect(
      Name.catchall(z.number()).safeParse({ ...more, more: canary }, { reportInput: true }).error?.issues,
    ).toMatchObject([{ path: ['*'], kind: 'type' }]);
    expect(response.Company.strict().safeParse({ id: 'a', name: 'b', more: 1 }).success).toBe(false);
    expect(response.Company.safeParse({ id: 'a', name: 'b', more: 1 }).success).toBe(true);
  });

  test('required reverts partial', () => {
    const form = Name.partial().required();
    expect(form.safeParse({}).error?.issues).toMatchObject([{ kind: 'missing' }, { kind: 'missing' }]);
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
});

test('drift reports on a part of a response, and rejects a schema with fields of others', () => {
  const part = response.Verification.pick({ state: true, price: true });
  const value = { state: 'paused', price: { amount: '1.00', currency: 'USD', tax: 1 } };
  expect(drift(part, value)).toEqual([
    { path: ['state'], kind: 'unknown-value' },
    { path: ['price', 'tax'], kind: 'unknown-field' },
  ]);
  expect(() => drift(part.extend({ note: z.string() }), value)).toThrow('without fields of your own');
});

test('other derived schemas behave as in zod', () => {
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
    expect(z.toJSONSchema(requests.Metadata)).toMatchObject({ additionalProperties: { type: 'string' } });
    expect(z.toJSONSchema(requests.VerificationInput)).toMatchObject({
      properties: { additional_information: { type: 'string', maxLength: 1000 } },
    });
    expect(z.toJSONSchema(responses.Verification)).toMatchObject({
      properties: { created: { type: 'string', format: 'date-time' } },
    });
    expect(JSON.stringify(z.toJSONSchema(responses.InvalidFields))).toContain('"$ref":"#');
  },
);

test('the Standard JSON Schema interface is present', () => {
  const { jsonSchema } = request.CancellationInput['~standard'];
  expect(jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({ required: ['cancellation_reason'] });
});

test('z.compile accepts nothing that the schema rejects', () => {
  const compiled = z.compile(request.TargetInput);
  expect(compiled.safeParse({ ...target, date_of_birth: '2023-02-30' }).success).toBe(false);
  expect(compiled.safeParse(target).success).toBe(true);
});
