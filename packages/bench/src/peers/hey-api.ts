import { createClient } from '../../.generated/hey-api/client/index.ts';
import * as sdk from '../../.generated/hey-api/sdk.gen.ts';
import { type Access, headersOf, type SevenOperations } from './peer.ts';

/** The client that @hey-api/openapi-ts generates from our spec, as it comes. */
export function connect(access: Access): SevenOperations {
  const client = createClient({ baseUrl: access.baseUrl, headers: headersOf(access), fetch: access.fetch });
  const shared = { client, throwOnError: true } as const;
  const at = (id: string) => ({ verification_request_id: id });
  const dataOf = async (response: Promise<{ data: unknown }>) => (await response).data;
  return {
    createCredentialsSession: (body) =>
      dataOf(sdk.createCredentialsSession({ ...shared, body: body as never })),
    listVerifications: (query) => dataOf(sdk.listVerifications({ ...shared, query })),
    createVerification: (body) => dataOf(sdk.createVerification({ ...shared, body: body as never })),
    getVerification: (id) => dataOf(sdk.getVerification({ ...shared, path: at(id) })),
    reverifyVerification: (id, body) =>
      dataOf(sdk.reverifyVerification({ ...shared, path: at(id), body: body as never })),
    cancelVerification: (id, body) =>
      dataOf(sdk.cancelVerification({ ...shared, path: at(id), body: body as never })),
    getReport: (id, reportId) =>
      dataOf(sdk.getReport({ ...shared, path: { ...at(id), verification_report_id: reportId } })),
  };
}
