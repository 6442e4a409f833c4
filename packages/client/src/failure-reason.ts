import { ignoringErrors } from './ignore-errors.ts';

/** Why no response arrived. */
export interface FailureReason {
  /** The runtime's code, such as `ECONNRESET`, or `network` if it gave none. */
  readonly reason: string;
  /** False if no part of the request left this machine. True if it did, or may have. */
  readonly sent: boolean;
}

/** Codes, or their beginnings, of failures before the first byte of a request. */
const beforeSending = new RegExp(
  `^(${[
    // Name lookup, route and connection.
    'EAI_|ENOTFOUND|EADDRNOTAVAIL|ECONNREFUSED|E(HOST|NET)(DOWN|UNREACH)|UND_ERR_CONNECT|ERR_ACCESS_DENIED',
    // TLS: the certificate, and the protocols, ciphers and keys of both sides. Other alerts may come later.
    'CERT_|CRL_|DEPTH_ZERO|ERR_TLS_CERT|ERROR_IN_C|HOSTNAME_|INVALID_(CA|PURPOSE)|PATH_LENGTH|SELF_SIGNED|UNABLE_TO_|UNSPECIFIED',
    'EPROTO|ERR_SSL_(NO_|PACKET_LENGTH|(SSLV3|SSL/TLS)_ALERT_HANDSHAKE|TLSV1_(ALERT_(PROTO|INSUFF|NO_APP)|UNREC)|UNSUPPORTED)',
    'ERR_SSL_(WRONG_(VERSION|SIGNATURE|CURVE)|DH_KEY|UNSAFE_LEGACY|UNKNOWN_PROTOCOL)',
    // A dispatcher of undici that takes no request, or has none to give.
    'UND_ERR_(BPL|CLOSED|MAX_ORIGINS)|UND_MOCK_ERR',
  ].join('|')})`,
);

/** Codes of undici for a proxy that makes no connection, whatever the cause. The request would go through that connection. */
const proxyFailed = /^UND_ERR_(PRX|SOCKS5)/;

/**
 * Messages of failures before anything was sent, whose code does not say so: arguments that fetch does not take, a missing permission or a
 * limit of the platform, a connection that closes during the TLS handshake, a proxy that does not connect, and for Deno and Bun, name
 * lookup, route and TLS. No URL can contain Deno's message, which has spaces.
 */
const saidBeforeSending = new RegExp(
  `(^|, reason: )(${[
    'bad port|unknown scheme|Failed to parse URL from |fetch\\(\\) URL is invalid|RequestInit: ',
    'Fetch failed: Requests to port \\d+ are blocked|Requires net access to |Too many subrequests',
    'Unable to connect\\. |Was there a typo in the url',
    'Client network socket disconnected before secure TLS connection was established',
    'Proxy response \\(\\d+\\) !== 200 when HTTP Tunneling',
  ].join('|')})|client error \\(Connect\\)`,
);

/** How many causes are read, which is enough for any runtime. A custom fetch may make an endless chain. */
const deepest = 5;

/** How many errors of an AggregateError are read. */
const most = 20;

/** Reads why `fetch` rejected. A custom one may reject with anything. */
export function failureReason(error: unknown): FailureReason {
  const { code, isBefore } = ignoringErrors(() => read(error, deepest)) ?? {};
  return { reason: code ?? 'network', sent: !isBefore };
}

/** What an error says about the failure. */
interface Reading {
  readonly code?: string | undefined;
  readonly isBefore?: boolean | undefined;
}

function read(error: unknown, depth: number): Reading {
  if (Object(error) !== error || depth === 0) return {};
  const { code, syscall, message, cause, errors } = error as Readonly<Record<string, unknown>>;
  // Several attempts to connect, one for each address. Nothing was sent only if all of them failed before.
  if (Array.isArray(errors) && errors.length > 0 && errors.length <= most) {
    const readings = errors.map((each) => read(each, depth - 1));
    return { code: (readings[0] as Reading).code, isBefore: readings.every(({ isBefore }) => isBefore) };
  }
  const below = read(cause, depth - 1);
  const own = isCode(code) ? code : undefined;
  const isOwnBefore = own === undefined ? undefined : isBeforeSending(own, syscall, message);
  // The innermost cause says it best. But no error in the chain may contradict it.
  const isBefore = isOwnBefore === false ? false : (below.isBefore ?? isOwnBefore);
  const isSaid = typeof message === 'string' && saidBeforeSending.test(message);
  return {
    code: below.code ?? own,
    isBefore: isSaid || proxyFailed.test(String(own)) || isBefore,
  };
}

/** Whether a code is from before anything was sent. Node.js names the system call, and node-fetch leaves it in the message alone. */
function isBeforeSending(code: string, syscall: unknown, message: unknown): boolean {
  const isOf = (calls: string) => new RegExp(`\\b(${calls}) ${code}`).test(`${syscall} ${code} ${message}`);
  // An established connection can lose its route as well.
  return isOf('connect|bind|getaddrinfo|query\\w+') || (beforeSending.test(code) && !isOf('read|write'));
}

/** Whether it is an identifier, and no personal data. */
function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z][A-Z_][A-Z0-9_/]{1,60}$/.test(code);
}
