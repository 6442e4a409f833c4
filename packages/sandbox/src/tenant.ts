import type { StatementSync } from 'node:sqlite';
import { advanceMs, type Clock, type Duration } from './clock.ts';
import {
  type CompletedCredentialsSession,
  CredentialsSessions,
  CredentialsSessionTable,
} from './credentials-sessions.ts';
import type { VerificationState } from './generated/types.gen.ts';
import { Ids } from './ids.ts';
import { checkSavedPeople, People, type PeopleByNumber, PersonTable } from './people.ts';
import { type RateLimits, RateWindow, ratePart } from './rate-limit.ts';
import { SandboxError } from './sandbox-error.ts';
import type { Store, TableRows } from './store.ts';
import { type Happening, type Json, Timeline, TimelineWork } from './timeline.ts';
import { type KeptVerification, Verifications, VerificationTable } from './verifications.ts';

/** What an advance of a clock led to. */
export interface Advance {
  /** The time after it, milliseconds since 1970, UTC. */
  nowMs: number;
  /** What happened, in order. */
  happenings: Happening[];
}

/** A clock that can be moved on. */
export interface AdvanceableClock extends Clock {
  /**
   * Moves the time on, and does everything that falls due until then, in order, each thing at its own moment. Waits for
   * the webhooks among it.
   *
   * @param duration - Milliseconds, or a text such as `3 days`.
   * @throws {@link RangeError} where it is no duration.
   */
  advance(duration: Duration): Promise<Advance>;
}

/** After how many new tenants the older blank ones are forgotten, so that keys which only ask cost no memory in the end. */
const blankTenants = 1000;

/** The version of a snapshot's form. */
const snapshotVersion = 1;

