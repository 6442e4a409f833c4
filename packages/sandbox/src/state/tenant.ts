import type { Lifecycle } from '../http/index.ts';
import { Ids } from '../seed/index.ts';
import { advanceMs, type Clock, type Duration, settle } from '../time/index.ts';
import { Advancing } from './advancing.ts';
import type { CredentialsSessionTable } from './credentials-session-table.ts';
import { type RateLimits, type RateTime, RateWindow } from './rate-window.ts';
import type { SharedTime } from './shared-time.ts';
import { readSnapshot, type Snapshot, snapshotVersion } from './snapshot.ts';
import type { Store, TableRows } from './store.ts';
import { TenantCredentialsSessions } from './tenant-credentials-sessions.ts';
import { type PersonTable, TenantPeople } from './tenant-people.ts';
import type { Json, TenantPart, TenantScope } from './tenant-scope.ts';
import type { TenantRow, TenantTable } from './tenant-table.ts';
import { TenantTime } from './tenant-time.ts';
import { TenantTimeline } from './tenant-timeline.ts';
import { TenantVerifications } from './tenant-verifications.ts';
import type { ClockEvent, TimelineTable } from './timeline-table.ts';
import type { VerificationTable } from './verification-table.ts';

/** The result of advancing a clock. */
export interface Advance {
  /** The time after it, milliseconds since 1970, UTC. */
  nowMs: number;
  /** What happened, in order. */
  events: ClockEvent[];
}

/** A clock that can be advanced. It fits `createTruework({ clock })`. */
export interface AdvanceableClock extends Required<Clock> {
  /**
   * Advances the time. Scheduled events run in order, each at its due time. Waits until their webhooks are sent: for an endpoint
   * that does not respond, 10 seconds once and about another second in all.
   *
   * @param duration - Milliseconds, or a text such as `3 days`.
   * @throws {@link SandboxError} `invalid_duration`; `closed` if the sandbox is closed, before or meanwhile; `store_failed`.
   */
  advance(duration: Duration): Promise<Advance>;
}

/** What a tenant uses of what all tenants share. */
export interface TenantParts {
  readonly store: Store;
  readonly seed: string;
  readonly table: TenantTable;
  readonly timelines: TimelineTable<Tenant>;
  readonly verifications: VerificationTable;
  readonly credentialsSessions: CredentialsSessionTable;
  readonly people: PersonTable;
  readonly rateLimits: RateLimits;
  readonly parts: ReadonlyMap<string, TenantPart>;
  /** Called with each tenant that is reset or restored. */
  readonly onReplace: readonly ((tenant: TenantScope) => void)[];
  readonly lifecycle: Lifecycle;
  readonly time: SharedTime;
}

/** What belongs to one bearer key: nothing that other keys do changes it. */
export class Tenant implements TenantScope {
  readonly key: string;
  readonly #shared: TenantParts;
  readonly time: TenantTime;
  readonly timeline: TenantTimeline<Tenant>;
  readonly verifications: TenantVerifications;
  readonly people: TenantPeople;
  readonly credentialsSessions: TenantCredentialsSessions;
  readonly rates: RateWindow | undefined;
  identity: string;
  ids: Ids;
  /** Whether somebody may have set something for it that is in memory only. */
  isHeld = false;
  #number: number | undefined;
  /** Whether memory differs from the store, because the store failed while it was read again. */
  #isStale = false;

  constructor(shared: TenantParts, key: string, row: TenantRow | undefined) {
    this.#shared = shared;
    this.key = key;
    this.#number = row?.tenant;
    this.time = new TenantTime(shared.time, row?.advancedMs ?? 0);
    this.identity = row?.identity ?? this.#firstIdentity();
    this.ids = new Ids(this.identity);
    this.timeline = new TenantTimeline<Tenant>(this, shared.timelines);
    this.verifications = new TenantVerifications(this, shared.verifications);
    this.people = new TenantPeople(this, shared.people);
    this.credentialsSessions = new TenantCredentialsSessions(this, shared.credentialsSessions, this);
    const { perKey } = shared.rateLimits;
    this.rates = perKey === false ? undefined : new RateWindow(perKey);
  }

  #firstIdentity(): string {
    return new Ids(this.#shared.seed).token(`tenant ${this.key}`, 0);
  }

  /** Its number in the store, in which it gets a row if it has none. */
  get number(): number {
    this.#number ??= this.#shared.table.insert(this.key, this.identity, 0);
    return this.#number;
  }

  /** Whether a new one in its place would respond alike: nothing was stored for it, and nobody holds it. */
  get isBlank(): boolean {
    return !this.isHeld && this.#number === undefined && !this.#isUnsaved;
  }

