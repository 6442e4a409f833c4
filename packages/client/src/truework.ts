import { type Connection, connectAs } from './connection.ts';
import type {
  CanceledVerification,
  CancellationInput,
  Company,
  CompanyPage,
  CredentialsSession,
  CredentialsSessionInput,
  Report,
  ReverificationInput,
  Verification,
  VerificationInput,
} from './generated/types.gen.ts';
import {
  type CompanyQuery,
  cancelVerification,
  createCredentialsSession,
  createVerification,
  getReport,
  getReportPdf,
  getVerification,
  type ListQuery,
  listVerifications,
  type ReportQuery,
  reconcileVerification,
  reverifyVerification,
  searchCompanies,
  type VerificationPageOf,
  type VerificationQuery,
} from './operations.ts';
import type { CallOptions, OrderOptions, TrueworkOptions } from './options.ts';
import type { List } from './pagination.ts';
import type { ReconcileSinceOptions } from './reconcile.ts';
import type { Call } from './result.ts';
import { handleEvent, type StateChangeEvent, type WaitOptions, waitForVerification } from './wait.ts';

/**
 * A client of the API. Every call throws a `TrueworkError` and nothing else; `.result()` of a call gives a union instead, and
 * `.withResponse()` the response beside the data.
 */
export interface Truework {
  readonly credentials: {
    /** Starts a session in which the target logs in to their payroll account. See {@link createCredentialsSession}. */
    createSession(input: CredentialsSessionInput, options?: CallOptions): Call<CredentialsSession>;
  };
  readonly verifications: {
    /** Creates a verification, which is charged in production. Retried only after 429. See {@link createVerification}. */
    create(input: VerificationInput, options?: OrderOptions): Call<Verification>;
    /** Lists the account's verifications, newest first: a page, or all when iterated. See {@link listVerifications}. */
    list<Field extends keyof Verification = keyof Verification>(
      query?: ListQuery<Field>,
      options?: CallOptions,
    ): List<Pick<Verification, Field>, VerificationPageOf<Field>>;
    /** Reads one verification, with its reports once it is `completed`. See {@link getVerification}. */
    get<Field extends keyof Verification = keyof Verification>(
      id: string,
      query?: VerificationQuery<Field>,
      options?: CallOptions,
    ): Call<Pick<Verification, Field>>;
    /** Creates a verification of a report anew, which is charged in production. Retried only after 429. See {@link reverifyVerification}. */
    reverify(id: string, input: ReverificationInput, options?: OrderOptions): Call<Verification>;
    /** Cancels a verification that is in no final state. Retried only after 429. See {@link cancelVerification}. */
    cancel(id: string, input: CancellationInput, options?: CallOptions): Call<CanceledVerification>;
    /** Finds out whether a create took effect, after a crash or in the next run of a job. See {@link reconcileVerification}. */
    reconcile(input: VerificationInput, options: ReconcileSinceOptions): Promise<Verification | undefined>;
    /** Waits until a verification is in a final state. See {@link waitForVerification}. */
    waitFor(id: string, options?: WaitOptions): Promise<Verification>;
    /** Notifies the waits of this client that a verification changed. See {@link handleEvent}. */
    handleEvent(event: StateChangeEvent): void;
  };
  readonly reports: {
    /** Reads one report of a completed verification. See {@link getReport}. */
    get<Field extends keyof Report = keyof Report>(
      verificationId: string,
      reportId: string,
      query?: ReportQuery<Field>,
      options?: CallOptions,
    ): Call<Pick<Report, Field>>;
    /** Reads one report as a PDF document: its bytes. See {@link getReportPdf}. */
    getPdf(verificationId: string, reportId: string, options?: CallOptions): Call<Uint8Array>;
  };
  readonly companies: {
    /** Finds companies by name: a page, or all when iterated. Legacy. See {@link searchCompanies}. */
    search(query?: CompanyQuery, options?: CallOptions): List<Company, CompanyPage>;
  };
}

/**
 * Makes a client of the API in version 2019-10-15.
 *
 * @throws {@link ConfigurationError} if an option cannot be used. Nothing is sent.
 */
export function createTruework(options: TrueworkOptions): Truework {
  const connection = connectAs('createTruework', options);
  const on =
    <Rest extends unknown[], Value>(run: (connection: Connection, ...rest: Rest) => Value) =>
    (...rest: Rest) =>
      run(connection, ...rest);
  const truework = {
    credentials: { createSession: on(createCredentialsSession) },
    verifications: {
      create: on(createVerification),
      list: on(listVerifications),
      get: on(getVerification),
      reverify: on(reverifyVerification),
      cancel: on(cancelVerification),
      reconcile: on(reconcileVerification),
      waitFor: on(waitForVerification),
      handleEvent: on(handleEvent),
    },
    reports: { get: on(getReport), getPdf: on(getReportPdf) },
    companies: { search: on(searchCompanies) },
  };
  return truework as Truework;
}
