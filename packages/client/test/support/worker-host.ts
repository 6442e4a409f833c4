import { AsyncLocalStorage } from 'node:async_hooks';
import type { TrueworkOptions } from '../../src/options.ts';
import { type Responder, type TestClient, testClient } from './test-client.ts';
import type { TestClock } from './test-clock.ts';

/** A client on a host like Cloudflare Workers, where timers and requests end with the incoming request that started them. */
export interface WorkerHost extends TestClient {
  /** Runs code within an incoming request. */
  handle<Value>(run: () => Value): { readonly value: Value; end(): void };
}

export function workerHost(
  respond: Responder,
  options: Partial<TrueworkOptions> = {},
  clock?: TestClock,
): WorkerHost {
  const current = new AsyncLocalStorage<{ hasEnded: boolean }>();
  const client = testClient(
    async (url, init) => {
      const response = await respond(url, init);
      return current.getStore()?.hasEnded ? await new Promise<never>(() => {}) : response;
    },
    options,
    clock,
  );
  const { after, now } = client.clock;
  Object.assign(client.clock, {
    after(milliseconds: number, callback: () => void) {
      const request = current.getStore();
      return after(milliseconds, () => {
        if (!request?.hasEnded) current.run(request as { hasEnded: boolean }, callback);
      });
    },
    // Nothing goes on in a request that has ended.
    now() {
      if (current.getStore()?.hasEnded) throw new Error('The request has ended.');
      return now();
    },
  });
  return {
    ...client,
    handle(run) {
      const request = { hasEnded: false };
      const end = () => {
        request.hasEnded = true;
      };
      return { value: current.run(request, run), end };
    },
  };
}
