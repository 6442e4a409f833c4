import { resolve } from 'node:path';
import type { DatabaseSync as Database, SQLInputValue, StatementSync } from 'node:sqlite';
import { SandboxError } from '../errors/index.ts';
import { createDataFile, isForeignFile, restrictDataFile } from './data-file.ts';
import { DatabaseSync } from './sqlite.ts';
import { explainStoreError } from './store-error.ts';

/** The version of the tables. A file of another version is rejected. */
const storeVersion = 3;

/** A table whose rows belong to tenants. Reset, snapshot and restore take all of them by that column. */
export interface Table {
  name: string;
  /**
   * Its other columns in SQL, of the types TEXT, INTEGER and REAL. The column `tenant INTEGER NOT NULL` precedes them.
   */
  columns: string;
  /** The columns that, after `tenant`, are the primary key. */
  key: string;
  /** Further statements in SQL, such as indexes. */
  indexes?: string;
  /** Whether the counter of its name numbers its rows, in the first column. */
  isCounted?: boolean;
  /** Whether a row of a snapshot, which somebody may have written by hand, can follow the row before it. */
  accepts(row: Row, before: Row | undefined): boolean;
}

/** A table's rows of one tenant, in the order of the primary key. */
export interface TableRows {
  columns: string[];
  rows: Cell[][];
}

/** A value in a row. */
export type Cell = string | number | null;

/** A row by the names of its columns, without `tenant`. */
export type Row = Record<string, Cell>;

/** An SQL statement whose errors say which file failed and why. */
export class Statement {
  readonly #statement: StatementSync;
  readonly #path: string;

  constructor(statement: StatementSync, path: string) {
    this.#statement = statement;
    this.#path = path;
  }

