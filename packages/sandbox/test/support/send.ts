import type { Sandbox } from '../../src/sandbox.ts';

/** Calls a sandbox in process, with a key. */
export function send(
  sandbox: Pick<Sandbox, 'fetch'>,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return sandbox.fetch(`http://sandbox${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
}
