const { createTruework } = require('@truework-legacy/client');
const { createSandbox } = require('@truework-legacy/sandbox');

afterEach(() => {
  jest.useRealTimers();
});

test('waits for a verification', async () => {
  jest.useFakeTimers();
  const sandbox = createSandbox();
  const truework = createTruework({
    token: 'tw_sk_test_example',
    environment: 'local',
    fetch: sandbox.fetch,
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

  const wait = truework.verifications.waitFor(id, { deadlineMs: 3_600_000 });
  await jest.advanceTimersByTimeAsync(5_000);
  expect(await wait).toHaveProperty('state', 'completed');
  await sandbox.close();
});
