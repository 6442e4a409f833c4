import { createTruework } from '@truework-legacy/client';

const { TRUEWORK_URL = 'http://127.0.0.1:4019' } = process.env;
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: TRUEWORK_URL,
});

const created = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
console.log(created.state);

const result = await truework.verifications.get('no-such-id').result();
if (!result.ok && result.error.code === 'not-found') {
  console.log(result.error.status, result.error.apiMessage);
  console.log(JSON.stringify(result.error).includes('tw_sk_test_example'));
}
