import type { Clock } from '../clock.ts';
import { ConfigurationError, SignatureInvalidError } from '../errors.ts';
import type { Check } from '../options.ts';
import { checkSignature, type SignedAnswer } from './check-signature.ts';
import type { SignatureKey } from './published-keys.ts';
import { trustedKeys } from './trusted-keys.ts';

/** Options of {@link signatureVerifier}. */
export interface SignatureVerifierOptions {
  /** `require`: an answer that is not genuine is a `SignatureInvalidError`. `warn`: it is returned, and `onWarning` is told. */
  readonly mode: 'warn' | 'require';
  /**
   * The keys to trust, and no others: `publishedKeys.sandbox` for Truework's sandbox, your own for a local sandbox, several lists
   * spread into one where you need them together.
   * @defaultValue `publishedKeys.production`
   */
  readonly keys?: readonly SignatureKey[];
  /**
   * How far the signed date may be from now, in either direction, in milliseconds.
   * @defaultValue Any age.
   */
  readonly maxAgeMs?: number;
  /**
   * Where `maxAgeMs` takes the time from.
   * @defaultValue The system's clock.
   */
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Makes what the option `signatures` of `createTruework` takes: a check of every answer that is a success, by its Ed25519
 * signature. Reports as PDF are passed over, because the API does not sign them.
 *
 * @throws ConfigurationError where an option cannot be used, or the platform has no WebCrypto.
 */
export function signatureVerifier({
  mode,
  keys,
  maxAgeMs = Number.POSITIVE_INFINITY,
  clock = Date,
}: SignatureVerifierOptions): Check {
  if (mode !== 'warn' && mode !== 'require') {
    throw new ConfigurationError("mode must be 'warn' or 'require'.");
  }
  if (!(maxAgeMs > 0)) throw new ConfigurationError('maxAgeMs must be above 0.');
  const trusted = trustedKeys(keys);

  async function problemOf(answer: SignedAnswer): Promise<string | undefined> {
    const outcome = await checkSignature(answer, trusted);
    if ('problem' in outcome) return outcome.problem;
    return Math.abs(clock.now() - outcome.signedAtMs) > maxAgeMs
      ? 'it is genuine, but its date is further from now than maxAgeMs. Is the clock right?'
      : undefined;
  }

  return {
    async response({ operation, status, attempt, sentMs, headers, body, data, warn }) {
      // The client asked for a PDF: what it asked for as JSON is never given out as bytes.
      if (ArrayBuffer.isView(data)) return;
      const problem = await problemOf({ headers, body: body as Uint8Array });
      if (problem === undefined) return;
      if (mode === 'warn') warn('signature', `${operation}: ${problem}`);
      else throw new SignatureInvalidError({ operation, status, attempt, sentMs, problem });
    },
  };
}
