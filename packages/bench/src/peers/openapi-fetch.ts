import createClient from 'openapi-fetch';
import { type Access, headersOf, type SevenOperations } from './peer.ts';

/** Its methods as they are without generated types, which cost nothing at run time. */
type Send = (
  path: string,
  init: { params?: { path?: object; query?: object }; body?: object },
) => Promise<{ data?: unknown; error?: unknown }>;

/** openapi-fetch: thin, typed by a generated file, results instead of errors. */
export function connect(access: Access): SevenOperations {
  const client = createClient({ baseUrl: access.baseUrl, headers: headersOf(access), fetch: access.fetch });
  const { GET, POST, PUT } = client as unknown as Record<'GET' | 'POST' | 'PUT', Send>;
  async function dataOf(result: ReturnType<Send>): Promise<unknown> {
    const { data, error } = await result;
    if (error !== undefined) throw new Error('the server responded with an error', { cause: error });
    return data;
  }
  return {
    createCredentialsSession: (body) => dataOf(POST('/credentials/session', { body })),
    listVerifications: (query) => dataOf(GET('/verification-requests/', { params: { query } })),
    createVerification: (body) => dataOf(POST('/verification-requests/', { body })),
    getVerification: (id) => dataOf(GET('/verification-requests/{id}', { params: { path: { id } } })),
    reverifyVerification: (id, body) =>
      dataOf(PUT('/verification-requests/{id}/reverify', { params: { path: { id } }, body })),
    cancelVerification: (id, body) =>
      dataOf(PUT('/verification-requests/{id}/cancel', { params: { path: { id } }, body })),
    getReport: (id, reportId) =>
      dataOf(GET('/verification-requests/{id}/reports/{reportId}', { params: { path: { id, reportId } } })),
  };
}