  get #isUnsaved(): boolean {
    return this.verifications.isUnsaved || this.timeline.isUnsaved;
  }

  /** Reads what is stored. */
  load(): void {
    this.verifications.load();
    this.timeline.load();
    this.people.load();
  }

  /** Whether nothing is scheduled for it, and nothing waits for its time. */
  get isIdle(): boolean {
    return this.timeline.isIdle && this.time.alarms.nextMs === Number.POSITIVE_INFINITY;
  }

  now(): number {
    return this.time.now();
  }

  rateTime(): RateTime {
    return this.time.rateTime();
  }

  atTime<Result>(atMs: number, run: () => Result): Result {
    return this.time.at(atMs, run);
  }

  nextNumber(name: string): number {
    return this.#shared.table.nextNumber(this.number, name);
  }

  transaction<Result>(run: () => Result): Result {
    const { store } = this.#shared;
    // In memory, what is not saved yet may be more than what follows from the time: it must not be undone with the rest.
    if (!store.isDurable) this.save();
    try {
      return store.transaction(() => {
        const result = run();
        this.save();
        return result;
      });
    } catch (error) {
      this.recover();
      throw error;
    }
  }

  /** Reads the tenant from the store again. If that fails, before anything else is done. */
  recover(): void {
    this.#isStale = true;
    try {
      this.refresh();
    } catch {
      // What led here is what matters. The next use of the tenant retries.
    }
  }

  /** @throws {@link SandboxError} `store_failed` if memory differs from the store, and the store cannot be read. */
  refresh(): void {
    if (!this.#isStale) return;
    // What failed may have been the first that was stored for it, and its number is another's then.
    this.#number = this.#shared.table.find(this.key)?.tenant;
    this.load();
    this.#isStale = false;
  }

  /** Writes what was not written yet. In a file, that is only what follows from what is written and from the time. */
  save(): void {
    if (!this.#isUnsaved) return;
    this.#shared.store.transaction(() => {
      this.verifications.write();
      this.timeline.write();
    });
    this.verifications.written();
    this.timeline.written();
  }

  /** Handles what is due by now. */
  runDue(): void {
    this.refresh();
    this.#shared.time.alarms.ringDue();
    this.time.alarms.ringDue();
    this.timeline.runDue(this.now());
    this.verifications.makeRoom();
  }

  /** Advances its time. */
  async advance(duration: Duration): Promise<Advance> {
    const release = await this.time.advance.hold();
    try {
      this.#shared.lifecycle.check();
      this.refresh();
      const milliseconds = advanceMs(duration, this.now());
      const advancing = this.beginAdvance();
      // Who waits with this clock may be about to set the next alarm.
      if (this.time.alarms.wereUsed) await settle();
      const [run] = await Promise.allSettled([this.runThrough(milliseconds, advancing)]);
      this.time.aheadMs += this.endAdvance(0);
      this.transaction(() => this.#saveRow(this.identity, this.time.aheadMs));
      if (run.status === 'rejected') throw run.reason;
      return { events: advancing.events(), nowMs: this.now() };
    } finally {
      release();
    }
  }

  /** Stops its time until {@link endAdvance}, except for {@link runThrough}. */
  beginAdvance(): Advancing {
    // If its time was set back since, who waits for it waits no longer than they were to.
    this.time.alarms.ringDue();
    this.time.advance.begin(this.now());
    this.timeline.advancing = new Advancing();
    return this.timeline.advancing;
  }

  /** Lets its time go on, as {@link TenantTime.endAdvance} does. Returns 0 if a reset or a restore ended the advance. */
  endAdvance(sharedMs: number): number {
    if (this.timeline.advancing === undefined) return 0;
    this.timeline.advancing = undefined;
    return this.time.endAdvance(sharedMs);
  }

  /** Handles everything that falls due in a span of time, each event at its due time, and waits for it. */
  async runThrough(milliseconds: number, advancing: Advancing): Promise<void> {
    const { timeline } = this;
    const { alarms, advance } = this.time;
    const untilMs = this.now() + milliseconds;
    for (;;) {
      this.#shared.lifecycle.check();
      if (advancing.failure !== undefined) throw advancing.failure;
      // A reset or a restore ended it.
      if (timeline.advancing !== advancing) return;
      const nextMs = Math.min(timeline.nextMs, alarms.nextMs);
      // What is under way may schedule more, and belongs to the time before.
      if (nextMs > this.now() && (await timeline.settle(advancing.slowLanes))) continue;
      if (nextMs > untilMs) {
        if (await timeline.progress()) continue;
        break;
      }
      advance.moveTo(Math.max(nextMs, this.now()));
      if (timeline.nextMs <= nextMs) timeline.runNext();
      else if (alarms.ringDue()) await settle();
    }
    advance.moveTo(untilMs);
    this.verifications.makeRoom();
  }

  /** Everything that it has. */
  snapshot(): Snapshot {
    this.runDue();
    this.save();
    const { store, parts } = this.#shared;
    return {
      version: snapshotVersion,
      identity: this.identity,
      nowMs: this.now(),
      tables: store.readTenant(this.number),
      parts: structuredClone(Object.fromEntries([...parts].map(([name, part]) => [name, part.save(this)]))),
    };
  }

  /**
   * Replaces everything by what the snapshot contains: its data, its time, its ids.
   *
   * @throws {@link SandboxError} `invalid_snapshot` or `unknown_snapshot_version`. Nothing is changed then.
   */
  restore(snapshot: Snapshot): void {
    const { identity, nowMs, tables, parts } = readSnapshot(snapshot, this.#shared);
    this.#replace(identity, nowMs - this.#shared.time.now(), tables, parts);
  }

  /** Deletes everything, its own test people too, as if its key had never been used. */
  reset(): void {
    this.#replace(this.#firstIdentity(), 0, {}, {});
  }

  #replace(
    identity: string,
    aheadMs: number,
    tables: Record<string, TableRows>,
    parts: Record<string, Json>,
  ): void {
    const { store } = this.#shared;
    const { number } = this;
    store.transaction(() => {
      store.replaceTenant(number, tables);
      this.#saveRow(identity, aheadMs);
    });
    this.endAdvance(0);
    this.identity = identity;
    this.ids = new Ids(identity);
    this.time.aheadMs = aheadMs;
    this.recover();
    this.rates?.clear();
    for (const [name, part] of this.#shared.parts) part.load(this, parts[name]);
    for (const listener of this.#shared.onReplace) listener(this);
  }

  #saveRow(identity: string, advancedMs: number): void {
    this.#shared.table.update({ tenant: this.number, identity, advancedMs });
  }
}
