import { expect, test } from 'vitest';
import { validation } from './index.ts';
import { validation as miniValidation } from './mini-index.ts';

test.for([
  ['zod', validation],
  ['zod/mini', miniValidation],
] as const)('of each operation, request and success are judged, with %s', ([, { requests, responses }]) => {
  // That they are those of the spec, the contract tests say.
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(Object.keys(requests)));

  const judgeRequest = requests['cancelVerification']?.['~standard'].validate ?? expect.unreachable();
  const cancellation = { cancellation_reason: 'other' };
  expect(judgeRequest(cancellation)).toEqual({ value: cancellation });
  expect(judgeRequest({ cancellation_reasons: 'other' })).toMatchObject({
    issues: [
      { path: ['cancellation_reason'], kind: 'missing' },
      { path: ['cancellation_reasons'], kind: 'unknown-member' },
    ],
  });

  const judgeAnswer = responses['createCredentialsSession']?.['~standard'].validate ?? expect.unreachable();
  expect(judgeAnswer({ id: 'a', token: 'b', expires: 1 })).toMatchObject({
    issues: [{ path: ['expires'], kind: 'unknown-member' }],
  });
});
