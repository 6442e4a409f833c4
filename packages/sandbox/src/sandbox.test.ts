import { mkdirSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { verificationInput } from '@truework-legacy/spec/test-data';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { newFolder, openSandbox } from '../test/support/open-sandbox.ts';
import { send } from '../test/support/send.ts';
import type { Verification } from './generated/types.gen.ts';
import { specWebhooks } from './spec/operations.ts';

const headers = { Authorization: 'Bearer tw_sk_test_0000', 'Content-Type': 'application/json' };

async function create(fetch: typeof globalThis.fetch, base: string): Promise<Response> {
  const body = JSON.stringify(verificationInput);
  return await fetch(`${base}/verification-requests/`, { method: 'POST', headers, body });
}

async function idOf(response: Response): Promise<string> {
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

describe('createSandbox', () => {
  test('takes any address that fetch takes, and leaves its fragment out', async () => {
    // In process, nobody has an address.
    const { fetch: send } = openSandbox({ rateLimit: { perKey: false, perAddress: 1 } });
    for (const address of [
      'http://sandbox/companies/?q=bank#top',
      'https://sandbox:8443/companies?q=bank',
      'HTTP://[::1]:80/x/../companies/?q=bank#/?',
      new URL('http://sandbox/companies/?q=bank'),
      new Request('http://sandbox/companies/?q=bank', { headers }),
    ]) {
      const response = await send(address, { headers });
      expect([response.status, await response.json()]).toMatchObject([200, { count: 1 }]);
    }
    expect((await send('http://sandbox', { headers })).status).toBe(200);
    expect((await send('http://sandbox/#/companies/', { headers })).status).toBe(200);
    const page = await send('https://sandbox:8443/companies/?limit=1', { headers });
    expect(((await page.json()) as { next: string }).next).toMatch(/^https:\/\/sandbox:8443\/companies\/\?/);
  });

  test('gives other ids for another seed than truework-legacy', async () => {
    const one = await idOf(await create(openSandbox().fetch, 'http://sandbox'));
    for (const [seed, isSame] of [
      ['truework-legacy', true],
      ['other', false],
    ] as const)
      expect((await idOf(await create(openSandbox({ seed }).fetch, 'http://sandbox'))) === one).toBe(isSame);
  });

  test('frees its port', async () => {
    const first = await openSandbox().listen({ port: 0 });
    const port = Number(new URL(first.url).port);
    await first.close();
    const second = await openSandbox().listen({ port });
    expect(second.url).toBe(first.url);
  });
});

describe('listen with a site', () => {
  let folder: string;

  beforeEach(() => {
    folder = newFolder();
    writeFileSync(join(folder, 'index.html'), '<h1>docs</h1>');
    writeFileSync(join(folder, '404.html'), '<h1>no such page</h1>');
  });

  test('serves the site beside the API, and the site never hides the API', async () => {
    mkdirSync(join(folder, '_sandbox'));
    writeFileSync(join(folder, '_sandbox/index.html'), 'of the site');
    const { url } = await openSandbox().listen({ port: 0, site: folder });
    const home = await fetch(`${url}/?q=/companies/`);
    expect([await home.text(), home.headers.has('etag')]).toEqual(['<h1>docs</h1>', true]);
    expect((await create(fetch, url)).status).toBe(201);
    expect(await (await fetch(`${url}/_sandbox/`)).text()).toContain('Sandbox inspector');
    expect(await (await fetch(`${url}/_sandbox/health`)).json()).toMatchObject({ status: 'ok' });
    const alone = await openSandbox({ admin: false }).listen({ port: 0, site: folder });
    expect(await (await fetch(`${alone.url}/_sandbox/`)).text()).toBe('of the site');
    expect((await fetch(`${alone.url}/_sandbox/health`)).status).toBe(404);
    expect((await fetch(`${url}/verification-requests/`, { headers: { Accept: 'text/html' } })).status).toBe(
      401,
    );
  });

  test('a page that is missing is a page for a browser, and an error of the API for the rest', async () => {
    const { url } = await openSandbox().listen({ port: 0, site: folder });
    const page = await fetch(`${url}/nothing/`, { headers: { Accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([404, '<h1>no such page</h1>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-length')).toBe('21');
    for (const init of [{}, { method: 'DELETE', headers: { Accept: 'text/html' } }]) {
      const response = await fetch(`${url}/nothing/`, init);
      expect([response.status, await response.json()]).toEqual([404, { error: { message: 'Not found.' } }]);
    }
  });

  test('a site that is built again is served as it is now', async () => {
    const { url } = await openSandbox().listen({ port: 0, site: folder });
    writeFileSync(join(folder, 'index.html'), 'docs');
    writeFileSync(join(folder, 'new.html'), 'new');
    writeFileSync(join(folder, '404.html'), 'none');
    expect(await (await fetch(`${url}/`)).text()).toBe('docs');
    expect(await (await fetch(`${url}/new.html`)).text()).toBe('new');
    const missing = await fetch(`${url}/nothing/`, { headers: { Accept: 'text/html' } });
    expect(await missing.text()).toBe('none');
  });

  test('a file that cannot be read, or a part that ends before it begins, ends nothing but its response', async () => {
    const { url } = await openSandbox().listen({ port: 0, site: folder });
    const unreadable = createServer();
    await new Promise<void>((done) => unreadable.listen(join(folder, 'socket.js'), done));
    await expect(fetch(`${url}/socket.js`)).rejects.toThrow('fetch failed');
    unreadable.close();
    const whole = await fetch(`${url}/index.html`, { headers: { Range: 'bytes=5-1' } });
    expect([whole.status, await whole.text()]).toEqual([200, '<h1>docs</h1>']);
  });

  test('no file is served that is hidden or outside the folder, nor any to a foreign name or a POST', async () => {
    const { url } = await openSandbox().listen({ port: 0, site: folder });
    writeFileSync(join(folder, '.env'), 'SECRET=1');
    const statusOf = (path: string, options: RequestOptions = {}) =>
      new Promise((resolve) => {
        request(url + path, options, (response) => resolve(response.resume().statusCode)).end();
      });
    expect(await statusOf('/.env')).toBe(404);
    expect(await statusOf('/%2Eenv')).toBe(404);
    expect(await statusOf('/..%2f..%2fetc%2fpasswd')).toBe(404);
    expect(await statusOf('/index.html', { method: 'POST' })).toBe(404);
    expect(await statusOf('/index.html', { headers: { Host: 'rebound.example' } })).toBe(403);
    expect(await statusOf('/nothing.html')).toBe(404);
    expect(await statusOf('/index.html', { headers: { Host: 'localhost' } })).toBe(200);
    expect(await statusOf('/index.html', { headers: { 'Sec-Fetch-Site': 'cross-site' } })).toBe(200);
    expect(await statusOf('/index.html', { method: 'HEAD' })).toBe(200);
  });
});

test.for([
  [undefined, undefined, 'mortgage'],
  ['auto', undefined, 'auto'],
  ['auto', 'home-equity', 'home-equity'],
] as const)(
  'accountUseCase: %s. Whatever is created with the use_case %s has %s',
  async ([accountUseCase, use_case, expected]) => {
    const sandbox = openSandbox({ accountUseCase });
    const call = async (method: string, path: string, body?: object) =>
      (await send(sandbox, 'tw_sk_test_0000', method, path, body)).json();
    const input = { ...verificationInput, use_case };
    expect(await call('POST', '/verification-requests/', input)).toMatchObject({ use_case: expected });
    const { token } = (await call('POST', '/credentials/session', input)) as { token: string };
    const { id } = sandbox.tenant('tw_sk_test_0000').credentialsSessions.complete(token);
    expect(await call('GET', `/verification-requests/${id}`)).toMatchObject({ use_case: expected });
  },
);

test('the handle of a key has what is due by now, and the inspector hears of what it does', async () => {
  let nowMs = Date.UTC(2019, 10, 5);
  const sandbox = openSandbox({ clock: { now: () => nowMs } });
  const changes = async () =>
    (await (await sandbox.fetch('http://sandbox/_sandbox/changes')).json()) as { revision: number };
  const id = await idOf(await create(sandbox.fetch, 'http://sandbox'));
  const { verifications, reset } = sandbox.tenant('tw_sk_test_0000');
  const first = await changes();
  nowMs += 1000;
  expect(verifications.find(id)?.state).toBe('completed');
  expect(verifications.find('x')).toBeUndefined();
  expect(verifications.list({ state: 'completed', limit: 1, offset: 0 })).toMatchObject([{ id }]);
  const second = await changes();
  expect(second.revision).toBeGreaterThan(first.revision);
  reset();
  expect((await changes()).revision).toBeGreaterThan(second.revision);
});

test('of a document the name is stored, and not the content', async () => {
  const sandbox = openSandbox();
  const input = { ...verificationInput, documents: [{ filename: 'a.pdf', content: 'QQ==' }] };
  await send(sandbox, 'tw_sk_test_0000', 'POST', '/verification-requests/', input);
  const [stored] = sandbox.tenant('tw_sk_test_0000').verifications.list({ limit: 1 });
  expect(stored?.input).toEqual({
    ...input,
    use_case: 'mortgage',
    documents: [{ filename: 'a.pdf', content: '' }],
  });
});

test.for<[company: object, shown: object]>([
  [{ id: 1 }, { id: 1, name: 'Truework - DEMO' }],
  [
    { id: '1', name: 'Example', city: 'Springfield' },
    { id: 1, name: 'Truework - DEMO', city: 'Springfield' },
  ],
  [{ name: 'Truework' }, { id: 1, name: 'Truework - DEMO' }],
  [
    { id: 7, name: 'Truework' },
    { id: 7, name: 'Truework' },
  ],
  [{ id: 'x-7' }, { id: 'x-7', name: null }],
  [
    { id: '2147483648', name: 'Example' },
    { id: '2147483648', name: 'Example' },
  ],
  [{ name: 'Example' }, { name: 'Example' }],
])('the company %j is shown as %j', async ([company, shown]) => {
  const input = { ...verificationInput, target: { ...verificationInput.target, company } };
  const response = await send(openSandbox(), 'tw_sk_test_0000', 'POST', '/verification-requests/', input);
  expect(((await response.json()) as Verification).target.company).toEqual(shown);
});

test.for([
  [undefined, 'failed'],
  [false, 'delivered'],
] as const)(
  'validateResponses: %s. A webhook that the spec does not have is %s',
  async ([validates, state]) => {
    const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
    const event = 'verification_request.state.change';
    const spec = specWebhooks as Record<string, unknown>;
    const webhook = spec[event];
    onTestFinished(() => {
      spec[event] = webhook;
      reported.mockRestore();
    });
    delete spec[event];
    const send = async () => new Response(null, { status: 204 });
    const webhookEndpoints = [{ url: 'https://a.example' }];
    const sandbox = openSandbox({ validateResponses: validates, send, webhookEndpoints });
    const { clock, webhooks } = sandbox.tenant('tw_sk_test_0000');
    // Without a key, there is nobody to register an endpoint for.
    await sandbox.fetch('http://sandbox/companies/');
    await create(sandbox.fetch, 'http://sandbox');
    await clock.advance('1 second');
    expect(webhooks.deliveries()[0]?.state).toBe(state);
    expect(reported.mock.calls.length > 0).toBe(state === 'failed');
  },
);
