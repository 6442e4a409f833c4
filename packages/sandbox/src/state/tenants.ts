import { Lifecycle } from '../http/index.ts';
import { advanceMs, type Clock, type Duration, settle } from '../time/index.ts';
import type { Advancing } from './advancing.ts';
import { CredentialsSessionTable } from './credentials-session-table.ts';
import type { RateLimits } from './rate-window.ts';
import { SharedTime } from './shared-time.ts';
import type { Store } from './store.ts';
import { type Advance, Tenant, type TenantParts } from './tenant.ts';
import type { PeopleByNumber } from './tenant-people.ts';
import { PersonTable } from './tenant-people.ts';
import type { TenantPart, TenantScope } from './tenant-scope.ts';
import { TenantTable } from './tenant-table.ts';
import { isStepPayload } from './tenant-verifications.ts';
import type { ClockEvent } from './timeline-table.ts';
import { TimelineTable } from './timeline-table.ts';
import { VerificationTable } from './verification-table.ts';
import { WakeTimer } from './wake-timer.ts';

/** After how many new tenants the older blank ones are forgotten, so that keys that only read take no memory in the end. */
const blankTenants = 1000;

/** What holds for all tenants. */
export interface TenantsOptions {
  /** The system's clock if undefined. */
  clock: Clock | undefined;
  seed: string;
  /** How many verifications a tenant has at most; the oldest go first. */
  verificationCap: number;
  rateLimits: RateLimits;
  /** The test people that every tenant knows. None if absent. */
  people?: PeopleByNumber;
}

/** All tenants of a sandbox, and what they share. */
export class Tenants implements TenantParts {
  readonly store: Store;
  readonly seed: string;
  readonly table: TenantTable;
  readonly timelines: TimelineTable<Tenant>;
  readonly verifications: VerificationTable;
  readonly credentialsSessions: CredentialsSessionTable;
  readonly people: PersonTable;
  readonly rateLimits: RateLimits;
  readonly parts = new Map<string, TenantPart>();
  readonly onReplace: ((tenant: TenantScope) => void)[] = [];
  /** Whether the sandbox is open. */
  readonly lifecycle: Lifecycle;
  readonly time: SharedTime;
  readonly #wakeTimer: WakeTimer;
  readonly #byKey = new Map<string, Tenant>();
  /** How many tenants were added since the blank ones were forgotten. */
  #newCount = 0;

