/** A function that sends a request: the part of the Fetch API that the client uses. */
export type FetchLike = (url: string, init: FetchLikeInit) => PromiseLike<FetchLikeResponse>;

/** What a request is sent with. */
export interface FetchLikeInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  cache?: 'no-store';
  signal: AbortSignal;
  /** Takes a turn of the rate limit. The first request has one. */
  acquire?: () => PromiseLike<unknown> | undefined;
}

/** What is read of a response. */
export interface FetchLikeResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}
