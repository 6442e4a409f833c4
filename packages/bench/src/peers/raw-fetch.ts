import { type Access, headersOf, type SevenOperations } from './peer.ts';

/** No library: what anybody writes first. */
export function connect(access: Access): SevenOperations {
  const { baseUrl, fetch } = access;
  async function send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...headersOf(access), ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }
  return {
    createCredentialsSession: (body) => send('POST', '/credentials/session', body),
    listVerifications: ({ limit, offset }) =>
      send('GET', `/verification-requests/?limit=${limit}&offset=${offset}`),
    createVerification: (body) => send('POST', '/verification-requests/', body),
    getVerification: (id) => send('GET', `/verification-requests/${encodeURIComponent(id)}`),
    reverifyVerification: (id, body) =>
      send('PUT', `/verification-requests/${encodeURIComponent(id)}/reverify`, body),
    cancelVerification: (id, body) =>
      send('PUT', `/verification-requests/${encodeURIComponent(id)}/cancel`, body),
    getReport: (id, reportId) =>
      send('GET', `/verification-requests/${encodeURIComponent(id)}/reports/${encodeURIComponent(reportId)}`),
  };
}
