const { readFileSync } = require('node:fs');
const {
  AmbiguousOutcomeError,
  createTruework,
  NetworkError,
  NotFoundError,
  TrueworkError,
  ValidationError,
} = require('@truework-legacy/client');
const { standardSchemas } = require('@truework-legacy/client/validation');
const { signatureVerifier } = require('@truework-legacy/client/signatures');
const { createSandbox, SandboxError } = require('@truework-legacy/sandbox');
const { validation } = require('@truework-legacy/zod');
const { VerificationInput } = require('@truework-legacy/zod/request');

const token = 'tw_sk_test_example';
const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  loan_id: 'loan-4711',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
};

let sandbox;
let truework;

beforeEach(() => {
  sandbox = createSandbox({ rateLimit: false });
  truework = createTruework({ token, environment: 'local', fetch: sandbox.fetch });
});

afterEach(() => sandbox.close());

test('creates, waits and reads a PDF', async () => {
  const { id } = await truework.verifications.create(verificationInput);
  await sandbox.tenant(token).clock.advance('1 second');
  const { state, reports } = await truework.verifications.waitFor(id);
  expect(state).toBe('completed');
  const pdf = await truework.reports.getPdf(id, reports[0].id);
  expect(String.fromCharCode(...pdf.subarray(0, 5))).toBe('%PDF-');
});

test('finds a create whose response is lost', async () => {
  sandbox.tenant(token).faults.add({ operation: 'createVerification', times: 1, fault: 'lost-response' });
  const error = await truework.verifications.create(verificationInput).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(AmbiguousOutcomeError);
  expect(error).toBeInstanceOf(TrueworkError);
  expect(await error.reconcile()).toMatchObject({ loan_id: verificationInput.loan_id });
  expect(sandbox.tenant(token).verifications.count()).toBe(1);
});

// Node.js itself throws errors of another realm than that of the test.
test.each([
  ['has a code of the system', () => readFileSync('/no/such/file')],
  ['is of the host', () => structuredClone(() => {})],
])('a fetch that throws what %s is a network failure', async (_, fail) => {
  const offline = createTruework({ token, environment: 'local', retries: 0, fetch: async () => fail() });
  const read = await offline.verifications.get('some-id').result();
  expect(read).toMatchObject({ ok: false, error: expect.any(NetworkError) });
  await expect(offline.verifications.create(verificationInput)).rejects.toThrow(AmbiguousOutcomeError);
});

test('an abort is an abort', async () => {
  const signal = AbortSignal.abort();
  const result = await truework.verifications.get('some-id', {}, { signal }).result();
  expect(result).toMatchObject({ ok: false, error: { code: 'aborted' } });
});

test('a server that cannot be reached is a network failure', async () => {
  const unreachable = createTruework({ token, environment: 'http://127.0.0.1:9', retries: 0 });
  await expect(unreachable.verifications.get('some-id')).rejects.toThrow(NetworkError);
});

test('validates with zod before anything is sent', async () => {
  expect(VerificationInput.safeParse(verificationInput).success).toBe(true);
  const careful = createTruework({
    token,
    environment: 'local',
    fetch: sandbox.fetch,
    validation: standardSchemas(validation),
    signatures: signatureVerifier({ mode: 'require', keys: [sandbox.signingKey] }),
  });
  await expect(careful.verifications.create({ ...verificationInput, type: 'palm-reading' })).rejects.toThrow(
    ValidationError,
  );
  expect(sandbox.tenant(token).verifications.count()).toBe(0);
  await expect(careful.verifications.create(verificationInput)).resolves.toMatchObject({
    loan_id: verificationInput.loan_id,
  });
});

test('works on a port, too', async () => {
  const { url } = await sandbox.listen({ port: 0 });
  const remote = createTruework({ token, environment: url });
  await expect(remote.verifications.get('no-such-id')).rejects.toThrow(NotFoundError);
  expect((await fetch(`${url}/_sandbox/`)).status).toBe(200);
});

test('a wrong use of the sandbox is an error of its class', () => {
  expect(() => sandbox.tenant(token).faults.add({ fault: 'nonsense' })).toThrow(SandboxError);
});
