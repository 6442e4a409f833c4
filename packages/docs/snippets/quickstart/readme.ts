import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox();
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
});

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
console.log('Open the widget with', session.token);
