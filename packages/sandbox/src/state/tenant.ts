import type { VerificationState } from '../generated/types.gen.ts';
import { Lifecycle } from '../http/index.ts';
import { Ids } from '../seed/index.ts';
import {
  Alarms,
  advanceMs,
  type Clock,
  type Duration,
  GivenTime,
  SystemTime,
  settle,
  type TimeSource,
} from '../time/index.ts';
import {
  type CompletedCredentialsSession,
  CredentialsSessions,
  CredentialsSessionTable,
} from './credentials-sessions.ts';
import { type RateLimits, type RateTime, RateWindow, ratePart } from './rate-limit.ts';
import { readSnapshot, type Snapshot, snapshotVersion } from './snapshot.ts';
import type { Statement, Store, TableRows } from './store.ts';
import { People, type PeopleByNumber, PersonTable } from './tenant-people.ts';
import { Advancing, type ClockEvent, type Json, Timeline, TimelineWork } from './timeline.ts';
import { type KeptVerification, Verifications, VerificationTable } from './verifications.ts';

/** What an advance of a clock led to. */
export interface Advance {
  /** The time after it, milliseconds since 1970, UTC. */
  nowMs: number;
  /** What happened, in order. */
  events: ClockEvent[];
}

/** A clock that can be moved on. It fits `createTruework({ clock })`. */
export interface AdvanceableClock extends Required<Clock> {
  /**
   * Moves the time on, and does everything that falls due until then, in order, each thing at its own moment. Waits for
   * the webhooks among it: for an endpoint that does not respond 10 seconds once, and about another second in all.
   *
   * @param duration - Milliseconds, or a text such as `3 days`.
   * @throws {@link SandboxError} `invalid_duration`; `closed` if the sandbox is, or is closed meanwhile; `store_failed`.
   */
  advance(duration: Duration): Promise<Advance>;
}

/** After how many new tenants the older blank ones are forgotten, so that keys which only ask cost no memory in the end. */
const blankTenants = 1000;

/** How long to wait before what is due is tried again after the store failed. */
const storeFailurePauseMs = 1000;

/** State of tenants that is kept in memory alone, and still belongs into a snapshot. */
export interface Part {
  save(tenant: Tenant): Json;
  /** Throws where `load` cannot take a value, which may be of a snapshot that somebody wrote by hand. */
  check?(value: Json | undefined): void;
  /** @param value - As `save` gave it; undefined resets it. */
  load(tenant: Tenant, value: Json | undefined): void;
}

/** Told of a change of a verification's state, in the transaction of the change. */
export type StateChangeListener = (tenant: Tenant, change: StateChange) => void;

/** Told of a credentials session that was completed, in the transaction of it. */
export type SessionListener = (tenant: Tenant, session: CompletedCredentialsSession) => void;

/** A verification entered another state. */
export interface StateChange {
  verification: KeptVerification;
  from: VerificationState;
  to: VerificationState;
  /** The tenant's time of it, milliseconds since 1970, UTC. */
  atMs: number;
}

/** What holds for all tenants. */
export interface TenantsOptions {
  /** The system's clock when undefined. */
  clock: Clock | undefined;
  seed: string;
  /** How many verifications a tenant keeps at most; the oldest go first. */
  verificationCap: number;
  rateLimits: RateLimits;
  /** The test people that every tenant knows, none when absent. */
  people?: PeopleByNumber;
}

/** All tenants of a sandbox, and what they share. */
export class Tenants {
  readonly store: Store;
  readonly seed: string;
  readonly work: TimelineWork;
  readonly verificationTable: VerificationTable;
  readonly credentialsSessionTable: CredentialsSessionTable;
  readonly personTable: PersonTable;
  readonly rateLimits: RateLimits;
  readonly people: PeopleByNumber;
  readonly parts = new Map<string, Part>();
  readonly stateChangeListeners: StateChangeListener[] = [];
  readonly sessionListeners: SessionListener[] = [];
  /** Whether the sandbox is open. */
  readonly lifecycle: Lifecycle;
  /** What waits for the time of all tenants. */
  readonly alarms = new Alarms(() => this.now());
  readonly #time: TimeSource;
  readonly #byKey = new Map<string, Tenant>();
  /** How many tenants came since the blank ones were forgotten. */
  #newCount = 0;
  readonly #insert: Statement;
  readonly #select: Statement;
  readonly #update: Statement;
  /** What was advanced for all tenants, in milliseconds: in all, and since the start. */
  #advancedMs: number;
  #movedMs = 0;
  /** The time of all while it is advanced, and where that began. */
  #frozenMs: number | undefined;
  #frozenFromMs = 0;
  #timeHeld: Promise<unknown> = Promise.resolve();
  #cancelWake = () => {};
  #wakeMs = Number.POSITIVE_INFINITY;
  /** Until when nothing is done by itself, in elapsed real time, because the store failed. */
  #pausedUntilMs = 0;

