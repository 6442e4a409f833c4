import ky from 'ky';
import { type Access, headersOf, type SevenOperations, verificationPath } from './peer.ts';

/** ky, on its default settings. */
export function connect(access: Access): SevenOperations {
  const client = ky.create({ headers: headersOf(access), fetch: access.fetch });
  const at = (...segments: string[]) => access.baseUrl + verificationPath(...segments);
  return {
    createCredentialsSession: (json) => client.post(`${access.baseUrl}/credentials/session`, { json }).json(),
    listVerifications: (searchParams) => client.get(at(), { searchParams }).json(),
    createVerification: (json) => client.post(at(), { json }).json(),
    getVerification: (id) => client.get(at(id)).json(),
    reverifyVerification: (id, json) => client.put(at(id, 'reverify'), { json }).json(),
    cancelVerification: (id, json) => client.put(at(id, 'cancel'), { json }).json(),
    getReport: (id, reportId) => client.get(at(id, 'reports', reportId)).json(),
  };
}
