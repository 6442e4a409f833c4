import type { StatementSync } from 'node:sqlite';
import type { Store } from './store.ts';
import type { Tenant } from './tenant.ts';

/** What can be kept as JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Something that happened on the timeline. */
export interface Happening {
  /** The tenant's time of it, milliseconds since 1970, UTC. */
  atMs: number;
  kind: string;
  /** What there is to say about it, such as the id of the verification and its new state. */
  detail: Record<string, Json>;
}

/** How things of one kind are done when they fall due. */
export interface Work {
  /**
   * Does it.
   *
   * @param atMs - The moment that it was due. Everything that it leads to counts from there.
   * @returns What happened, or undefined where nothing did any more.
   */
  run(
    tenant: Tenant,
    payload: Json,
    atMs: number,
  ): Happening['detail'] | undefined | Promise<Happening['detail'] | undefined>;
  /**
   * False: it is done at once, before the tenant's next request is answered. It has to lead to the same whenever it is done,
   * because it is saved later: where the process ends before, it is done again after a restart. True: it is only begun,
   * after those before it have ended, and no request waits for it; it is done again where the process ends before it does.
   */
  background: boolean;
}

/** Something that is going to happen. */
export interface Due {
  /** The tenant's time of it, milliseconds since 1970, UTC. */
  dueMs: number;
  /** Decides between those of one moment. */
  ordinal: number;
  /** Of `TimelineWork.works`. */
  kind: string;
  payload: Json;
}

/** What the timelines of all tenants share. */
export class TimelineWork {
  readonly works = new Map<string, Work>();
  readonly store: Store;
  readonly insert: StatementSync;
  readonly remove: StatementSync;
  readonly select: StatementSync;
  /** Told of the moment of each thing that is scheduled. */
  onSchedule: (tenant: Tenant, dueMs: number) => void = () => {};

  constructor(store: Store) {
    this.store = store;
    store.addTable({
      name: 'due',
      columns: 'dueMs INTEGER NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL',
      key: 'dueMs, ordinal',
    });
    const { database } = store;
    this.insert = database.prepare('INSERT INTO due VALUES (?, ?, ?, ?, ?)');
    this.remove = database.prepare('DELETE FROM due WHERE tenant = ? AND dueMs = ? AND ordinal = ?');
    this.select = database.prepare(
      'SELECT dueMs, ordinal, kind, payload FROM due WHERE tenant = ? ORDER BY dueMs, ordinal',
    );
  }

  /** Numbers in the store of the tenants that something is still to happen to. */
  waitingTenants(): number[] {
    return this.store.database
      .prepare('SELECT DISTINCT tenant FROM due')
      .all()
      .map(({ tenant }) => tenant as number);
  }
}

/** What is going to happen to a tenant, in order. Kept in the store, so that it outlives a restart. */
export class Timeline {
  readonly #tenant: Tenant;
  readonly #shared: TimelineWork;
  /** In the order of time; those before `#first` are done. */
  #queue: Due[] = [];
  #first = 0;
  #ordinal = 0;
  /** Ends when everything in the background that was begun has ended. */
  #background: Promise<unknown> = Promise.resolve();
  #backgroundCount = 0;
  /** What was scheduled, and what is done, since it was saved. */
  #unsaved = new Set<Due>();
  #unsavedDone: Due[] = [];
  /** Grows when the timeline is replaced: what was begun before then is of another life. */
  #life = 0;

  constructor(tenant: Tenant, shared: TimelineWork) {
    this.#tenant = tenant;
    this.#shared = shared;
  }

