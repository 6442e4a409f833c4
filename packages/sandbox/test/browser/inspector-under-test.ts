import { verificationInput } from '@truework-legacy/spec/test-data';
import { chromium, type LaunchOptions, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser, see vitest.config.ts. */
    chromium: LaunchOptions;
  }
}

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

/** One for all test files. The browser ends with the process that started it. */
let opening: Promise<Page> | undefined;

/**
 * Starts a sandbox whose time stands still, and visits it in a tab. It has an address of its own, so the tab knows of no earlier visit.
 * Opens the browser with the first visit.
 */
export async function visit(use: (visit: Visit) => Promise<void>): Promise<void> {
  opening ??= openTab();
  const page = await opening;
  const received: string[] = [];
  const sandbox = createSandbox({
    clock: { now: () => Date.UTC(2019, 10, 5, 17, 8, 44) },
    send: async (_, init) => {
      received.push(String(init?.body));
      return new Response(null, { status: 204 });
    },
  });
  try {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
    const { url, close: stop } = await sandbox.listen({ port: 0 });
    const api: Visit['api'] = async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json().catch(() => undefined)) as Awaited<ReturnType<Visit['api']>>;
    };
    await use({ page, url, sandbox, api, stop, received });
  } finally {
    for (const event of ['console', 'pageerror', 'request'] as const) page.removeAllListeners(event);
    await page.goto('about:blank');
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

async function openTab(): Promise<Page> {
  const browser = await chromium.launch(inject('chromium'));
  return browser.newPage();
}
