import { Api } from './api.ts';
import { type Clock, systemClock } from './clock.ts';
import { Ids } from './ids.ts';
import { type ListenOptions, listen, type SandboxServer } from './listen.ts';
import { Store } from './store.ts';

/** Options of {@link createSandbox}. */
export interface SandboxOptions {
  /**
   * Where the time comes from. States change as it passes.
   * @defaultValue The system's clock.
   */
  clock?: Clock;
  /**
   * What ids and tokens are made from: the same seed and the same calls give the same ones.
   * @defaultValue `truework-legacy`
   */
  seed?: string;
  /** Path of an SQLite file that keeps the state over a restart. In memory when absent. */
  data?: string;
}

/** The API on this machine. */
export interface Sandbox {
  /**
   * Answers a request without a port: give it to a client as its `fetch`.
   *
   * @param input - As for the global `fetch`. The host plays no part.
   */
  readonly fetch: typeof globalThis.fetch;
  /** Serves the sandbox on a port. It may listen on several. */
  listen(options?: ListenOptions): Promise<SandboxServer>;
  /** Ends every server of the sandbox and closes its state. */
  close(): Promise<void>;
}

/** Starts a sandbox. Any bearer key that begins with `tw_sk_test_` is an account of its own. */
export function createSandbox({
  clock = systemClock,
  seed = 'truework-legacy',
  data = ':memory:',
}: SandboxOptions = {}): Sandbox {
  const store = new Store(data);
  const api = new Api({ store, ids: new Ids(seed), clock });
  const servers = new Set<SandboxServer>();
  return {
    fetch: (input, init) => api.fetch(new Request(input, init)),
    async listen(options = {}) {
      const server = await listen(api, options);
      servers.add(server);
      return {
        url: server.url,
        close: () => (servers.delete(server) ? server.close() : Promise.resolve()),
      };
    },
    async close() {
      const open = [...servers];
      servers.clear();
      await Promise.all(open.map((server) => server.close()));
      store.close();
    },
  };
}
