import { createTruework } from '@truework-legacy/client';
import { createSandbox, type Sandbox, testClock } from '@truework-legacy/sandbox';
import { afterEach, expect, test } from 'vitest';

// A clock of the sandbox serves the client, too: whatever waits in the client waits for that clock.

const token = 'tw_sk_test_one_clock';
const verificationInput = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
} as const;

let sandbox: Sandbox;

afterEach(() => sandbox.close());

test.for(['testClock', 'sandbox.clock', 'tenant.clock'] as const)('waitFor by %s', async (name) => {
  const own = testClock('2019-11-05T12:00:00Z');
  sandbox = createSandbox({ clock: own });
  const clock = {
    testClock: own,
    'sandbox.clock': sandbox.clock,
    'tenant.clock': sandbox.tenant(token).clock,
  }[name];
  const truework = createTruework({ token, environment: 'local', fetch: sandbox.fetch, clock });
  const { id } = await truework.verifications.create(verificationInput);
  let isOver = false;
  const waiting = truework.verifications.waitFor(id).finally(() => {
    isOver = true;
  });
  await clock.advance(0);
  expect(isOver).toBe(false);
  await clock.advance('1 hour');
  expect(isOver).toBe(true);
  expect(await waiting).toMatchObject({ id, state: 'completed' });
});
