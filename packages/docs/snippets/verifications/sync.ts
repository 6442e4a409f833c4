import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

const { state, reports } = await truework.verifications.create(
  {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    use_case: 'lending',
    loan_id: 'loan-4712',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0007',
      date_of_birth: '1990-04-01',
    },
  },
  { requestSync: 'sync', timeoutMs: 60_000 },
);
console.log(
  state,
  reports?.map(({ employer }) => employer.name),
);
