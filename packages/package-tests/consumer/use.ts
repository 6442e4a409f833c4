import { connect, createTruework, getVerification, NotFoundError } from '@truework-legacy/client';
import { verifyArchive } from '@truework-legacy/client/signatures';
import { readEvent, testEvent } from '@truework-legacy/client/webhooks';
import { VerificationInput as MiniVerificationInput } from '@truework-legacy/zod/mini/request';
import { VerificationInput } from '@truework-legacy/zod/request';
import { Verification } from '@truework-legacy/zod/response';

const order = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'lending',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    date_of_birth: '1990-01-31',
  },
} as const;

/**
 * What a program of a user's does with each entry point of the packages, against a sandbox.
 *
 * @param url - Where the sandbox is.
 * @returns What the program expects: true where it is so, else what was there instead.
 */
export async function use(url: string): Promise<Record<string, unknown>> {
  return { ...(await useClient(url)), ...(await useSubpaths()), ...useValidators() };
}

async function useClient(url: string): Promise<Record<string, unknown>> {
  const access = { token: 'tw_sk_test_example', environment: url };
  const truework = createTruework(access);
  const created = await truework.verifications.create(order, { requestSync: 'sync' });
  const read = await getVerification(connect(access), created.id);
  const refused = await truework.verifications.get('no-such-id').result();
  return {
    'a verification is created': created.state === 'completed' || created,
    'and read by the function alone': read.id === created.id || read,
    'and is what the validators expect': Verification.safeParse(read).success,
    'a failure is an error of its class': (!refused.ok && refused.error instanceof NotFoundError) || refused,
  };
}

async function useSubpaths(): Promise<Record<string, unknown>> {
  const token = 'hook-token';
  const event = await readEvent(testEvent({ token, type: 'verification_request.state.change' }), token);
  const verdict = await verifyArchive({ version: 1, signature: '', headers: {}, body: '{}' });
  return {
    'a webhook is read': event.hook.event === 'verification_request.state.change' || event,
    'what is not signed is not genuine': !verdict.valid || verdict,
  };
}

function useValidators(): Record<string, unknown> {
  const wrong = { ...order, type: 'palm-reading' };
  return {
    'an order is valid': VerificationInput.safeParse(order).success,
    'a wrong one is not': !VerificationInput.safeParse(wrong).success,
    'to zod/mini neither':
      MiniVerificationInput.safeParse(order).success && !MiniVerificationInput.safeParse(wrong).success,
  };
}
