import { expect, test } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';

async function landing(accept: string | undefined, options = {}, init: RequestInit = {}) {
  const response = await openSandbox(options).fetch('http://127.0.0.1:4019/', {
    ...init,
    ...(accept === undefined ? {} : { headers: { Accept: accept } }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('GET / says in a terminal what this is, where everything is, and what to try', async () => {
  const { status, headers, text } = await landing('*/*');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(text).toMatch(/^truework-sandbox: Truework API 2019-10-15 on your machine/);
  expect(text).toContain('\n  Inspector  http://127.0.0.1:4019/_sandbox/\n');
  expect(text).toContain(
    "\ncurl http://127.0.0.1:4019/credentials/session -H 'Authorization: Bearer tw_sk_test_",
  );
  expect(text).toContain('README of @truework-legacy/sandbox');
});

test('GET / is a page for a browser, which links to the inspector', async () => {
  const { status, headers, text } = await landing('text/html,application/xhtml+xml,*/*;q=0.8');
  expect([status, Object.fromEntries(headers)]).toEqual([
    200,
    {
      'content-length': String(Buffer.byteLength(text)),
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'content-type': 'text/html; charset=utf-8',
      date: 'Tue, 05 Nov 2019 00:00:00 GMT',
      vary: 'Accept',
      'x-content-type-options': 'nosniff',
    },
  ]);
  expect(text).toContain('<a href="/_sandbox/">Inspector</a>');
  expect(text).toContain('curl http://127.0.0.1:4019/credentials/session');
});

test('GET / is JSON if JSON is asked for', async () => {
  const { status, headers, text } = await landing('application/json; version=2019-10-15');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(JSON.parse(text)).toMatchObject({
    name: 'truework-sandbox',
    api: 'http://127.0.0.1:4019',
    inspector: 'http://127.0.0.1:4019/_sandbox/',
  });
});

test('no inspector is named without the admin API', async () => {
  for (const accept of ['*/*', 'text/html', 'application/json']) {
    expect((await landing(accept, { admin: false })).text).not.toContain('_sandbox');
  }
});

test('HEAD / has the headers of GET /, and no body', async () => {
  const get = await landing('*/*');
  const head = await landing('*/*', {}, { method: 'HEAD' });
  expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
  expect(head.text).toBe('');
});

test('any other method at / is the API’s 404', async () => {
  expect((await landing('*/*', {}, { method: 'POST' })).status).toBe(404);
});
