import type { Access, SevenOperations } from './peer.ts';
import { operationsOf, requestOf } from './raw-request.ts';

/** No library, with the time limit that raw `fetch` has not, over headers and body. */
export function connect(access: Access): SevenOperations {
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
