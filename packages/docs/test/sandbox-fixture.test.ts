import { test } from '@truework-legacy/sandbox/vitest';
import { expect } from 'vitest';

test('starts empty', async ({ tenant, token, fetch }) => {
  const response = await fetch('http://sandbox/verification-requests/', {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(await response.json()).toMatchObject({ count: 0 });
  expect(tenant.verifications.count()).toBe(0);
});
