import type { Connection } from './connection.ts';
import * as operations from './generated/operations.gen.ts';
import type {
  CanceledVerification,
  CancellationInput,
  Company,
  CompanyPage,
  CredentialsSession,
  CredentialsSessionInput,
  GetReportData,
  GetVerificationData,
  ListVerificationsData,
  Report,
  ReverificationInput,
  SearchCompaniesData,
  Verification,
  VerificationInput,
  VerificationPage,
} from './generated/types.gen.ts';
import type { CallOptions, OrderOptions } from './options.ts';
import { asList, type List } from './pagination.ts';
import { onlyTrueworkErrors } from './plug-in.ts';
import {
  createdIdsOf,
  pluggedInFailed,
  type ReconcileSinceOptions,
  reconcileCreate,
  reconcileSince,
  type SearchIn,
} from './reconcile.ts';
import type { Call } from './result.ts';

type QueryOf<Data extends { query?: unknown }> = NonNullable<Data['query']>;

/** The query of an operation, with `fields` as a list of names. */
type QueryWithFields<Data extends { query?: unknown }, Field> = Omit<QueryOf<Data>, 'fields'> & {
  /** The fields that the response is to have, at the top level. All of them if absent or empty. */
  fields?: readonly Field[] | undefined;
};

/** Query of {@link listVerifications}. */
export type ListQuery<Field extends keyof Verification> = QueryWithFields<ListVerificationsData, Field>;

/** Query of {@link getVerification}. */
export type VerificationQuery<Field extends keyof Verification> = QueryWithFields<GetVerificationData, Field>;

/** Query of {@link getReport}. */
export type ReportQuery<Field extends keyof Report> = QueryWithFields<GetReportData, Field>;

/** Query of {@link searchCompanies}. */
export type CompanyQuery = QueryOf<SearchCompaniesData>;

/** A page of verifications with the fields that were asked for. */
export type VerificationPageOf<Field extends keyof Verification> = Omit<VerificationPage, 'results'> & {
  results: Pick<Verification, Field>[];
};

/**
 * Finds out whether a create took effect, from nothing but what was sent and when: after a crash, or in the next run of a job.
 * Looks through the verifications created since, for the one that has the `loan_id` or `metadata` of the input and differs from it
 * in nothing.
 *
 * @param input - What was sent.
 * @returns The verification that was created, or undefined: none was, and you may create it. It takes `settleMs` to say so, because
 * a server may still be at work; the verification itself is found at once.
 * @throws {@link UndecidedError} if it cannot tell: the input has neither a `loan_id` nor `metadata`, more than one verification
 * fits, or the API does not show enough of one to tell.
 * @throws {@link ConfigurationError} if an option or the input cannot be used.
 * @throws Whatever a list throws.
 */
export async function reconcileVerification(
  connection: Connection,
  input: VerificationInput,
  options: ReconcileSinceOptions,
): Promise<Verification | undefined> {
  return await onlyTrueworkErrors(pluggedInFailed, () =>
    reconcileSince(searchIn(connection), input, options),
  );
}

function searchIn(connection: Connection): SearchIn {
  return {
    clock: connection.clock,
    created: createdIdsOf(connection),
    list: (signal) => listVerifications(connection, { limit: 100 }, { signal }),
  };
}

/** So that nobody takes it for what another create left behind. */
function rememberCreated(connection: Connection, data: unknown): void {
  createdIdsOf(connection).claim((data as Verification).id, {});
}

/**
 * POST /credentials/session: starts a session in which the target logs in to their payroll account.
 *
 * @returns The session. Its `token` opens the browser widget, once.
 */
export function createCredentialsSession(
  connection: Connection,
  input: CredentialsSessionInput,
  options?: CallOptions,
): Call<CredentialsSession> {
  return connection.call(operations.createCredentialsSession, { body: { input } }, options);
}

/**
 * POST /verification-requests/: orders a verification. In production it is charged. Sent again only after 429.
 *
 * @returns The verification: not final yet, or `completed` or `canceled` with `requestSync: 'sync'`.
 * @throws {@link AmbiguousOutcomeError} where it is not known whether the order was placed: `reconcile()` finds out, by the
 * `loan_id` and `metadata` of the input, so give it one of them.
 */
export function createVerification(
  connection: Connection,
  input: VerificationInput,
  options?: OrderOptions,
): Call<Verification> {
  return connection.call(
    operations.createVerification,
    {
      body: { input },
      takesRequestSync: true,
      received: (data) => rememberCreated(connection, data),
      reconcile: (text, sent) => reconcileCreate(searchIn(connection), text, sent),
    },
    options,
  );
}

