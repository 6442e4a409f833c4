import { existsSync } from 'node:fs';
import { verificationInput } from '@truework-legacy/spec/test-data';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/index.ts';

/** The key that the tests work with. It must never be on the page. */
export const key = 'tw_sk_test_0123456789abcdef0123456789abcdef01234567';

/** The views of the inspector, by the fragment that leads to each. */
export const views = ['requests', 'verifications', 'webhooks', 'faults', 'tenant'] as const;

/** A sandbox with its inspector open. */
export interface Visit {
  page: Page;
  url: string;
  sandbox: Sandbox;
  /** Sends a request to the API with {@link key}. @returns Its JSON. */
  api(method: string, path: string, body?: object): Promise<{ id: string; state: string; token: string }>;
  /** Ends the server. */
  stop(): Promise<void>;
  /** The bodies that webhook endpoints received. */
  received: string[];
}

let opening: Promise<Browser> | undefined;

afterAll(async () => (await opening?.catch(() => undefined))?.close());

/**
 * Starts a sandbox whose time stands still, and opens its inspector. Opens the browser with the first visit of a test
 * file, so that a missing one fails each test with the reason.
 */
export async function visit(use: (visit: Visit) => Promise<void>): Promise<void> {
  opening ??= openBrowser();
  const browser = await opening;
  const received: string[] = [];
  const sandbox = createSandbox({
    clock: { now: () => Date.UTC(2019, 10, 5, 17, 8, 44) },
    send: async (_, init) => {
      received.push(String(init?.body));
      return new Response(null, { status: 204 });
    },
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const { url, close: stop } = await sandbox.listen({ port: 0 });
    const api: Visit['api'] = async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json().catch(() => undefined)) as Awaited<ReturnType<Visit['api']>>;
    };
    await use({ page: await context.newPage(), url, sandbox, api, stop, received });
  } finally {
    await context.close();
    await sandbox.close();
  }
}

/** Puts something into every view. */
export async function fill({ api, sandbox }: Visit): Promise<void> {
  const tenant = sandbox.tenant(key);
  tenant.webhooks.add('https://receiver.example/hook');
  await api('POST', '/verification-requests/', {
    ...verificationInput,
    loan_id: 'L-20011',
    metadata: { branch: 'North' },
  });
  await api('POST', '/verification-requests/', {
    ...verificationInput,
    loan_id: `L-${'20012'.repeat(40)}`,
    target: { ...verificationInput.target, social_security_number: '000-03-0000' },
  });
  await tenant.clock.advance('1 day');
  const { id } = await api('POST', '/verification-requests/', verificationInput);
  await api('POST', '/verification-requests/', { type: 'nonsense' });
  await api('PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'other' });
  await api('POST', '/verification-requests/', verificationInput);
  await api('POST', '/credentials/session', {
    ...verificationInput,
    use_case: 'mortgage',
    target: { ...verificationInput.target, social_security_number: '000-20-0000' },
  });
  tenant.faults.add({ operation: 'searchCompanies', times: 1, fault: 'status; code=503' });
  tenant.faults.add({ operation: '*', after: 99, fault: 'latency' });
  await api('GET', '/companies/');
}

async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${executablePath}. Run \`apt-get install -y chromium\`, or set CHROMIUM_PATH to one.`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
