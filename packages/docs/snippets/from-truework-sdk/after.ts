import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  // A new key has an empty account. Yours stays the same.
  token: `tw_sk_test_${crypto.randomUUID()}`,
  environment: 'local',
});

// verifications.create(params, { strategy: 'sync' }), which was a response.
const verification = await truework.verifications.create(
  {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0000',
      date_of_birth: '1990-04-01',
    },
  },
  { requestSync: 'sync' },
);

// verifications.getReport({ id }), which knew one report.
for (const { id } of verification.reports ?? []) {
  const report = await truework.reports.get(verification.id, id);
  console.log(report.employer.name, report.employee.status);
}

// verifications.get({ state, limit, offset }), which was one page.
for await (const { state } of truework.verifications.list({
  state: 'completed',
})) {
  console.log(state);
}
