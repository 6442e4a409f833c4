import { hash } from 'node:crypto';
// By name, so that the build shares it with the other entry.
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
  type TenantHandle,
} from '@truework-legacy/sandbox';
import { test as base, type TestAPI } from 'vitest';

/** What a test can use. */
export interface SandboxFixtures {
  /** The test's own bearer key. It is the same in every run, so its ids are the same, too. */
  token: string;
  /** Everything that belongs to that key: its clock, faults, webhooks, verifications. Empty before and after the test. */
  tenant: TenantHandle;
  /**
   * The sandbox itself, with its `signingKey`. All tests of the file share it: what concerns one test alone, such as time, is that of
   * `tenant`. Do not close it.
   */
  sandbox: Sandbox;
  /** Responds to requests without a port: pass it to a client as its `fetch`. */
  fetch: typeof globalThis.fetch;
  /** Base URL of a port, for code that takes no `fetch`. It is open for as long as the test runs. */
  url: string;
}

/**
 * Vitest's `test`, with a sandbox: every test has its own key, so tests can run in parallel.
 *
 * @param options - The options of `createSandbox`, which is called at once. Default: its defaults, except that `rateLimit` is `false`.
 * @throws `SandboxError`, as `createSandbox` does.
 * @example
 * ```ts
 * const test = sandboxTest({ unknownPeople: 'made-up' });
 *
 * test('creates a verification', async ({ tenant, token, fetch }) => {
 *   // …
 *   expect(tenant.verifications.count()).toBe(1);
 * });
 * ```
 */
export function sandboxTest(options: SandboxOptions = {}): TestAPI<SandboxFixtures> {
  // Of anything else the copy would be an object without options, which createSandbox takes.
  const isRecord = Object.prototype.toString.call(options) === '[object Object]';
  const { rateLimit = false } = isRecord ? options : {};
  const sandbox = createSandbox(isRecord ? { ...options, rateLimit } : options);
  return testOf(() => sandbox);
}

function testOf(sandboxOf: () => Sandbox): TestAPI<SandboxFixtures> {
  return base.extend<SandboxFixtures>({
    token: async ({ task }, use) => {
      await use(`tw_sk_test_${hash('sha1', task.id)}`);
    },
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs.
    sandbox: async ({}, use) => {
      await use(sandboxOf());
    },
    tenant: async ({ sandbox, token }, use) => {
      const tenant = sandbox.tenant(token);
      tenant.reset();
      await use(tenant);
      tenant.reset();
    },
    // Asks for `tenant` so that the key is empty, whichever of them a test uses.
    fetch: async ({ sandbox, tenant: _ }, use) => {
      await use(sandbox.fetch);
    },
    url: async ({ sandbox, tenant: _ }, use) => {
      const server = await sandbox.listen({ port: 0 });
      await use(server.url);
      await server.close();
    },
  });
}

let shared: Sandbox | undefined;

/** Vitest's `test`, with a sandbox: `test('…', async ({ tenant, token, fetch }) => { … })`. */
export const test = testOf(() => {
  shared ??= createSandbox({ rateLimit: false });
  return shared;
});
