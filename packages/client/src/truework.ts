import { baseUrlOf, type Environment } from './environment.ts';
import { ConfigurationError } from './errors.ts';
import type {
  CanceledVerification,
  CancellationInput,
  CompanyPage,
  CredentialsSession,
  CredentialsSessionInput,
  GetReportData,
  GetVerificationData,
  ListVerificationsData,
  Report,
  RequestSync,
  ReverificationInput,
  SearchCompaniesData,
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

/** Options of `verifications.create` and `verifications.reverify`. */
export interface OrderOptions extends CallOptions {
  /**
   * `sync` waits for the outcome. Possible only for a create without `target.company`, and for the reverification of such a one.
   * @defaultValue `async`
   */
  requestSync?: RequestSync;
}

type Query<Data extends { query?: unknown }> = NonNullable<Data['query']>;

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
    create(input: VerificationInput, options?: OrderOptions): Promise<Verification>;
    /** Lists the account's verifications, newest first, one page at a time. */
    list(query?: Query<ListVerificationsData>, options?: CallOptions): Promise<VerificationPage>;
    /**
     * Reads one verification, with its reports once it is `completed`.
     *
     * @param id - The verification's `id`.
     */
    get(id: string, query?: Query<GetVerificationData>, options?: CallOptions): Promise<Verification>;
    /**
     * Orders a report of a completed verification anew, within 90 days. In production it is charged. Sent once, as a create.
     *
     * @param id - The verification's `id`.
     * @returns A new verification, with an id of its own.
     */
    reverify(id: string, input: ReverificationInput, options?: OrderOptions): Promise<Verification>;
    /**
     * Cancels a verification that is in no final state. Sent once: after an unknown outcome, read the verification.
     *
     * @param id - The verification's `id`.
     * @returns A part of the verification. Its price is zero.
     * @throws {@link PermissionError} where it is in a final state already.
     */
    cancel(id: string, input: CancellationInput, options?: CallOptions): Promise<CanceledVerification>;
  };
  readonly reports: {
    /**
     * Reads one report of a completed verification.
     *
     * @param verificationId - The verification's `id`.
     * @param reportId - The report's `id`.
     */
    get(
      verificationId: string,
      reportId: string,
      query?: Query<GetReportData>,
      options?: CallOptions,
    ): Promise<Report>;
  };
  readonly companies: {
    /** Finds companies by name, one page at a time. Not on the API's pages any more: it may answer with a `NotFoundError`. */
    search(query?: Query<SearchCompaniesData>, options?: CallOptions): Promise<CompanyPage>;
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
        call(connection, 'createVerification', { body, ...syncHeader(requestSync) }, options),
      list: (query = {}, options) => call(connection, 'listVerifications', { query }, options),
      get: (id, query = {}, options) =>
        call(connection, 'getVerification', { path: { verification_request_id: id }, query }, options),
      reverify: (id, body, { requestSync, ...options } = {}) =>
        call(
          connection,
          'reverifyVerification',
          { path: { verification_request_id: id }, body, ...syncHeader(requestSync) },
          options,
        ),
      cancel: (id, body, options) =>
        call(connection, 'cancelVerification', { path: { verification_request_id: id }, body }, options),
    },
    reports: {
      get: (verificationId, reportId, query = {}, options) =>
        call(
          connection,
          'getReport',
          { path: { verification_request_id: verificationId, verification_report_id: reportId }, query },
          options,
        ),
    },
    companies: {
      search: (query = {}, options) => call(connection, 'searchCompanies', { query }, options),
    },
  };
}

function syncHeader(requestSync: RequestSync | undefined): { headers?: { 'Request-Sync': RequestSync } } {
  return requestSync === undefined ? {} : { headers: { 'Request-Sync': requestSync } };
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
