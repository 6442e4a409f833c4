import { verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import { checkWebhook } from '../api/validate-response.ts';
import { readWebhookEndpoint } from './endpoint.ts';

afterEach(() => vi.restoreAllMocks());

const key = 'tw_sk_test_0000';

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
  test.for(kept)('%j is kept as %s, which stays as it is and fits the spec', ([given, expected]) => {
    for (const url of [given, expected]) expect(readWebhookEndpoint({ url }).url).toBe(expected);
    expect(() => checkedEndpoint(expected)).not.toThrow();
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

  const longest = `https://a.example/${'x'.repeat(2030)}`;

  test.for<[reason: string, urls: unknown[]]>([
    ['may only have letters, digits, dots, hyphens and underscores', ['https://a{b}.example/', 'data:,x']],
    ['at most 2048 characters once it is encoded', [`https://a.example/${'|'.repeat(677)}`]],
    [
      'must not have a user name, a password or a fragment',
      ['http://localhost@a.example/', 'https://:pass@a.example', 'https://a.example/#x'],
    ],
    [
      'must be absolute and have at most 2048 characters',
      ['/hook', '', `${longest}x`, undefined, null, 1, {}, new URL('https://a.example')],
    ],
    [
      'must be https, or http to this machine (localhost, 127.0.0.1, [::1]) or to a name on the local network',
      [
        'http://localhost./',
        'http://[::ffff:127.0.0.1]/',
        'http://a.example',
        'http://app.localhost.example',
        'http://0x7f000001.example',
        'http://10.0.0.1',
        'http://127.0.0.1.example',
        'ftp://localhost',
      ],
    ],
  ])('%s, or it is rejected', ([reason, urls]) => {
    for (const url of urls)
      expect(() => readWebhookEndpoint({ url: url as never }), String(url)).toThrow(
        expect.objectContaining({
          code: 'invalid_webhook_endpoint',
          message: expect.stringContaining(reason),
        }),
      );
  });

  test.for([longest, `https://a.example/${'%7C'.repeat(676)}xx`])('may have 2048 characters: %s', (url) => {
    expect([url.length, readWebhookEndpoint({ url: url.replaceAll('%7C', '|') }).url]).toEqual([2048, url]);
  });

  test.for([1, '', 'a\r\nb', 'a b', 'x'.repeat(257)])('%j is rejected as a token', (token) => {
    const input = { url: 'https://a.example', token: token as never };
    expect(() => readWebhookEndpoint(input)).toThrow(/must have 1 to 256 visible ASCII characters/);
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
    const added: string[] = [];
    for (const [index, [url]] of kept.slice(0, 10).entries()) {
      if (index % 2 === 0) await send(sandbox, key, 'POST', '/_sandbox/webhook-endpoints', { url });
      else webhooks.add(url);
      added.push(webhooks.endpoints().at(-1)?.url ?? '');
    }
    await send(sandbox, key, 'POST', '/verification-requests/', verificationInput);
    await clock.advance(100);
    expect(sent).toEqual(added.map((url) => [url, url]));
    const listed = await send(sandbox, key, 'GET', '/_sandbox/webhook-endpoints');
    const { results } = (await listed.json()) as { results: { url: string }[] };
    expect(results.map(({ url }) => url)).toEqual(added);
  });

  test('of the option webhookEndpoints is registered once for a key, whatever its form', async () => {
    const sandbox = openSandbox({
      webhookEndpoints: [{ url: 'http://localhost:9/hook?ids[]=1', token: 'a' }],
    });
    for (const _ of [1, 2]) await send(sandbox, key, 'GET', '/companies/');
    const tenant = sandbox.tenant(key);
    tenant.restore(tenant.snapshot());
    await send(sandbox, key, 'GET', '/companies/');
    const standing = [{ id: 1, url: 'http://localhost:9/hook?ids%5B%5D=1', token: 'a' }];
    expect(tenant.webhooks.endpoints()).toEqual(standing);
    tenant.webhooks.remove(1);
    await send(sandbox, key, 'GET', '/companies/');
    expect(tenant.webhooks.endpoints()).toEqual([]);
    tenant.reset();
    await send(sandbox, key, 'GET', '/companies/');
    expect(tenant.webhooks.endpoints()).toEqual(standing);
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const full = openSandbox().tenant(key);
    for (let count = 0; count < 10; count += 1) full.webhooks.add('https://a.example');
    tenant.restore(full.snapshot());
    await send(sandbox, key, 'GET', '/companies/');
    expect([tenant.webhooks.endpoints(), printed.mock.calls]).toEqual([full.webhooks.endpoints(), []]);
  });
});
