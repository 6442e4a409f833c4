import {
  type Call,
  type Connection,
  cancelVerification,
  createCredentialsSession,
  createVerification,
  getReport,
  getSingleReport,
  getVerification,
  listVerifications,
  reverifyVerification,
  searchCompanies,
} from '@truework-legacy/client';
import { fullOrder, fullSession } from './orders.ts';

/** An id that nothing has. */
export const unknownId = 'AAAAAAAATiIAB';

/** A call of each operation by the client, with a right body and an id that nothing has. */
export const calls: Readonly<Record<string, (connection: Connection) => Call<unknown>>> = {
  createCredentialsSession: (connection) => createCredentialsSession(connection, fullSession),
  listVerifications: (connection) => listVerifications(connection),
  createVerification: (connection) => createVerification(connection, fullOrder),
  getVerification: (connection) => getVerification(connection, unknownId),
  reverifyVerification: (connection) => reverifyVerification(connection, unknownId, { report_id: unknownId }),
  cancelVerification: (connection) =>
    cancelVerification(connection, unknownId, { cancellation_reason: 'wrong-info' }),
  getReport: (connection) => getReport(connection, unknownId, unknownId),
  getSingleReport: (connection) => getSingleReport(connection, unknownId),
  searchCompanies: (connection) => searchCompanies(connection),
};

/** The call of an operation. */
export function callOf(operation: string): (connection: Connection) => Call<unknown> {
  const call = calls[operation];
  if (call === undefined) throw new Error(`No call is written for ${operation}: add it to src/calls.ts.`);
  return call;
}
