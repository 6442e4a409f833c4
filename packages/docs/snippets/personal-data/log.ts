import {
  createTruework,
  TrueworkError,
  type TrueworkOptions,
  type Verification,
} from '@truework-legacy/client';

// A stand-in for your logger.
const log = (line: object) => console.log(JSON.stringify(line));

/** Name what may be logged. A list of what may not forgets the next field. */
const loggable = ({ id, state, loan_id }: Verification) => ({
  id,
  state,
  loan_id,
});

const onAttempt: TrueworkOptions['onAttempt'] =
  ({ operation, attempt }) =>
  ({ status, errorCode }) =>
    log({ event: 'truework', operation, attempt, status, errorCode });

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  onAttempt,
});

try {
  const verification = await truework.verifications.create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    loan_id: 'loan-4711',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-91-0001',
    },
  });
  log({ event: 'created', ...loggable(verification) });
  await truework.verifications.get('no-such-id');
} catch (error) {
  if (!(error instanceof TrueworkError)) throw error;
  log({ event: 'failed', code: error.code, message: error.message });
}
