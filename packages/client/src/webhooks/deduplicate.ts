import { checkOptions, count, milliseconds, objectWith } from '../check-options.ts';
import { type Clock, elapsed, systemClock } from '../clock.ts';
import { newSleeper, type Sleeper, sleep } from '../sleeper.ts';
import { withinTime } from '../time-limit.ts';
import { digest } from './digest.ts';
import type { WebhookEvent } from './event.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';
import { WebhookTimeoutError } from './webhook-timeout-error.ts';

/**
 * Stores the last handled state of each verification and session. A `Map` is one, and so is a thin layer over a database that several
 * processes share. Keys are digests, and contain neither an id nor a token.
 */
export interface StateStore {
  /** Returns the stored state. Undefined or null if nothing is stored. */
  get(key: string): LastState | PromiseLike<LastState>;
  /** Stores a state. May return a promise, which is awaited. */
  set(key: string, state: string): unknown;
}

type LastState = string | null | undefined;

/** Options of {@link recentStates}. */
export interface RecentStatesOptions {
  /**
   * How many verifications and sessions are stored. Each takes about 200 bytes.
   * @defaultValue 10000
   */
  readonly maxEntries?: number | undefined;
  /**
   * How long a state is stored, in milliseconds.
   * @defaultValue 172800000 (48 hours, for which Truework repeats a delivery)
   * @see spec/webhooks/verification_request.state.change.yaml
   */
  readonly maxAgeMs?: number | undefined;
  /**
   * The source of time.
   * @defaultValue A monotonic clock, which does not jump when the system clock is set.
   */
  readonly clock?: Pick<Clock, 'now' | 'elapsed'> | undefined;
}

/**
 * Makes a store in the memory of this process. If it is full, the oldest entries are removed first.
 *
 * @throws {@link ConfigurationError} if an option is invalid.
 */
export function recentStates(options: RecentStatesOptions = {}): StateStore {
  const given = checkOptions('recentStates', options, {
    maxEntries: count(1),
    maxAgeMs: milliseconds,
    clock: objectWith(['now'], 'a Clock, which has now()'),
  });
  const { maxEntries = 10_000, maxAgeMs = 48 * 60 * 60 * 1_000, clock = systemClock } = given;
  const nowMs = () => elapsed(clock as Clock);
  const entries = new Map<string, { state: string; setAtMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry !== undefined && nowMs() - entry.setAtMs <= maxAgeMs ? entry.state : undefined;
    },
    set(key, state) {
      // A Map is in the order of insertion, so an updated entry moves to the end.
      entries.delete(key);
      entries.set(key, { state, setAtMs: nowMs() });
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldest);
      }
    },
  };
}

/** How many events are handled at the same time. Each is in memory until it ends. */
const maxUnderWay = 10_000;

/** How long the store and the handler of an event may take together. */
export interface HandlingLimits {
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** An event that is being handled. */
interface Handling {
  /** When it is over at the latest, on the monotonic clock, in milliseconds. After that, the request that handled it is lost. */
  readonly untilMs: number;
  /** Those who got the same event, and wait for its outcome. */
  readonly waiters: Set<Sleeper>;
  /** Returns or throws as the handling ended. */
  end?: () => void;
}

/** How late the timer that ends a handling may be, in milliseconds. */
const lateMs = 1_000;

/** The events that are being handled. One that arrives again gets the outcome of the first. */
class UnderWay {
  readonly #limits: HandlingLimits;
  readonly #handlings = new Map<string, Handling>();

  constructor(limits: HandlingLimits) {
    this.#limits = limits;
  }

  async once(delivery: string, handle: () => Promise<void>): Promise<void> {
    const { clock } = this.#limits;
    const self = newSleeper();
    for (;;) {
      const same = this.#handlings.get(delivery);
      if (!same || this.#isOver(same)) break;
      same.waiters.add(self);
      await sleep(self, clock, same.untilMs - elapsed(clock));
      if (same.end) return same.end();
    }
    await this.#run(delivery, handle);
  }

  async #run(delivery: string, handle: () => Promise<void>): Promise<void> {
    const handling = this.#begin(delivery);
    try {
      await handle();
      handling.end = () => {};
    } catch (error) {
      handling.end = () => {
        throw error;
      };
      throw error;
    } finally {
      // After a timeout it is no longer under way, so a repeated delivery is handled again.
      if (this.#handlings.get(delivery) === handling) this.#handlings.delete(delivery);
      for (const sleeper of handling.waiters) sleeper.wake();
    }
  }

  #begin(delivery: string): Handling {
    const { clock, timeoutMs } = this.#limits;
    for (const [oldest, handling] of this.#handlings) {
      if (!this.#isOver(handling)) break;
      this.#handlings.delete(oldest);
    }
    if (this.#handlings.size >= maxUnderWay) {
      throw new WebhookInvalidError('too-many', `${maxUnderWay} events are being handled already.`);
    }
    const handling = { untilMs: elapsed(clock) + timeoutMs + lateMs, waiters: new Set<Sleeper>() };
    this.#handlings.set(delivery, handling);
    return handling;
  }

  #isOver({ untilMs }: Handling): boolean {
    return untilMs <= elapsed(this.#limits.clock);
  }
}

/**
 * Makes a function that handles each event once: not again while its verification or session is in the same state, and not twice at the
 * same time in this process. An event is handled once the handler has finished in time without an error.
 */
export function handleOnce<Event extends WebhookEvent>(
  store: StateStore,
  handle: (event: Event) => unknown,
  limits: HandlingLimits,
): (event: Event) => Promise<void> {
  const underWay = new UnderWay(limits);
  return async (event) => {
    const { key, state } = await subjectOf(event);
    await underWay.once(`${key} ${state}`, () =>
      handleUnlessSet(store, { key, state }, () => handle(event), limits),
    );
  };
}

/** The key of an event in a store, and its state. */
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
    running = 'dedupeStore.get()';
    const meanwhile = signal.aborted || (await store.get(key));
    // Truework repeats the delivery. If a late end were stored, a state in between could be taken for handled.
    if (signal.aborted) return;
    running = 'dedupeStore.set()';
    // If another event of the same subject ended in the meantime, the last state is unknown, so none is stored.
    await store.set(key, meanwhile === before || meanwhile === state ? state : '');
  });
}

async function subjectOf({ hook, ...event }: WebhookEvent): Promise<Subject> {
  if (event.type === 'unknown') return { key: await digest(JSON.stringify([hook, event])), state: '' };
  const { type, data } = event;
  const id = type === 'credentials_session.state.change' ? data.token : data.verification_request_id;
  return { key: await digest(JSON.stringify([hook.id, type, id])), state: data.state };
}
