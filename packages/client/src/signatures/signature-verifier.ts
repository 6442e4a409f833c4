import { checkOptions, milliseconds, objectWith, oneOf } from '../check-options.ts';
import { type Clock, systemClock } from '../clock.ts';
import { ConfigurationError, SignatureInvalidError } from '../errors.ts';
import type { Check } from '../options.ts';
import { checkSignature, type SignedResponse } from './check-signature.ts';
import type { SignatureKey } from './published-keys.ts';
import { trustedKeys } from './trusted-keys.ts';

/** Options of {@link signatureVerifier}. */
export interface SignatureVerifierOptions {
  /** `require`: a response that is not genuine is a `SignatureInvalidError`. `warn`: it is returned, and `onWarning` is called. */
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

const rules = {
  mode: oneOf('warn', 'require'),
  // Checked key by key.
  keys: { expected: '', isRight: () => true },
  maxAgeMs: milliseconds,
  clock: objectWith(['now'], 'a Clock, which has now()'),
};

/**
 * Makes what the option `signatures` of `createTruework` takes: a check of every response that is a success, by its Ed25519
 * signature. Reports as PDF are passed over, because the API does not sign them. A response that cannot be checked, for whatever
 * reason, counts as not genuine.
 *
 * @throws ConfigurationError if an option cannot be used, or the platform has no WebCrypto.
 * @example
 * ```ts
 * createTruework({ token, environment, signatures: signatureVerifier({ mode: 'require' }) });
 * ```
 */
export function signatureVerifier(options: SignatureVerifierOptions): Check {
  checkOptions('signatureVerifier', options, rules);
  const { mode, keys, maxAgeMs = Number.POSITIVE_INFINITY, clock = systemClock } = options;
  if (mode === undefined)
    throw new ConfigurationError(`signatureVerifier: mode must be ${rules.mode.expected}.`);
  const trusted = trustedKeys('signatureVerifier', keys);

  async function problemOf(response: SignedResponse): Promise<string | undefined> {
    const outcome = await checkSignature(response, trusted);
    if ('problem' in outcome) return outcome.problem;
    return maxAgeMs === Number.POSITIVE_INFINITY || isNear(outcome.signedAtMs)
      ? undefined
      : 'the signature is genuine, but its date is more than maxAgeMs from now. Check the clock.';
  }

  /** False also if the clock gives no time. */
  function isNear(signedAtMs: number): boolean {
    try {
      return Math.abs(clock.now() - signedAtMs) <= maxAgeMs;
    } catch {
      return false;
    }
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