  constructor(
    store: Store,
    { clock, seed, verificationCap, rateLimits, people = new Map() }: TenantsOptions,
    lifecycle: Lifecycle = new Lifecycle(),
  ) {
    this.store = store;
    this.seed = seed;
    this.lifecycle = lifecycle;
    this.rateLimits = rateLimits;
    this.people = people;
    this.#time = clock === undefined ? new SystemTime(() => this.#isIdle()) : new GivenTime(clock);
    this.parts.set('rates', ratePart());
    store.execute(
      'CREATE TABLE IF NOT EXISTS tenant (tenant INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, identity TEXT NOT NULL, advancedMs INTEGER NOT NULL) STRICT',
    );
    this.#insert = store.prepare('INSERT INTO tenant (key, identity, advancedMs) VALUES (?, ?, ?)');
    this.#select = store.prepare('SELECT tenant, identity, advancedMs FROM tenant WHERE key = ?');
    this.#update = store.prepare('UPDATE tenant SET identity = ?, advancedMs = ? WHERE tenant = ?');
    store.addTable({
      name: 'counter',
      columns: 'name TEXT NOT NULL, value INTEGER NOT NULL',
      key: 'name',
    });
    this.work = new TimelineWork(store);
    this.work.onSchedule = (tenant, dueMs) => this.#wakeAt(dueMs - tenant.aheadMs - this.#advancedMs);
    this.work.onStoreFailure = () => this.#pause();
    this.verificationTable = new VerificationTable(store, verificationCap);
    this.credentialsSessionTable = new CredentialsSessionTable(store, verificationCap);
    this.personTable = new PersonTable(store);
    this.work.works.set('verification', {
      background: false,
      run: (tenant, payload, atMs) => tenant.verifications.proceed(payload, atMs),
    });
    const all = this.#select.get('') as { advancedMs: number } | undefined;
    this.#advancedMs = all?.advancedMs ?? 0;
  }

  /** Takes up what was waiting when the sandbox was closed. Call it when every kind of work is known. */
  start(): void {
    const keys = this.store.prepare('SELECT key FROM tenant WHERE tenant = ?');
    for (const number of this.work.waitingTenants()) this.get((keys.get(number) as { key: string }).key);
  }

  /** The tenant of a key, for good: whoever asks for it may set something that no store has, such as a fault. */
  get(key: string): Tenant {
    const tenant = this.visit(key);
    tenant.isHeld = true;
    return tenant;
  }

