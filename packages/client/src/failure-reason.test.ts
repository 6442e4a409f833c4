import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { failureReason } from './failure-reason.ts';

function error(message: string, beside: object = {}): Error {
  return Object.assign(new Error(message), beside);
}

/** An error of `fetch` of Node.js: everything is in its cause. */
const node = (message: string, beside: object = {}) =>
  error('fetch failed', { cause: error(message, beside) });

/** A system call of Node.js that failed. */
const call = (syscall: string, code: string) => error(`${syscall} ${code}`, { code, syscall });

/** Bun has the code on the error itself. */
const bun = (code: string, beside: object = {}) => error(`${code}: Sample.`, { code, ...beside });

/** Deno has no code; the cause names the phase. */
const deno = (detail: string) => node(`error sending request for url (http://host/): ${detail}`);

/** node-fetch has the message of the cause in its own, and no system call. */
const nodeFetch = (code: string, reason: string) =>
  error(`request to https://host/ failed, reason: ${reason}`, { code, errno: code, type: 'system' });

/** A node:net connection tried several addresses. */
const addresses = (code: string | undefined, ...errors: unknown[]) => error('', { code, errors });

// Each as Node.js, OpenSSL and undici name it.
const beforeSending = [
  ...['EAI_AGAIN', 'EAI_NONAME', 'ENOTFOUND', 'EADDRNOTAVAIL', 'ECONNREFUSED', 'EHOSTDOWN', 'EHOSTUNREACH'],
  ...['ENETDOWN', 'ENETUNREACH', 'ERR_ACCESS_DENIED', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'CRL_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['HOSTNAME_MISMATCH', 'INVALID_CA', 'INVALID_PURPOSE', 'PATH_LENGTH_EXCEEDED'],
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERROR_IN_CERT_NOT_AFTER_FIELD'],
  ...['UNSPECIFIED', 'EPROTO', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
  ...['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
  ...['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY'],
  ...['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_UNKNOWN_PROTOCOL'],
  ...['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_WRONG_SIGNATURE_TYPE', 'ERR_SSL_WRONG_CURVE'],
  ...['ERR_SSL_DH_KEY_TOO_SMALL', 'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED'],
  ...['UND_ERR_CLOSED', 'UND_ERR_MAX_ORIGINS_REACHED', 'UND_ERR_BPL_MISSING_UPSTREAM'],
  'UND_MOCK_ERR_MOCK_NOT_MATCHED',
];

test.for(beforeSending)('%s says that nothing was sent, unless it came while reading or writing', (code) => {
  expect(failureReason(bun(code))).toEqual({ reason: code, sent: false });
  expect(failureReason(node(code, { code }))).toEqual({ reason: code, sent: false });
  for (const syscall of ['read', 'write'])
    expect(failureReason(bun(code, { syscall }))).toEqual({ reason: code, sent: true });
});

const proxyCodes = ['UND_ERR_PRX_TLS', 'UND_ERR_PRX_CONN', 'UND_ERR_SOCKS5_REPLY_4', 'UND_ERR_SOCKS5_AUTH'];
test.for(proxyCodes)('%s says that nothing was sent, whatever its cause', (code) => {
  expect(failureReason(bun(code))).toEqual({ reason: code, sent: false });
  const cause = error('other side closed', { code: 'UND_ERR_SOCKET' });
  expect(failureReason(bun(code, { cause }))).toEqual({ reason: 'UND_ERR_SOCKET', sent: false });
});

describe('nothing was sent', () => {
  test.for([
    ...[
      ['getaddrinfo', 'EMFILE'] as const,
      ['queryA', 'ETIMEOUT'] as const,
      ['queryAaaa', 'ECANCELLED'] as const,
    ],
    ...['EPERM', 'EMFILE', 'ETIMEDOUT', 'ECONNRESET'].map((code) => ['connect', code] as const),
    ['bind', 'EADDRINUSE'] as const,
  ])('as Node.js failed to %s: %s', ([syscall, code]) => {
    expect(failureReason(error('fetch failed', { cause: call(syscall, code) }))).toEqual({
      reason: code,
      sent: false,
    });
  });

  test.for<[string, unknown, reason?: string]>([
    ['Node.js, a blocked port', node('bad port')],
    ['Node.js, another scheme', node('unknown scheme')],
    ['Node.js, a signal of another realm', error('RequestInit: Expected signal')],
    [
      'Node.js, an invalid URL',
      error('Failed to parse URL from /x', { cause: bun('ERR_INVALID_URL') }),
      'ERR_INVALID_URL',
    ],
    [
      'Node.js, an end during the handshake of TLS',
      node('Client network socket disconnected before secure TLS connection was established', {
        code: 'ECONNRESET',
      }),
      'ECONNRESET',
    ],
    [
      'Node.js, a proxy that does not connect',
      node('Proxy response (407) !== 200 when HTTP Tunneling', { code: 'UND_ERR_ABORTED' }),
      'UND_ERR_ABORTED',
    ],
    ['Bun, an invalid URL', error('fetch() URL is invalid', { code: 'ERR_INVALID_URL' }), 'ERR_INVALID_URL'],
    ['older Bun, connection refused', error('Unable to connect. Is the computer able to access the url?')],
    [
      'older Bun, no such host',
      error('Was there a typo in the url or port?', { code: 'FailedToOpenSocket' }),
    ],
    [
      'Deno, connection refused',
      deno('client error (Connect): tcp connect error: Connection refused (os error 111)'),
    ],
    ['Deno, no such host', deno('client error (Connect): dns error: failed to lookup address information')],
    ['Deno, a certificate', deno('client error (Connect): invalid peer certificate: UnknownIssuer')],
    ['Deno, a blocked port', error('Fetch failed: Requests to port 6000 are blocked')],
    [
      'Deno, a missing permission',
      error('Requires net access to "host:443", run again with the --allow-net flag'),
    ],
    ['workerd, too many requests', error('Too many subrequests by single Worker invocation.')],
    ['node-fetch, no connection', nodeFetch('ETIMEDOUT', 'connect ETIMEDOUT 192.0.2.1:443'), 'ETIMEDOUT'],
    [
      'node-fetch, an end during the handshake of TLS',
      nodeFetch(
        'ECONNRESET',
        'Client network socket disconnected before secure TLS connection was established',
      ),
      'ECONNRESET',
    ],
    ['a code without an error', { code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    ['a code without addresses', addresses('ECONNREFUSED'), 'ECONNREFUSED'],
    [
      'twenty addresses without a server',
      addresses(undefined, ...Array(20).fill(call('connect', 'ECONNREFUSED'))),
      'ECONNREFUSED',
    ],
    [
      'two addresses without a server',
      addresses('ECONNREFUSED', call('connect', 'ECONNREFUSED'), call('connect', 'ECONNREFUSED')),
      'ECONNREFUSED',
    ],
    [
      'one address that is silent and one without a route',
      addresses('ETIMEDOUT', call('connect', 'ETIMEDOUT'), call('connect', 'ENETUNREACH')),
      'ETIMEDOUT',
    ],
  ])('%s', ([, rejection, reason = 'network']) => {
    expect(failureReason(rejection)).toEqual({ reason, sent: false });
  });
});

describe('it was sent, or may have been', () => {
  const reset = call('read', 'ECONNRESET');

  test.for([
    ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'Z_DATA_ERROR', 'HPE_INVALID_CONSTANT'],
    ...['UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_DESTROYED'],
    ...['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'],
    // A fetch of the caller may fail over its own arguments once the response is there.
    ...['ERR_INVALID_URL', 'ERR_INVALID_ARG_TYPE', 'ERR_INVALID_STATE'],
    // Like one of the above in a part.
    ...['NOT_ECONNREFUSED', 'X_CERT_', 'X_UND_ERR_PRX_TLS'],
  ])('%s does not say that nothing was sent', (code) => {
    expect(failureReason(bun(code))).toEqual({ reason: code, sent: true });
    expect(failureReason(node(code, { code }))).toEqual({ reason: code, sent: true });
  });

  test.for<[string, unknown, reason?: string]>([
    ['Node.js, a redirect', node('unexpected redirect')],
    ['Node.js 24, what is not HTTP', node('Response does not match the HTTP/1.1 protocol')],
    ['node-fetch, a lost route', nodeFetch('EHOSTUNREACH', 'read EHOSTUNREACH'), 'EHOSTUNREACH'],
    ['node-fetch, a reset', nodeFetch('ECONNRESET', 'read ECONNRESET'), 'ECONNRESET'],
    ['a message that quotes another code', error('connect ECONNREFUSED', { code: 'ERR_BAD' }), 'ERR_BAD'],
    ['Bun, what is not HTTP', bun('Malformed_HTTP_Response')],
    ['a call named like one before it', call('disconnect', 'ETIMEDOUT'), 'ETIMEDOUT'],
    ['a call that begins like one before it', call('connected', 'ETIMEDOUT'), 'ETIMEDOUT'],
    ['Bun, a body that is not gzip', bun('ZlibError')],
    ['Deno, an end', deno('client error (SendRequest): connection closed before message completed')],
    ['Deno, a reset', node('Connection reset by peer (os error 104)')],
    ['Deno, a body', error('error reading a body from connection')],
    ['workerd, connection refused or reset', error('Network connection lost.', { retryable: true })],
    ['workerd, names and TLS', error('internal error; reference = abc')],
    ['Chromium, whatever it is', error('Failed to fetch')],
    ['an end by a signal', new DOMException('This operation was aborted', 'AbortError')],
    ['a limit of time', new DOMException('The operation timed out.', 'TimeoutError')],
    [
      'a reset, and then no server',
      { code: 'ECONNRESET', cause: call('connect', 'ECONNREFUSED') },
      'ECONNREFUSED',
    ],
    ['no server, because of a reset', { code: 'ECONNREFUSED', cause: reset }, 'ECONNRESET'],
    [
      'two addresses, one of which was reset',
      addresses('ECONNREFUSED', call('connect', 'ECONNREFUSED'), reset),
      'ECONNREFUSED',
    ],
    [
      'two addresses, one of which says nothing',
      addresses(undefined, call('connect', 'ECONNREFUSED'), error('Sample')),
      'ECONNREFUSED',
    ],
    [
      'more errors than there are addresses',
      addresses(undefined, ...Array(21).fill(call('connect', 'ECONNREFUSED'))),
    ],
    ['no address', addresses(undefined)],
    ['a code that is a number', { code: 20 }],
    ['a code that may be a name', { code: 'Riley Sample' }],
    ['a code after a name', { code: 'Riley ECONNRESET' }],
    ['a code in an array', { code: ['ECONNREFUSED'] }],
    ['a message in an array', { message: ['bad port'] }],
    ['a code with more behind it', { code: 'ECONNRESET of Riley Sample' }],
    ...[undefined, null, 0, 7n, '', 'ECONNREFUSED', true, Symbol('ECONNREFUSED'), () => {}, [], {}].map(
      (thrown): [string, unknown] => [`${typeof thrown} ${String(thrown)}`, thrown],
    ),
  ])('%s', ([, rejection, reason = 'network']) => {
    expect(failureReason(rejection)).toEqual({ reason, sent: true });
  });
});

describe('what cannot be read says nothing', () => {
  const unknown = { reason: 'network', sent: true };

  test.for(['code', 'cause', 'message', 'errors', 'syscall'])('a %s that throws', (name) => {
    const rejection = Object.defineProperty(error('Sample'), name, {
      get() {
        throw new Error('a getter');
      },
    });
    expect(failureReason(rejection)).toEqual(unknown);
    expect(failureReason(error('fetch failed', { cause: rejection }))).toEqual(unknown);
  });

  test('a proxy that was revoked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(failureReason(proxy)).toEqual(unknown);
  });

  test('causes in a circle', () => {
    const rejection = error('Sample');
    Object.assign(rejection, { cause: rejection, errors: [rejection, rejection] });
    expect(failureReason(rejection)).toEqual(unknown);
  });

  test('causes that are made while they are read', () => {
    const endless: object = {
      get cause() {
        return endless;
      },
      get errors() {
        return Array(20).fill(endless);
      },
    };
    expect(failureReason(endless)).toEqual(unknown);
  });

  test('a cause below the fifth', () => {
    const nested = (depth: number): object =>
      depth === 1 ? { code: 'ECONNREFUSED' } : { cause: nested(depth - 1) };
    expect(failureReason(nested(5))).toEqual({ reason: 'ECONNREFUSED', sent: false });
    expect(failureReason(nested(6))).toEqual(unknown);
  });
});

test('errors of another realm are read as any others', () => {
  const noServer = runInNewContext(
    `Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) })`,
  );
  expect(noServer).not.toBeInstanceOf(Error);
  expect(failureReason(noServer)).toEqual({ reason: 'ECONNREFUSED', sent: false });
  const reset = runInNewContext(`Object.assign(new Error('read'), { code: 'ECONNRESET', syscall: 'read' })`);
  expect(failureReason(reset)).toEqual({ reason: 'ECONNRESET', sent: true });
});