/**
 * GET /verification-requests/: lists the account's verifications, newest first.
 *
 * @returns A list: await it for one page, iterate it for every verification on this page and all after it.
 */
export function listVerifications<Field extends keyof Verification = keyof Verification>(
  connection: Connection,
  query: ListQuery<Field> = {},
  options?: CallOptions,
): List<Pick<Verification, Field>, VerificationPageOf<Field>> {
  return asList('listVerifications', query, (asked) =>
    connection.call<VerificationPageOf<Field>>(operations.listVerifications, { query: asked }, options),
  );
}

/**
 * GET /verification-requests/{id}: reads one verification, with its reports once it is `completed`.
 *
 * @param id - The verification's `id`.
 */
export function getVerification<Field extends keyof Verification = keyof Verification>(
  connection: Connection,
  id: string,
  query?: VerificationQuery<Field>,
  options?: CallOptions,
): Call<Pick<Verification, Field>> {
  return connection.call(operations.getVerification, { ids: [id], query }, options);
}

/**
 * PUT /verification-requests/{id}/reverify: orders a report of a completed verification anew, within 90 days. In production it is
 * charged. Sent again only after 429.
 *
 * @param id - The verification's `id`.
 * @returns A new verification, with an id of its own.
 * @throws {@link AmbiguousOutcomeError} where it is not known whether the order was placed. List the verifications to find out.
 */
export function reverifyVerification(
  connection: Connection,
  id: string,
  input: ReverificationInput,
  options?: OrderOptions,
): Call<Verification> {
  return connection.call(
    operations.reverifyVerification,
    {
      ids: [id],
      body: { input },
      takesRequestSync: true,
      received: (data) => rememberCreated(connection, data),
    },
    options,
  );
}

/**
 * PUT /verification-requests/{id}/cancel: cancels a verification that is in no final state. Sent again only after 429.
 *
 * @param id - The verification's `id`.
 * @returns A part of the verification. Its price is zero.
 * @throws {@link PermissionError} where it is in a final state already.
 * @throws {@link AmbiguousOutcomeError} where it is not known whether it was cancelled. Read the verification to find out.
 */
export function cancelVerification(
  connection: Connection,
  id: string,
  input: CancellationInput,
  options?: CallOptions,
): Call<CanceledVerification> {
  return connection.call(operations.cancelVerification, { ids: [id], body: { input } }, options);
}

/**
 * GET /verification-requests/{id}/reports/{report id}: reads one report of a completed verification.
 *
 * @param verificationId - The verification's `id`.
 * @param reportId - The report's `id`.
 */
export function getReport<Field extends keyof Report = keyof Report>(
  connection: Connection,
  verificationId: string,
  reportId: string,
  query?: ReportQuery<Field>,
  options?: CallOptions,
): Call<Pick<Report, Field>> {
  return connection.call(operations.getReport, { ids: [verificationId, reportId], query }, options);
}

/**
 * GET /verification-requests/{id}/reports/{report id} as `application/pdf`, which only pages of later versions document.
 *
 * @param verificationId - The verification's `id`.
 * @param reportId - The report's `id`.
 * @returns The bytes of the PDF document.
 */
export function getReportPdf(
  connection: Connection,
  verificationId: string,
  reportId: string,
  options?: CallOptions,
): Call<Uint8Array> {
  return connection.call(
    operations.getReport,
    { ids: [verificationId, reportId], mediaType: 'application/pdf' },
    options,
  );
}

/**
 * GET /verification-requests/{id}/report: reads the report of a completed verification by the path that clients of the era call.
 *
 * @deprecated Not on the API's pages any more. Use {@link getReport}.
 * @param id - The verification's `id`.
 */
export function getSingleReport<Field extends keyof Report = keyof Report>(
  connection: Connection,
  id: string,
  query?: ReportQuery<Field>,
  options?: CallOptions,
): Call<Pick<Report, Field>> {
  return connection.call(operations.getSingleReport, { ids: [id], query }, options);
}

/**
 * GET /companies/: finds companies by name. Not on the API's pages any more: it may answer with a `NotFoundError`.
 *
 * @returns A list: await it for one page, iterate it for every company on this page and all after it.
 */
export function searchCompanies(
  connection: Connection,
  query: CompanyQuery = {},
  options?: CallOptions,
): List<Company, CompanyPage> {
  return asList('searchCompanies', query, (asked) =>
    connection.call<CompanyPage>(operations.searchCompanies, { query: asked }, options),
  );
}
