import { createTruework, ValidationError } from '@truework-legacy/client';
import { ordersFetch } from '@truework-legacy/migrate';

const token = 'tw_sk_test_example';

// For verifications that were created before: reads, cancellations and reverifications go to 2019-10-15.
export const legacy = createTruework({ token, environment: 'sandbox' });

// For new verifications.
export const orders = createTruework({
  token,
  environment: 'sandbox',
  fetch: ordersFetch({
    price: 'not-read',
    supplied: (input) => ({ use_case: input.use_case ?? 'mortgage' }),
    onOrder: ({ orderId, verificationIds }) =>
      console.log('store', orderId, verificationIds),
    onNote: ({ kind, path }, operation) => console.log(operation, kind, path),
  }),
});

// Without a company, the date of birth is required now: nothing is sent, and the error says so.
const error = await orders.verifications
  .create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0000',
    },
  })
  .catch((reason: unknown) => reason);
if (error instanceof ValidationError)
  console.log(error.status, JSON.stringify(error.invalidFields));
