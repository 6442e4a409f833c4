import type { Access, SevenOperations } from './peer.ts';
import { operationsOf, requestOf } from './raw-request.ts';

/** No library: what anybody writes first. */
export function connect(access: Access): SevenOperations {
  const { baseUrl, fetch } = access;
  return operationsOf(async (method, path, body) => {
    const response = await fetch(baseUrl + path, requestOf(access, method, body));
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  });
}
