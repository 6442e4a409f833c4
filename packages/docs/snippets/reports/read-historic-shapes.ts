import { createTruework } from '@truework-legacy/client';
import { readReport } from './historic-shapes.ts';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

// This sandbox's test people with a report of 2019, and with one of 2022.
for (const social_security_number of ['000-91-2019', '000-91-2022']) {
  const { reports } = await truework.verifications.create(
    {
      type: 'employment-income',
      permissible_purpose: 'credit-application',
      target: {
        first_name: 'Riley',
        last_name: 'Sample',
        social_security_number,
        date_of_birth: '1990-04-01',
      },
    },
    { requestSync: 'sync' },
  );
  for (const report of reports ?? []) console.log(readReport(report));
}
