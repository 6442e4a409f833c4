import { isCount } from './row-checks.ts';
import type { Statement, Store } from './store.ts';

/** What is stored of a tenant itself. */
export interface TenantRow {
  /** Its number in the store. */
  tenant: number;
  identity: string;
  /** How far it is ahead of the sandbox's own time, in milliseconds. */
  advancedMs: number;
}

/** The table of all tenants, and of the numbers that they count. The row of the key '' is the sandbox's own. */
export class TenantTable {
  readonly #store: Store;
  readonly #insert: Statement;
  readonly #select: Statement;
  readonly #update: Statement;
  readonly #count: Statement;

  constructor(store: Store) {
    this.#store = store;
    store.execute(
      'CREATE TABLE IF NOT EXISTS tenant (tenant INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, identity TEXT NOT NULL, advancedMs INTEGER NOT NULL) STRICT',
    );
    store.addTable({
      name: 'counter',
      columns: 'name TEXT NOT NULL, value INTEGER NOT NULL',
      key: 'name',
      accepts: ({ name, value }, before) =>
        typeof name === 'string' && isCount(value) && (before === undefined || name > String(before['name'])),
    });
    this.#insert = store.prepare('INSERT INTO tenant (key, identity, advancedMs) VALUES (?, ?, ?)');
    this.#select = store.prepare('SELECT tenant, identity, advancedMs FROM tenant WHERE key = ?');
    this.#update = store.prepare('UPDATE tenant SET identity = ?, advancedMs = ? WHERE tenant = ?');
    this.#count = store.prepare(
      'INSERT INTO counter VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
    );
  }

  find(key: string): TenantRow | undefined {
    return this.#select.get(key) as TenantRow | undefined;
  }

  /** @returns The tenant's number. */
  insert(key: string, identity: string, advancedMs: number): number {
    return Number(this.#insert.run(key, identity, advancedMs).lastInsertRowid);
  }

  update({ tenant, identity, advancedMs }: TenantRow): void {
    this.#update.run(identity, advancedMs, tenant);
  }

  /** The next number of a sequence, from 1. */
  nextNumber(tenant: number, name: string): number {
    return (this.#count.get(tenant, name) as { value: number }).value;
  }

  /** Keys, the latest first. */
  latestKeys(limit: number): string[] {
    return this.#store
      .prepare("SELECT key FROM tenant WHERE key <> '' ORDER BY tenant DESC LIMIT ?")
      .all(limit)
      .map(({ key }) => key as string);
  }
}
