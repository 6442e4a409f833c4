import { getCACertificates, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { unsafeCalls } from '../test/support/calls.ts';
import { testCertificates, testKeyPem } from '../test/support/test-certificates.ts';
import {
  errorOf,
  failWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { clockOnDemand, http, type TestServer, testServer, write } from '../test/support/test-server.ts';
import { ConfigurationError, NetworkError } from './errors.ts';
import type { TrueworkOptions } from './options.ts';
import { createTruework, type Truework } from './truework.ts';

// Whether a failed call says that nothing was sent is compared with what arrived at a server.

afterEach(() => {
  vi.unstubAllGlobals();
});

function clientOf(environment: string, options: Partial<TrueworkOptions> = {}): Truework {
  return createTruework({ token, environment, random: () => 0, rateLimiter: false, ...options });
}

const created = write(http(201, JSON.stringify(verification('AAAA'))));

describe('no connection is made', () => {
  beforeAll(() => {
    const before = getCACertificates('default');
    setDefaultCACertificates([testCertificates.authority]);
    return () => setDefaultCACertificates(before);
  });

  interface Opened {
    readonly url: string;
    readonly server?: TestServer;
  }

  /** A server with this certificate, and its URL. */
  const tls = (name: keyof typeof testCertificates, options?: TlsOptions) => async () => {
    const server = await testServer(created, { key: testKeyPem, cert: testCertificates[name], ...options });
    return { server, url: `https://localhost:${server.port}` };
  };

  /** A URL without a server. */
  const nowhere = (url: string) => async () => ({ url });

  const closedPort = async () => {
    const server = await testServer(created);
    await server.close();
    return server;
  };
  const plainHttp = async () => {
    const server = await testServer(created);
    return { server, url: `https://127.0.0.1:${server.port}` };
  };
  const noSuchHost: TlsOptions = { SNICallback: (_, callback) => callback(new Error('no such host')) };

  test.for<[string, () => Promise<Opened>, RegExp]>([
    ['connection refused', closedPort, /^ECONNREFUSED$/],
    ['the host is unknown', nowhere('https://name.invalid'), /^(ENOTFOUND|EAI_AGAIN)$/],
    // No TCP connection goes to this address.
    ['there is no route', nowhere('https://255.255.255.255'), /^(E(NET|HOST)UNREACH|EADDRNOTAVAIL|EACCES)$/],
    ['fetch does not connect to the port', nowhere('http://127.0.0.1:6000'), /^network$/],
    ['the certificate is self-signed', tls('selfSigned'), /^DEPTH_ZERO_SELF_SIGNED_CERT$/],
    ['the certificate is for another host', tls('wrongHost'), /^ERR_TLS_CERT_ALTNAME_INVALID$/],
    ['the certificate has expired', tls('expired'), /^CERT_HAS_EXPIRED$/],
    ['the authority is unknown', tls('unknownAuthority'), /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/],
    [
      'the client needs a certificate',
      tls('right', { requestCert: true, maxVersion: 'TLSv1.2' }),
      /^ERR_SSL_SSL(V3|\/TLS)_ALERT_HANDSHAKE_FAILURE$/,
    ],
    ['the server ends the handshake', tls('right', noSuchHost), /^ECONNRESET$/],
    [
      'the server does not speak HTTP/1.1',
      tls('right', { ALPNProtocols: ['h3'] }),
      /^ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL$/,
    ],
    ['the server has no TLS', plainHttp, /^ERR_SSL_WRONG_VERSION_NUMBER$/],
  ])('%s', async ([, open, reason]) => {
    const { server, url } = await open();
    for (const [name, call] of Object.entries(unsafeCalls)) {
      const error = await errorOf(call(clientOf(url)));
      expect(error, name).toBeInstanceOf(NetworkError);
      expect(error, name).toMatchObject({ sent: false, reason: expect.stringMatching(reason) });
    }
    expect(server?.arrived ?? []).toEqual([]);
  });

  test('but the server with a valid certificate gets the request', async () => {
    const { server, url } = await tls('right')();
    expect(await clientOf(url).verifications.create(verificationInput)).toHaveProperty('id', 'AAAA');
    expect(server.arrived).toEqual(['POST /verification-requests/']);
  });
});

test('without a global TextDecoder, as in jsdom, the package can be imported', async () => {
  vi.stubGlobal('TextDecoder', undefined);
  vi.resetModules();
  await expect(import('./index.ts')).resolves.toHaveProperty('createTruework');
});

describe.for(Object.entries(unsafeCalls))('%s sends nothing', ([, call]) => {
  test('with a signal that onAttempt aborts', async () => {
    const server = await testServer(created);
    const controller = new AbortController();
    const truework = clientOf(server.url, { onAttempt: () => controller.abort() });
    const error = await errorOf(call(truework, { signal: controller.signal }));
    expect(error.code).toBe('aborted');
    expect(error).not.toHaveProperty('attempt');
    expect(server.connections()).toBe(0);
  });

  test.for([
    ['fetch', 'there is no global fetch. Pass the option fetch.'],
    ['TextDecoder', 'there is no global TextDecoder.'],
  ] as const)('without a global %s', async ([name, problem]) => {
    const server = await testServer(created);
    vi.stubGlobal(name, undefined);
    const error = await errorOf(call(clientOf(server.url)));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(problem);
    expect(server.connections()).toBe(0);
  });
});

function throwing(): never {
  throw new Error('clock');
}

test.for<[string, object]>([
  ['says no time', { now: () => Number.NaN }],
  ['says a time that no date has', { now: () => Infinity }],
  ['throws when it is asked for the time', { now: throwing }],
  ['throws when it is asked for a duration', { elapsed: throwing }],
  ['throws when a timer is set', { after: throwing }],
  ['rings at once', { after: (_: number, callback: () => void) => callback() }],
])('a create sends nothing if the clock %s', async ([, broken]) => {
  const server = await testServer(created);
  const truework = clientOf(server.url, { clock: { ...clockOnDemand(), ...broken } });
  const problem =
    'code that was plugged in threw before the request was sent. Check the clock and the signal.';
  const error = await errorOf(truework.verifications.create(verificationInput));
  expect(error).toEqual(new ConfigurationError(`createVerification: ${problem}`));
  expect(server.arrived).toEqual([]);
});

test.for([
  ['ECONNRESET', 'the connection failed after the request was sent (ECONNRESET).'],
  ['ECONNREFUSED', 'could not connect (ECONNREFUSED). Nothing was sent.'],
] as const)('the error of a safe call says whether something was sent: %s', async ([code, problem]) => {
  const client = testClient(failWith(code), { retries: 0 });
  const error = await client.errorOf(client.truework.verifications.get('A'));
  expect(error.message).toBe(`getVerification: ${problem}`);
});
