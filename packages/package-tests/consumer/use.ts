import {
  connect,
  createTruework,
  getVerification,
  NotFoundError,
  ValidationError,
} from '@truework-legacy/client';
import {
  archive,
  type SignatureKey,
  signatureVerifier,
  verifyArchive,
} from '@truework-legacy/client/signatures';
import { readEvent, testEvent, webhookHandler } from '@truework-legacy/client/webhooks';
import { fromOrder, ordersFetch, toOrder } from '@truework-legacy/migrate';
import { VerificationInput as MiniVerificationInput } from '@truework-legacy/zod/mini/request';
import { VerificationInput } from '@truework-legacy/zod/request';
import { Verification } from '@truework-legacy/zod/response';

const verificationInput = {
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
 * @returns What the program expects: true if it is so, else what was there instead.
 */
export async function use(url: string): Promise<Record<string, unknown>> {
  return {
    ...(await useClient(url)),
    ...(await useSubpaths()),
    ...useValidators(),
    ...(await useMigrate(url)),
  };
}

async function useClient(url: string): Promise<Record<string, unknown>> {
  const access = { token: 'tw_sk_test_example', environment: url };
  const truework = createTruework(access);
  const created = await truework.verifications.create(verificationInput, { requestSync: 'sync' });
  const read = await getVerification(connect(access), created.id);
  const reportId = read.reports?.[0]?.id ?? '';
  const pdf = await truework.reports.getPdf(created.id, reportId);
  const listed: string[] = [];
  for await (const { id } of truework.verifications.list()) listed.push(id);
  const missing = await truework.verifications.get('no-such-id').result();
  const target = { ...verificationInput.target, date_of_birth: '31.01.1990' };
  const rejected = await truework.verifications.create({ ...verificationInput, target }).result();
  const aborted = await truework.verifications.get(created.id, {}, { signal: AbortSignal.abort() }).result();
  const unreachable = await createTruework({ ...access, environment: 'http://127.0.0.1:9', retries: 0 })
    .verifications.get(created.id)
    .result();
  // Whatever prints, prints no key and no number.
  console.log(truework, connect(access), missing, rejected, aborted, unreachable);
  return {
    'a verification is created': created.state === 'completed' || created,
    'and read by the function alone': read.id === created.id || read,
    'and is what the validators expect': Verification.safeParse(read).success,
    'and is found in the list': listed.includes(created.id) || listed,
    'its report is a PDF': new TextDecoder().decode(pdf.subarray(0, 5)) === '%PDF-' || pdf,
    'a failure is an error of its class': (!missing.ok && missing.error instanceof NotFoundError) || missing,
    'an error response names the field':
      (!rejected.ok &&
        rejected.error instanceof ValidationError &&
        'target' in (rejected.error.invalidFields ?? {})) ||
      rejected,
    'what is aborted says so': (!aborted.ok && aborted.error.code === 'aborted') || aborted,
    'so does what cannot be reached':
      (!unreachable.ok && unreachable.error.code === 'network') || unreachable,
    ...(await useSignatures(url, created.id, reportId)),
  };
}

async function useSignatures(url: string, id: string, reportId: string): Promise<Record<string, unknown>> {
  const keys = [(await (await fetch(`${url}/_sandbox/signing-key`)).json()) as SignatureKey];
  const options = { token: 'tw_sk_test_example', environment: url };
  const careful = createTruework({ ...options, signatures: signatureVerifier({ mode: 'require', keys }) });
  const mistrustful = createTruework({ ...options, signatures: signatureVerifier({ mode: 'require' }) });
  const { response } = await careful.reports.get(id, reportId).withResponse();
  const kept = await verifyArchive(JSON.parse(JSON.stringify(await archive(response, { keys }))), { keys });
  const rejected = await mistrustful.reports.get(id, reportId).result();
  return {
    'a signed report is genuine, and stays so': kept.valid || kept,
    'with keys of Truework alone it is not':
      (!rejected.ok && rejected.error.code === 'signature-invalid') || rejected,
  };
}

async function useSubpaths(): Promise<Record<string, unknown>> {
  const token = 'hook-token';
  const type = 'verification_request.state.change';
  const delivery = testEvent({ token, type });
  const event = await readEvent(delivery, token);
  const heard: string[] = [];
  const receive = webhookHandler({
    token,
    on: {
      [type]: ({ hook }) => {
        heard.push(hook.event);
      },
    },
    onError: () => {},
  });
  const url = 'https://hooks.example/';
  const taken = await receive(new Request(url, delivery));
  const forged = await receive(new Request(url, testEvent({ token: 'other', type })));
  const verdict = await verifyArchive({ version: 1, signature: '', headers: {}, body: '{}' });
  return {
    'a webhook is read': event.hook.event === type || event,
    'and handled': (taken.status === 204 && heard.length === 1) || { status: taken.status, heard },
    'but not with another token': forged.status === 401 || forged.status,
    'what is not signed is not genuine': !verdict.valid || verdict,
  };
}

function useValidators(): Record<string, unknown> {
  const wrong = { ...verificationInput, type: 'palm-reading' };
  return {
    'a create is valid': VerificationInput.safeParse(verificationInput).success,
    'a wrong one is not': !VerificationInput.safeParse(wrong).success,
    'to zod/mini neither':
      MiniVerificationInput.safeParse(verificationInput).success &&
      !MiniVerificationInput.safeParse(wrong).success,
  };
}

async function useMigrate(url: string): Promise<Record<string, unknown>> {
  const { request, notes } = toOrder(verificationInput);
  const price = { amount: '39.95', currency: 'USD' } as const;
  const nothing = {
    employer_search: null,
    truework_direct: null,
    reverification: null,
    target_employer: null,
  };
  const ids = { id: 'order-1', loan_id: null, search_key: null, truework_direct_session_link: null };
  const { verifications } = fromOrder({ ...ids, ...nothing, verification_requests: null }, { price });
  const fetch = ordersFetch({
    price,
    // Whatever the API responds, the client reads it as before.
    fetch: async () => Response.json({ error: { message: 'Not found' } }, { status: 404 }),
  });
  const truework = createTruework({ token: 'tw_sk_test_example', environment: url, fetch });
  const missing = await truework.verifications.get('no-such-id').result();
  return {
    'a create becomes a search': request?.path === '/orders/employer-search' || notes,
    'an order without verifications becomes no verification': verifications.length === 0 || verifications,
    'the client fails as before over orders':
      (!missing.ok && missing.error instanceof NotFoundError) || missing,
  };
}
