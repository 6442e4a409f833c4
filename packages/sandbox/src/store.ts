import type { DatabaseSync as Database, StatementSync } from 'node:sqlite';
import { DatabaseSync } from './sqlite.ts';

/** The version of the tables. A file of another one is refused. */
const storeVersion = 2;

/** A table whose rows belong to tenants. Reset, snapshot and restore take all of them by that column. */
export interface Table {
  name: string;
  /**
   * Its other columns in SQL, of the types TEXT, INTEGER and REAL: the column `tenant INTEGER NOT NULL` is put before them.
   */
  columns: string;
  /** The columns that, after `tenant`, are the primary key. */
  key: string;
  /** Further statements in SQL, such as indexes. */
  indexes?: string;
}

/** A table's rows of one tenant, in the order of the primary key. */
export interface TableRows {
  columns: string[];
  rows: (string | number | null)[][];
}

interface TableStatements {
  remove: StatementSync;
  read: StatementSync;
  columns: string[];
}

/** The sandbox's state, in SQLite: in memory, or in a file that outlives the process. */
export class Store {
  readonly database: Database;
  /** Whether the state outlives the process. */
  readonly isDurable: boolean;
  readonly #tables = new Map<string, TableStatements>();
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  #inTransaction = false;

  /**
   * @param path - Path of a file, or `:memory:`.
   * @throws where the file belongs to another sandbox that runs, to another version, or to something else.
   */
  constructor(path: string) {
    this.isDurable = path !== ':memory:';
    try {
      this.database = new DatabaseSync(path);
    } catch (error) {
      throw explained(error, path);
    }
    try {
      this.#open(path);
    } catch (error) {
      this.database.close();
      throw explained(error, path);
    }
    this.#begin = this.database.prepare('BEGIN');
    this.#commit = this.database.prepare('COMMIT');
    this.#rollback = this.database.prepare('ROLLBACK');
  }

  #open(path: string): void {
    if (!this.isDurable) {
      this.database.exec(`PRAGMA user_version = ${storeVersion}`);
      return;
    }
    // A commit is in the system's hands before it is answered, so the end of the process loses none; one process at a
    // time, because verifications are also kept in memory.
    this.database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const { user_version: version } = this.database.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    // The table of tenants is made first: a start that was cut short left that one at least.
    const { tables, ours } = this.database
      .prepare(
        `SELECT (SELECT count(*) FROM sqlite_schema) AS tables,
          (SELECT count(*) FROM pragma_table_info('tenant') WHERE name IN ('key', 'identity', 'advancedMs')) AS ours`,
      )
      .get() as { tables: number; ours: number };
    if (tables > 0 && ours < 3) {
      throw new Error(`${path} is a database of another program, and was left as it is. Name another file.`);
    }
    if (tables > 0 && version !== storeVersion) {
      throw new Error(
        `${path} was written by another version of the sandbox (${version}, not ${storeVersion}). Delete it, or name another file.`,
      );
    }
    this.database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA user_version = ${storeVersion}`,
    );
  }

  /** Makes a table of the sandbox, where it is not there yet. */
  addTable({ name, columns, key, indexes = '' }: Table): void {
    this.database.exec(
      `CREATE TABLE IF NOT EXISTS ${name} (tenant INTEGER NOT NULL, ${columns}, PRIMARY KEY (tenant, ${key})) STRICT; ${indexes}`,
    );
    const ownColumns = this.database
      .prepare("SELECT name FROM pragma_table_info(?) WHERE name <> 'tenant'")
      .all(name) as { name: string }[];
    this.#tables.set(name, {
      remove: this.database.prepare(`DELETE FROM ${name} WHERE tenant = ?`),
      read: this.database.prepare(`SELECT * FROM ${name} WHERE tenant = ? ORDER BY ${key}`),
      columns: ownColumns.map((column) => column.name),
    });
  }

  /** Runs it, and keeps what it wrote only where it returns: all of it, or none. One inside another is part of it. */
  transaction<Result>(run: () => Result): Result {
    if (this.#inTransaction) return run();
    this.#begin.run();
    this.#inTransaction = true;
    try {
      const result = run();
      this.#commit.run();
      return result;
    } catch (error) {
      this.#rollback.run();
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  /** Every row of a tenant, by table. */
  readTenant(tenant: number): Record<string, TableRows> {
    return Object.fromEntries(
      [...this.#tables].map(([name, { read, columns }]) => [
        name,
        {
          columns,
          rows: (read.all(tenant) as Record<string, string | number | null>[]).map((row) =>
            columns.map((column) => row[column] ?? null),
          ),
        },
      ]),
    );
  }

  /**
   * Puts rows in place of all that a tenant has.
   *
   * @param tables - As {@link readTenant} gave them; a table that is not named ends up empty.
   */
  replaceTenant(tenant: number, tables: Record<string, TableRows>): void {
    this.transaction(() => {
      for (const [name, { remove, columns }] of this.#tables) {
        remove.run(tenant);
        const replacement = tables[name];
        if (replacement === undefined) continue;
        const unknown = replacement.columns.filter((column) => !columns.includes(column));
        if (unknown.length > 0) throw new Error(`The table ${name} has no columns ${unknown.join(', ')}.`);
        const insert = this.database.prepare(
          `INSERT INTO ${name} (tenant, ${replacement.columns.join(', ')}) VALUES (?${', ?'.repeat(replacement.columns.length)})`,
        );
        for (const row of replacement.rows) insert.run(tenant, ...row);
      }
    });
  }

  close(): void {
    this.database.close();
  }
}

function explained(error: unknown, path: string): unknown {
  const { errstr, message } = error as { errstr?: string; message: string };
  if (errstr === 'database is locked') {
    return new Error(`${path} is in use by another sandbox. End that one, or name another file.`, {
      cause: error,
    });
  }
  if (errstr === 'file is not a database') {
    return new Error(`${path} is no file of the sandbox: ${message}. Name another file.`, { cause: error });
  }
  if (errstr === 'unable to open database file') {
    return new Error(
      `${path} cannot be opened. Its folder has to be there, and writable for the user that the sandbox runs as.`,
      { cause: error },
    );
  }
  return error;
}
