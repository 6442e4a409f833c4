import { createTruework } from '@truework-legacy/client';
import { createSandbox, SandboxError } from '@truework-legacy/sandbox';
import { values } from './entries.js';

const token = 'tw_sk_test_example';

/** What a program of a user's does with the sandbox as a library. */
async function useSandbox(): Promise<Record<string, unknown>> {
  const sandbox = createSandbox({ seed: 'consumer', rateLimit: false });
  const truework = createTruework({ token, environment: 'local', fetch: sandbox.fetch });
  const { id } = await truework.verifications.create({
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
  });
  const tenant = sandbox.tenant(token);
  await tenant.clock.advance('1 second');
  const read = await truework.verifications.get(id);
  const pdf = await truework.reports.getPdf(id, read.reports?.[0]?.id ?? '');
  const snapshot = tenant.snapshot();
  tenant.reset();
  const afterReset = tenant.verifications.count();
  tenant.restore(snapshot);
  const server = await sandbox.listen({ port: 0 });
  const inspector = await fetch(`${server.url}/_sandbox/lit-html/lit-html.js`);
  const wrong = rejectionOf(() => tenant.faults.add({ fault: 'nonsense' } as never));
  const afterRestore = tenant.verifications.count();
  await sandbox.close();
  console.log(read.state);
  return {
    'every entry point has what it should': Object.values(values).every(Boolean) || values,
    'a verification completes': read.state === 'completed' || read,
    'its report is a PDF': new TextDecoder().decode(pdf.subarray(0, 5)) === '%PDF-' || pdf,
    'a snapshot brings back what a reset took': afterReset === 0 && afterRestore === 1,
    'the inspector has its library': inspector.status === 200 || inspector.status,
    'a wrong use is an error of its class': wrong instanceof SandboxError || wrong,
  };
}

function rejectionOf(use: () => unknown): unknown {
  try {
    return use();
  } catch (error) {
    return error;
  }
}

useSandbox().then(
  (outcome) => console.log(JSON.stringify(outcome)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
