import { expect, test } from 'vitest';
import { Metadata } from './generated/response.gen.ts';
import { validation } from './index.ts';
import { validation as miniValidation } from './mini-index.ts';
import { validationOf } from './validation.ts';

test.for([
  ['zod', validation],
  ['zod/mini', miniValidation],
] as const)(
  'validates the request and the success of each operation, with %s',
  ([, { requests, responses }]) => {
    // The contract tests prove that they match the spec.
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(Object.keys(requests)));

    expect(requests['cancelVerification']?.['~standard']).toMatchObject({
      version: 1,
      vendor: 'truework-legacy',
    });
    const validateRequest = requests['cancelVerification']?.['~standard'].validate ?? expect.unreachable();
    const cancellation = { cancellation_reason: 'other' };
    expect(validateRequest(cancellation)).toEqual({ value: cancellation });
    expect(validateRequest({ cancellation_reasons: 'other' })).toMatchObject({
      issues: [
        { path: ['cancellation_reason'], kind: 'missing' },
        { path: ['cancellation_reasons'], kind: 'unknown-field' },
      ],
    });

    const validateResponse =
      responses['createCredentialsSession']?.['~standard'].validate ?? expect.unreachable();
    expect(validateResponse({ id: 'a', token: 'b', expires: 1 })).toMatchObject({
      issues: [{ path: ['expires'], kind: 'unknown-field' }],
    });
  },
);

test('an operation without a body and a success has no validators', () => {
  expect(validationOf({ deleteNote: {} }, { deleteNote: { 302: Metadata } })).toEqual({
    requests: {},
    responses: {},
  });
});
