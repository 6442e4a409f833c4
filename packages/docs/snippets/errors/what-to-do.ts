import {
  createTruework,
  type TrueworkError,
  type VerificationInput,
} from '@truework-legacy/client';

/** What your job queue does with a failed create. */
function whatToDo(
  error: TrueworkError,
): 'fix the input' | 'ask the person' | 'reconcile' | 'run again' | 'alert' {
  switch (error.code) {
    case 'validation':
      return 'fix the input';
    case 'frozen-data':
      return 'ask the person';
    case 'ambiguous-outcome':
      return 'reconcile';
    case 'rate-limited':
    case 'network':
    case 'timeout':
      return 'run again';
    default:
      return 'alert';
  }
}

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

// The sandbox rejects the first with a 400. The others lead to a 451, a 500,
// a 501 and a lost response.
for (const social_security_number of [
  '12-34',
  '000-90-0451',
  '000-90-0500',
  '000-90-0501',
  '000-92-0000',
]) {
  const input: VerificationInput = {
    type: 'employment',
    permissible_purpose: 'credit-application',
    loan_id: 'loan-4711',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number,
    },
  };
  const result = await truework.verifications.create(input).result();
  if (!result.ok) console.log(result.error.code, '→', whatToDo(result.error));
}
