import { isCount, isInstant, parsed } from './row-checks.ts';
import type { Statement, Store } from './store.ts';
import type { Json, TenantScope } from './tenant-scope.ts';

/** Something that happened on the timeline. */
export interface ClockEvent {
  /** The tenant's time of it, milliseconds since 1970, UTC. */
  atMs: number;
  /** What happened, such as `verification` or `webhook`. */
  kind: string;
  /** Details, such as the id of the verification and its new state. */
  detail: Record<string, Json>;
}

/** How events of one kind are handled when they fall due. */
export type Work<Owner extends TenantScope> = WorkAtOnce<Owner> | WorkInBackground<Owner>;

/**
 * Done at once, before the response to the tenant's next request. It must have the same effect whenever it is done, because it is
 * saved later: if the process ends before that, it is done again after a restart.
 */
export interface WorkAtOnce<Owner extends TenantScope> {
  background: false;
  /** Whether a value, which may come from a snapshot written by hand, can be the payload. */
  accepts(payload: unknown): boolean;
  /**
   * Does the work.
   *
   * @param atMs - When it was due. Everything that follows from it counts from there.
   * @returns What happened. Undefined if nothing is left to be done.
   */
  run(tenant: Owner, payload: Json, atMs: number): ClockEvent['detail'] | undefined;
}

/**
 * Only started: no request waits for it. If the process ends before it does, it is done again. Work of one lane is done in order, one
 * after another; lanes do not wait for each other.
 */
export interface WorkInBackground<Owner extends TenantScope> {
  background: true;
  /** As {@link WorkAtOnce.accepts}. */
  accepts(payload: unknown): boolean;
  /** The lane that a payload belongs to. */
  lane(payload: Json): string;
  /** As {@link WorkAtOnce.run}. */
  run(
    tenant: Owner,
    payload: Json,
    atMs: number,
    patience: Patience,
  ): Promise<ClockEvent['detail'] | undefined>;
}

/** How long work of a lane may take. */
export interface Patience {
  /** The share of the usual time: 1, or less if time is advanced and earlier work of the lane took all of its time. */
  readonly share: number;
  /** Reports that it took all of its time. */
  hung(): void;
}

/** An event that is scheduled. */
export interface Due {
  /** The tenant's time of it, milliseconds since 1970, UTC. */
  dueMs: number;
  /** Sorts events that are due at the same time. */
  ordinal: number;
  /** Of `TimelineTable.works`. */
  kind: string;
  payload: Json;
}

/** What the timelines of all tenants share. */
export class TimelineTable<Owner extends TenantScope> {
  readonly works = new Map<string, Work<Owner>>();
  readonly #store: Store;
  readonly #insert: Statement;
  readonly #remove: Statement;
  readonly #select: Statement;
  /** Called with the time of each event that is scheduled. */
  onSchedule: (tenant: Owner, dueMs: number) => void = () => {};
  /** Called when work in the background failed, such as the store. It is to be done again. */
  onFailure: () => void = () => {};

  constructor(store: Store) {
    this.#store = store;
    store.addTable({
      name: 'due',
      columns: 'dueMs INTEGER NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL',
      key: 'dueMs, ordinal',
      accepts: ({ dueMs = null, ordinal = null, kind, payload }, before) =>
        isInstant(dueMs) &&
        isCount(ordinal) &&
        (before === undefined || inOrder({ dueMs, ordinal }, before as unknown as Due) > 0) &&
        this.works.get(String(kind))?.accepts(parsed(payload)) === true,
    });
    this.#insert = store.prepare('INSERT INTO due VALUES (?, ?, ?, ?, ?)');
    this.#remove = store.prepare('DELETE FROM due WHERE tenant = ? AND dueMs = ? AND ordinal = ?');
    this.#select = store.prepare(
      'SELECT dueMs, ordinal, kind, payload FROM due WHERE tenant = ? ORDER BY dueMs, ordinal',
    );
  }

  insert({ number }: Owner, { dueMs, ordinal, kind, payload }: Due): void {
    this.#insert.run(number, dueMs, ordinal, kind, JSON.stringify(payload));
  }

  remove({ number }: Owner, { dueMs, ordinal }: Due): void {
    this.#remove.run(number, dueMs, ordinal);
  }

  /** The events of a tenant, in order. */
  read({ number }: Owner): Due[] {
    const rows = this.#select.all(number) as unknown as (Due & { payload: string })[];
    return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as Json }));
  }

  /** Keys of the tenants with events that are still to come. */
  waitingKeys(): string[] {
    return this.#store
      .prepare('SELECT key FROM tenant WHERE tenant IN (SELECT tenant FROM due)')
      .all()
      .map(({ key }) => key as string);
  }
}

export function inOrder(one: Pick<Due, 'dueMs' | 'ordinal'>, other: Pick<Due, 'dueMs' | 'ordinal'>): number {
  return one.dueMs - other.dueMs || one.ordinal - other.ordinal;
}
