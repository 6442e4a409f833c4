import { expectTypeOf } from 'vitest';
import type { Connection } from './connection.ts';
import type { OperationId } from './errors.ts';
import * as operations from './generated/functions.gen.ts';
import type {
  CanceledVerification,
  CancellationInput,
  Company,
  CompanyPage,
  CredentialsSession,
  CredentialsSessionInput,
  Report,
  Verification,
  VerificationInput,
} from './generated/types.gen.ts';
import type { Call } from './result.ts';
import type { Truework } from './truework.ts';

// What must compile, and what must not. Nothing here runs: `pnpm typecheck` is the test.

const target = { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' };
const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target,
} satisfies VerificationInput;
const session = {
  ...verificationInput,
  use_case: 'mortgage',
} satisfies CredentialsSessionInput;

/** Each operation of the spec has a function that takes a connection and gives a call. The compiler misses the one that is not here. */
export const functions: Record<OperationId, (connection: Connection, ...rest: never[]) => Call<unknown>> =
  operations;

/** What only the types of an operation say. */
export const typeTests: {
  [Id in OperationId]?: (truework: Truework, connection: Connection) => Promise<void>;
} = {
  async createCredentialsSession({ credentials }, connection) {
    expectTypeOf(await credentials.createSession(session)).toEqualTypeOf<CredentialsSession>();
    expectTypeOf(
      await operations.createCredentialsSession(connection, session),
    ).toEqualTypeOf<CredentialsSession>();
    // @ts-expect-error A session needs a use case, although a verification does not.
    await credentials.createSession(verificationInput);
    // @ts-expect-error There is no such use case.
    await credentials.createSession({ ...session, use_case: 'curiosity' });
  },

  async listVerifications({ companies, verifications }, connection) {
    const list = verifications.list({ state: 'completed', limit: 25, offset: 50, fields: undefined });
    expectTypeOf((await list).results).toEqualTypeOf<Verification[]>();
    for await (const verification of list) expectTypeOf(verification).toEqualTypeOf<Verification>();
    const narrow = operations.listVerifications(connection, { fields: ['id', 'state'] });
    for await (const verification of narrow) {
      expectTypeOf(verification).toEqualTypeOf<Pick<Verification, 'id' | 'state'>>();
      // @ts-expect-error It was not requested.
      verification.target;
    }
    verifications.list({ state: undefined, limit: undefined, offset: undefined });
    companies.search({ q: undefined });
    // @ts-expect-error A limit is a number.
    verifications.list({ limit: '25' });
    // @ts-expect-error There is no such state.
    verifications.list({ state: 'done' });
    // @ts-expect-error A verification has no such field.
    verifications.list({ fields: ['salary'] });
  },

  async createVerification({ verifications }, connection) {
    expectTypeOf(
      await verifications.create(verificationInput, { requestSync: 'sync' }),
    ).toEqualTypeOf<Verification>();
    expectTypeOf(
      await operations.createVerification(connection, verificationInput),
    ).toEqualTypeOf<Verification>();
    await verifications.create({
      ...verificationInput,
      target: { ...target, company: { id: 1 } },
      loan_id: 'L-1',
    });
    // @ts-expect-error A verification request needs a target.
    await verifications.create({ type: 'employment', permissible_purpose: 'employment' });
    const incomplete = { first_name: 'Riley', last_name: 'Sample' };
    // @ts-expect-error A target needs a social security number.
    await verifications.create({ ...verificationInput, target: incomplete });
    // @ts-expect-error The field is called loan_id.
    await verifications.create({ ...verificationInput, loanId: 'L-1' });
    // As in JSON, undefined counts as absent at any depth.
    await verifications.create({
      ...verificationInput,
      loan_id: undefined,
      metadata: undefined,
      target: { ...target, contact_email: undefined, company: { id: 1, name: undefined } },
    });
    // @ts-expect-error A required field cannot be undefined.
    await verifications.create({ ...verificationInput, type: undefined });
    // @ts-expect-error There is no such permissible purpose.
    await verifications.create({ ...verificationInput, permissible_purpose: 'curiosity' });
    // @ts-expect-error Either of two.
    await verifications.create(verificationInput, { requestSync: 'maybe' });
  },

  async getVerification({ verifications }, connection) {
    const verification = await verifications.get('AAAA');
    expectTypeOf(verification).toEqualTypeOf<Verification>();
    expectTypeOf(await operations.getVerification(connection, 'AAAA')).toEqualTypeOf<Verification>();
    expectTypeOf(await verifications.get('AAAA', { fields: ['state'] })).toEqualTypeOf<
      Pick<Verification, 'state'>
    >();
    // @ts-expect-error Reports are absent or null before the verification is completed.
    verification.reports.length;
    // @ts-expect-error An id is a string.
    await verifications.get(1);
    // @ts-expect-error A verification has no such field.
    await verifications.get('AAAA', { fields: ['salary'] });
  },

  async reverifyVerification({ verifications }, connection) {
    const input = { report_id: 'BBBB' };
    expectTypeOf(await verifications.reverify('AAAA', input)).toEqualTypeOf<Verification>();
    expectTypeOf(
      await operations.reverifyVerification(connection, 'AAAA', input),
    ).toEqualTypeOf<Verification>();
    // @ts-expect-error A reverify needs the id of a report.
    await verifications.reverify('AAAA', {});
    // @ts-expect-error The id of the verification is missing.
    await verifications.reverify(input);
  },

  async cancelVerification({ verifications }, connection) {
    const input = {
      cancellation_reason: 'other',
      cancellation_details: 'Withdrawn',
    } satisfies CancellationInput;
    const canceled = await verifications.cancel('AAAA', input);
    expectTypeOf(canceled).toEqualTypeOf<CanceledVerification>();
    expectTypeOf(
      await operations.cancelVerification(connection, 'AAAA', input),
    ).toEqualTypeOf<CanceledVerification>();
    // @ts-expect-error The response has no target.
    canceled.target;
    // @ts-expect-error A reason is needed.
    await verifications.cancel('AAAA', {});
    // @ts-expect-error There is no such reason.
    await verifications.cancel('AAAA', { cancellation_reason: 'regret' });
  },

  async getReport({ reports }, connection) {
    expectTypeOf(await reports.get('AAAA', 'BBBB')).toEqualTypeOf<Report>();
    expectTypeOf(await operations.getReport(connection, 'AAAA', 'BBBB')).toEqualTypeOf<Report>();
    expectTypeOf(await reports.get('AAAA', 'BBBB', { fields: ['employee'] })).toEqualTypeOf<
      Pick<Report, 'employee'>
    >();
    expectTypeOf(await reports.getPdf('AAAA', 'BBBB')).toExtend<Uint8Array>();
    // @ts-expect-error The id of the report is missing.
    await reports.get('AAAA');
  },

  async searchCompanies({ companies }, connection) {
    expectTypeOf(await companies.search({ q: 'example' })).toEqualTypeOf<CompanyPage>();
    for await (const company of operations.searchCompanies(connection)) {
      expectTypeOf(company).toEqualTypeOf<Company>();
    }
    // @ts-expect-error The parameter is called q.
    companies.search({ name: 'example' });
  },
};

/** The methods of a call. */
export async function callForms({ verifications }: Truework): Promise<void> {
  const { data, response } = await verifications.get('AAAA').withResponse();
  expectTypeOf(data).toEqualTypeOf<Verification>();
  expectTypeOf(response.status).toEqualTypeOf<number>();

  const result = await verifications.create(verificationInput).result();
  if (result.ok) {
    expectTypeOf(result.data).toEqualTypeOf<Verification>();
  } else if (result.error.code === 'validation') {
    result.error.invalidFields;
  } else if (result.error.code === 'ambiguous-outcome') {
    result.error.reconcile();
  } else {
    // @ts-expect-error Only an ambiguous outcome can be reconciled.
    result.error.reconcile();
  }
  // @ts-expect-error It is not known whether there is data.
  result.data;
}
