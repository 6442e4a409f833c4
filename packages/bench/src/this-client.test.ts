import { afterEach, expect, test } from 'vitest';
import { specExample } from './spec-example.ts';
import { connectValidated } from './this-client.ts';

const access = { baseUrl: 'https://api.truework-sandbox.com', token: 'tw_sk_test_example' };

// The bench replaces the platform's own.
const { fetch: own } = globalThis;
afterEach(() => {
  globalThis.fetch = own;
});

function respondWith(body: object) {
  let sent = 0;
  const fetch: typeof globalThis.fetch = async () => {
    sent += 1;
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
  };
  return { fetch, sent: () => sent };
}

// Else `pnpm bench overhead` would time a validation that looks at nothing.
test('the validated client looks at what it sends', async () => {
  const { fetch, sent } = respondWith(specExample('VerificationCompleted'));
  const client = connectValidated({ ...access, fetch });
  await expect(client.createVerification({ type: 'palm-reading' })).rejects.toMatchObject({
    code: 'validation',
  });
  expect(sent()).toBe(0);
});

test('and at the response', async () => {
  const warnings: string[] = [];
  const { fetch } = respondWith({ ...specExample('VerificationCompleted'), created: 7 });
  const client = connectValidated({ ...access, fetch }, ({ code }) => warnings.push(code));
  await client.getVerification('AAAA');
  expect(warnings).toEqual(['drift']);
});
