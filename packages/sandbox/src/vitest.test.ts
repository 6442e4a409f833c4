import { describe, expect } from 'vitest';
import { sandboxTest, test } from './vitest.ts';

const order = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
};

async function create(
  fetch: typeof globalThis.fetch,
  token: string,
  base = 'http://sandbox',
): Promise<string> {
  const answer = await fetch(`${base}/verification-requests/`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(order),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const tokens = new Set<string>();

describe.concurrent('tests side by side', () => {
  for (const name of ['one', 'another', 'a third']) {
    test(`${name} sees its own verifications alone`, async ({ sandbox, token, fetch, expect }) => {
      tokens.add(token);
      await create(fetch, token);
      await create(fetch, token);
      expect(sandbox.verifications.count()).toBe(2);
      await sandbox.clock.advance('1 second');
      expect(sandbox.verifications.count('completed')).toBe(2);
    });
  }
});

test('each of them has a key of its own', () => {
  expect(tokens.size).toBe(3);
});

test('a test begins empty, each time', { repeats: 2 }, async ({ sandbox, token, fetch }) => {
  expect(sandbox.verifications.count()).toBe(0);
  await create(fetch, token);
});

const ids: string[] = [];

test('the same test gets the same ids in every run', { repeats: 1 }, async ({ token, fetch }) => {
  ids.push(await create(fetch, token));
  expect(new Set(ids).size).toBe(1);
});

test('there is a port for code that takes no fetch', async ({ sandbox, token, url }) => {
  await create(globalThis.fetch, token, url);
  expect(sandbox.verifications.count()).toBe(1);
});

test('rates are not limited', async ({ token, fetch }) => {
  for (let count = 0; count < 30; count += 1) await create(fetch, token);
});

const frozen = sandboxTest({ clock: { now: () => Date.UTC(2019, 10, 5) } });

frozen('takes the options of createSandbox', async ({ sandbox }) => {
  expect(sandbox.clock.now()).toBe(Date.UTC(2019, 10, 5));
});
