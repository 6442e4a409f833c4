import { verificationInput } from '@truework-legacy/spec/test-data';
import { expect, test } from 'vitest';
import { specOperations } from '../spec/index.ts';
import { validateBody } from './request-validation.ts';

const required = ['This field is required.'];

test.for([
  [
    { use_case: 'mortgage' },
    { originating_party: required, permissible_purpose: required, permissable_purpose: required },
  ],
  [{ permissible_purpose: 'credit-application', use_case: 'mortgage' }, { originating_party: required }],
  [{ permissable_purpose: 'credit-application' }, { originating_party: required, use_case: required }],
])(
  'of the two forms of a reseller, what is missing is of the one that was meant: %j',
  ([reseller, missing]) => {
    const create = specOperations.find(({ id }) => id === 'createVerification');
    if (create === undefined) expect.fail('The spec has no create.');
    expect(() =>
      validateBody(create, { ...verificationInput, reseller_originating_party: reseller }),
    ).toThrow(
      expect.objectContaining({
        body: {
          error: {
            message: 'Invalid field values provided',
            invalid_fields: { reseller_originating_party: missing },
          },
        },
      }),
    );
  },
);
