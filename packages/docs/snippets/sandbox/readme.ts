import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});

const tenant = sandbox.tenant(token);
const { events } = await tenant.clock.advance('1 second');
console.log(events.map(({ detail }) => detail['to']));

const { state } = await truework.verifications.get(id);
console.log(state);

tenant.webhooks.add('http://127.0.0.1:9/hook', 'a-token-to-compare');
const second = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0001',
  },
});
await tenant.clock.advance('2 days');
const [last] = tenant.webhooks.deliveries();
console.log(
  last?.payload.data.state,
  last?.state,
  last?.attempts.length,
  'attempts',
);

tenant.faults.add({
  operation: 'createVerification',
  times: 1,
  fault: 'lost-response',
});
const lost = await truework.verifications
  .create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0002',
    },
  })
  .catch(() => 'no response');
console.log(lost, 'and', tenant.verifications.count(), 'verifications');

tenant.people.set([
  {
    social_security_number: '000-55-0001',
    states: [
      { state: 'processing', after: '1 hour' },
      { state: 'completed', after: '2 days' },
    ],
    reports: [
      {
        employer: { name: 'Example Widgets LLC' },
        employee: {
          status: 'active',
          positions: [
            { title: 'Welder', start_date: '2016-04-01', end_date: null },
          ],
          salary: {
            gross_pay: '31.50',
            pay_frequency: 'hourly',
            hours_per_week: null,
          },
          earnings: [{ year: '2018', total: '51000.00' }, { year: '2017' }],
        },
      },
      {
        employer: { name: 'Example Community Bank' },
        employee: { termination_date: '2016-03-31' },
      },
    ],
  },
]);
const third = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-55-0001',
  },
});
await tenant.clock.advance('3 days');
const { reports } = await truework.verifications.get(third.id);
console.log(
  reports?.map(({ employer, employee }) => [
    employer.name,
    employee.salary?.gross_pay,
  ]),
);

const snapshot = tenant.snapshot();
tenant.reset();
console.log(tenant.verifications.count());
tenant.restore(snapshot);
console.log(tenant.verifications.find(second.id)?.state);
await sandbox.close();
