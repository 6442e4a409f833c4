import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createSandbox } from '../src/sandbox.ts';

// Orders, cancels and creates sessions as fast as it can, until somebody ends it. Each line that it prints is of a call that was
// answered with success: what it says must be there for good.

const [, , data = ''] = process.argv;
const sandbox = createSandbox({ data, rateLimit: false, signing: false, checkAnswers: false });

async function call(method: string, path: string, body: object): Promise<{ id: string; token: string }> {
  const answer = await sandbox.fetch(`http://sandbox${path}`, {
    method,
    headers: { Authorization: 'Bearer tw_sk_test_killed', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return (await answer.json()) as { id: string; token: string };
}

const order = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
};

for (let count = 1; ; count += 1) {
  const { id } = await call('POST', '/verification-requests/', order);
  writeSync(1, `created ${id}\n`);
  // It will not come to its end, where this would be done by itself.
  if (count === 1) flushCompileCache();
  if (count % 3 === 0) {
    await call('PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'other' });
    writeSync(1, `canceled ${id}\n`);
  }
  if (count % 5 === 0) {
    const { token } = await call('POST', '/credentials/session', {
      ...order,
      target: { ...order.target, social_security_number: '000-20-0000' },
    });
    writeSync(1, `session ${token}\n`);
  }
  // Lets the timers run, so that states change by themselves, too.
  if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}
