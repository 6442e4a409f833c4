import { baseUrlOf, type Environment } from './environment.ts';
import { ConfigurationError } from './errors.ts';
import type {
  CredentialsSession,
  CredentialsSessionInput,
  ListVerificationsData,
  RequestSync,
  Verification,
  VerificationInput,
  VerificationPage,
} from './generated/types.gen.ts';
import { type CallOptions, type Connection, call } from './transport.ts';

/** Options of {@link createTruework}. */
export interface TrueworkOptions {
  /** A secret API key: `tw_sk_…` for production, `tw_sk_test_…` for a sandbox. Never a publishable key (`tw_pk_…`). */
  token: string;
  /** `'sandbox'`, `'production'`, `'local'` (a local sandbox on its usual port), or a base URL. */
  environment: Environment;
  /**
   * How long a call may take, in milliseconds. A synchronous create waits for its outcome and takes seconds.
   * @defaultValue 60000
   */
  timeoutMs?: number;
  /**
   * What sends the requests, such as a sandbox's `fetch`.
   * @defaultValue `globalThis.fetch`
   */
  fetch?: typeof globalThis.fetch;
}

/** Options of `verifications.create`. */
export interface CreateVerificationOptions extends CallOptions {
  /**
   * `sync` waits for the outcome, and is possible only without `target.company`.
   * @defaultValue `async`
   */
  requestSync?: RequestSync;
}

/** A client of the API. Every method throws a {@link TrueworkError} and nothing else. */
export interface Truework {
  readonly credentials: {
    /**
     * Starts a session in which the target logs in to their payroll account.
     *
     * @returns The session. Its `token` opens the browser widget, once.
     */
    createSession(input: CredentialsSessionInput, options?: CallOptions): Promise<CredentialsSession>;
  };
  readonly verifications: {
    /**
     * Orders a verification. In production it is charged. Sent once: an unknown outcome is an `AmbiguousOutcomeError`.
     *
     * @returns The verification: not finished yet, or `completed` or `canceled` with `requestSync: 'sync'`.
     */
    create(input: VerificationInput, options?: CreateVerificationOptions): Promise<Verification>;
    /** Lists the account's verifications, newest first, one page at a time. */
    list(
      query?: NonNullable<ListVerificationsData['query']>,
      options?: CallOptions,
    ): Promise<VerificationPage>;
    /**
     * Reads one verification, with its reports once it is `completed`.
     *
     * @param id - The verification's `id`.
     */
    get(id: string, options?: CallOptions): Promise<Verification>;
  };
}

/**
 * Makes a client of the API in version 2019-10-15.
 *
 * @throws {@link ConfigurationError} where an option cannot be used.
 */
export function createTruework(options: TrueworkOptions): Truework {
  const { token, environment, timeoutMs = 60_000, fetch = globalThis.fetch } = options;
  checkToken(token, environment);
  const connection: Connection = { baseUrl: baseUrlOf(environment), token, timeoutMs, fetch };
  return {
    credentials: {
      createSession: (body, options) => call(connection, 'createCredentialsSession', { body }, options),
    },
    verifications: {
      create: (body, { requestSync, ...options } = {}) =>
        call(
          connection,
          'createVerification',
          requestSync === undefined ? { body } : { body, headers: { 'Request-Sync': requestSync } },
          options,
        ),
      list: (query = {}, options) => call(connection, 'listVerifications', { query }, options),
      get: (id, options) =>
        call(connection, 'getVerification', { path: { verification_request_id: id } }, options),
    },
  };
}

/** `TWBT__` is the prefix of keys made in 2020 and 2021. */
function checkToken(token: unknown, environment: Environment): void {
  if (typeof token !== 'string' || !/^(tw_sk_|TWBT__)[\w-]+$/.test(token)) {
    throw new ConfigurationError(
      'token must be a secret API key: it begins with tw_sk_ and holds only letters, digits, _ and -.',
    );
  }
  const isTestKey = token.startsWith('tw_sk_test_');
  if (environment === 'production' && isTestKey) {
    throw new ConfigurationError('token is a sandbox key (tw_sk_test_), and environment is production.');
  }
  if ((environment === 'sandbox' || environment === 'local') && token.startsWith('tw_sk_') && !isTestKey) {
    throw new ConfigurationError(
      `token is a production key, and environment is ${environment}. Use a key that begins with tw_sk_test_.`,
    );
  }
}
