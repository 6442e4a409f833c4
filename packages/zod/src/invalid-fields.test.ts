import { verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ReverificationInput, VerificationInput } from './generated/request.gen.ts';
import { type Failure, toApiErrorBody, toInvalidFields } from './invalid-fields.ts';

function failureOf(schema: z.ZodType, value: unknown): Failure {
  return schema.safeParse(value).error ?? expect.unreachable();
}

describe('toInvalidFields', () => {
  test('uses the shape and the messages of the API', () => {
    const failure = failureOf(VerificationInput, {
      type: 'assets',
      target: {
        last_name: null,
        social_security_number: 7,
        date_of_birth: '1990-31-01',
        contact_email: 'x',
      },
      documents: [{ filename: 'a.pdf' }],
      additional_information: 'x'.repeat(1001),
      metadata: [],
      unheard_of: 1,
    });
    expect(toInvalidFields(failure)).toEqual({
      type: ['This is not a valid choice.'],
      permissible_purpose: ['This field is required.'],
      target: {
        first_name: ['This field is required.'],
        last_name: ['This field may not be null.'],
        social_security_number: ['Not a valid string.'],
        date_of_birth: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
        contact_email: ['Enter a valid email address.'],
      },
      documents: { 0: { content: ['This field is required.'] } },
      additional_information: ['Ensure this field has no more than 1000 characters.'],
      metadata: ['Invalid data. Expected a dictionary.'],
      unheard_of: ['This field is not known.'],
    });
  });

  test('shows a name of up to 64 characters, and a path of up to 100 steps', () => {
    const named = (length: number) =>
      Object.keys(toInvalidFields({ issues: [{ path: ['n'.repeat(length)] }] }));
    expect([named(64), named(65)]).toEqual([['n'.repeat(64)], ['*']]);
    const depth = (fields: unknown): number =>
      Array.isArray(fields) ? 0 : 1 + depth(Object.values(fields as object)[0]);
    const deep = (steps: number) => depth(toInvalidFields({ issues: [{ path: Array(steps).fill('a') }] }));
    expect([deep(100), deep(101)]).toEqual([100, 100]);
  });

  test('reports an id that is empty, a number that is too large or too small, and a pattern', () => {
    expect(toInvalidFields(failureOf(ReverificationInput, { report_id: '' }))).toEqual({
      report_id: ['This field may not be blank.'],
    });
    const issues = [
      { path: ['least'], kind: 'bounds', origin: 'number', minimum: 0, inclusive: true },
      { path: ['most'], kind: 'bounds', origin: 'number', maximum: 100, inclusive: true },
      { path: ['pattern'], kind: 'format', format: 'regex' },
      { path: ['format'], kind: 'format', format: 'uuid' },
      { path: ['integer'], kind: 'type', expected: 'int' },
      { path: ['boolean'], kind: 'type', expected: 'boolean' },
      { path: ['list'], kind: 'type', expected: 'array' },
      { path: ['object'], kind: 'type', expected: 'object' },
      { path: ['nothing'], kind: 'type', expected: 'null' },
      { path: ['short'], kind: 'bounds', origin: 'string', minimum: 2, inclusive: true },
      { path: ['few'], kind: 'bounds', origin: 'array', minimum: 2, inclusive: true },
      { path: ['many'], kind: 'bounds', origin: 'array', maximum: 2, inclusive: true },
      { path: ['two'], kind: 'null' },
      { path: ['two'], kind: 'type', expected: 'string' },
      { path: ['two'], kind: 'null' },
    ];
    expect(toInvalidFields({ issues } as Failure)).toEqual({
      least: ['Ensure this value is greater than or equal to 0.'],
      most: ['Ensure this value is less than or equal to 100.'],
      pattern: ['This value does not match the required pattern.'],
      format: ['Enter a valid value.'],
      integer: ['A valid integer is required.'],
      boolean: ['Must be a valid boolean.'],
      list: ['Expected a list of items.'],
      object: ['Invalid data. Expected a dictionary.'],
      nothing: ['Enter a valid value.'],
      short: ['Ensure this field has at least 2 characters.'],
      few: ['Ensure this field has at least 2 elements.'],
      many: ['Ensure this field has no more than 2 elements.'],
      two: ['This field may not be null.', 'Not a valid string.'],
    });
  });

  test('takes the result of a Standard Schema, and issues of other schemas', () => {
    const failure = {
      issues: [{ path: [{ key: 'target' }, { key: 'a' }] }, { path: ['target', 'a'] }, { path: [] }],
    };
    expect(toInvalidFields(failure)).toEqual({
      target: { a: ['Enter a valid value.'] },
      non_field_errors: ['Enter a valid value.'],
    });
    const foreign = z.object({ verificationInput: VerificationInput, note: z.string('Riley is no note') });
    expect(
      toInvalidFields(failureOf(foreign, { verificationInput: { ...verificationInput, type: 'x' } })),
    ).toEqual({
      verificationInput: { type: ['This is not a valid choice.'] },
      note: ['Enter a valid value.'],
    });
  });

  test('an issue of a field hides those inside it', () => {
    const inside = { path: ['a', 'b'] };
    const whole = { path: ['a'] };
    for (const issues of [
      [inside, whole],
      [whole, inside],
    ])
      expect(toInvalidFields({ issues })).toEqual({ a: ['Enter a valid value.'] });
  });
});

describe('toApiErrorBody', () => {
  test('is the error response to a body with invalid fields', () => {
    expect(toApiErrorBody(failureOf(VerificationInput, { ...verificationInput, type: undefined }))).toEqual({
      error: {
        message: 'Invalid field values provided',
        invalid_fields: { type: ['This field is required.'] },
      },
    });
  });

  test('is about the whole body if an issue is', () => {
    expect(toApiErrorBody({ issues: [{ path: ['a'] }, { path: [] }] })).toEqual({
      error: { message: 'Invalid data. Expected a dictionary.' },
    });
  });
});
