import { expect, test } from 'vitest';
import { validation } from './index.ts';
import { validation as miniValidation } from './mini-index.ts';

test.for([
  ['zod', validation],
  ['zod/mini', miniValidation],
] as const)('of each operation, request and success are judged, with %s', ([, { requests, responses }]) => {
  expect(Object.keys(requests)).toEqual([
    'createCredentialsSession',
    'createVerification',
    'reverifyVerification',
    'cancelVerification',
  ]);
  expect(Object.keys(responses)).toHaveLength(9);

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
