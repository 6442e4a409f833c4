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
    'EAI_|ENOTFOUND|ENODATA',
    // Route and connection.
    'EADDRNOTAVAIL|ECONNREFUSED|E(HOST|NET)(DOWN|UNREACH)|UND_ERR_CONNECT|UND_ERR_PRX',
    // What fetch does not send at all.
    'ERR_INVALID_|UND_ERR_INVALID',
    // TLS: the certificate, and what the two sides can speak. Alerts may come later, but for these.
    'CERT_|DEPTH_ZERO|ERR_TLS_CERT|HOSTNAME_|INVALID_(CA|PURPOSE)|PATH_LENGTH|SELF_SIGNED|UNABLE_TO_',
    'EPROTO|ERR_SSL_(NO_|PACKET_LENGTH|SSLV3_ALERT_HANDSHAKE|TLSV1_(ALERT_PROTO|UNREC)|UNSUPPORTED|WRONG_VERSION)',
  ].join('|')})`,
);

/** What undici says, without a code, of a URL that fetch never sends anything to. */
const saidOfUrls: readonly unknown[] = ['bad port', 'unknown scheme'];

/** How Deno, which gives no code, names the phase of connecting: name lookup, route and TLS. No URL can contain it: it has spaces. */
const phaseOfDeno = 'client error (Connect)';

/** Reads what a runtime's `fetch` rejected with, or whatever else a custom one did. */
export function failureReason(error: unknown): FailureReason {
  // Reading an error may run code of whoever made it.
  return ignoringErrors(() => reasonIn(error)) ?? { reason: 'network', sent: true };
}

function reasonIn(error: unknown): FailureReason {
  const chain: { code?: unknown; syscall?: unknown; message?: unknown }[] = [];
  // As deep as any runtime's causes go, and no deeper: a custom fetch may give an endless chain.
  for (let at = error; Object(at) === at && chain.length < 5; at = (at as { cause?: unknown }).cause) {
    chain.unshift(at as object);
  }
  // The lower a cause, the nearer to what happened.
  const { code, syscall, message } = chain.find((cause) => isCode(cause.code)) ?? chain[0] ?? {};
  const isBefore = isCode(code)
    ? // A connection that stood can lose its route, too.
      beforeSending.test(code) && syscall !== 'read' && syscall !== 'write'
    : saidOfUrls.includes(message) || String(message).includes(phaseOfDeno);
  return { reason: isCode(code) ? code : 'network', sent: !isBefore };
}

/** An identifier, and nothing that could be a person's. */
function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z]{2,}_?[A-Z0-9_]{1,60}$/.test(code);
}
