import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0007',
  },
});
const { state, reports } = await truework.verifications.waitFor(id);
console.log(state);

for (const { employer, employee } of reports ?? []) {
  const [position] = employee.positions;
  console.log(employer.name, position?.title, employee.status);
  if (employee.salary)
    console.log(
      '  pay',
      employee.salary.gross_pay,
      employee.salary.pay_frequency,
    );
  for (const { year, total } of employee.earnings ?? [])
    console.log(' ', year, total ?? 'unknown');
}
