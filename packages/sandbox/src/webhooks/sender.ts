import type { AttemptFailure, WebhookAttempt } from './delivery.ts';
import type { WebhookEndpoint } from './endpoint.ts';

type Outcome = Omit<WebhookAttempt, 'atMs'>;

/** Sends events to endpoints. */
export class WebhookSender {
  readonly #send: typeof globalThis.fetch;
  readonly #underWay = new Set<AbortController>();
  #closed = false;

  /** @param send - Sends the requests. If undefined, the global `fetch` does, as it is when a request is sent. */
  constructor(send: typeof globalThis.fetch | undefined) {
    this.#send = send ?? ((input, init) => globalThis.fetch(input, init));
  }

  /** Aborts what is under way. With a data file it is retried after a restart. */
  close(): void {
    this.#closed = true;
    for (const call of this.#underWay) call.abort();
  }

  /**
   * Calls an endpoint once. Never rejects.
   *
   * @param limitMs - How long it may take to respond, in real time.
   */
  async call(endpoint: WebhookEndpoint, payload: string, limitMs: number): Promise<Outcome> {
    const abort = new AbortController();
    const { promise: aborted, resolve: end } = Promise.withResolvers<AttemptFailure>();
    abort.signal.addEventListener('abort', () => end(this.#closed ? 'unreachable' : 'timeout'));
    const timer = setTimeout(() => abort.abort(), limitMs);
    this.#underWay.add(abort);
    try {
      // A `send` that was given may ignore the signal.
      return await Promise.race([
        this.#post(endpoint, payload, abort.signal),
        aborted.then((failure) => ({ status: null, failure })),
      ]);
    } catch {
      return { status: null, failure: 'unreachable' };
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(abort);
    }
  }

  async #post({ url, token }: WebhookEndpoint, payload: string, signal: AbortSignal): Promise<Outcome> {
    const send = this.#send;
    const response = await send(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Truework-Token': token },
      body: payload,
      redirect: 'manual',
      signal,
    });
    // Nobody reads the body. Whether that succeeds, or ever ends, says nothing about the status.
    Promise.resolve()
      .then(() => response.body?.cancel())
      .catch(() => {});
    // That of a `send` that was given may be anything.
    const code = Number(response.status);
    const status = code || null;
    if (response.ok) return { status, failure: null };
    const redirects = response.type === 'opaqueredirect' || (code >= 300 && code < 400);
    return { status, failure: redirects ? 'redirect' : 'status' };
  }
}
