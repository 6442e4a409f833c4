/** Why no response came. */
export interface FailureReason {
  /** The code that the runtime gave, such as `ECONNRESET`, or `network` if it gave none. */
  readonly reason: string;
  /** False if nothing of the request left this machine. True if it did, or may have. */
  readonly sent: boolean;
}

/** Codes of failures to look up a host, to reach it, or to agree on TLS with it: all come before the first byte of a request. */
const beforeSending: ReadonlySet<string> = new Set([
  // Name lookup.
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
  'ENOTFOUND',
  // Route and connection.
  'EADDRNOTAVAIL',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_TLS',
  // What fetch refuses to send.
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_URL',
  'UND_ERR_INVALID_ARG',
  // TLS: the certificate.
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  // TLS: what the two sides can speak.
  'EPROTO',
  'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** What undici says, without a code, of a URL that fetch never sends anything to. */
const saidOfUrls: ReadonlySet<unknown> = new Set(['bad port', 'unknown scheme']);

/** How Deno, which gives no code, names the phase of connecting: name lookup, route and TLS. No URL can contain it: it has spaces. */
const phaseOfDeno = 'client error (Connect)';

/** How far down an error's causes are looked at. */
const deepest = 5;

/** Reads what a runtime's `fetch` rejected with, or whatever else a custom one did. */
export function failureReason(error: unknown): FailureReason {
  const chain: { code?: unknown; syscall?: unknown; message?: unknown }[] = [];
  for (let at = error; Object(at) === at && chain.length < deepest; at = (at as { cause?: unknown }).cause) {
    chain.push(at as object);
  }
  // The lower a cause, the nearer to what happened.
  const failure = chain.reverse().find(({ code }) => isCode(code)) ?? chain[0] ?? {};
  const reason = isCode(failure.code) ? failure.code : 'network';
  // A connection that stood can lose its route, too.
  const wasConnected = failure.syscall === 'read' || failure.syscall === 'write';
  return { reason, sent: wasConnected || !(beforeSending.has(reason) || saysItWasNotSent(failure.message)) };
}

/** An identifier, and nothing that could be a person's. */
function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) && /[A-Z]{2}/.test(code);
}

function saysItWasNotSent(message: unknown): boolean {
  return saidOfUrls.has(message) || (typeof message === 'string' && message.includes(phaseOfDeno));
}