/** All that a tenant has and knows, as one JSON value. */
export interface Snapshot {
  /** The version of this form. */
  version: typeof snapshotVersion;
  /** What ids and made-up data come from, after a restore too. */
  identity: string;
  /** The tenant's time, milliseconds since 1970, UTC. */
  nowMs: number;
  /** Rows by table. */
  tables: Record<string, TableRows>;
  /** What is kept in memory alone, such as faults and rates. */
  parts: Record<string, Json>;
}

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
  clock: Clock;
  seed: string;
  /** Whether to do what falls due by itself, by the system's timers. Else only requests and `advance` do. */
  wakes: boolean;
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
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Tenant>();
  /** How many tenants came since the blank ones were forgotten. */
  #newCount = 0;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #update: StatementSync;
  /** What was advanced for all tenants, in milliseconds. */
  #advancedMs: number;
  #wakeTimer: NodeJS.Timeout | undefined;
  #wakeMs = Number.POSITIVE_INFINITY;
  readonly #wakes: boolean;
  readonly #sleepers = new Set<{ tenant: Tenant; untilMs: number; resolve: () => void }>();
  #closed = false;

  constructor(
    store: Store,
    { clock, seed, wakes, verificationCap, rateLimits, people = new Map() }: TenantsOptions,
  ) {
    this.store = store;
    this.seed = seed;
    this.rateLimits = rateLimits;
    this.people = people;
    this.parts.set('rates', ratePart());
    this.#clock = clock;
    this.#wakes = wakes;
    store.database.exec(
      'CREATE TABLE IF NOT EXISTS tenant (tenant INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, identity TEXT NOT NULL, advancedMs INTEGER NOT NULL) STRICT',
    );
    this.#insert = store.database.prepare('INSERT INTO tenant (key, identity, advancedMs) VALUES (?, ?, ?)');
    this.#select = store.database.prepare('SELECT tenant, identity, advancedMs FROM tenant WHERE key = ?');
    this.#update = store.database.prepare('UPDATE tenant SET identity = ?, advancedMs = ? WHERE tenant = ?');
    store.addTable({
      name: 'counter',
      columns: 'name TEXT NOT NULL, value INTEGER NOT NULL',
      key: 'name',
    });
    this.work = new TimelineWork(store);
    this.work.onSchedule = (tenant, dueMs) => this.#wakeAt(dueMs - tenant.aheadMs - this.#advancedMs);
    this.verificationTable = new VerificationTable(store, verificationCap);
    this.credentialsSessionTable = new CredentialsSessionTable(store);
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
    const keys = this.store.database.prepare('SELECT key FROM tenant WHERE tenant = ?');
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
      this.#byKey.set(key, tenant);
      if (row !== undefined) tenant.load();
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
    return this.#clock.now() + this.#advancedMs;
  }

  /** Moves the time of all tenants on: one tenant after another, each in order. */
  async advance(duration: Duration): Promise<Advance> {
    const tenants = [...this.loaded];
    let milliseconds = 0;
    const releases: (() => void)[] = [];
    const happenings: Happening[] = [];
    try {
      for (const tenant of tenants) releases.push(await tenant.holdTime());
      milliseconds = advanceMs(duration, Math.max(this.now(), ...tenants.map((tenant) => tenant.now())));
      for (const tenant of tenants) happenings.push(...(await tenant.runThrough(milliseconds)));
    } finally {
      this.#advancedMs += milliseconds;
      for (const tenant of tenants) tenant.thaw();
      for (const release of releases) release();
    }
    this.#save('', '', this.#advancedMs);
    return { nowMs: this.now(), happenings };
  }

  /** @returns The tenant's number in the store, where it gets a row if it has none. */
  numberOf(key: string, identity: string): number {
    return Number(this.#insert.run(key, identity, 0).lastInsertRowid);
  }

  saveTenant(tenant: Tenant): void {
    this.#update.run(tenant.identity, tenant.aheadMs, tenant.number);
  }

  #save(key: string, identity: string, advancedMs: number): void {
    const row = this.#select.get(key) as { tenant: number } | undefined;
    if (row === undefined) this.#insert.run(key, identity, advancedMs);
    else this.#update.run(identity, advancedMs, row.tenant);
  }

  #wakeAt(dueMs: number): void {
    if (!this.#wakes || this.#closed || dueMs >= this.#wakeMs) return;
    this.#wakeMs = dueMs;
    clearTimeout(this.#wakeTimer);
    const longestMs = 2 ** 31 - 1;
    this.#wakeTimer = setTimeout(
      () => this.#wake(),
      Math.min(Math.max(0, Math.ceil(dueMs - this.#clock.now())), longestMs),
    );
    this.#wakeTimer.unref();
  }

  #wake(): void {
    this.#wakeMs = Number.POSITIVE_INFINITY;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const tenant of this.loaded) {
      tenant.runDue();
      nextMs = Math.min(nextMs, tenant.timeline.nextMs - tenant.aheadMs - this.#advancedMs);
    }
    this.#wakeAt(nextMs);
  }

  /** Resolves when a span of time has passed for a tenant, by itself or because somebody advanced it, and at the end. */
  sleep(tenant: Tenant, milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { tenant, untilMs: tenant.now() + milliseconds, resolve };
    this.#sleepers.add(sleeper);
    if (!this.#wakes) return promise;
    const timer = setTimeout(() => {
      this.#sleepers.delete(sleeper);
      resolve();
    }, milliseconds);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Wakes those whose time has come. */
  wakeSleepers(): void {
    if (this.#sleepers.size === 0) return;
    for (const sleeper of this.#sleepers) {
      if (sleeper.tenant.now() < sleeper.untilMs && !this.#closed) continue;
      this.#sleepers.delete(sleeper);
      sleeper.resolve();
    }
  }

  /** Ends the timers, and waits for what runs in the background. */
  async close(): Promise<void> {
    this.#closed = true;
    this.wakeSleepers();
    clearTimeout(this.#wakeTimer);
    for (const tenant of this.loaded) {
      await tenant.timeline.idle();
      tenant.save();
    }
  }
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
  #number: number | undefined;
  #frozenMs: number | undefined;
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

  /** The tenant's time, milliseconds since 1970, UTC. While things that fell due are done: their moment. */
  now(): number {
    return this.#frozenMs ?? this.tenants.now() + this.aheadMs;
  }

  /** Runs something as if it were a moment. */
  atMoment<Result>(atMs: number, run: () => Result): Result {
    const before = this.#frozenMs;
    this.#frozenMs = atMs;
    try {
      return run();
    } finally {
      this.#frozenMs = before;
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
      this.load();
      throw error;
    }
  }

  /** Writes what was not written yet. In a file, that is only what follows from what is written and from the time. */
  save(): void {
    if (!this.verifications.isUnsaved && !this.timeline.isUnsaved) return;
    this.tenants.store.transaction(() => {
      this.verifications.save();
      this.timeline.save();
    });
  }

  /** Does what is due by now. */
  runDue(): void {
    this.tenants.wakeSleepers();
    const now = this.now();
    if (this.timeline.nextMs <= now) this.timeline.runDue(now);
  }

  /** Moves its time on. */
  async advance(duration: Duration): Promise<Advance> {
    const release = await this.holdTime();
    let milliseconds = 0;
    try {
      milliseconds = advanceMs(duration, this.now());
      return { happenings: await this.runThrough(milliseconds), nowMs: this.now() };
    } finally {
      this.aheadMs += milliseconds;
      this.thaw();
      this.transaction(() => this.tenants.saveTenant(this));
      release();
    }
  }

  /** Waits until nobody else moves its time. @returns What to call when that is done. */
  async holdTime(): Promise<() => void> {
    const before = this.#timeHeld;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#timeHeld = promise;
    await before;
    return resolve;
  }

  /** Does everything that falls due in a span of time. The time then stands still until {@link thaw}. */
  async runThrough(milliseconds: number): Promise<Happening[]> {
    const untilMs = this.now() + milliseconds;
    this.#frozenMs = this.now();
    const happenings = await this.timeline.runThrough(untilMs, (nowMs) => {
      this.#frozenMs = Math.max(nowMs, this.#frozenMs ?? nowMs);
      this.tenants.wakeSleepers();
    });
    this.#frozenMs = untilMs;
    this.tenants.wakeSleepers();
    return happenings;
  }

  /** Lets the time go on after {@link runThrough}. */
  thaw(): void {
    this.#frozenMs = undefined;
  }

  /** Resolves when a span of its time has passed. */
  sleep(milliseconds: number): Promise<void> {
    return this.tenants.sleep(this, milliseconds);
  }

  /** The next number of a sequence of its own, from 1. */
  nextNumber(name: string): number {
    const { value } = this.tenants.store.database
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
    const { version, identity, nowMs, tables, parts } = snapshot ?? {};
    if (version !== snapshotVersion) {
      throw new SandboxError(
        'unknown_snapshot_version',
        `This snapshot has the version ${JSON.stringify(version)}, and this sandbox takes ${snapshotVersion}. Take it anew with this version of the sandbox.`,
      );
    }
    if (typeof identity !== 'string' || !Number.isSafeInteger(nowMs) || typeof tables !== 'object') {
      throw new SandboxError('invalid_snapshot', 'This is no snapshot: take one with snapshot().');
    }
    checkSavedPeople(tables);
    for (const [name, part] of this.tenants.parts) part.check?.(parts?.[name]);
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
    parts: Record<string, Json> = {},
  ): void {
    this.transaction(() => {
      this.tenants.store.replaceTenant(this.number, tables);
      this.load();
      this.identity = identity;
      this.ids = new Ids(identity);
      this.aheadMs = aheadMs;
      this.tenants.saveTenant(this);
    });
    const own = structuredClone(parts);
    for (const [name, part] of this.tenants.parts) part.load(this, own[name]);
  }
}
