import { createTruework } from '@truework-legacy/client';
import { createSandbox, type Sandbox, testClock } from '@truework-legacy/sandbox';
import { verificationInput as input } from '@truework-legacy/spec/test-data';
import { afterEach, expect, test } from 'vitest';

// A clock of the sandbox serves the client, too: whatever waits in the client waits for that clock.

const token = 'tw_sk_test_one_clock';
const verificationInput = {
  ...input,
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
  const ended: unknown[] = [];
  const end = (outcome: unknown) => ended.push(outcome);
  truework.verifications.waitFor(id, { deadlineMs: 1_800_000 }).then(end, end);
  await clock.advance(0);
  expect(ended).toEqual([]);
  await clock.advance('1 hour');
  expect(ended).toMatchObject([{ id, state: 'completed' }]);
});