  /** @throws {@link SandboxError} `store_failed`. */
  run(...values: SQLInputValue[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return explained(this.#path, () => this.#statement.run(...values));
  }

  /** @throws {@link SandboxError} `store_failed`. */
  get(...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return explained(this.#path, () => this.#statement.get(...values));
  }

  /** @throws {@link SandboxError} `store_failed`. */
  all(...values: SQLInputValue[]): Record<string, unknown>[] {
    return explained(this.#path, () => this.#statement.all(...values));
  }
}

interface StoredTable extends Pick<Table, 'accepts' | 'isCounted'> {
  readonly remove: Statement;
  readonly read: Statement;
  /** Their names, without `tenant`. */
  readonly columns: string[];
}

/** The sandbox's state, in SQLite: in memory, or in a file that outlives the process. */
export class Store {
  readonly database: Database;
  /** Whether the state outlives the process. */
  readonly isDurable: boolean;
  readonly #path: string;
  readonly #tables = new Map<string, StoredTable>();
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  #inTransaction = false;

  /**
   * @param path - Path of a file, or `:memory:`. The file is for its owner alone (mode 0600).
   * @throws {@link SandboxError} `store_failed` if it cannot be used, or belongs to another running sandbox, to another
   * version, or to another program.
   */
  constructor(path: string) {
    this.isDurable = path !== ':memory:';
    this.#path = path;
    // As an absolute path it is a path, whatever it looks like: SQLite also knows `file:` URLs, and names for memory.
    const file = this.isDurable ? resolve(path) : path;
    if (this.isDurable && isForeignFile(file)) {
      throw new SandboxError(
        'store_failed',
        `The data file ${path} is not a file of the sandbox, and was left as it is. Use another file.`,
      );
    }
    if (this.isDurable) createDataFile(file);
    this.database = explained(path, () => new DatabaseSync(file));
    try {
      explained(path, () => this.#open(path));
    } catch (error) {
      this.database.close();
      throw error;
    }
    this.#begin = this.prepare('BEGIN');
    this.#commit = this.prepare('COMMIT');
    this.#rollback = this.prepare('ROLLBACK');
  }

  /** @throws {@link SandboxError} `store_failed`, here and when it is run. */
  prepare(sql: string): Statement {
    return new Statement(
      explained(this.#path, () => this.database.prepare(sql)),
      this.#path,
    );
  }

  #open(path: string): void {
    if (!this.isDurable) return;
    // A commit is in the system's hands before the response is sent, so the end of the process loses nothing. One process at a
    // time, because verifications are also in memory.
    this.database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const { user_version: version } = this.database.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    // The table of tenants is created first: a start that was interrupted left at least that one.
    const { tables, ours } = this.database
      .prepare(
        `SELECT (SELECT count(*) FROM sqlite_schema) AS tables,
          (SELECT count(*) FROM pragma_table_info('tenant') WHERE name IN ('key', 'identity', 'advancedMs')) AS ours`,
      )
      .get() as { tables: number; ours: number };
    if (tables > 0 && ours < 3) {
      throw new SandboxError(
        'store_failed',
        `${path} is a database of another program, and was left as it is. Use another file.`,
      );
    }
    if (tables > 0 && version !== storeVersion) {
      throw new SandboxError(
        'store_failed',
        `${path} was written by another version of the sandbox (${version}, not ${storeVersion}). Delete it, or use another file.`,
      );
    }
    restrictDataFile(resolve(path));
    this.database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA user_version = ${storeVersion}`,
    );
  }

  /** Creates a table, unless it exists. */
  addTable({ name, columns, key, indexes = '', accepts, isCounted = false }: Table): void {
    this.execute(
      `CREATE TABLE IF NOT EXISTS ${name} (tenant INTEGER NOT NULL, ${columns}, PRIMARY KEY (tenant, ${key})) STRICT; ${indexes}`,
    );
    const ownColumns = this.prepare("SELECT name FROM pragma_table_info(?) WHERE name <> 'tenant'").all(name);
    this.#tables.set(name, {
      remove: this.prepare(`DELETE FROM ${name} WHERE tenant = ?`),
      read: this.prepare(`SELECT * FROM ${name} WHERE tenant = ? ORDER BY ${key}`),
      accepts,
      isCounted,
      columns: ownColumns.map((column) => String(column['name'])),
    });
  }

  /** Runs statements without a result. */
  execute(sql: string): void {
    explained(this.#path, () => this.database.exec(sql));
  }

  /** The table of a name. Undefined if there is no such table. */
  table(name: string): StoredTable | undefined {
    return this.#tables.get(name);
  }

  /** Commits everything that a function wrote if it returns, and nothing if it throws. A nested one is part of the outer one. */
  transaction<Result>(run: () => Result): Result {
    if (this.#inTransaction) return run();
    this.#begin.run();
    this.#inTransaction = true;
    try {
      const result = run();
      this.#commit.run();
      return result;
    } catch (error) {
      this.#undo();
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  #undo(): void {
    try {
      this.#rollback.run();
    } catch {
      // SQLite ends some transactions by itself, as when the disk is full. The first failure is the one that matters.
    }
  }

  /** Every row of a tenant, by table. */
  readTenant(tenant: number): Record<string, TableRows> {
    return Object.fromEntries(
      [...this.#tables].map(([name, { read, columns }]) => [
        name,
        {
          columns,
          rows: (read.all(tenant) as Record<string, Cell>[]).map((row) =>
            columns.map((column) => row[column] as Cell),
          ),
        },
      ]),
    );
  }

  /**
   * Replaces all rows of a tenant, within a transaction.
   *
   * @param tables - As returned by {@link readTenant}. A table that is not named ends up empty.
   */
  replaceTenant(tenant: number, tables: Record<string, TableRows>): void {
    for (const [name, { remove }] of this.#tables) {
      remove.run(tenant);
      const replacement = tables[name];
      if (replacement === undefined) continue;
      const insert = this.prepare(
        `INSERT INTO ${name} (tenant, ${replacement.columns.join(', ')}) VALUES (?${', ?'.repeat(replacement.columns.length)})`,
      );
      for (const row of replacement.rows) insert.run(tenant, ...row);
    }
  }

  close(): void {
    this.database.close();
  }
}

/** Has the errors of SQLite say which file failed and why. */
function explained<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw explainStoreError(error, path);
  }
}
