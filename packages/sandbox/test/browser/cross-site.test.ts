import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verificationInput } from '@truework-legacy/spec/test-data';
import { expect, it } from 'vitest';
import { key, visit } from './inspector-under-test.ts';

/** A website of somebody else. */
async function website(): Promise<{ origin: string; close(): void }> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Another website</title><iframe name="sink"></iframe>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Tries, in a page, what a website can: with a key that it knows, in every way that needs no permission, and in those that do. */
async function attempts({
  url,
  key,
  verificationInput,
}: {
  url: string;
  key: string;
  verificationInput: object;
}): Promise<string[]> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify(verificationInput);
  const tries: [string, string, RequestInit][] = [
    ['list', '/verification-requests/', { headers }],
    ['create', '/verification-requests/', { method: 'POST', headers, body }],
    ['create unasked', '/verification-requests/', { method: 'POST', mode: 'no-cors', body }],
    ['tenants', '/_sandbox/tenants', {}],
    ['advance', '/_sandbox/clock/advance', { method: 'POST', headers, body: '{"by":"9 days"}' }],
    ['health', '/_sandbox/health', {}],
  ];
  const read = tries.map(async ([name, path, init]) => {
    const text = await fetch(url + path, init).then(
      (response) => response.text(),
      () => '',
    );
    return text === '' ? '' : name;
  });
  const form = Object.assign(document.createElement('form'), {
    action: `${url}/verification-requests/`,
    method: 'post',
    enctype: 'text/plain',
    target: 'sink',
  });
  document.body.append(form);
  form.submit();
  return (await Promise.all(read)).filter((name) => name !== '');
}

it('no other website reads or causes anything, and one that is allowed does', () =>
  visit(async ({ page, sandbox, url }) => {
    const other = await website();
    const allowing = await sandbox.listen({ port: 0, allowedOrigins: [other.origin] });
    const { verifications, clock } = sandbox.tenant(key);
    const before = clock.now();
    try {
      await page.goto(other.origin);
      expect(await page.evaluate(attempts, { url, key, verificationInput })).toEqual([]);
      expect([verifications.count(), clock.now()]).toEqual([0, before]);
      expect(await page.evaluate(attempts, { url: allowing.url, key, verificationInput })).toEqual([
        'list',
        'create',
        'tenants',
        'advance',
        'health',
      ]);
      expect(verifications.count()).toBe(1);
    } finally {
      other.close();
    }
  }));
