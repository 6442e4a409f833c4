import Finch from '@tryfinch/finch-api';
import { type Access, headersOf, type SevenOperations, verificationPath } from './peer.ts';

/** Finch's SDK: another employment API, its client made by Stainless. Its own methods are bundled too; its core sends ours. */
export function connect(access: Access): SevenOperations {
  const client = new Finch({
    accessToken: access.token,
    baseURL: access.baseUrl,
    defaultHeaders: headersOf(access),
    fetch: access.fetch,
    dangerouslyAllowBrowser: true,
  });
  return {
    createCredentialsSession: (body) => client.post('/credentials/session', { body }),
    listVerifications: (query) => client.get(verificationPath(), { query }),
    createVerification: (body) => client.post(verificationPath(), { body }),
    getVerification: (id) => client.get(verificationPath(id)),
    reverifyVerification: (id, body) => client.put(verificationPath(id, 'reverify'), { body }),
    cancelVerification: (id, body) => client.put(verificationPath(id, 'cancel'), { body }),
    getReport: (id, reportId) => client.get(verificationPath(id, 'reports', reportId)),
  };
}
