import { checkOptions, count, milliseconds, objectWith } from '../check-options.ts';
import { type Clock, elapsed, systemClock } from '../clock.ts';
import { withinTime } from '../time-limit.ts';
import { digest } from './digest.ts';
import type { WebhookEvent } from './event.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';
import { WebhookTimeoutError } from './webhook-timeout-error.ts';

/**
 * Remembers the last state that was handled of each verification and session. A `Map` is one, and so is a thin layer over a
 * database that several processes share. Keys are digests: they hold no id and no token.
 */
export interface StateStore {
  /** The state that was set last. Undefined or null if none was set, or it was forgotten. */
  get(key: string): LastState | PromiseLike<LastState>;
  /** Keeps a state. If it returns a promise, that is awaited. */
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
   * @defaultValue The system's clock, in a form that does not step when somebody sets it.
   */
  readonly clock?: Pick<Clock, 'now' | 'elapsed'>;
}

/**
 * A store in the memory of this process, of bounded size: the oldest entries go first.
 *
 * @throws ConfigurationError if an option cannot be used.
 */
export function recentStates(options: RecentStatesOptions = {}): StateStore {
  checkOptions('recentStates', options, {
    maxEntries: count(1),
    maxAgeMs: milliseconds,
    clock: objectWith(['now'], 'a Clock, which has now()'),
  });
  const { maxEntries = 10_000, maxAgeMs = 48 * 60 * 60 * 1_000, clock = systemClock } = options;
  const nowMs = () => elapsed(clock as Clock);
  const entries = new Map<string, { state: string; setAtMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry !== undefined && nowMs() - entry.setAtMs <= maxAgeMs ? entry.state : undefined;
    },
    set(key, state) {
      // A Map keeps the order of insertion, so what is set anew goes to the end.
      entries.delete(key);
      entries.set(key, { state, setAtMs: nowMs() });
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldest);
      }
    },
  };
}

/** How many events are handled at once at most: each is held in memory until it ends. */
const maxUnderWay = 10_000;

/** How long one event may take, its store included. */
export interface HandlingLimits {
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'after'>;
}

/**
 * Makes a function that handles each event once: not again while its verification or session is in the same state, and not twice
 * at a time in this process. An event counts as handled when the handler has ended without an error in time, never before.
 */
export function handleOnce<Event extends WebhookEvent>(
  store: StateStore,
  handle: (event: Event) => unknown,
  limits: HandlingLimits,
): (event: Event) => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  return async (event) => {
    const { key, state } = await subjectOf(event);
    const delivery = `${key} ${state}`;
    let handling = underWay.get(delivery);
    if (handling === undefined) {
      if (underWay.size >= maxUnderWay) {
        throw new WebhookInvalidError('too-many', `${maxUnderWay} events are being handled already.`);
      }
      // What took too long is no longer under way: when the event comes again, it is handled again.
      handling = handleUnlessSet(store, { key, state }, () => handle(event), limits).finally(() =>
        underWay.delete(delivery),
      );
      underWay.set(delivery, handling);
    }
    await handling;
  };
}

/** What an event is about, as a key of a store, and the state that it tells of. */
interface Subject {
  readonly key: string;
  readonly state: string;
}

function handleUnlessSet(
  store: StateStore,
  { key, state }: Subject,
  handle: () => unknown,
  { clock, timeoutMs }: HandlingLimits,
): Promise<void> {
  let running = 'dedupeStore.get()';
  const ended = () => new WebhookTimeoutError(`${running} took longer than timeoutMs (${timeoutMs}).`);
  return withinTime({ clock, milliseconds: timeoutMs, ended }, async ({ signal }) => {
    const before = await store.get(key);
    if (before === state || signal.aborted) return;
    running = 'the handler';
    await handle();
    // The event comes again. Were a late end remembered, a state that came in between could be taken for handled.
    if (signal.aborted) return;
    running = 'dedupeStore.get()';
    const meanwhile = await store.get(key);
    running = 'dedupeStore.set()';
    // If another event of the same subject ended meanwhile, nobody knows which state is the last: none is remembered.
    await store.set(key, meanwhile === before || meanwhile === state ? state : '');
  });
}

async function subjectOf({ hook, ...event }: WebhookEvent): Promise<Subject> {
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
