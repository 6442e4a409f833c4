/** A JSON object, as a test changes it. */
export type Body = Record<string, unknown>;

/** What a test changes about a response. What it does not name stays. */
export interface Alteration {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes another body from it, or a text that is not an object. */
  readonly body?: (body: Body) => Body | string;
}

/** A `fetch` that alters the responses of another. */
export function altered(
  fetch: typeof globalThis.fetch,
  alter: (request: Request, response: Response) => Alteration | undefined,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const response = await fetch(request);
    const alteration = alter(new Request(url, { method }), response);
    if (alteration === undefined) return response;
    const body = (await response.json()) as Body;
    const instead = alteration.body?.(body) ?? body;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(alteration.headers ?? {})) headers.set(name, value);
    headers.delete('Content-Length');
    const text = typeof instead === 'string' ? instead : JSON.stringify(instead);
    return new Response(text, { status: alteration.status ?? response.status, headers });
  };
}
