import type { Exchange } from '../exchange.ts';

/** One call as a cassette keeps it: nothing in it is of a person or an account. */
export interface RecordedExchange {
  readonly operation: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

/** The calls of one scenario, in order. */
export interface Cassette {
  readonly scenario: string;
  /** Who responded: Truework's sandbox, or this project's. */
  readonly from: 'vendor' | 'sandbox';
  /** Day, UTC. */
  readonly recorded: string;
  /** What the server said that it served. Absent if it said nothing. */
  readonly version?: string;
  readonly exchanges: readonly RecordedExchange[];
}

/** The folder of the cassettes. */
export const cassetteFolder: string = new URL('../../cassettes/', import.meta.url).pathname;

/** An exchange as it would have gone over the network, for validation. */
export function asExchange({ request, response }: RecordedExchange): Exchange {
  const url = new URL(`https://api.truework-sandbox.com${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  return {
    request: {
      method: request.method,
      url,
      headers: new Headers({ ...request.headers, Authorization: 'Bearer tw_sk_test_0' }),
      body: request.body === undefined ? null : JSON.stringify(request.body),
    },
    response: {
      status: response.status,
      headers: new Headers(response.headers),
      body: JSON.stringify(response.body),
    },
  };
}
