import axios from 'axios';
import { type Access, headersOf, type SevenOperations, verificationPath } from './peer.ts';

/** axios, through its fetch adapter. */
export function connect(access: Access): SevenOperations {
  const client = axios.create({
    baseURL: access.baseUrl,
    headers: headersOf(access),
    adapter: 'fetch',
    env: { fetch: access.fetch },
  });
  const dataOf = async (response: Promise<{ data: unknown }>) => (await response).data;
  return {
    createCredentialsSession: (body) => dataOf(client.post('/credentials/session', body)),
    listVerifications: (params) => dataOf(client.get(verificationPath(), { params })),
    createVerification: (body) => dataOf(client.post(verificationPath(), body)),
    getVerification: (id) => dataOf(client.get(verificationPath(id))),
    reverifyVerification: (id, body) => dataOf(client.put(verificationPath(id, 'reverify'), body)),
    cancelVerification: (id, body) => dataOf(client.put(verificationPath(id, 'cancel'), body)),
    getReport: (id, reportId) => dataOf(client.get(verificationPath(id, 'reports', reportId))),
  };
}
