import { createTruework } from '@truework-legacy/client';
import {
  archive,
  signatureVerifier,
  verifyArchive,
} from '@truework-legacy/client/signatures';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox();
// In production, leave `keys` out: Truework's own are built in.
const keys = [sandbox.signingKey];
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
  signatures: signatureVerifier({ mode: 'require', keys }),
});

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
const { reports = [] } = await truework.verifications.waitFor(id);

const reportId = reports?.[0]?.id ?? '';
const { response } = await truework.reports.get(id, reportId).withResponse();
const kept = JSON.stringify(await archive(response, { keys }));

// Years later, offline:
const verdict = await verifyArchive(JSON.parse(kept), { keys });
if (verdict.valid)
  console.log('genuine:', JSON.parse(verdict.body).employer.name);
else console.log(verdict.problem);

await sandbox.close();
