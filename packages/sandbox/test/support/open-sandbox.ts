import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SandboxOptions } from '../../src/options.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { Store } from '../../src/state/store.ts';
import { Tenants } from '../../src/state/tenants.ts';

const standsAt = Date.UTC(2019, 10, 5);

/** A sandbox whose clock stands and which takes any number of requests, until the test ends. */
export function openSandbox(options: SandboxOptions = {}): Sandbox {
  const sandbox = createSandbox({ clock: { now: () => standsAt }, rateLimit: false, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A folder that is there until the test ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** All tenants of a store, without a sandbox around them. */
export function tenantsOf(store = new Store(':memory:'), now: () => number = () => standsAt): Tenants {
  return new Tenants(store, {
    clock: { now },
    seed: 'test',
    verificationCap: Number.POSITIVE_INFINITY,
    rateLimits: { perKey: false, perAddress: false },
  });
}
