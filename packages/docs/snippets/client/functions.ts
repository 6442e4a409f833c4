import {
  connect,
  createVerification,
  waitForVerification,
} from '@truework-legacy/client';

const {
  TRUEWORK_TOKEN = 'tw_sk_test_example',
  TRUEWORK_URL = 'http://127.0.0.1:4019',
} = process.env;
const connection = connect({
  token: TRUEWORK_TOKEN,
  environment: TRUEWORK_URL,
});

const { id } = await createVerification(connection, {
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0001',
  },
});
const { state } = await waitForVerification(connection, id);
console.log(state);
