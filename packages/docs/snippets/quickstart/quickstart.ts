import { createTruework, ValidationError } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

// The target logs in to their payroll account. The session's token opens
// the browser widget, once.
const session = await truework.credentials.createSession({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-20-0000',
  },
});
console.log('Credentials session', session.id);

// Or you verify without a login. In production each create is charged.
const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { name: 'Example Widgets LLC' },
  },
});

const verification = await truework.verifications.waitFor(id);
console.log('Verification', id, verification.state);

for (const { employer, employee } of verification.reports ?? []) {
  console.log(employer.name, employee.status, employee.hired_date);
  for (const { year, total } of employee.earnings ?? []) {
    console.log('  earnings', year, total);
  }
}

try {
  await truework.verifications.create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000',
    },
  });
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  console.log(error.code, error.status, error.apiMessage);
  console.log(JSON.stringify(error.invalidFields, null, 2));
}
