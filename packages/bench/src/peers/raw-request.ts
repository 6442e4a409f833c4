import { type Access, verificationPath as at, headersOf, type SevenOperations } from './peer.ts';

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

/** What `fetch` is called with. */
export function requestOf(access: Access, method: string, body?: object): RequestInit {
  return {
    method,
    headers: { ...headersOf(access), ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  };
}

/** The seven operations by what sends a request. */
export function operationsOf(send: Send): SevenOperations {
  return {
    createCredentialsSession: (body) => send('POST', '/credentials/session', body),
    listVerifications: ({ limit, offset }) => send('GET', `${at()}?limit=${limit}&offset=${offset}`),
    createVerification: (body) => send('POST', at(), body),
    getVerification: (id) => send('GET', at(id)),
    reverifyVerification: (id, body) => send('PUT', at(id, 'reverify'), body),
    cancelVerification: (id, body) => send('PUT', at(id, 'cancel'), body),
    getReport: (id, reportId) => send('GET', at(id, 'reports', reportId)),
  };
}
