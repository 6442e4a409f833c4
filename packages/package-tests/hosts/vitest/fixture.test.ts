import { createTruework } from '@truework-legacy/client';
import { SandboxError } from '@truework-legacy/sandbox';
import { test } from '@truework-legacy/sandbox/vitest';
import { expect } from 'vitest';

test('a key, a fetch and a port of its own', async ({ tenant, token, fetch, url }) => {
  const truework = createTruework({ token, environment: 'local', fetch });
  expect((await truework.verifications.list()).count).toBe(0);
  const remote = createTruework({ token, environment: url });
  expect((await remote.verifications.list()).count).toBe(0);
  // The fixture shares its classes with the other entry point.
  expect(() => tenant.faults.add({ fault: 'nonsense' } as never)).toThrow(SandboxError);
});
