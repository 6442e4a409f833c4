import Finch from '@tryfinch/finch-api';
import { type Access, headersOf, type SevenOperations } from './peer.ts';

/** Finch's SDK: another employment API, its client made by Stainless. Its own methods are bundled too; its core sends ours. */
export function connect(access: Access): SevenOperations {
  const client = new Finch({
    accessToken: access.token,
    baseURL: access.baseUrl,
    defaultHeaders: headersOf(access),
    fetch: access.fetch,
    dangerouslyAllowBrowser: true,
  });
  const at = (...segments: string[]) =>
    `/verification-requests/${segments.map(encodeURIComponent).join('/')}`;
  return {
    createCredentialsSession: (body) => client.post('/credentials/session', { body }),
    listVerifications: (query) => client.get(at(), { query }),
    createVerification: (body) => client.post(at(), { body }),
    getVerification: (id) => client.get(at(id)),
    reverifyVerification: (id, body) => client.put(at(id, 'reverify'), { body }),
    cancelVerification: (id, body) => client.put(at(id, 'cancel'), { body }),
    getReport: (id, reportId) => client.get(at(id, 'reports', reportId)),
  };
}
