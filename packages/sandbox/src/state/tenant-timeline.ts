import type { Advancing } from './advancing.ts';
import { isStoreError } from './store-error.ts';
import type { Json, TenantScope } from './tenant-scope.ts';
import {
  type Due,
  inOrder,
  type TimelineTable,
  type WorkAtOnce,
  type WorkInBackground,
} from './timeline-table.ts';

/** How long an advance holds up the others for a lane, in real time. After that they go on, and the lane follows. */
const holdUpMs = 1000;

/** Work that runs in the background, one after another. */
interface Lane {
  /** The end of what was started last. Never rejects. */
  ended: Promise<void>;
  /** How many have ended. */
  finished: number;
}

/** The events that are scheduled for a tenant, in order. They are stored, so that they survive a restart. */
export class TenantTimeline<Owner extends TenantScope> {
  readonly #tenant: Owner;
  readonly #table: TimelineTable<Owner>;
  /** In order of time; those before `#first` are handled. */
  #queue: Due[] = [];
  #first = 0;
  #ordinal = 0;
  /** The lanes in which something runs in the background. */
  readonly #lanes = new Map<string, Lane>();
  #isStopped = false;
  /** The advance that is under way. */
  advancing: Advancing | undefined;
  /** What was scheduled, and what was handled, since it was saved. */
  #unsaved = new Set<Due>();
  #unsavedDone: Due[] = [];
  /** Grows when the timeline is replaced: what started before then no longer counts. */
  #generation = 0;

  constructor(tenant: Owner, table: TimelineTable<Owner>) {
    this.#tenant = tenant;
    this.#table = table;
  }

  /** When the next event is due. Infinity if nothing is scheduled. */
  get nextMs(): number {
    return this.#queue[this.#first]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /** Whether nothing is scheduled, and nothing runs in the background. */
  get isIdle(): boolean {
    return this.#first === this.#queue.length && this.#lanes.size === 0;
  }

  /** The events to come, in order. */
  upcoming(): Due[] {
    return this.#queue.slice(this.#first);
  }

  /** Replaces what is in memory by what is stored. */
  load(): void {
    const queue = this.#table.read(this.#tenant);
    this.#generation += 1;
    this.#lanes.clear();
    this.#first = 0;
    this.#unsaved.clear();
    this.#unsavedDone = [];
    this.#queue = queue;
    this.#ordinal = this.#queue.reduce((highest, { ordinal }) => Math.max(highest, ordinal), 0);
    this.#table.onSchedule(this.#tenant, this.nextMs);
  }

  /**
   * Schedules an event. Events that are due at the same time are handled in the order in which they were scheduled.
   *
   * @param kind - Of `TimelineTable.works`.
   * @param saved - False if it only follows from something that is saved already.
   */
  schedule(dueMs: number, kind: string, payload: Json, saved = true): void {
    this.#ordinal += 1;
    const due = { dueMs, ordinal: this.#ordinal, kind, payload };
    if (saved) this.#table.insert(this.#tenant, due);
    else this.#unsaved.add(due);
    this.#enqueue(due);
    this.#table.onSchedule(this.#tenant, dueMs);
  }

  #enqueue(due: Due): void {
    let location = this.#queue.length;
    while (location > this.#first && inOrder(this.#queue[location - 1] as Due, due) > 0) location -= 1;
    this.#queue.splice(location, 0, due);
  }

  /** Handles what is due by a time. Work in the background is started, and not waited for. */
  runDue(untilMs: number): void {
    while (this.nextMs <= untilMs && !this.#isStopped) this.runNext();
  }

  /**
   * Handles the next event, or starts it if it runs in the background.
   *
   * @throws {@link SandboxError} `store_failed`. It is still to be handled then.
   */
  runNext(): void {
    const due = this.#take();
    const work = this.#table.works.get(due.kind);
    if (work === undefined) this.#done(due);
    else if (work.background) this.#begin(due, work);
    else this.#runAtOnce(due, work);
  }

  /**
   * Waits for what runs in the background, before time moves on. A lane that takes too long is not waited for a second time.
   *
   * @returns False if there was nothing to wait for.
   */
  async settle(slowLanes: Set<string>): Promise<boolean> {
    const waitedFor = [...this.#lanes].filter(([name]) => !slowLanes.has(name));
    if (waitedFor.length === 0) return false;
    const before = waitedFor.map(([, { finished }]) => finished);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, holdUpMs);
    await Promise.race([late, Promise.all(waitedFor.map(([, { ended }]) => ended))]);
    clearTimeout(timer);
    for (const [index, [name, { finished }]] of waitedFor.entries()) {
      if (finished === before[index]) slowLanes.add(name);
    }
    return true;
  }

  /** Waits until something in the background has ended. @returns False if nothing runs. */
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
    for (const due of this.#unsavedDone) this.#table.remove(this.#tenant, due);
    for (const due of this.#unsaved) this.#table.insert(this.#tenant, due);
  }

  /** What {@link write} wrote is stored. */
  written(): void {
    this.#unsavedDone = [];
    this.#unsaved.clear();
  }

  /** Starts nothing any more. What is due stays stored. */
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

  #runAtOnce(due: Due, work: WorkAtOnce<Owner>): void {
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
      // The rollback took it back, too. It would fail again and again.
      this.#queue = this.upcoming().filter(({ ordinal }) => ordinal !== due.ordinal);
      this.#first = 0;
      this.#done(due);
    }
  }

  /** What was taken is still to be handled. */
  #putBack(due: Due): void {
    // The rollback may have put it back already.
    if (this.upcoming().some(({ ordinal }) => ordinal === due.ordinal)) return;
    // If the store still has it, it is removed and inserted again.
    this.#unsaved.add(due);
    this.#enqueue(due);
  }

  #begin(due: Due, work: WorkInBackground<Owner>): void {
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
  async #runInBackground(due: Due, work: WorkInBackground<Owner>, lane: string): Promise<void> {
    const generation = this.#generation;
    // An advance may start in the middle.
    const patience = { share: this.advancing?.share(lane) ?? 1, hung: () => this.advancing?.hung(lane) };
    try {
      const detail = await work.run(this.#tenant, due.payload, due.dueMs, patience);
      this.advancing?.add(due, detail);
      if (generation === this.#generation) this.#table.remove(this.#tenant, due);
    } catch (error) {
      console.error(`The sandbox failed at ${due.kind}.`, error);
      this.#table.onFailure();
      if (this.advancing !== undefined) this.advancing.failure = error;
    }
  }

  #done(due: Due): void {
    if (!this.#unsaved.delete(due)) this.#unsavedDone.push(due);
  }
}
