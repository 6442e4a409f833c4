import { createTruework, ValidationError } from '@truework-legacy/client';
import { standardSchemas } from '@truework-legacy/client/validation';
import { validation } from '@truework-legacy/zod';

const {
  TRUEWORK_TOKEN = 'tw_sk_test_example',
  TRUEWORK_URL = 'http://127.0.0.1:4019',
} = process.env;
const truework = createTruework({
  token: TRUEWORK_TOKEN,
  environment: TRUEWORK_URL,
  validation: standardSchemas(validation, {
    onDrift: (drift) => console.log('drift', drift),
  }),
});

try {
  await truework.verifications.create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '12-34',
    },
  });
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  console.log('status', error.status);
  console.log(error.invalidFields);
}
