import { createTruework } from '@truework-legacy/client';

const {
  TRUEWORK_TOKEN = 'tw_sk_test_example',
  TRUEWORK_URL = 'http://127.0.0.1:4019',
} = process.env;
const truework = createTruework({
  token: TRUEWORK_TOKEN,
  environment: TRUEWORK_URL,
});

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  loan_id: 'loan-4711',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});

const verification = await truework.verifications.waitFor(id, {
  deadlineMs: 60_000,
});
for (const { employer, employee } of verification.reports ?? []) {
  console.log(verification.state, employer.name, employee.status);
}
