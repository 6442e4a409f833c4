import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { person } from '@truework-legacy/spec/test-data';
import { createSandbox } from '../../src/sandbox.ts';

// Orders, cancels and creates sessions as fast as it can, until somebody ends it. Each line that it prints is of a call that was
// responded to with success: what it says must be there for good.

const [, , data = ''] = process.argv;
const sandbox = createSandbox({ data, rateLimit: false, signing: false, validateResponses: false });

function send(method: string, path: string, body: object): Promise<Response> {
  return sandbox.fetch(`http://sandbox${path}`, {
    method,
    headers: { Authorization: 'Bearer tw_sk_test_killed', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function create(path: string, body: object): Promise<{ id: string; token: string }> {
  const response = await send('POST', path, body);
  if (!response.ok) throw new Error(`POST ${path}: ${response.status}`);
  return (await response.json()) as { id: string; token: string };
}

const verificationInput = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: person,
};

for (let count = 1; ; count += 1) {
  const { id } = await create('/verification-requests/', verificationInput);
  writeSync(1, `created ${id}\n`);
  // It will not come to its end, where this would be done by itself.
  if (count === 1) flushCompileCache();
  if (count % 3 === 0) {
    const response = await send('PUT', `/verification-requests/${id}/cancel`, {
      cancellation_reason: 'other',
    });
    // On a busy machine it may have been completed before.
    if (response.ok) writeSync(1, `canceled ${id}\n`);
    else if (response.status !== 403) throw new Error(`PUT …/cancel: ${response.status}`);
  }
  if (count % 5 === 0) {
    const { token } = await create('/credentials/session', {
      ...verificationInput,
      target: { ...verificationInput.target, social_security_number: '000-20-0000' },
    });
    writeSync(1, `session ${token}\n`);
  }
  // Lets the timers run, so that states change by themselves, too.
  if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}
