import { createPublicKey, verify } from 'node:crypto';
import { createSandbox } from '@truework-legacy/sandbox';
import { verificationInput as input } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testKey } from '../../src/system-under-test.ts';

// The signature is checked here by node:crypto and by hand, not by the client, by the words of Truework's page.

let now: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  now = Date.UTC(2019, 10, 5, 17, 8, 44);
  sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false });
});
afterEach(() => sandbox.close());

async function ask(path: string, init: RequestInit = {}) {
  const response = await sandbox.fetch(`http://127.0.0.1:4019${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${testKey}`, ...init.headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Creates a verification that is completed at once. */
function verificationInput() {
  return ask('/verification-requests/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Request-Sync': 'sync' },
    body: JSON.stringify(input),
  });
}

interface Signed {
  headers: Headers;
  body: Buffer;
}

function isGenuine({ headers, body }: Signed): boolean {
  const parts = (headers.get('x-truework-signature') ?? '').split(',').map((part) => {
    const [name = '', ...value] = part.trim().split('=');
    return [name, value.join('=').replaceAll('"', '')] as const;
  });
  const { keyId, headers: names = '', signature = '' } = Object.fromEntries(parts) as Record<string, string>;
  expect(keyId).toBe(sandbox.signingKey.keyId);
  expect(names).toBe('date content-length');
  const lines = names.split(' ').map((name) => `${name}: ${headers.get(name)}`);
  const message = Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), body]);
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(sandbox.signingKey.publicKey, 'base64'),
  ]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, key, Buffer.from(signature, 'base64'));
}

const verifies =
  'X-Truework-Signature verifies over the Date, the Content-Length and the body of the response';

describe('a response', () => {
  test.for([
    ['a success', '/companies/', {}],
    ['an error response', '/verification-requests/AAAA', {}],
    ['a response to a request without a key', '/companies/', { headers: { Authorization: 'none' } }],
  ] as const)('is signed: %s', async ([, path, init]) => {
    const response = await ask(path, init);
    expect(isGenuine(response), verifies).toBe(true);
    expect(response.headers.get('content-length')).toBe(String(response.body.length));
    const altered = {
      ...response,
      body: Buffer.from(response.body.map((byte, index) => (index === 3 ? byte ^ 1 : byte))),
    };
    expect(isGenuine(altered)).toBe(false);
  });

  test('is dated when it was signed', async () => {
    const first = await ask('/companies/');
    expect(first.headers.get('date')).toBe('Tue, 05 Nov 2019 17:08:44 GMT');
    now += 3_000;
    const second = await ask('/companies/');
    expect(second.headers.get('date')).toBe('Tue, 05 Nov 2019 17:08:47 GMT');
    expect(isGenuine(second), verifies).toBe(true);
    expect(second.headers.get('x-truework-signature')).not.toBe(first.headers.get('x-truework-signature'));
  });

  test('is signed again if its date differs', async () => {
    const { id } = JSON.parse(String((await verificationInput()).body)) as { id: string };
    const first = await ask(`/verification-requests/${id}`);
    now += 3_000;
    const second = await ask(`/verification-requests/${id}`);
    expect(second.body).toEqual(first.body);
    expect([isGenuine(first), isGenuine(second)], verifies).toEqual([true, true]);
  });

  test('is never signed as Truework', () => {
    const published = [
      'Ad14e4K+/6At51wUH2B3M4ONNlRmLiSpI4NUAl+IcyA=',
      'yJBzPH0p+gdRuj4qnjU1+ob0AH52gHRDXxnDW1xGaYk=',
    ];
    expect(published).not.toContain(sandbox.signingKey.publicKey);
    expect(sandbox.signingKey.keyId).not.toMatch(/^tw-(sandbox-)?2021-11-11$/);
  });

  test('with a PDF is a PDF, and not signed', async () => {
    const created = await verificationInput();
    const { id, reports } = JSON.parse(String(created.body)) as { id: string; reports: { id: string }[] };
    const pdf = await ask(`/verification-requests/${id}/reports/${reports[0]?.id}`, {
      headers: { Accept: 'application/pdf; version=2019-10-15' },
    });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('x-truework-signature')).toBeNull();
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
