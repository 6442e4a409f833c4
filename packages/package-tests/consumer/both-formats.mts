import { createRequire } from 'node:module';
import * as importedClient from '@truework-legacy/client';
import * as importedSignatures from '@truework-legacy/client/signatures';
import * as importedChecks from '@truework-legacy/client/validation';
import * as importedWebhooks from '@truework-legacy/client/webhooks';
import * as importedSandbox from '@truework-legacy/sandbox';
import * as importedZod from '@truework-legacy/zod';

const require = createRequire(import.meta.url);

/** The packages in one module format. */
const imported = {
  client: importedClient,
  signatures: importedSignatures,
  checks: importedChecks,
  webhooks: importedWebhooks,
  zod: importedZod,
};
type Format = typeof imported;

const required: Format = {
  client: require('@truework-legacy/client'),
  signatures: require('@truework-legacy/client/signatures'),
  checks: require('@truework-legacy/client/validation'),
  webhooks: require('@truework-legacy/client/webhooks'),
  zod: require('@truework-legacy/zod'),
};

const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  loan_id: 'loan-4711',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
} as const;

const access = { token: 'tw_sk_test_example', environment: 'local', rateLimiter: false } as const;

/** A program whose client is in one format, and all that it plugs in and tests with in the other. */
async function mix(own: Format, other: Format): Promise<Record<string, unknown>> {
  return {
    ...(await recover(own, other)),
    ...(await plugIn(own, other)),
    ...(await receive(own, other)),
    'the two formats are two implementations': own.client.createTruework !== other.client.createTruework,
  };
}

/** The README's recovery, with the class of the other format. */
async function recover(own: Format, other: Format): Promise<Record<string, unknown>> {
  const sandbox = importedSandbox.createSandbox();
  sandbox
    .tenant(access.token)
    .faults.add({ operation: 'createVerification', times: 1, fault: 'lost-response' });
  const truework = own.client.createTruework({ ...access, fetch: sandbox.fetch });
  const ambiguous = await failure(truework.verifications.create(verificationInput));
  const found =
    ambiguous instanceof other.client.AmbiguousOutcomeError ? await ambiguous.reconcile() : ambiguous;
  const missing = await failure(truework.verifications.get('no-such-id'));
  const result = await failure(other.client.toResult(truework.verifications.get('no-such-id')));
  await sandbox.close();
  return {
    'an ambiguous outcome is one in the other format, and reconciles':
      (Object(found) as { loan_id?: string }).loan_id === verificationInput.loan_id || reported(found),
    'it is a CallError and a TrueworkError there':
      ambiguous instanceof other.client.CallError && ambiguous instanceof other.client.TrueworkError,
    'but no other class': !(ambiguous instanceof other.client.NotFoundError),
    'each class is its own': missing instanceof other.client.NotFoundError || reported(missing),
    'and no other': !(missing instanceof other.client.AmbiguousOutcomeError),
    'toResult of the other format takes it':
      (Object(result) as { error?: { code?: string } }).error?.code === 'not-found' || reported(result),
    'an error of others is not a TrueworkError': !(new Error('other') instanceof other.client.TrueworkError),
    'nor is what only looks like one': !(
      { name: 'TrueworkError', code: 'not-found' } instanceof other.client.NotFoundError
    ),
  };
}

/** `validation` and `signatures` of the other format. */
async function plugIn(own: Format, other: Format): Promise<Record<string, unknown>> {
  const sandbox = importedSandbox.createSandbox();
  const open = (plugged: object) =>
    own.client.createTruework({ ...access, fetch: sandbox.fetch, ...plugged });
  const drifts: unknown[] = [];
  const validation = other.checks.standardSchemas(other.zod.validation, {
    onDrift: (drift) => drifts.push(drift),
  });
  const wrong = { ...verificationInput, type: 'palm-reading' } as never;
  const invalid = await resultOf(open({ validation }).verifications.create(wrong));
  const created = await resultOf(open({ validation }).verifications.create(verificationInput));
  const keys = [sandbox.signingKey];
  const genuine = { signatures: other.signatures.signatureVerifier({ mode: 'require', keys }) };
  const signed = await resultOf(open(genuine).verifications.list());
  const foreign = { signatures: other.signatures.signatureVerifier({ mode: 'require' }) };
  const rejected = await resultOf(open(foreign).verifications.list());
  const ambiguous = await resultOf(open(foreign).verifications.create(verificationInput));
  await sandbox.close();
  return {
    'validation of the other format rejects':
      (!invalid.ok && invalid.error instanceof own.client.ValidationError) || reported(invalid),
    'and lets pass': (created.ok && drifts.length === 0) || reported(created),
    'signatures of the other format let pass': signed.ok || reported(signed),
    'and reject': (!rejected.ok && rejected.error.code === 'signature-invalid') || reported(rejected),
    'of a create, that is an ambiguous outcome':
      (!ambiguous.ok && ambiguous.error instanceof own.client.AmbiguousOutcomeError) || reported(ambiguous),
  };
}

/** Webhooks of the other format. */
async function receive(own: Format, other: Format): Promise<Record<string, unknown>> {
  const type = 'verification_request.state.change';
  const delivery = other.webhooks.testEvent({ token: 'hook-token', type });
  const { hook } = await other.webhooks.readEvent(delivery, 'hook-token');
  const forged = await failure(other.webhooks.readEvent(delivery, 'other-token'));
  const sandbox = importedSandbox.createSandbox({ signing: false });
  const truework = own.client.createTruework({ ...access, fetch: sandbox.fetch });
  const { response } = await truework.verifications.list().withResponse();
  const unsigned = await failure(own.signatures.archive(response));
  await sandbox.close();
  return {
    'a webhook of the other format is read': hook.event === type || hook,
    'a forged one is an error here':
      (forged instanceof own.webhooks.WebhookInvalidError && forged instanceof own.client.TrueworkError) ||
      reported(forged),
    'what no archive is made of is an error there':
      unsigned instanceof other.signatures.ArchiveRejectedError || reported(unsigned),
  };
}

/** What `.result()` resolves to, or what it throws. */
async function resultOf(call: importedClient.Call<unknown>) {
  return call.result().catch((error: importedClient.TrueworkError) => ({ ok: false, error }) as const);
}

function failure(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    (value) => value,
    (error) => error,
  );
}

function reported(value: unknown): unknown {
  return value instanceof Error ? { ...value, error: String(value) } : value;
}

const outcome: Record<string, unknown> = {
  'the sandbox is one in both formats':
    require('@truework-legacy/sandbox').SandboxError === importedSandbox.SandboxError,
};
for (const [name, own, other] of [
  ['imported', imported, required],
  ['required', required, imported],
] as const) {
  for (const [claim, holds] of Object.entries(await mix(own, other))) {
    outcome[`${name} client: ${claim}`] = holds;
  }
}
console.log('both formats in one process');
console.log(JSON.stringify(outcome));
