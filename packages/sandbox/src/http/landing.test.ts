import { expect, test } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { landing } from './landing.ts';

const about =
  'Truework API 2019-10-15 on your machine, for development and tests. Unofficial: not affiliated with Truework.';
const curl = `curl http://127.0.0.1:4019/credentials/session -H 'Authorization: Bearer tw_sk_test_demo' -H 'Content-Type: application/json' -d '{"type":"employment-income","permissible_purpose":"credit-application","use_case":"mortgage","target":{"first_name":"Riley","last_name":"Sample","social_security_number":"000-20-0000"}}'`;
const more = 'Options: truework-sandbox --help. Documentation: the README of @truework-legacy/sandbox.';

async function get(accept: string | undefined, options = {}, init: RequestInit = {}) {
  const response = await openSandbox(options).fetch('http://127.0.0.1:4019/', {
    ...init,
    ...(accept === undefined ? {} : { headers: { Accept: accept } }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('GET / says in a terminal what this is, where everything is, and what to try', async () => {
  const { status, headers, text } = await get('*/*');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(text).toBe(`truework-sandbox: ${about}

  API        http://127.0.0.1:4019
  Inspector  http://127.0.0.1:4019/_sandbox/
  Admin API  http://127.0.0.1:4019/_sandbox/openapi.json

Try it:

${curl}

${more}
`);
});

test('GET / is a page for a browser, which links to the inspector', async () => {
  const { status, headers, text } = await get('text/html,application/xhtml+xml,*/*;q=0.8');
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
  const body = text.slice(text.indexOf('<body>'));
  expect(body.replaceAll(/<[^>]+>/g, '').replaceAll(/\n+/g, '\n')).toBe(`
The sandbox is running
${about}
Inspector: requests, verifications, webhooks, faults and the clockAdmin API: the same for programs, as an OpenAPI document
Try it
${curl}
${more}
`);
  expect(body.match(/href="[^"]+"/g)).toEqual(['href="/_sandbox/"', 'href="/_sandbox/openapi.json"']);
});

test('the page shows a host as it is, whatever is in it', async () => {
  const request = {
    method: 'GET',
    target: '/',
    origin: 'http://<&>',
    address: '',
    header: () => 'text/html',
  };
  const { status, body } = landing(request, { admin: false, nowMs: 0 });
  expect(status).toBe(200);
  expect(body).toContain(
    `<p>${about}</p>\n\n<h2>Try it</h2>\n<pre>curl http://&lt;&amp;>/credentials/session `,
  );
});

test('GET / is JSON if JSON is asked for', async () => {
  const { status, headers, text } = await get('application/json; version=2019-10-15');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(JSON.parse(text)).toEqual({
    name: 'truework-sandbox',
    about,
    api: 'http://127.0.0.1:4019',
    inspector: 'http://127.0.0.1:4019/_sandbox/',
    adminApi: 'http://127.0.0.1:4019/_sandbox/openapi.json',
    tryIt: curl,
    more,
  });
});

test('no inspector is named without the admin API', async () => {
  for (const accept of ['*/*', 'text/html', 'application/json']) {
    expect((await get(accept, { admin: false })).text).not.toMatch(/_sandbox|undefined/);
  }
});

test('HEAD / has the headers of GET /, and no body', async () => {
  const { headers } = await get(undefined);
  const head = await get('*/*', {}, { method: 'HEAD' });
  expect([Object.fromEntries(head.headers), head.text]).toEqual([Object.fromEntries(headers), '']);
});

test('any other method at / is the API’s 404', async () => {
  expect((await get('*/*', {}, { method: 'POST' })).status).toBe(404);
});
