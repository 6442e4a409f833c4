import { createSandbox } from '@truework-legacy/sandbox';
import { verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { unknownId } from '../../src/calls.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { testKey } from '../../src/system-under-test.ts';

// What belongs to a key, and how much of it there may be in a second.

describe('a key', () => {
  test.for(operationsOfTheSpec())(
    'has ten calls of $id a second, and the next one in the next',
    async ({ method, path }) => {
      let now = Date.UTC(2019, 10, 5);
      const sandbox = createSandbox({ clock: { now: () => now, elapsed: () => now } });
      const call = async (key: string) => {
        const response = await sandbox.fetch(`http://127.0.0.1:4019${path.replaceAll(/{\w+}/g, unknownId)}`, {
          method,
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          ...(method === 'GET' ? {} : { body: '{}' }),
        });
        return response.status === 429;
      };
      const isRejected: boolean[] = [];
      for (let count = 0; count < 12; count += 1) isRejected.push(await call(testKey));
      expect(isRejected).toEqual([...Array(10).fill(false), true, true]);
      expect(await call(`${testKey}1`), 'another key').toBe(false);
      now += 999;
      expect(await call(testKey), 'before the second is over').toBe(true);
      now += 1;
      expect(await call(testKey), 'after it').toBe(false);
      await sandbox.close();
    },
  );

  test('that could be a production key is rejected, with the reason', async () => {
    const sandbox = createSandbox();
    const response = await sandbox.fetch('http://127.0.0.1:4019/companies/', {
      headers: { Authorization: 'Bearer tw_sk_0000000000000000000000000000000000000000' },
    });
    expect(response.status).toBe(401);
    const text = await response.text();
    expect(text).toContain('production');
    expect(text).not.toContain('0000000000');
    await sandbox.close();
  });

  test('has secrets and made-up people of its own, also for the same number and address', async () => {
    const sandbox = createSandbox({ unknownPeople: 'made-up', clock: { now: () => 0 } });
    const made = await Promise.all(
      [testKey, `${testKey}1`].map(async (key) => {
        const { token } = sandbox.tenant(key).webhooks.add('https://receiver.example/');
        const response = await sandbox.fetch('http://127.0.0.1:4019/verification-requests/', {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${key}`,
            'Content-Type': 'application/json',
            'Request-Sync': 'sync',
          },
          body: JSON.stringify({
            ...verificationInput,
            target: { ...verificationInput.target, social_security_number: '000-99-1234' },
          }),
        });
        const { reports } = (await response.json()) as { reports: { employee: { earnings: object } }[] };
        return { token, earnings: JSON.stringify(reports[0]?.employee.earnings) };
      }),
    );
    expect(made[1]?.token).not.toBe(made[0]?.token);
    expect(made[1]?.earnings).not.toBe(made[0]?.earnings);
    await sandbox.close();
  });
});
