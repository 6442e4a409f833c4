import type { Statement, Store } from './store.ts';
import { isStoreError } from './store-error.ts';
import type { Tenant } from './tenant.ts';

/** What can be kept as JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Something that happened on the timeline. */
export interface ClockEvent {
  /** The tenant's time of it, milliseconds since 1970, UTC. */
  atMs: number;
  kind: string;
  /** What there is to say about it, such as the id of the verification and its new state. */
  detail: Record<string, Json>;
}

/** How things of one kind are done when they fall due. */
export type Work = WorkAtOnce | WorkInBackground;

/**
 * Done at once, before the tenant's next request is answered. It has to lead to the same whenever it is done, because it is saved
 * later: where the process ends before, it is done again after a restart.
 */
export interface WorkAtOnce {
  background: false;
  /**
   * Does it.
   *
   * @param atMs - The moment that it was due. Everything that it leads to counts from there.
   * @returns What happened, or undefined where nothing did any more.
   */
  run(tenant: Tenant, payload: Json, atMs: number): ClockEvent['detail'] | undefined;
}

/**
 * Only begun, and no request waits for it; it is done again where the process ends before it does. What is of one lane is done one
 * after another, in order; lanes do not wait for each other.
 */
export interface WorkInBackground {
  background: true;
  /** The lane that a thing belongs to. */
  lane(payload: Json): string;
  /** As {@link WorkAtOnce.run}. */
  run(
    tenant: Tenant,
    payload: Json,
    atMs: number,
    patience: Patience,
  ): Promise<ClockEvent['detail'] | undefined>;
}

/** How long something of a lane may take. */
export interface Patience {
  /** Which part of the usual time: 1, or less if time is advanced and earlier things of the lane took all of theirs. */
  readonly share: number;
  /** Says that it took all of its time. */
  hung(): void;
}

/** How long an advance holds up the others for a lane, in real time. After that they go on, and the lane follows. */
const holdUpMs = 1000;

/** What an advance of a tenant's time has led to so far. */
export class Advancing {
  /** The lanes that are not waited for any more before time moves on. */
  readonly slowLanes = new Set<string>();
  readonly #hangs = new Map<string, number>();
  readonly #events: { due: Due; event: ClockEvent }[] = [];

