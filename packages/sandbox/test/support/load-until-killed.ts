import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import { createSandbox } from '../../src/sandbox.ts';
import { send } from './send.ts';

// Orders, cancels and creates sessions as fast as it can, until somebody ends it. Each line that it prints is of a call that was
// responded to with success: what it says must be there for good.

const [, , data = ''] = process.argv;
const sandbox = createSandbox({ data, rateLimit: false, signing: false, validateResponses: false });

const call = (method: string, path: string, body: object) =>
  send(sandbox, 'tw_sk_test_killed', method, path, body);

async function create(path: string, body: object): Promise<{ id: string; token: string }> {
  const response = await call('POST', path, body);
  if (!response.ok) throw new Error(`POST ${path}: ${response.status}`);
  return (await response.json()) as { id: string; token: string };
}

for (let count = 1; ; count += 1) {
  const { id } = await create('/verification-requests/', verificationInput);
  writeSync(1, `created ${id}\n`);
  // It will not come to its end, where this would be done by itself.
  if (count === 1) flushCompileCache();
  if (count % 3 === 0) {
    const response = await call('PUT', `/verification-requests/${id}/cancel`, {
      cancellation_reason: 'other',
    });
    // On a busy machine it may have been completed before.
    if (response.ok) writeSync(1, `canceled ${id}\n`);
    else if (response.status !== 403) throw new Error(`PUT …/cancel: ${response.status}`);
  }
  if (count % 5 === 0) {
    const { token } = await create('/credentials/session', sessionInput);
    writeSync(1, `session ${token}\n`);
  }
  // Lets the timers run, so that states change by themselves, too.
  if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}
