import axios from 'axios';
import { type Access, headersOf, type SevenOperations } from './peer.ts';

/** axios, through its fetch adapter. */
export function connect(access: Access): SevenOperations {
  const client = axios.create({
    baseURL: access.baseUrl,
    headers: headersOf(access),
    adapter: 'fetch',
    env: { fetch: access.fetch },
  });
  const at = (...segments: string[]) =>
    `/verification-requests/${segments.map(encodeURIComponent).join('/')}`;
  const dataOf = async (response: Promise<{ data: unknown }>) => (await response).data;
  return {
    createCredentialsSession: (body) => dataOf(client.post('/credentials/session', body)),
    listVerifications: (params) => dataOf(client.get(at(), { params })),
    createVerification: (body) => dataOf(client.post(at(), body)),
    getVerification: (id) => dataOf(client.get(at(id))),
    reverifyVerification: (id, body) => dataOf(client.put(at(id, 'reverify'), body)),
    cancelVerification: (id, body) => dataOf(client.put(at(id, 'cancel'), body)),
    getReport: (id, reportId) => dataOf(client.get(at(id, 'reports', reportId))),
  };
}
