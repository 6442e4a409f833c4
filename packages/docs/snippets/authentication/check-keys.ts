import { createTruework, TrueworkError } from '@truework-legacy/client';

// None of these sends anything: the client rejects what cannot be a secret key.
for (const token of [
  'tw_pk_test_example',
  'Bearer tw_sk_test_example',
  'tw_sk_test_example\n',
  '',
]) {
  try {
    createTruework({ token, environment: 'local' });
  } catch (error) {
    if (error instanceof TrueworkError) console.log(error.message);
  }
}