  constructor(
    store: Store,
    { clock, seed, verificationCap, rateLimits, people = new Map() }: TenantsOptions,
    lifecycle: Lifecycle = new Lifecycle(),
  ) {
    this.store = store;
    this.seed = seed;
    this.lifecycle = lifecycle;
    this.rateLimits = rateLimits;
    this.table = new TenantTable(store);
    this.timelines = new TimelineTable(store);
    this.verifications = new VerificationTable(store, verificationCap);
    this.credentialsSessions = new CredentialsSessionTable(store, verificationCap);
    this.people = new PersonTable(store, people);
    this.time = new SharedTime(clock, this.table.find('')?.advancedMs ?? 0, () => this.#isIdle());
    this.#wakeTimer = new WakeTimer(this.time, lifecycle.closing, {
      nextMs: () => this.#nextMs(),
      runDue: () => {
        for (const tenant of this.loaded) tenant.runDue();
      },
    });
    this.timelines.onSchedule = ({ time }, dueMs) =>
      this.#wakeTimer.wakeAt(this.#onSource(dueMs, time.aheadMs));
    this.timelines.onFailure = () => this.#wakeTimer.pause();
    this.timelines.works.set('verification', {
      background: false,
      accepts: isStepPayload,
      run: (tenant, payload, atMs) => tenant.verifications.proceed(payload, atMs),
    });
  }

  /** Resumes what was waiting when the sandbox was closed. Call it when every kind of work is known. */
  start(): void {
    for (const key of this.timelines.waitingKeys()) this.get(key);
  }

  /** The tenant of a key, which is never forgotten: the caller may set something that is not stored, such as a fault. */
  get(key: string): Tenant {
    const tenant = this.visit(key);
    tenant.isHeld = true;
    return tenant;
  }

  /** The tenant of a key, for one request. It is created by its first one. While it is blank it may be forgotten afterwards. */
  visit(key: string): Tenant {
    let tenant = this.#byKey.get(key);
    if (tenant === undefined) {
      const row = this.table.find(key);
      tenant = new Tenant(this, key, row);
      if (row !== undefined) tenant.load();
      this.#byKey.set(key, tenant);
      this.#newCount += 1;
      if (this.#newCount >= blankTenants) this.#forgetBlank();
    }
    return tenant;
  }

  /** Forgets the blank ones, except for the newest. */
  #forgetBlank(): void {
    const older = [...this.#byKey].slice(0, -this.#newCount);
    for (const [key, tenant] of older) if (tenant.isBlank) this.#byKey.delete(key);
    this.#newCount = 0;
  }

  /** The tenants that were used since the start. */
  get loaded(): Iterable<Tenant> {
    return this.#byKey.values();
  }

  /** The time that all tenants share, milliseconds since 1970, UTC. */
  now(): number {
    return this.time.now();
  }

  /** Advances the time of all tenants, each of them in order. */
  async advance(duration: Duration): Promise<Advance> {
    const releases = [await this.time.advance.hold()];
    try {
      const tenants = [...this.loaded];
      for (const tenant of tenants) releases.push(await tenant.time.advance.hold());
      this.lifecycle.check();
      for (const tenant of tenants) tenant.refresh();
      const latestMs = tenants.reduce((latest, tenant) => Math.max(latest, tenant.now()), this.now());
      const milliseconds = advanceMs(duration, latestMs);
      return { events: await this.#runThrough(tenants, milliseconds), nowMs: this.now() };
    } finally {
      for (const release of releases) release();
    }
  }

  async #runThrough(tenants: readonly Tenant[], milliseconds: number): Promise<ClockEvent[]> {
    const { time } = this;
    const advances = tenants.map((tenant) => ({ tenant, advancing: tenant.beginAdvance() }));
    const fromMs = this.now();
    time.alarms.ringDue();
    time.advance.begin(fromMs);
    const [run] = await Promise.allSettled([this.#runSteps(advances, fromMs + milliseconds)]);
    const reachedMs = time.endAdvance();
    for (const { tenant } of advances) tenant.endAdvance(reachedMs);
    this.#saveTime();
    if (run.status === 'rejected') throw run.reason;
    return inOrderOfAll(advances);
  }

  /** From one alarm of all tenants to the next, each of them after all that falls due for the tenants before it. */
  async #runSteps(
    advances: readonly { tenant: Tenant; advancing: Advancing }[],
    untilMs: number,
  ): Promise<void> {
    const { alarms, advance } = this.time;
    if (alarms.wereUsed) await settle();
    do {
      const fromMs = this.now();
      const nextMs = Math.min(untilMs, Math.max(fromMs, alarms.nextMs));
      // Tenants do not wait for each other, and so not for an endpoint of another one.
      await allOf(advances.map(({ tenant, advancing }) => tenant.runThrough(nextMs - fromMs, advancing)));
      advance.moveTo(nextMs);
      if (alarms.ringDue()) await settle();
    } while (this.now() < untilMs || alarms.nextMs <= untilMs);
  }

  #saveTime(): void {
    const tenant = this.table.find('')?.tenant ?? this.table.insert('', '', 0);
    this.table.update({ tenant, identity: '', advancedMs: this.time.advancedMs });
  }

  /** When the next event falls due, on the source of time. */
  #nextMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { timeline, time } of this.loaded) {
      nextMs = Math.min(nextMs, this.#onSource(timeline.nextMs, time.aheadMs));
    }
    return nextMs;
  }

  #onSource(dueMs: number, aheadMs: number): number {
    return dueMs - aheadMs - this.time.advancedMs;
  }

  #isIdle(): boolean {
    if (this.time.alarms.nextMs !== Number.POSITIVE_INFINITY) return false;
    for (const tenant of this.loaded) if (!tenant.isIdle) return false;
    return true;
  }

  /** From now on, nothing runs by itself. What waits for a time is called back at once. */
  stop(): void {
    this.#wakeTimer.cancel();
    this.time.alarms.ringAll();
    for (const tenant of this.loaded) {
      tenant.time.alarms.ringAll();
      tenant.timeline.stop();
    }
  }

  /** Waits for what runs in the background, and writes what was not written yet. */
  async finish(): Promise<void> {
    for (const tenant of this.loaded) await tenant.timeline.idle();
    for (const tenant of this.loaded) tenant.save();
  }
}

/** What happened to any of them, in the order in which it did: some of them may be ahead of others. */
function inOrderOfAll(advances: readonly { tenant: Tenant; advancing: Advancing }[]): ClockEvent[] {
  return advances
    .flatMap(({ tenant, advancing }) =>
      advancing.events().map((event) => ({ event, sharedMs: event.atMs - tenant.time.aheadMs })),
    )
    .toSorted((one, other) => one.sharedMs - other.sharedMs)
    .map(({ event }) => event);
}

/** Waits for all, and rejects as the first of them that does. */
async function allOf(promises: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
