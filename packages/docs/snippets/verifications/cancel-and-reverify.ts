import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});
const input = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
} as const;

const wrong = await truework.verifications.create(input);
const canceled = await truework.verifications.cancel(wrong.id, {
  cancellation_reason: 'wrong-info',
  cancellation_details: 'The name was misspelt.',
});
console.log(canceled.state, canceled.price.amount);

const { id } = await truework.verifications.create(input);
const { reports } = await truework.verifications.waitFor(id);
const again = await truework.verifications.reverify(id, {
  report_id: reports?.[0]?.id ?? '',
});
console.log(again.state, again.id === id);