  /** The tenant of a key, for one request. It begins at its first one. While it is blank it may be forgotten after it. */
  visit(key: string): Tenant {
    let tenant = this.#byKey.get(key);
    if (tenant === undefined) {
      const row = this.#select.get(key) as
        | { tenant: number; identity: string; advancedMs: number }
        | undefined;
      tenant = new Tenant(this, key, row);
      if (row !== undefined) tenant.load();
      this.#byKey.set(key, tenant);
      this.#newCount += 1;
      if (this.#newCount >= blankTenants) this.#forgetBlank();
    }
    return tenant;
  }

  /** Forgets those that are as if they had never been asked for, but for the newest. */
  #forgetBlank(): void {
    const older = [...this.#byKey].slice(0, -this.#newCount);
    for (const [key, tenant] of older) if (tenant.isBlank) this.#byKey.delete(key);
    this.#newCount = 0;
  }

  /** The tenants that were seen since the start. */
  get loaded(): Iterable<Tenant> {
    return this.#byKey.values();
  }

  /** The time before what tenants are ahead by themselves. */
  now(): number {
    return this.#frozenMs ?? this.#time.now() + this.#advancedMs;
  }

  /** What passed of the time of all, by a clock that is never set. */
  elapsed(): number {
    return (
      this.unadvancedElapsed() + (this.#frozenMs === undefined ? 0 : this.#frozenMs - this.#frozenFromMs)
    );
  }

  /** As `elapsed`, without the part of an advance that is not at its end. */
  unadvancedElapsed(): number {
    return this.#time.elapsed() + this.#movedMs;
  }

  /** For what is counted for all tenants. */
  rateTime(): RateTime {
    return { elapsedMs: this.elapsed(), realMs: this.#time.realElapsed() };
  }

  /** Moves the time of all tenants on, each in order. */
  async advance(duration: Duration): Promise<Advance> {
    const releases = [await this.#holdTime()];
    try {
      const tenants = [...this.loaded];
      for (const tenant of tenants) releases.push(await tenant.holdTime());
      this.lifecycle.check();
      const latestMs = tenants.reduce((latest, tenant) => Math.max(latest, tenant.now()), this.now());
      const milliseconds = advanceMs(duration, latestMs);
      return { events: await this.#runThrough(tenants, milliseconds), nowMs: this.now() };
    } finally {
      for (const release of releases) release();
    }
  }

  async #runThrough(tenants: readonly Tenant[], milliseconds: number): Promise<ClockEvent[]> {
    const advances = tenants.map((tenant) => ({ tenant, advancing: tenant.beginAdvance() }));
    this.#frozenFromMs = this.now();
    this.#frozenMs = this.#frozenFromMs;
    const [run] = await Promise.allSettled([this.#runSteps(advances, this.#frozenFromMs + milliseconds)]);
    const reachedMs = this.now() - this.#frozenFromMs;
    this.#frozenMs = undefined;
    this.#advancedMs += reachedMs;
    this.#movedMs += reachedMs;
    for (const { tenant } of advances) tenant.endAdvance(reachedMs);
    this.#save('', '', this.#advancedMs);
    if (run.status === 'rejected') throw run.reason;
    return advances.flatMap(({ advancing }) => advancing.events());
  }

  /** From one alarm of all tenants to the next, each of them with all that falls due for the tenants before. */
  async #runSteps(
    advances: readonly { tenant: Tenant; advancing: Advancing }[],
    untilMs: number,
  ): Promise<void> {
    if (this.alarms.wereUsed) await settle();
    do {
      const fromMs = this.now();
      const nextMs = Math.min(untilMs, Math.max(fromMs, this.alarms.nextMs));
      // Tenants do not wait for each other, and so not for an endpoint of another one.
      await allOf(advances.map(({ tenant, advancing }) => tenant.runThrough(nextMs - fromMs, advancing)));
      this.#frozenMs = nextMs;
      if (this.alarms.ringDue()) await settle();
    } while (this.now() < untilMs || this.alarms.nextMs <= untilMs);
  }

  async #holdTime(): Promise<() => void> {
    const before = this.#timeHeld;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#timeHeld = promise;
    await before;
    return resolve;
  }

  /** @returns The tenant's number in the store, where it gets a row if it has none. */
  numberOf(key: string, identity: string): number {
    return Number(this.#insert.run(key, identity, 0).lastInsertRowid);
  }

  /** Its number in the store. Undefined where it has no row. */
  storedNumberOf(key: string): number | undefined {
    return (this.#select.get(key) as { tenant: number } | undefined)?.tenant;
  }

  saveTenant({ number, identity, aheadMs }: Pick<Tenant, 'number' | 'identity' | 'aheadMs'>): void {
    this.#update.run(identity, aheadMs, number);
  }

  #save(key: string, identity: string, advancedMs: number): void {
    const row = this.#select.get(key) as { tenant: number } | undefined;
    if (row === undefined) this.#insert.run(key, identity, advancedMs);
    else this.#update.run(identity, advancedMs, row.tenant);
  }

  #wakeAt(dueMs: number): void {
    if (this.#time.after === undefined || this.lifecycle.closing.aborted || dueMs >= this.#wakeMs) return;
    this.#cancelWake();
    this.#wakeMs = dueMs;
    const pauseMs = this.#pausedUntilMs - this.#time.realElapsed();
    const milliseconds = pauseMs > 0 ? pauseMs : dueMs - this.#time.now();
    this.#cancelWake = this.#time.after(milliseconds, () => this.#wake(dueMs), true);
  }

  #wake(dueMs: number): void {
    this.#wakeMs = Number.POSITIVE_INFINITY;
    this.#cancelWake = () => {};
    try {
      this.#time.reached(dueMs);
      for (const tenant of this.loaded) tenant.runDue();
      this.#wakeAt(this.#nextMs());
    } catch (error) {
      console.error('The sandbox could not do what was due, and tries again.', error);
      this.#pause();
    }
  }

  /** Has what is due by itself wait for a while. */
  #pause(): void {
    this.#pausedUntilMs = this.#time.realElapsed() + storeFailurePauseMs;
    // What failed may have set a timer of its own, for at once.
    this.#cancelWake();
    this.#wakeMs = Number.POSITIVE_INFINITY;
    this.#wakeAt(this.#nextMs());
  }

  /** When the next thing falls due, on the source of time. */
  #nextMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { timeline, aheadMs } of this.loaded) {
      nextMs = Math.min(nextMs, timeline.nextMs - aheadMs - this.#advancedMs);
    }
    return nextMs;
  }

  #isIdle(): boolean {
    if (this.alarms.nextMs !== Number.POSITIVE_INFINITY) return false;
    for (const tenant of this.loaded) if (!tenant.isIdle) return false;
    return true;
  }

  /** Calls back once, when the time of alarms has come: by itself, because somebody advanced it, and when the sandbox is closed. */
  after(alarms: Alarms, milliseconds: number, callback: () => void): () => void {
    let cancelTimer = () => {};
    const ring = () => {
      cancelTimer();
      callback();
    };
    const cancel = alarms.set(milliseconds, ring);
    const dueMs = this.#time.now() + milliseconds;
    const ringByTimer = () => {
      this.#time.reached(dueMs);
      cancel();
      callback();
    };
    cancelTimer = this.#time.after?.(milliseconds, ringByTimer) ?? cancelTimer;
    return () => {
      cancel();
      cancelTimer();
    };
  }

  /** Nothing happens by itself any more. What waits for a time is called back at once. */
  stop(): void {
    this.#cancelWake();
    this.alarms.ringAll();
    for (const tenant of this.loaded) {
      tenant.alarms.ringAll();
      tenant.timeline.stop();
    }
  }

  /** Waits for what runs in the background, and writes what was not written yet. */
  async finish(): Promise<void> {
    for (const tenant of this.loaded) await tenant.timeline.idle();
    for (const tenant of this.loaded) tenant.save();
  }
}

/** Waits for all, and rejects as the first of them that does. */
async function allOf(promises: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** What belongs to one bearer key: nothing that other keys do changes it. */
export class Tenant {
  readonly key: string;
  readonly tenants: Tenants;
  readonly verifications: Verifications;
  readonly credentialsSessions: CredentialsSessions;
  readonly people: People;
  readonly timeline: Timeline;
  /** Counts its requests. Absent where nothing limits them. */
  readonly rates: RateWindow | undefined;
  identity: string;
  ids: Ids;
  /** How far it is ahead of the sandbox's own time, in milliseconds. */
  aheadMs: number;
  /** Whether somebody may have set something for it that is in memory alone. */
  isHeld = false;
  /** What waits for its time. */
  readonly alarms = new Alarms(() => this.now());
  #number: number | undefined;
  /** Whether what is in memory is not what is stored, because the store failed while it was read again. */
  #isStale = false;
  /** Its time while it is advanced, and where that began. */
  #frozenMs: number | undefined;
  #frozenFromMs = 0;
  /** How far it was advanced since the start. */
  #movedMs = 0;
  /** The moment of what is being done, which may be earlier than now. */
  #timeMs: number | undefined;
  #timeHeld: Promise<unknown> = Promise.resolve();

  constructor(
    tenants: Tenants,
    key: string,
    row: { tenant: number; identity: string; advancedMs: number } | undefined,
  ) {
    this.tenants = tenants;
    this.key = key;
    this.#number = row?.tenant;
    this.aheadMs = row?.advancedMs ?? 0;
    this.identity = row?.identity ?? new Ids(tenants.seed).token(`tenant ${key}`, 0);
    this.ids = new Ids(this.identity);
    this.timeline = new Timeline(this, tenants.work);
    this.verifications = new Verifications(this, tenants.verificationTable);
    this.credentialsSessions = new CredentialsSessions(this, tenants.credentialsSessionTable);
    this.people = new People(this, tenants.personTable);
    const { perKey } = tenants.rateLimits;
    this.rates = perKey === false ? undefined : new RateWindow(perKey);
  }

  /** Its number in the store. */
  get number(): number {
    this.#number ??= this.tenants.numberOf(this.key, this.identity);
    return this.#number;
  }

  /** Whether a new one in its place would answer alike: nothing was stored for it, and nobody holds it. */
  get isBlank(): boolean {
    return (
      !this.isHeld && this.#number === undefined && !this.verifications.isUnsaved && !this.timeline.isUnsaved
    );
  }

  /** Takes up what the store holds. */
  load(): void {
    this.verifications.load();
    this.timeline.load();
    this.people.load();
  }

  /** Whether nothing is planned for it, and nothing waits for its time. */
  get isIdle(): boolean {
    return this.timeline.isIdle && this.alarms.nextMs === Number.POSITIVE_INFINITY;
  }

  /** The tenant's time, milliseconds since 1970, UTC. While things that fell due are done: their moment. */
  now(): number {
    return this.#timeMs ?? this.#frozenMs ?? this.tenants.now() + this.aheadMs;
  }

  /** What passed of its time, by a clock that is never set. */
  elapsed(): number {
    const { tenants } = this;
    return (
      this.#movedMs +
      (this.#frozenMs === undefined
        ? tenants.elapsed()
        : tenants.unadvancedElapsed() + this.#frozenMs - this.#frozenFromMs)
    );
  }

  /** For its rates. */
  rateTime(): RateTime {
    return { elapsedMs: this.elapsed(), realMs: this.tenants.rateTime().realMs };
  }

  /** Runs something as if it were a moment. */
  atTime<Result>(atMs: number, run: () => Result): Result {
    const before = this.#timeMs;
    this.#timeMs = atMs;
    try {
      return run();
    } finally {
      this.#timeMs = before;
    }
  }

  /** Writes all of it or nothing. Where it throws, what is in memory is taken from the store again. */
  transaction<Result>(run: () => Result): Result {
    const { store } = this.tenants;
    // In memory, what is not saved yet may be more than what follows from the time: it must not be undone with the rest.
    if (!store.isDurable) this.save();
    try {
      return store.transaction(() => {
        this.save();
        const result = run();
        this.save();
        return result;
      });
    } catch (error) {
      this.recover();
      throw error;
    }
  }

  /** Takes up what the store holds, after something failed. If that fails too, before anything else is done. */
  recover(): void {
    this.#isStale = true;
    try {
      this.refresh();
    } catch {
      // What failed first is what matters. The next use of the tenant tries again.
    }
  }

  /** @throws {@link SandboxError} `store_failed` if what is in memory is not what is stored, and cannot be read. */
  refresh(): void {
    if (!this.#isStale) return;
    // What failed may have been the first that was stored for it, and its number is another's then.
    this.#number = this.tenants.storedNumberOf(this.key);
    this.load();
    this.#isStale = false;
  }

  /** Writes what was not written yet. In a file, that is only what follows from what is written and from the time. */
  save(): void {
    if (!this.verifications.isUnsaved && !this.timeline.isUnsaved) return;
    this.tenants.store.transaction(() => {
      this.verifications.write();
      this.timeline.write();
    });
    this.verifications.written();
    this.timeline.written();
  }

  /** Does what is due by now. */
  runDue(): void {
    this.refresh();
    this.tenants.alarms.ringDue();
    this.alarms.ringDue();
    const now = this.now();
    if (this.timeline.nextMs > now) return;
    this.timeline.runDue(now);
    this.verifications.makeRoom();
  }

  /** Moves its time on. */
  async advance(duration: Duration): Promise<Advance> {
    const release = await this.holdTime();
    try {
      this.tenants.lifecycle.check();
      this.refresh();
      const milliseconds = advanceMs(duration, this.now());
      const advancing = this.beginAdvance();
      const [run] = await Promise.allSettled([this.#advanceThrough(milliseconds, advancing)]);
      this.aheadMs += this.endAdvance(0);
      this.transaction(() => this.tenants.saveTenant(this));
      if (run.status === 'rejected') throw run.reason;
      return { events: advancing.events(), nowMs: this.now() };
    } finally {
      release();
    }
  }

  async #advanceThrough(milliseconds: number, advancing: Advancing): Promise<void> {
    // Who waits with this clock may be about to set the next alarm.
    if (this.alarms.wereUsed) await settle();
    await this.runThrough(milliseconds, advancing);
  }

  /** Waits until nobody else moves its time. @returns What to call when that is done. */
  async holdTime(): Promise<() => void> {
    const before = this.#timeHeld;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#timeHeld = promise;
    await before;
    return resolve;
  }

  /** Has its time stand still until {@link endAdvance}, but for {@link runThrough}. */
  beginAdvance(): Advancing {
    this.#frozenFromMs = this.now();
    this.#frozenMs = this.#frozenFromMs;
    this.timeline.advancing = new Advancing();
    return this.timeline.advancing;
  }

  /**
   * Lets its time go on.
   *
   * @param movedMs - How far the time of all was moved instead of its own.
   * @returns How far it was moved.
   */
  endAdvance(movedMs: number): number {
    const advancedMs = (this.#frozenMs ?? this.#frozenFromMs) - this.#frozenFromMs;
    this.#frozenMs = undefined;
    this.timeline.advancing = undefined;
    this.#movedMs += advancedMs - movedMs;
    return advancedMs;
  }

  /** Does everything that falls due in a span of time, each thing at its own moment, and waits for it. */
  async runThrough(milliseconds: number, { slowLanes }: Advancing): Promise<void> {
    const { timeline, alarms } = this;
    const untilMs = this.now() + milliseconds;
    for (;;) {
      this.tenants.lifecycle.check();
      const nextMs = Math.min(timeline.nextMs, alarms.nextMs);
      // What is under way may schedule more, and belongs to the moment before.
      if (nextMs > this.now() && (await timeline.settle(slowLanes))) continue;
      if (nextMs > untilMs) {
        if (await timeline.progress()) continue;
        break;
      }
      this.#frozenMs = Math.max(nextMs, this.now());
      if (timeline.nextMs <= nextMs) timeline.runNext();
      else if (alarms.ringDue()) await settle();
    }
    this.#frozenMs = untilMs;
    this.verifications.makeRoom();
  }

  /** Resolves when a span of its time has passed, and when the sandbox is closed. */
  sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.tenants.after(this.alarms, milliseconds, resolve);
    return promise;
  }

  /** The next number of a sequence of its own, from 1. */
  nextNumber(name: string): number {
    const { value } = this.tenants.store
      .prepare(
        'INSERT INTO counter VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
      )
      .get(this.number, name) as { value: number };
    return value;
  }

  /** All that it has and knows. */
  snapshot(): Snapshot {
    this.runDue();
    this.save();
    return {
      version: snapshotVersion,
      identity: this.identity,
      nowMs: this.now(),
      tables: this.tenants.store.readTenant(this.number),
      parts: structuredClone(
        Object.fromEntries([...this.tenants.parts].map(([name, part]) => [name, part.save(this)])),
      ),
    };
  }

  /**
   * Becomes what the snapshot was taken of: its data, its time, its ids.
   *
   * @throws {@link SandboxError} `invalid_snapshot` or `unknown_snapshot_version`. Nothing is changed then.
   */
  restore(snapshot: Snapshot): void {
    const { identity, nowMs, tables, parts } = readSnapshot(snapshot, this.tenants);
    this.#replace(identity, nowMs - this.tenants.now(), tables, parts);
  }

  /** Forgets everything, its own test people too: as if its key had never been used. */
  reset(): void {
    this.#replace(new Ids(this.tenants.seed).token(`tenant ${this.key}`, 0), 0, {}, {});
  }

  #replace(
    identity: string,
    aheadMs: number,
    tables: Record<string, TableRows>,
    parts: Record<string, Json>,
  ): void {
    const { store } = this.tenants;
    const { number } = this;
    store.transaction(() => {
      store.replaceTenant(number, tables);
      this.tenants.saveTenant({ number, identity, aheadMs });
    });
    this.identity = identity;
    this.ids = new Ids(identity);
    this.aheadMs = aheadMs;
    this.#isStale = true;
    this.refresh();
    for (const [name, part] of this.tenants.parts) part.load(this, parts[name]);
  }
}
