import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

const verification = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  loan_id: 'loan-4711',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { name: 'Example Widgets LLC' },
  },
});
console.log(
  verification.state,
  verification.price.amount,
  verification.turnaround_time.best_estimate,
);
