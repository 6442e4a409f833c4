import { readFileSync } from 'node:fs';
import { createTruework } from '@truework-legacy/client';
import { createSandbox, type TestPerson } from '@truework-legacy/sandbox';

const people: TestPerson[] = JSON.parse(readFileSync('people.json', 'utf8'));
const token = 'tw_sk_test_example';
const sandbox = createSandbox({
  people,
  clock: { now: () => Date.UTC(2019, 10, 5) },
});
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
const tenant = sandbox.tenant(token);

for (const { social_security_number } of people) {
  const created = await truework.verifications
    .create({
      type: 'employment-income',
      permissible_purpose: 'credit-application',
      target: {
        first_name: 'Riley',
        last_name: 'Sample',
        social_security_number,
      },
    })
    .catch(({ status }) => console.log(social_security_number, status));
  if (created === undefined) continue;
  await tenant.clock.advance('3 days');
  const { state, price, reports } = await truework.verifications.get(
    created.id,
  );
  console.log(social_security_number, state, price.amount);
  for (const { employer, employee } of reports ?? []) {
    console.log(
      ' ',
      employer.name,
      employee.status,
      employee.salary?.gross_pay ?? 'no salary',
    );
  }
}

// One key can have people of its own, in place of those for every key.
tenant.people.set([
  { social_security_number: '000-55-0005', states: [{ state: 'canceled' }] },
]);
console.log(tenant.people.list().length);

await sandbox.close();
