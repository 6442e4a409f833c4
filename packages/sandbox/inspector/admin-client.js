/**
 * An error response of the admin API.
 */
export class AdminError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Calls the admin API, which lies beside this page.
 *
 * @param {string} path - Relative to the page, without a slash at its start.
 * @param {{ method?: string, body?: unknown, tenant?: string | undefined, key?: string, signal?: AbortSignal }} [options]
 * @returns {Promise<any>} The response's JSON. Undefined if it has no body.
 * @throws {AdminError} With the sandbox's own words.
 */
export async function callAdmin(path, { method = 'GET', body, tenant, key, signal } = {}) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (key !== undefined) headers['Authorization'] = `Bearer ${key}`;
  else if (tenant !== undefined) headers['X-Sandbox-Tenant'] = tenant;
  if (method === 'POST' || method === 'PUT') headers['Content-Type'] = 'application/json';
  const response = await fetch(path, {
    method,
    headers,
    cache: 'no-store',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  const json = text === '' ? undefined : JSON.parse(text);
  if (!response.ok)
    throw new AdminError(response.status, json?.error?.message ?? `Status ${response.status}`);
  return json;
}
