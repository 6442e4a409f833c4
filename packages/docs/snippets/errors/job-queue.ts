import {
  createTruework,
  type Verification,
  type VerificationInput,
} from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const tenant = sandbox.tenant(token);
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});

/** A row of your table of jobs. */
interface Job {
  readonly input: VerificationInput;
  sentAt?: string;
  verificationId?: string;
}

async function save(job: Job): Promise<void> {
  console.log('saved:', Object.keys(job).join(', '));
}

async function runJob(job: Job): Promise<void> {
  let verification: Verification | undefined;
  if (job.sentAt === undefined) {
    job.sentAt = new Date().toISOString();
    await save(job);
  } else {
    verification = await truework.verifications.reconcile(job.input, {
      since: job.sentAt,
    });
  }
  verification ??= await truework.verifications.create(job.input);
  job.verificationId = verification.id;
  await save(job);
}

const job: Job = {
  input: {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    loan_id: 'loan-4714',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0000',
    },
  },
};

// The sandbox creates the verification, and its response gets lost on the way.
tenant.faults.add({
  operation: 'createVerification',
  times: 1,
  fault: 'lost-response',
});

for (let run = 1; job.verificationId === undefined; run += 1) {
  await runJob(job).catch((error) =>
    console.log('run', run, 'failed:', error.code),
  );
}
console.log('verifications:', tenant.verifications.count());
await sandbox.close();
