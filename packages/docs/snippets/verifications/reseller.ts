import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

const { reseller_originating_party } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  reseller_originating_party: {
    originating_party: 'Example Community Bank',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
  },
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
console.log(reseller_originating_party);