  /** Each hang of a lane leaves the tenth of the time for what comes after it: all hangs together take little longer than one. */
  share(lane: string): number {
    return 10 ** -(this.#hangs.get(lane) ?? 0);
  }

  /** Says that something of a lane took all of its time. */
  hung(lane: string): void {
    this.#hangs.set(lane, (this.#hangs.get(lane) ?? 0) + 1);
  }

  /** Keeps what happened. */
  add(due: Due, detail: ClockEvent['detail'] | undefined): void {
    if (detail === undefined) return;
    this.#events.push({ due, event: { atMs: due.dueMs, kind: due.kind, detail } });
  }

  /** What happened, in order of time. */
  events(): ClockEvent[] {
    return this.#events.toSorted((one, other) => inOrder(one.due, other.due)).map(({ event }) => event);
  }
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

/** What runs in the background one after another. */
interface Lane {
  /** The end of what was begun last. Never rejects. */
  ended: Promise<void>;
  /** How many things have ended. */
  finished: number;
}

/** What the timelines of all tenants share. */
export class TimelineWork {
  readonly works = new Map<string, Work>();
  readonly store: Store;
  readonly insert: Statement;
  readonly remove: Statement;
  readonly select: Statement;
  /** Told of the moment of each thing that is scheduled. */
  onSchedule: (tenant: Tenant, dueMs: number) => void = () => {};
  /** Called when the store failed at something in the background, which is to be done again. */
  onStoreFailure: () => void = () => {};

  constructor(store: Store) {
    this.store = store;
    store.addTable({
      name: 'due',
      columns: 'dueMs INTEGER NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL',
      key: 'dueMs, ordinal',
    });
    this.insert = store.prepare('INSERT INTO due VALUES (?, ?, ?, ?, ?)');
    this.remove = store.prepare('DELETE FROM due WHERE tenant = ? AND dueMs = ? AND ordinal = ?');
    this.select = store.prepare(
      'SELECT dueMs, ordinal, kind, payload FROM due WHERE tenant = ? ORDER BY dueMs, ordinal',
    );
  }

  /** Numbers in the store of the tenants that something is still to happen to. */
  waitingTenants(): number[] {
    return this.store
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
  /** The lanes in which something runs in the background. */
  readonly #lanes = new Map<string, Lane>();
  #isStopped = false;
  /** The advance that is under way. */
  advancing: Advancing | undefined;
  /** What was scheduled, and what is done, since it was saved. */
  #unsaved = new Set<Due>();
  #unsavedDone: Due[] = [];
  /** Grows when the timeline is replaced: what was begun before then is of another life. */
  #generation = 0;

  constructor(tenant: Tenant, shared: TimelineWork) {
    this.#tenant = tenant;
    this.#shared = shared;
  }

  /** When the next thing is due. Infinity where nothing is. */
  get nextMs(): number {
    return this.#queue[this.#first]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /** Whether nothing is going to happen, and nothing runs in the background. */
  get isIdle(): boolean {
    return this.#first === this.#queue.length && this.#lanes.size === 0;
  }

  /** What is going to happen, in order. */
  upcoming(): Due[] {
    return this.#queue.slice(this.#first);
  }

  /** Takes what the store holds, in place of what is here. */
  load(): void {
    const rows = this.#shared.select.all(this.#tenant.number) as unknown as (Due & { payload: string })[];
    this.#generation += 1;
    this.#lanes.clear();
    this.#first = 0;
    this.#unsaved.clear();
    this.#unsavedDone = [];
    this.#queue = rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as Json }));
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
    this.#enqueue(due);
    this.#shared.onSchedule(this.#tenant, dueMs);
  }

  #enqueue(due: Due): void {
    let location = this.#queue.length;
    while (location > this.#first && inOrder(this.#queue[location - 1] as Due, due) > 0) location -= 1;
    if (location === this.#queue.length) this.#queue.push(due);
    else this.#queue.splice(location, 0, due);
  }

  /** Does what is due by a moment. What runs in the background is begun, and not waited for. */
  runDue(untilMs: number): void {
    while (this.nextMs <= untilMs && !this.#isStopped) this.runNext();
  }

  /**
   * Does the next thing, or begins it where it runs in the background.
   *
   * @throws {@link SandboxError} `store_failed`. It is to be done still, then.
   */
  runNext(): void {
    const due = this.#take();
    const work = this.#shared.works.get(due.kind);
    if (work === undefined) this.#done(due);
    else if (work.background) this.#begin(due, work);
    else this.#runAtOnce(due, work);
  }

  /**
   * Waits for what runs in the background, before time moves on. A lane that takes long is then not waited for again.
   *
   * @returns False where there was nothing to wait for.
   */
  async settle(slowLanes: Set<string>): Promise<boolean> {
    const waitedFor = [...this.#lanes].filter(([name]) => !slowLanes.has(name));
    if (waitedFor.length === 0) return false;
    const before = waitedFor.map(([, { finished }]) => finished);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, holdUpMs);
    await Promise.race([late, Promise.all(waitedFor.map(([, { ended }]) => ended))]);
    clearTimeout(timer);
    for (const [index, [name, lane]] of waitedFor.entries()) {
      if (this.#lanes.get(name) === lane && lane.finished === before[index]) slowLanes.add(name);
    }
    return true;
  }

  /** Waits until something in the background has ended. @returns False where nothing runs. */
  async progress(): Promise<boolean> {
    if (this.#lanes.size === 0) return false;
    await Promise.race([...this.#lanes.values()].map(({ ended }) => ended));
    return true;
  }

  /** Whether something waits to be saved. */
  get isUnsaved(): boolean {
    return this.#unsavedDone.length > 0 || this.#unsaved.size > 0;
  }

  /** Writes what was not written yet. It counts as written once {@link written} says so. */
  write(): void {
    for (const due of this.#unsavedDone) this.#remove(due);
    for (const due of this.#unsaved) this.#insert(due);
  }

  /** What {@link write} wrote is stored. */
  written(): void {
    this.#unsavedDone = [];
    this.#unsaved.clear();
  }

  /** Begins nothing any more. What is due stays in the store. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Resolves when nothing runs in the background. */
  async idle(): Promise<void> {
    while (await this.progress());
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

  #runAtOnce(due: Due, work: WorkAtOnce): void {
    this.#done(due);
    try {
      const run = () => work.run(this.#tenant, due.payload, due.dueMs);
      const detail = this.#tenant.atTime(due.dueMs, run);
      this.advancing?.add(due, detail);
    } catch (error) {
      if (isStoreError(error)) {
        this.#putBack(due);
        throw error;
      }
      console.error(`The sandbox failed at ${due.kind}.`, error);
      // What was undone took it back, too. It would fail again and again.
      this.#queue = this.upcoming().filter(({ ordinal }) => ordinal !== due.ordinal);
      this.#first = 0;
      this.#done(due);
    }
  }

  /** What was taken is to be done still. */
  #putBack(due: Due): void {
    // What was undone may have put it back already.
    if (this.upcoming().some(({ ordinal }) => ordinal === due.ordinal)) return;
    const done = this.#unsavedDone.indexOf(due);
    if (done === -1) this.#unsaved.add(due);
    else this.#unsavedDone.splice(done, 1);
    this.#enqueue(due);
  }

  #begin(due: Due, work: WorkInBackground): void {
    const name = work.lane(due.payload);
    const generation = this.#generation;
    const lane = this.#lanes.get(name) ?? { ended: Promise.resolve(), finished: 0 };
    const ended = lane.ended
      .then(() =>
        this.#isStopped || generation !== this.#generation
          ? undefined
          : this.#runInBackground(due, work, name),
      )
      .then(() => {
        lane.finished += 1;
        if (lane.ended === ended && this.#lanes.get(name) === lane) this.#lanes.delete(name);
      });
    lane.ended = ended;
    this.#lanes.set(name, lane);
  }

  /** Never rejects. */
  async #runInBackground(due: Due, work: WorkInBackground, lane: string): Promise<void> {
    const generation = this.#generation;
    // Time may begin to be advanced in the middle.
    const patience = { share: this.advancing?.share(lane) ?? 1, hung: () => this.advancing?.hung(lane) };
    try {
      const detail = await work.run(this.#tenant, due.payload, due.dueMs, patience);
      this.advancing?.add(due, detail);
      if (generation === this.#generation) this.#remove(due);
    } catch (error) {
      console.error(`The sandbox failed at ${due.kind}.`, error);
      if (isStoreError(error)) this.#shared.onStoreFailure();
    }
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

function inOrder(one: Due, other: Due): number {
  return one.dueMs - other.dueMs || one.ordinal - other.ordinal;
}
