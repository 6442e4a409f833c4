import { createClient, OPERATIONS, type Ops } from '../../.generated/redocly/client.ts';
import { type Access, headersOf, type SevenOperations } from './peer.ts';

/** The client that Redocly generates from our spec, without what it does only when asked (retries, idempotency keys). */
export function connect(access: Access): SevenOperations {
  const client = createClient<Ops>(OPERATIONS, {
    serverUrl: access.baseUrl,
    headers: headersOf(access),
    fetch: access.fetch,
    clientHeader: false,
  });
  const at = (id: string) => ({ verification_request_id: id });
  return {
    createCredentialsSession: (body) => client.createCredentialsSession({ body: body as never }),
    listVerifications: (query) => client.listVerifications({ query }),
    createVerification: (body) => client.createVerification({ body: body as never }),
    getVerification: (id) => client.getVerification({ path: at(id) }),
    reverifyVerification: (id, body) => client.reverifyVerification({ path: at(id), body: body as never }),
    cancelVerification: (id, body) => client.cancelVerification({ path: at(id), body: body as never }),
    getReport: (id, reportId) => client.getReport({ path: { ...at(id), verification_report_id: reportId } }),
  };
}
