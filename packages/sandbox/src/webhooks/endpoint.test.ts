import { verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { checkWebhook } from '../api/validate-response.ts';
import { readWebhookEndpoint } from './endpoint.ts';

afterEach(() => vi.restoreAllMocks());

const key = 'tw_sk_test_0000';
const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };

/** What the spec's check says to a webhook whose hook has that URL. */
function checkedEndpoint(target: string): void {
  checkWebhook('verification_request.state.change', {
    hook: { id: 1, event: 'verification_request.state.change', target },
    data: { verification_request_id: 'AAAA', state: 'processing' },
  });
}

const kept: [given: string, kept: string][] = [
  ['https://a.example', 'https://a.example'],
  ['https://a.example/', 'https://a.example/'],
  ['http://localhost:9/hook?ids[]=1', 'http://localhost:9/hook?ids%5B%5D=1'],
  ['http://localhost/a b', 'http://localhost/a%20b'],
  ['http://localhost/a|b^c`d', 'http://localhost/a%7Cb%5Ec%60d'],
  ['http://localhost/{id}?x={y}', 'http://localhost/%7Bid%7D?x=%7By%7D'],
  ['http://localhost/"<>', 'http://localhost/%22%3C%3E'],
  ['http://localhost/\\x', 'http://localhost//x'],
  ['http://localhost/?x=\\', 'http://localhost/?x=%5C'],
  ['http://localhost/%zz%', 'http://localhost/%25zz%25'],
  ['http://localhost/%5B%5b', 'http://localhost/%5B%5b'],
  ['http://localhost/ü', 'http://localhost/%C3%BC'],
  ['http://localhost/\ud800', 'http://localhost/%EF%BF%BD'],
  ['https://münchen.example/x', 'https://xn--mnchen-3ya.example/x'],
  ['HTTP://LOCALHOST:80/X', 'http://localhost/X'],
  [' http://localhost/x\n', 'http://localhost/x'],
  ['http:localhost/x', 'http://localhost/x'],
  ['http://127.1/x', 'http://127.0.0.1/x'],
  ['https://a.example?', 'https://a.example/'],
  ...[
    'http://127.9.9.9',
    'http://[::1]:1/x?y=z',
    'http://app:3000/hook',
    'http://my_app:3000/hook',
    'http://app.localhost/hook',
    'http://host.docker.internal:3000/hook',
  ].map((url): [string, string] => [url, url]),
];

describe('the URL of a webhook endpoint', () => {
  test.for(kept)('%j is kept as %s', ([given, expected]) => {
    expect(readWebhookEndpoint({ url: given }).url).toBe(expected);
  });

  test.for(kept)('the form of %j stays as it is, and fits the spec', ([given]) => {
    const { url } = readWebhookEndpoint({ url: given });
    expect(readWebhookEndpoint({ url }).url).toBe(url);
    expect(() => checkedEndpoint(url)).not.toThrow();
  });

  test('fits the spec whatever ASCII character is in its path, its query or its host', () => {
    for (let code = 0; code < 128; code += 1) {
      const character = String.fromCharCode(code);
      for (const given of [
        `https://a.example/x${character}y`,
        `https://a.example/?x${character}y`,
        `https://a${character}b.example/`,
      ]) {
        let url: string;
        try {
          ({ url } = readWebhookEndpoint({ url: given }));
        } catch (error) {
          expect(error, given).toMatchObject({ code: 'invalid_webhook_endpoint' });
          continue;
        }
        expect(() => checkedEndpoint(url), given).not.toThrow();
        expect(new URL(url).href, given).toBe(url);
      }
    }
  });

  test.for([
    'https://a{b}.example/',
    'http://localhost./',
    'http://localhost@a.example/',
    'http://[::ffff:127.0.0.1]/',
    `https://a.example/${'|'.repeat(1000)}`,
    'data:,x',
    'http://a.example',
    'http://app.localhost.example',
    'http://0x7f000001.example',
    'http://10.0.0.1',
    'http://127.0.0.1.example',
    'ftp://localhost',
    'https://user:pass@a.example',
    'https://a.example/#x',
    '/hook',
    '',
    `https://a.example/${'x'.repeat(2048)}`,
  ])('%s is rejected', (url) => {
    expect(() => readWebhookEndpoint({ url })).toThrow(
      expect.objectContaining({ code: 'invalid_webhook_endpoint' }),
    );
  });

  test.for([undefined, null, 1, {}, new URL('https://a.example')])(
    '%j is rejected as it is not a string',
    (url) => {
      expect(() => readWebhookEndpoint({ url: url as never })).toThrow(
        expect.objectContaining({ code: 'invalid_webhook_endpoint' }),
      );
    },
  );

  test.for([1, '', 'a\r\nb', 'a b', 'x'.repeat(257)])('%j is rejected as a token', (token) => {
    const input = { url: 'https://a.example', token: token as never };
    expect(() => readWebhookEndpoint(input)).toThrow(/visible ASCII/);
  });
});

describe('what is accepted', () => {
  test('is what is sent to, what is named in what is sent, and what the admin API lists', async () => {
    const sent: [string, string][] = [];
    const sandbox = openSandbox({
      send: async (input, init) => {
        sent.push([String(input), JSON.parse(String(init?.body)).hook.target]);
        return new Response(null, { status: 204 });
      },
    });
    const { webhooks, clock } = sandbox.tenant(key);
    const byAdminApi = async (url: string): Promise<string> => {
      const init = { method: 'POST', headers, body: JSON.stringify({ url }) };
      const response = await sandbox.fetch('http://sandbox/_sandbox/webhook-endpoints', init);
      return ((await response.json()) as { url: string }).url;
    };
    const added: string[] = [];
    for (const [index, [given]] of kept.slice(0, 10).entries())
      added.push(index % 2 === 0 ? await byAdminApi(given) : webhooks.add(given).url);
    const created = await sandbox.fetch('http://sandbox/verification-requests/', {
      method: 'POST',
      headers,
      body: JSON.stringify(verificationInput),
    });
    const { id } = (await created.json()) as { id: string };
    const canceled = await sandbox.fetch(`http://sandbox/verification-requests/${id}/cancel`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ cancellation_reason: 'other' }),
    });
    expect(canceled.status).toBe(200);
    await clock.advance(0);
    expect(sent).toEqual(added.map((url) => [url, url]));
    const listed = await sandbox.fetch('http://sandbox/_sandbox/webhook-endpoints', { headers });
    expect(((await listed.json()) as { results: { url: string }[] }).results.map(({ url }) => url)).toEqual(
      added,
    );
  });

  test('of the option webhookEndpoints is registered once for a key, whatever its form', async () => {
    const sandbox = openSandbox({
      webhookEndpoints: [{ url: 'http://localhost:9/hook?ids[]=1', token: 'a' }],
    });
    for (const _ of [1, 2]) await sandbox.fetch('http://sandbox/companies/', { headers });
    const tenant = sandbox.tenant(key);
    tenant.restore(tenant.snapshot());
    await sandbox.fetch('http://sandbox/companies/', { headers });
    expect(tenant.webhooks.endpoints()).toEqual([
      { id: 1, url: 'http://localhost:9/hook?ids%5B%5D=1', token: 'a' },
    ]);
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const full = openSandbox().tenant(key);
    for (let count = 0; count < 10; count += 1) full.webhooks.add('https://a.example');
    tenant.restore(full.snapshot());
    await sandbox.fetch('http://sandbox/companies/', { headers });
    expect([tenant.webhooks.endpoints(), printed.mock.calls]).toEqual([full.webhooks.endpoints(), []]);
  });
});
