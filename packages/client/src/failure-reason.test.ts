import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { failureReason } from './failure-reason.ts';

/** An error as a runtime makes it: its class, its message and other properties. */
function error(message: string, beside: object = {}, Class: new (message: string) => Error = Error): Error {
  return Object.assign(new Class(message), beside);
}

/** An error of `fetch` of Node.js: everything is in its cause. */
const node = (message: string, beside: object = {}) =>
  error('fetch failed', { cause: error(message, beside) }, TypeError);

/** An error of reading a body in Node.js. */
const nodeBody = (message: string, beside: object = {}) =>
  error('terminated', { cause: error(message, beside) }, TypeError);

/** Bun has the code on the error itself. */
const bun = (code: string, message = `${code}: Sample.`, beside: object = {}) =>
  error(message, { code, ...beside }, TypeError);

/** Deno has no code; the cause names the phase. */
const deno = (detail: string) =>
  error(
    'fetch failed',
    { cause: error(`error sending request for url (http://host/): ${detail}`) },
    TypeError,
  );

const connecting = { syscall: 'connect' };
const errnoOf = (code: string) => error(`connect ${code} 192.0.2.1:443`, { code, ...connecting });

describe('nothing was sent', () => {
  test.for([
    [
      'Node.js, connection refused',
      node('connect ECONNREFUSED', { code: 'ECONNREFUSED', ...connecting }),
      'ECONNREFUSED',
    ],
    [
      'Node.js, no such host',
      node('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      'ENOTFOUND',
    ],
    [
      'Node.js, no name server',
      node('getaddrinfo EAI_AGAIN', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
      'EAI_AGAIN',
    ],
    [
      'Node.js, a resolver of its own',
      node('queryA ETIMEOUT', { code: 'ETIMEOUT', syscall: 'queryA' }),
      'ETIMEOUT',
    ],
    [
      'Node.js, no route',
      node('connect EHOSTUNREACH', { code: 'EHOSTUNREACH', ...connecting }),
      'EHOSTUNREACH',
    ],
    [
      'Node.js, no network',
      node('connect ENETUNREACH', { code: 'ENETUNREACH', ...connecting }),
      'ENETUNREACH',
    ],
    ['Node.js, a firewall', node('connect EPERM', { code: 'EPERM', ...connecting }), 'EPERM'],
    ['Node.js, too many open files', node('connect EMFILE', { code: 'EMFILE', ...connecting }), 'EMFILE'],
    [
      'Node.js, no response while connecting',
      node('connect ETIMEDOUT', { code: 'ETIMEDOUT', ...connecting }),
      'ETIMEDOUT',
    ],
    [
      'Node.js, its own limit for connecting',
      node('Connect Timeout Error', { code: 'UND_ERR_CONNECT_TIMEOUT' }),
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    [
      'Node.js, self-signed',
      node('self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    [
      'Node.js, self-signed in the chain',
      node('self-signed certificate', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
    [
      'Node.js, another host',
      node('Hostname does not match', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    ['Node.js, expired', node('certificate has expired', { code: 'CERT_HAS_EXPIRED' }), 'CERT_HAS_EXPIRED'],
    [
      'Node.js, unknown authority',
      node('unable to verify', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['Node.js, a revocation list', node('CRL has expired', { code: 'CRL_HAS_EXPIRED' }), 'CRL_HAS_EXPIRED'],
    [
      'Node.js, no TLS',
      node('wrong version number', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }),
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    ['Node.js, a blocked port', node('bad port'), 'network'],
    ['Node.js, another scheme', node('unknown scheme'), 'network'],
    [
      'Node.js, an invalid URL',
      error('Failed to parse URL from /x', { cause: bun('ERR_INVALID_URL') }, TypeError),
      'ERR_INVALID_URL',
    ],
    [
      'Node.js, a proxy that does not connect',
      node('Proxy response (407) !== 200 when HTTP Tunneling', { code: 'UND_ERR_ABORTED' }),
      'UND_ERR_ABORTED',
    ],
    [
      'Node.js, connection refused at two addresses',
      error(
        'fetch failed',
        {
          cause: error('', {
            code: 'ECONNREFUSED',
            errors: [errnoOf('ECONNREFUSED'), errnoOf('ECONNREFUSED')],
          }),
        },
        TypeError,
      ),
      'ECONNREFUSED',
    ],
    [
      'Node.js, one address that is silent and one without a route',
      error(
        'fetch failed',
        { cause: error('', { code: 'ETIMEDOUT', errors: [errnoOf('ETIMEDOUT'), errnoOf('ENETUNREACH')] }) },
        TypeError,
      ),
      'ETIMEDOUT',
    ],
    ['Bun, connection refused', bun('ECONNREFUSED'), 'ECONNREFUSED'],
    [
      'Bun, no such host',
      bun('ENOTFOUND', 'getaddrinfo ENOTFOUND name.invalid', { syscall: 'getaddrinfo' }),
      'ENOTFOUND',
    ],
    ['Bun, no route', bun('EHOSTUNREACH'), 'EHOSTUNREACH'],
    [
      'Bun, self-signed',
      bun('DEPTH_ZERO_SELF_SIGNED_CERT', 'self signed certificate'),
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    ['Bun, another host', bun('ERR_TLS_CERT_ALTNAME_INVALID'), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['Bun, no TLS there', bun('EPROTO', 'EPROTO: The TLS handshake failed.'), 'EPROTO'],
    ['Bun, no URL', bun('ERR_INVALID_URL', 'fetch() URL is invalid'), 'ERR_INVALID_URL'],
    [
      'Deno, connection refused',
      deno('client error (Connect): tcp connect error: Connection refused (os error 111)'),
      'network',
    ],
    [
      'Deno, no such host',
      deno('client error (Connect): dns error: failed to lookup address information'),
      'network',
    ],
    [
      'Deno, a certificate',
      deno('client error (Connect): invalid peer certificate: UnknownIssuer'),
      'network',
    ],
    [
      'Deno, no TLS',
      deno('client error (Connect): received corrupt message of type InvalidContentType'),
      'network',
    ],
    [
      'Deno, no route',
      deno('client error (Connect): tcp connect error: No route to host (os error 113)'),
      'network',
    ],
    [
      'Deno, a blocked port',
      error('Fetch failed: Requests to port 6000 are blocked', {}, TypeError),
      'network',
    ],
    ['a code alone, without an error', { code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    [
      'Deno, a missing permission',
      error('Requires net access to "host:443", run again with the --allow-net flag'),
      'network',
    ],
    ['workerd, too many requests', error('Too many subrequests by single Worker invocation.'), 'network'],
    [
      'older Bun, connection refused',
      error('Unable to connect. Is the computer able to access the url?', {}, TypeError),
      'network',
    ],
    ['older Bun, no such host', bun('FailedToOpenSocket', 'Was there a typo in the url or port?'), 'network'],
    [
      'Node.js, a missing permission',
      node('Access to this API has been restricted.', { code: 'ERR_ACCESS_DENIED' }),
      'ERR_ACCESS_DENIED',
    ],
    [
      'Node.js, a reset as soon as connected',
      node('connect ECONNRESET', { code: 'ECONNRESET', ...connecting }),
      'ECONNRESET',
    ],
    [
      'Node.js, an end during the handshake of TLS',
      node('Client network socket disconnected before secure TLS connection was established', {
        code: 'ECONNRESET',
      }),
      'ECONNRESET',
    ],
    [
      'Node.js, too many open files for a name lookup',
      node('getaddrinfo EMFILE', { code: 'EMFILE', syscall: 'getaddrinfo' }),
      'EMFILE',
    ],
    [
      'Node.js, a resolver of its own that was canceled',
      node('queryAaaa ECANCELLED', { code: 'ECANCELLED', syscall: 'queryAaaa' }),
      'ECANCELLED',
    ],
    [
      'Node.js, a local address that is in use',
      node('bind EADDRINUSE', { code: 'EADDRINUSE', syscall: 'bind' }),
      'EADDRINUSE',
    ],
    ['Node.js, a signal of another realm', error('RequestInit: Expected signal', {}, TypeError), 'network'],
    [
      'undici, a proxy that hangs up',
      node('Proxy Connection failed', {
        code: 'UND_ERR_PRX_CONN',
        cause: error('other side closed', { code: 'UND_ERR_SOCKET' }),
      }),
      'UND_ERR_SOCKET',
    ],
  ] as const)('%s', ([, rejection, reason]) => {
    expect(failureReason(rejection)).toEqual({ reason, sent: false });
  });
});

describe('it was sent, or may have been', () => {
  const reset = { code: 'ECONNRESET', syscall: 'read' };
  test.for([
    ['Node.js, a reset', node('read ECONNRESET', reset), 'ECONNRESET'],
    ['Node.js, an end', node('other side closed', { code: 'UND_ERR_SOCKET' }), 'UND_ERR_SOCKET'],
    ['Node.js, a broken pipe', node('write EPIPE', { code: 'EPIPE', syscall: 'write' }), 'EPIPE'],
    [
      'Node.js, a route that is lost',
      node('read EHOSTUNREACH', { code: 'EHOSTUNREACH', syscall: 'read' }),
      'EHOSTUNREACH',
    ],
    [
      'Node.js, no response on a connection',
      node('read ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'read' }),
      'ETIMEDOUT',
    ],
    ['Node.js, TLS that breaks later', node('write EPROTO', { code: 'EPROTO', syscall: 'write' }), 'EPROTO'],
    [
      'Node.js, no headers in time',
      node('Headers Timeout Error', { code: 'UND_ERR_HEADERS_TIMEOUT' }),
      'UND_ERR_HEADERS_TIMEOUT',
    ],
    [
      'Node.js, no HTTP',
      node('Response does not match', { code: 'HPE_INVALID_CONSTANT' }),
      'HPE_INVALID_CONSTANT',
    ],
    ['Node.js 24, no HTTP', node('Response does not match the HTTP/1.1 protocol'), 'network'],
    [
      'Node.js, headers that are too big',
      node('Headers Overflow Error', { code: 'UND_ERR_HEADERS_OVERFLOW' }),
      'UND_ERR_HEADERS_OVERFLOW',
    ],
    ['Node.js, a redirect', node('unexpected redirect'), 'network'],
    ['Node.js, a body that is reset', nodeBody('read ECONNRESET', reset), 'ECONNRESET'],
    [
      'Node.js, a body that ends',
      nodeBody('other side closed', { code: 'UND_ERR_SOCKET' }),
      'UND_ERR_SOCKET',
    ],
    [
      'Node.js, a body that is not gzip',
      nodeBody('incorrect header check', { code: 'Z_DATA_ERROR' }),
      'Z_DATA_ERROR',
    ],
    [
      'Node.js, an alert after the handshake',
      node('certificate required', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    ],
    ['Bun, a reset', bun('ECONNRESET'), 'ECONNRESET'],
    ['Bun, no HTTP', bun('Malformed_HTTP_Response'), 'network'],
    ['Bun, a body that is no gzip', bun('ZlibError'), 'network'],
    [
      'Deno, an end',
      deno('client error (SendRequest): connection closed before message completed'),
      'network',
    ],
    [
      'Deno, a reset',
      error('fetch failed', { cause: error('Connection reset by peer (os error 104)') }, TypeError),
      'network',
    ],
    ['Deno, a body', error('error reading a body from connection', {}, TypeError), 'network'],
    [
      'workerd, connection refused or reset',
      error('Network connection lost.', { retryable: true }),
      'network',
    ],
    ['workerd, names and TLS', error('internal error; reference = abc'), 'network'],
    ['Chromium, whatever it is', error('Failed to fetch', {}, TypeError), 'network'],
    ['an end by a signal', new DOMException('This operation was aborted', 'AbortError'), 'network'],
    ['a limit of time', new DOMException('The operation timed out.', 'TimeoutError'), 'network'],
    [
      'a URL that a fetch of the caller could not read',
      bun('ERR_INVALID_URL', 'Invalid URL'),
      'ERR_INVALID_URL',
    ],
    ['an argument that a fetch of the caller got wrong', bun('ERR_INVALID_ARG_TYPE'), 'ERR_INVALID_ARG_TYPE'],
    ['a body that is in use', bun('ERR_INVALID_STATE'), 'ERR_INVALID_STATE'],
    ['a reset, and then no server', { code: 'ECONNRESET', cause: errnoOf('ECONNREFUSED') }, 'ECONNREFUSED'],
    [
      'no server, because of a reset',
      { code: 'ECONNREFUSED', cause: error('read ECONNRESET', reset) },
      'ECONNRESET',
    ],
    [
      'two addresses, one of which was reset',
      error('', { code: 'ECONNREFUSED', errors: [errnoOf('ECONNREFUSED'), error('', reset)] }),
      'ECONNREFUSED',
    ],
    [
      'two addresses, one of which says nothing',
      error('', { errors: [errnoOf('ECONNREFUSED'), error('Sample')] }),
      'ECONNREFUSED',
    ],
    [
      'more errors than there are addresses',
      error('', { errors: Array(1_000).fill(errnoOf('ECONNREFUSED')) }),
      'network',
    ],
    ['no errors at all', error('', { errors: [] }), 'network'],
    ['a code that is a number', { code: 20 }, 'network'],
    ['a code that may be a name', { code: 'Riley Sample' }, 'network'],
    ['a code with more behind it', { code: 'ECONNRESET of Riley Sample' }, 'network'],
    ['a code that begins like one', { code: 'NOT_ECONNREFUSED' }, 'NOT_ECONNREFUSED'],
    [
      'undici, a dispatcher that was destroyed, perhaps during the request',
      node('The client is destroyed', { code: 'UND_ERR_DESTROYED' }),
      'UND_ERR_DESTROYED',
    ],
  ] as const)('%s', ([, rejection, reason]) => {
    expect(failureReason(rejection)).toEqual({ reason, sent: true });
  });

  test.for([undefined, null, 0, 7n, '', 'ECONNREFUSED', true, Symbol('ECONNREFUSED'), () => {}, [], {}])(
    'a fetch that rejects with %o',
    (rejection) => {
      expect(failureReason(rejection)).toEqual({ reason: 'network', sent: true });
    },
  );

  test.for(['code', 'cause', 'message', 'errors', 'syscall'])('a %s that throws when it is read', (name) => {
    const rejection = Object.defineProperty(error('Sample'), name, {
      get() {
        throw new Error('a getter');
      },
    });
    const unread = { reason: 'network', sent: true };
    expect(failureReason(rejection)).toEqual(unread);
    expect(failureReason(error('fetch failed', { cause: rejection }))).toEqual(unread);
  });

  test('a proxy that was revoked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(failureReason(proxy)).toEqual({ reason: 'network', sent: true });
  });
});

describe('endless causes', () => {
  test('in a circle', () => {
    const rejection = error('Sample');
    Object.assign(rejection, { cause: rejection, errors: [rejection, rejection] });
    expect(failureReason(rejection)).toEqual({ reason: 'network', sent: true });
  });

  test('that are made while they are read', () => {
    const endless: object = {
      get cause() {
        return endless;
      },
      get errors() {
        return Array(20).fill(endless);
      },
    };
    expect(failureReason(endless)).toEqual({ reason: 'network', sent: true });
  });

  test('are read to the fifth', () => {
    const nested = (depth: number): object =>
      depth === 1 ? { code: 'ECONNREFUSED' } : { cause: nested(depth - 1) };
    expect(failureReason(nested(5))).toEqual({ reason: 'ECONNREFUSED', sent: false });
    expect(failureReason(nested(6))).toEqual({ reason: 'network', sent: true });
  });
});

test('errors of another realm are read as any others', () => {
  const rejection = runInNewContext(
    `Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) })`,
  );
  expect(rejection).not.toBeInstanceOf(Error);
  expect(failureReason(rejection)).toEqual({ reason: 'ECONNREFUSED', sent: false });
  const reset = runInNewContext(`Object.assign(new Error('read'), { code: 'ECONNRESET', syscall: 'read' })`);
  expect(failureReason(reset)).toEqual({ reason: 'ECONNRESET', sent: true });
});

// Written down a second time, each as Node.js names it.
test.for([
  ...['EAI_AGAIN', 'EAI_NONAME', 'ENOTFOUND'],
  ...['EADDRNOTAVAIL', 'ECONNREFUSED', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT',
  ...['CERT_HAS_EXPIRED', 'CRL_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...[
    'HOSTNAME_MISMATCH',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
    'SELF_SIGNED_CERT_IN_CHAIN',
  ],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'EPROTO', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE'],
  ...[
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ],
  ...[
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
  ],
  // As OpenSSL 3.5 names it, in Node.js 24.
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  ...['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED'],
  ...['ERR_SSL_DH_KEY_TOO_SMALL', 'ERR_SSL_WRONG_SIGNATURE_TYPE', 'ERR_SSL_WRONG_CURVE'],
  ...['ERR_SSL_UNKNOWN_PROTOCOL', 'ERROR_IN_CERT_NOT_AFTER_FIELD', 'UNSPECIFIED'],
  ...['UND_ERR_CLOSED', 'UND_ERR_MAX_ORIGINS_REACHED', 'UND_ERR_BPL_MISSING_UPSTREAM'],
  'UND_MOCK_ERR_MOCK_NOT_MATCHED',
])('%s alone says that nothing was sent, unless it came while reading or writing', (code) => {
  expect(failureReason(bun(code))).toEqual({ reason: code, sent: false });
  expect(failureReason(bun(code, undefined, { syscall: 'read' }))).toEqual({ reason: code, sent: true });
  expect(failureReason(bun(code, undefined, { syscall: 'write' }))).toEqual({ reason: code, sent: true });
});

test.for(['UND_ERR_PRX_TLS', 'UND_ERR_PRX_CONN', 'UND_ERR_SOCKS5_REPLY_4', 'UND_ERR_SOCKS5_AUTH_REJECTED'])(
  '%s says that nothing was sent, whatever its cause',
  (code) => {
    expect(failureReason(bun(code))).toEqual({ reason: code, sent: false });
    const cause = error('other side closed', { code: 'UND_ERR_SOCKET' });
    expect(failureReason(bun(code, undefined, { cause }))).toEqual({ reason: 'UND_ERR_SOCKET', sent: false });
  },
);

test.for([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
  'X_CERT_',
])('%s says nothing of the kind', (code) => {
  expect(failureReason(bun(code))).toEqual({ reason: code, sent: true });
});
