/** One call as it went over the wire. */
export interface Exchange {
  request: { method: string; url: URL; headers: Headers; body: string | null };
  response: { status: number; headers: Headers; body: string };
}

let last: Exchange[] = [];

/** Forgets what was recorded for other tests. */
export function beginTest(): void {
  last = [];
}

/** The last three calls that went through any `fetch` that records, since the test began. */
export function lastExchanges(): readonly Exchange[] {
  return last;
}

/**
 * A `fetch` that keeps what went through it.
 *
 * @param fetch - What responds, such as a sandbox's `fetch`.
 * @returns The `fetch` to hand to a client, and the exchanges so far, oldest first.
 */
export function recording(fetch: typeof globalThis.fetch): {
  fetch: typeof globalThis.fetch;
  exchanges: Exchange[];
} {
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    async fetch(input, init) {
      const request = new Request(input, init);
      const sent = request.clone();
      const response = await fetch(request);
      const exchange: Exchange = {
        request: {
          method: sent.method,
          url: new URL(sent.url),
          headers: sent.headers,
          body: sent.body === null ? null : await sent.text(),
        },
        response: { status: response.status, headers: response.headers, body: await response.clone().text() },
      };
      exchanges.push(exchange);
      last = [...last.slice(-2), exchange];
      return response;
    },
  };
}
