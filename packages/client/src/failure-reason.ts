import { ignoringErrors } from './ignore-errors.ts';

/** Why no response came. */
export interface FailureReason {
  /** The code that the runtime gave, such as `ECONNRESET`, or `network` if it gave none. */
  readonly reason: string;
  /** False if nothing of the request left this machine. True if it did, or may have. */
  readonly sent: boolean;
}

/** Codes for what comes before the first byte of a request, whole or by their beginning. */
const beforeSending = new RegExp(
  `^(${[
    // Name lookup.
    'EAI_|ENOTFOUND|ENODATA|EREFUSED|ESERVFAIL|ETIMEOUT',
    // Route and connection.
    'EADDRNOTAVAIL|ECONNREFUSED|E(HOST|NET)(DOWN|UNREACH)|UND_ERR_CONNECT|UND_ERR_PRX',
    // TLS: the certificate, and what the two sides can speak. Alerts may come later, but for these.
    'CERT_|CRL_|DEPTH_ZERO|ERR_TLS_CERT|HOSTNAME_|INVALID_(CA|PURPOSE)|PATH_LENGTH|SELF_SIGNED|UNABLE_TO_',
    'EPROTO|ERR_SSL_(NO_|PACKET_LENGTH|SSLV3_ALERT_HANDSHAKE|TLSV1_(ALERT_PROTO|UNREC)|UNSUPPORTED|WRONG_VERSION)',
  ].join('|')})`,
);

/**
 * What runtimes say, without a code of its own, before they send anything: of a URL that fetch does not take; of a proxy that does
 * not connect; and Deno, of name lookup, route and TLS. No URL can contain Deno's words: they have spaces.
 */
const saidBeforeSending =
  /^(bad port|unknown scheme|Failed to parse URL from |fetch\(\) URL is invalid|Fetch failed: Requests to port \d+ are blocked|Proxy response \(\d+\) !== 200 when HTTP Tunneling)|client error \(Connect\)/;

/** As deep as any runtime's causes go, and no deeper: a custom fetch may give an endless chain. */
const deepest = 5;

/** How many errors in one are read. */
const most = 20;

/** Reads what a runtime's `fetch` rejected with, or whatever else a custom one did. */
export function failureReason(error: unknown): FailureReason {
  const { code, isBefore } = ignoringErrors(() => read(error, deepest)) ?? {};
  return { reason: code ?? 'network', sent: !isBefore };
}

/** What an error says of the failure. Each is absent if it says nothing of it. */
interface Reading {
  readonly code?: string | undefined;
  readonly isBefore?: boolean | undefined;
}

function read(error: unknown, depth: number): Reading {
  if (Object(error) !== error || depth === 0) return {};
  const { code, syscall, message, cause, errors } = error as Readonly<Record<string, unknown>>;
  // Of several attempts to connect, one to each address: none of them may have sent anything.
  if (Array.isArray(errors) && errors.length > 0 && errors.length <= most) {
    const readings = errors.map((each) => read(each, depth - 1));
    return { code: readings[0]?.code, isBefore: readings.every(({ isBefore }) => isBefore) };
  }
  const below = read(cause, depth - 1);
  const own = isCode(code) ? code : undefined;
  const isOwnBefore = own === undefined ? undefined : isBeforeSending(own, syscall);
  // The lower a cause, the nearer to what happened. But none of them may speak against it.
  const isBefore = isOwnBefore === false ? false : (below.isBefore ?? isOwnBefore);
  return {
    code: below.code ?? own,
    isBefore: (typeof message === 'string' && saidBeforeSending.test(message)) || isBefore,
  };
}

/** By the code, or by the call that failed. A reset while connecting leaves open how far it came. */
function isBeforeSending(code: string, syscall: unknown): boolean {
  if (syscall === 'connect' && code !== 'ECONNRESET') return true;
  // A connection that stood can lose its route, too.
  return beforeSending.test(code) && syscall !== 'read' && syscall !== 'write';
}

/** An identifier, and nothing that could be a person's. */
function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z][A-Z_][A-Z0-9_]{1,60}$/.test(code);
}
