import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { readReport } from './historic-shapes.ts';

const sandbox = createSandbox({
  people: [
    {
      social_security_number: '000-55-0001',
      reports: [
        {
          employer: {
            name: 'Example Widgets LLC',
            address: {
              line_one: '1 Main St',
              city: 'Springfield',
              state: 'IL',
            },
          },
          employee: {
            status: 'inactive',
            end_of_employment: '2019-03-31',
            earnings: [{ year: '2019' }],
          },
        },
        {
          employer: {
            name: 'Example Community Bank',
            address: '2 Main St\nSpringfield, IL 62701',
          },
          employee: {
            status: 'inactive',
            termination_date: '2016-03-31',
            earnings: [{ year: '2016' }],
          },
        },
      ],
    },
  ],
});
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
});

const { reports } = await truework.verifications.create(
  {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-55-0001',
      date_of_birth: '1990-04-01',
    },
  },
  { requestSync: 'sync' },
);
for (const report of reports ?? []) console.log(readReport(report));
await sandbox.close();
