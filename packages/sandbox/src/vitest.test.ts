import { verificationInput } from '@truework-legacy/spec/test-data';
import { beforeEach, describe, expect, onTestFinished } from 'vitest';
import { createSandbox } from './sandbox.ts';
import { type SandboxFixtures, sandboxTest, test } from './vitest.ts';

async function create(
  fetch: typeof globalThis.fetch,
  token: string,
  base = 'http://sandbox',
): Promise<string> {
  const response = await fetch(`${base}/verification-requests/`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(verificationInput),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

const tokens = new Set<string>();

describe.concurrent('tests side by side', () => {
  for (let count = 0; count < 3; count += 1) {
    test('sees its own verifications alone', async ({ tenant, token, fetch, expect }) => {
      tokens.add(token);
      await create(fetch, token);
      await create(fetch, token);
      expect(tenant.verifications.count()).toBe(2);
      await tenant.clock.advance('1 second');
      expect(tenant.verifications.count('completed')).toBe(2);
    });
  }
});

test('each of them has a key of its own', () => {
  expect(tokens.size).toBe(3);
});

describe('whatever its key had', () => {
  beforeEach<SandboxFixtures>(async ({ sandbox, token }) => {
    await create(sandbox.fetch, token);
  });

  test('a test begins empty, and leaves nothing behind', async ({ tenant, token, fetch }) => {
    expect(tenant.verifications.count()).toBe(0);
    await create(fetch, token);
    onTestFinished(() => expect(tenant.verifications.count()).toBe(0));
  });
});

const ids: string[] = [];

test('the same test gets the same ids in every run', { repeats: 1 }, async ({ token, fetch }) => {
  ids.push(await create(fetch, token));
  expect(new Set(ids).size).toBe(1);
});

test('there is a free port for as long as a test runs', async ({ tenant, token, url }) => {
  await create(globalThis.fetch, token, url);
  expect(tenant.verifications.count()).toBe(1);
  expect(Number(new URL(url).port)).toBeGreaterThan(4019);
  onTestFinished(() => expect(globalThis.fetch(url)).rejects.toThrow('fetch failed'));
});

test('rates are not limited', async ({ token, fetch }) => {
  for (let count = 0; count < 30; count += 1) await create(fetch, token);
});

const frozen = sandboxTest({ clock: { now: () => Date.UTC(2019, 10, 5) } });

frozen('takes the options of createSandbox', async ({ sandbox, tenant }) => {
  expect(tenant.clock.now()).toBe(Date.UTC(2019, 10, 5));
  expect(sandbox.clock.now()).toBe(Date.UTC(2019, 10, 5));
});

test('sandbox is the sandbox, tenant is what belongs to the key of the test', async ({
  sandbox,
  tenant,
  token,
  fetch,
}) => {
  expect(Object.keys(sandbox).sort()).toEqual(Object.keys(createSandbox()).sort());
  expect(fetch).toBe(sandbox.fetch);
  expect(tenant.key).toBe(token);
  await create(fetch, token);
  expect(sandbox.tenant(token).verifications.count()).toBe(1);
  expect(sandbox.tenant(`${token}0`).verifications.count()).toBe(0);
});

test('the signing key of the sandbox verifies what a test receives', async ({ sandbox, token, fetch }) => {
  const response = await fetch('http://sandbox/companies/', {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(response.headers.get('x-truework-signature')).toContain(sandbox.signingKey.keyId);
});

const open = sandboxTest({ rateLimit: undefined } as object);

open('rates are not limited by an option that is undefined', async ({ token, fetch }) => {
  for (let count = 0; count < 30; count += 1) await create(fetch, token);
});

const limited = sandboxTest({ rateLimit: 1 });

limited('rates are limited if the options say so', async ({ token, fetch }) => {
  const list = () => fetch('http://sandbox/companies/', { headers: { Authorization: `Bearer ${token}` } });
  expect([(await list()).status, (await list()).status]).toEqual([200, 429]);
});

describe('sandboxTest', () => {
  test.for([
    [null, 'createSandbox: the options must be an object, not null.'],
    ['made-up', 'createSandbox: the options must be an object, not a string.'],
    [[], 'createSandbox: the options must be an object, not an array.'],
    [() => {}, 'createSandbox: the options must be an object, not a function.'],
    [new Map(), 'createSandbox: the options must be an object, not a Map.'],
    [Promise.resolve({}), 'createSandbox: the options must be an object, not a Promise.'],
    [{ rateLimit: null }, 'createSandbox: `rateLimit` must be an integer of 1 or more, false, or'],
  ] as const)('rejects %j when it is called', ([options, message]) => {
    expect(() => sandboxTest(options as never)).toThrow(message);
  });

  test('rejects what createSandbox rejects, when it is called', () => {
    const webhookEndpoints = [{ url: 'http://receiver.example/hook' }];
    expect(() => sandboxTest({ webhookEndpoints })).toThrow('The URL of a webhook endpoint must be https');
  });
});
