import type { Clock } from '../clock.ts';
import { digest } from './digest.ts';
import type { WebhookEvent } from './event.ts';

/**
 * Remembers the last state that was handled of each verification and session. A `Map` is one, and so is a thin layer over a
 * database that several processes share. Keys are digests: they hold no id and no token.
 */
export interface StateStore {
  /** The state that was set last. Undefined or null where none was, or it is forgotten. */
  get(key: string): LastState | PromiseLike<LastState>;
  set(key: string, state: string): unknown;
}

type LastState = string | null | undefined;

/** Options of {@link recentStates}. */
export interface RecentStatesOptions {
  /**
   * How many verifications and sessions to remember at most. Each takes about 200 bytes.
   * @defaultValue 10000
   */
  readonly maxEntries?: number;
  /**
   * How long to remember, in milliseconds.
   * @defaultValue 172800000, which is the 48 hours for which Truework repeats a delivery.
   */
  readonly maxAgeMs?: number;
  /**
   * Where the time comes from.
   * @defaultValue The system's clock.
   */
  readonly clock?: Pick<Clock, 'now'>;
}

/** A store in the memory of this process, of bounded size: the oldest entries go first. */
export function recentStates({
  maxEntries = 10_000,
  maxAgeMs = 48 * 60 * 60 * 1_000,
  clock = Date,
}: RecentStatesOptions = {}): StateStore {
  const entries = new Map<string, { state: string; setAtMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry !== undefined && clock.now() - entry.setAtMs <= maxAgeMs ? entry.state : undefined;
    },
    set(key, state) {
      // A Map keeps the order of insertion, so what is set anew goes to the end.
      entries.delete(key);
      entries.set(key, { state, setAtMs: clock.now() });
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldest);
      }
    },
  };
}

/**
 * Makes a function that handles each event once: not again while its verification or session is in the same state, and not twice
 * at a time in this process. An event counts as handled when the handler has ended without an error, never before.
 */
export function handleOnce<Event extends WebhookEvent>(
  store: StateStore,
  handle: (event: Event) => unknown,
): (event: Event) => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  return async (event) => {
    const { key, state } = await subjectOf(event);
    const delivery = `${key} ${state}`;
    let handling = underWay.get(delivery);
    if (handling === undefined) {
      handling = (async () => {
        if ((await store.get(key)) === state) return;
        await handle(event);
        await store.set(key, state);
      })().finally(() => underWay.delete(delivery));
      underWay.set(delivery, handling);
    }
    await handling;
  };
}

async function subjectOf({ hook, ...event }: WebhookEvent): Promise<{ key: string; state: string }> {
  switch (event.type) {
    case 'verification_request.state.change':
      return {
        key: await digest(JSON.stringify([hook['id'], event.type, event.data.verification_request_id])),
        state: event.data.state,
      };
    case 'credentials_session.state.change':
      return {
        key: await digest(JSON.stringify([hook['id'], event.type, event.data.token])),
        state: event.data.state,
      };
    default:
      return { key: await digest(JSON.stringify([hook, event])), state: '' };
  }
}
