import { hash } from 'node:crypto';
// By name, so that the build shares it with the other entry.
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
  type TenantHandle,
} from '@truework-legacy/sandbox';
import { test as base, type TestAPI } from 'vitest';

/** What a test gets. */
export interface SandboxFixtures {
  /** A bearer key of the test's own. The same one in every run, so its ids are the same, too. */
  token: string;
  /** What belongs to that key: its clock, faults, webhooks, verifications. Empty before and after the test. */
  sandbox: TenantHandle;
  /** Answers requests without a port: give it to a client as its `fetch`. */
  fetch: typeof globalThis.fetch;
  /** Base URL of a port, for code that takes no `fetch`. It is open for as long as the test runs. */
  url: string;
}

/**
 * Vitest's `test`, with a sandbox: every test has a key of its own, so tests can run side by side.
 *
 * @param options - As for `createSandbox`. Rates are not limited unless it says so.
 */
export function sandboxTest(options: SandboxOptions = {}): TestAPI<SandboxFixtures> {
  let shared: Sandbox | undefined;
  const open = () => {
    shared ??= createSandbox({ rateLimit: false, ...options });
    return shared;
  };
  return base.extend<SandboxFixtures>({
    token: async ({ task }, use) => {
      await use(`tw_sk_test_${hash('sha1', task.id)}`);
    },
    sandbox: async ({ token }, use) => {
      const tenant = open().tenant(token);
      tenant.reset();
      await use(tenant);
      tenant.reset();
    },
    // Asks for `sandbox` so that the key is empty, whichever of them a test uses.
    fetch: async ({ sandbox: _ }, use) => {
      await use(open().fetch);
    },
    url: async ({ sandbox: _ }, use) => {
      const server = await open().listen({ port: 0 });
      await use(server.url);
      await server.close();
    },
  });
}

/** Vitest's `test`, with a sandbox: `test('…', async ({ sandbox, token, fetch }) => { … })`. */
export const test = sandboxTest();
