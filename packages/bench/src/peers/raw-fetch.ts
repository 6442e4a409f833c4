import { type Access, headersOf, type SevenOperations } from './peer.ts';

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

/** No library: what anybody writes first. */
export function connect(access: Access): SevenOperations {
  const { baseUrl, fetch } = access;
  return operationsOf(async (method, path, body) => {
    const response = await fetch(baseUrl + path, requestOf(access, method, body));
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  });
}

/** The same with the time limit that raw `fetch` has not, over headers and body. */
export function connectWithTimeout(access: Access): SevenOperations {
  const { baseUrl, fetch } = access;
  return operationsOf(async (method, path, body) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 60_000);
    try {
      const { signal } = controller;
      const response = await fetch(baseUrl + path, { ...requestOf(access, method, body), signal });
      if (!response.ok) throw new Error(`${response.status}`);
      return await response.json();
    } finally {
      clearTimeout(timer);
    }
  });
}

function requestOf(access: Access, method: string, body?: object): RequestInit {
  return {
    method,
    headers: { ...headersOf(access), ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  };
}

function operationsOf(send: Send): SevenOperations {
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
