import { anything, checkOptions, milliseconds, objectWith, oneOf } from '../check-options.ts';
import { type Clock, systemClock } from '../clock.ts';
import { ConfigurationError, SignatureInvalidError } from '../errors.ts';
import type { Check } from '../options.ts';
import { checkSignature, type SignedResponse } from './check-signature.ts';
import type { SignatureKey } from './published-keys.ts';
import { trustedKeys } from './trusted-keys.ts';

/** Options of {@link signatureVerifier}. */
export interface SignatureVerifierOptions {
  /** What to do if a signature is invalid. `require`: throw a `SignatureInvalidError`. `warn`: call `onWarning` and return the response. */
  readonly mode: 'warn' | 'require';
  /**
   * The trusted keys: `publishedKeys.sandbox` for Truework's sandbox, the sandbox's `signingKey` for a local one. To trust several, spread
   * them into one array.
   * @defaultValue `publishedKeys.production`
   */
  readonly keys?: readonly SignatureKey[] | undefined;
  /**
   * How far the signed date may be from now, in either direction, in milliseconds.
   * @defaultValue No limit.
   */
  readonly maxAgeMs?: number | undefined;
  /**
   * The source of time for `maxAgeMs`.
   * @defaultValue The system's clock.
   */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

const rules = {
  mode: oneOf('warn', 'require'),
  keys: anything,
  maxAgeMs: milliseconds,
  clock: objectWith(['now'], 'a Clock, which has now()'),
};

/**
 * Makes the option `signatures` of `createTruework`, which checks the Ed25519 signature of every success response. Reports as PDF are not
 * checked, because the API does not sign them. A signature that cannot be checked is invalid.
 *
 * @throws {@link ConfigurationError} if an option is invalid, or the platform has no WebCrypto.
 * @see https://www.rfc-editor.org/rfc/rfc8032.html
 * @example
 * ```ts
 * createTruework({ token, environment, signatures: signatureVerifier({ mode: 'require' }) });
 * ```
 */
export function signatureVerifier(options: SignatureVerifierOptions): Check {
  const given = checkOptions('signatureVerifier', options, rules);
  const { mode, keys, maxAgeMs = Number.POSITIVE_INFINITY, clock = systemClock } = given;
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

  /** False also if the clock throws. */
  function isNear(signedAtMs: number): boolean {
    try {
      return Math.abs(clock.now() - signedAtMs) <= maxAgeMs;
    } catch {
      return false;
    }
  }

  return {
    async response({ operation, status, attempt, sentMs, headers, body, data, warn }) {
      // A PDF. The data of a JSON response are never bytes.
      if (ArrayBuffer.isView(data)) return;
      const problem = await problemOf({ headers, body: body as Uint8Array });
      if (problem === undefined) return;
      if (mode === 'warn') warn('signature', `${operation}: ${problem}`);
      else throw new SignatureInvalidError({ operation, status, attempt, sentMs, problem });
    },
  };
}
