import { drift, toInvalidFields } from '@truework-legacy/zod';
import { VerificationInput } from '@truework-legacy/zod/request';
import { Verification } from '@truework-legacy/zod/response';

// A request: strict, as the API is.
const verificationInput: unknown = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    firstName: 'Riley',
    last_name: 'Sample',
    social_security_number: '12-34',
    date_of_birth: '1990-02-30',
  },
};
const checked = VerificationInput.safeParse(verificationInput);
if (!checked.success) {
  for (const { path, message } of checked.error.issues) {
    console.log(`${path.join('.')}: ${message}`);
  }
  console.log(JSON.stringify(toInvalidFields(checked.error), null, 2));
}

// A response: what is new passes, and can be reported.
const response: unknown = {
  id: 'AAAAAAAAQnIA',
  created: '2019-11-05T17:08:44.819814Z',
  state: 'on-hold',
  type: 'employment',
  permissible_purpose: 'credit-application',
  price: { amount: '39.95', currency: 'USD' },
  turnaround_time: {},
  target: { first_name: 'Riley', last_name: 'Sample' },
  branch_id: 'AAAA',
};
const verification = Verification.parse(response);
console.log(verification.state, JSON.stringify(drift(Verification, response)));