  /** When the next thing is due. Infinity where nothing is. */
  get nextMs(): number {
    return this.#queue[this.#first]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /** What is going to happen, in order. */
  upcoming(): Due[] {
    return this.#queue.slice(this.#first);
  }

  /** Takes what the store holds, in place of what is here. */
  load(): void {
    this.#life += 1;
    this.#background = Promise.resolve();
    this.#backgroundCount = 0;
    this.#first = 0;
    this.#unsaved.clear();
    this.#unsavedDone = [];
    this.#queue = (
      this.#shared.select.all(this.#tenant.number) as unknown as (Due & { payload: string })[]
    ).map((row) => ({ ...row, payload: JSON.parse(row.payload) as Json }));
    this.#ordinal = this.#queue.reduce((highest, { ordinal }) => Math.max(highest, ordinal), 0);
    if (this.#queue.length > 0) this.#shared.onSchedule(this.#tenant, this.nextMs);
  }

  /**
   * Has something happen at a moment. Of several at one moment, the one that was scheduled first comes first.
   *
   * @param kind - Of `TimelineWork.works`.
   * @param saved - False where it only follows from something that is saved already.
   */
  schedule(dueMs: number, kind: string, payload: Json, saved = true): void {
    this.#ordinal += 1;
    const due = { dueMs, ordinal: this.#ordinal, kind, payload };
    if (saved) this.#insert(due);
    else this.#unsaved.add(due);
    let place = this.#queue.length;
    while (place > this.#first && (this.#queue[place - 1] as Due).dueMs > dueMs) place -= 1;
    if (place === this.#queue.length) this.#queue.push(due);
    else this.#queue.splice(place, 0, due);
    this.#shared.onSchedule(this.#tenant, dueMs);
  }

  /** Does what is due by a moment. What runs in the background is begun, and not waited for. */
  runDue(untilMs: number): void {
    while (this.nextMs <= untilMs) this.#runNext();
  }

  /**
   * Does everything that is due by a moment, each thing at its own moment, and waits for it.
   *
   * @param atMoment - Told of each moment before what is due then is done.
   */
  async runThrough(untilMs: number, atMoment: (nowMs: number) => void): Promise<Happening[]> {
    const happenings: Happening[] = [];
    for (;;) {
      // What runs in the background may schedule more.
      while (this.#backgroundCount > 0) await this.#background;
      const { nextMs } = this;
      if (nextMs > untilMs) return happenings;
      atMoment(nextMs);
      const happening = await this.#runNext();
      if (happening !== undefined) happenings.push(happening);
    }
  }

  /** Whether something waits to be saved. */
  get isUnsaved(): boolean {
    return this.#unsavedDone.length > 0 || this.#unsaved.size > 0;
  }

  /** Writes what was not written yet. */
  save(): void {
    for (const due of this.#unsavedDone) this.#remove(due);
    for (const due of this.#unsaved) this.#insert(due);
    this.#unsavedDone = [];
    this.#unsaved.clear();
  }

  /** Resolves when nothing runs in the background. */
  async idle(): Promise<void> {
    while (this.#backgroundCount > 0) await this.#background;
  }

  #take(): Due {
    const due = this.#queue[this.#first] as Due;
    this.#first += 1;
    if (this.#first === this.#queue.length || this.#first > 1024) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
    return due;
  }

  #runNext(): Happening | undefined | Promise<Happening | undefined> {
    const due = this.#take();
    const work = this.#shared.works.get(due.kind);
    if (work === undefined) {
      this.#done(due);
      return undefined;
    }
    return work.background ? this.#runInBackground(due, work) : this.#runAtOnce(due, work);
  }

  #runAtOnce(due: Due, work: Work): Happening | undefined {
    this.#done(due);
    try {
      const detail = this.#tenant.atMoment(due.dueMs, () => work.run(this.#tenant, due.payload, due.dueMs));
      return happeningOf(due, detail as Happening['detail'] | undefined);
    } catch (error) {
      console.error(`The sandbox failed at ${due.kind}.`, error);
      // What was undone took it back, too. It would fail again and again.
      this.#queue = this.upcoming().filter(({ ordinal }) => ordinal !== due.ordinal);
      this.#first = 0;
      this.#done(due);
      return undefined;
    }
  }

  #runInBackground(due: Due, work: Work): Promise<Happening | undefined> {
    const life = this.#life;
    this.#backgroundCount += 1;
    const running = this.#background.then(async () => {
      try {
        if (life !== this.#life) return undefined;
        return happeningOf(due, await work.run(this.#tenant, due.payload, due.dueMs));
      } catch (error) {
        console.error(`The sandbox failed at ${due.kind}.`, error);
        return undefined;
      } finally {
        if (life === this.#life) {
          this.#remove(due);
          this.#backgroundCount -= 1;
        }
      }
    });
    this.#background = running;
    return running;
  }

  #done(due: Due): void {
    if (!this.#unsaved.delete(due)) this.#unsavedDone.push(due);
  }

  #insert({ dueMs, ordinal, kind, payload }: Due): void {
    this.#shared.insert.run(this.#tenant.number, dueMs, ordinal, kind, JSON.stringify(payload));
  }

  #remove({ dueMs, ordinal }: Due): void {
    this.#shared.remove.run(this.#tenant.number, dueMs, ordinal);
  }
}

function happeningOf({ dueMs, kind }: Due, detail: Happening['detail'] | undefined): Happening | undefined {
  return detail === undefined ? undefined : { atMs: dueMs, kind, detail };
}
