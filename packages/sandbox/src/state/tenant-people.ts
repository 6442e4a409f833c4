import { SandboxError } from '../errors/index.ts';
import { digitsOf, readPeople, type TestPerson } from '../people/index.ts';
import type { Statement, Store, TableRows } from './store.ts';
import type { TenantScope } from './tenant-scope.ts';

/** Test people by their social security numbers. */
export type PeopleByNumber = ReadonlyMap<string, TestPerson>;

/** What the test people of all tenants share. */
export class PersonTable {
  readonly insert: Statement;
  readonly select: Statement;
  readonly remove: Statement;
  /** Those that every tenant knows. */
  readonly shared: PeopleByNumber;

  constructor(store: Store, shared: PeopleByNumber) {
    this.shared = shared;
    store.addTable({
      name: 'person',
      columns: 'ordinal INTEGER NOT NULL, data TEXT NOT NULL',
      key: 'ordinal',
      // What they say is checked by `checkSavedPeople`.
      accepts: ({ ordinal }, before) =>
        ordinal === (before === undefined ? 0 : Number(before['ordinal']) + 1),
    });
    this.insert = store.prepare('INSERT INTO person VALUES (?, ?, ?)');
    this.select = store.prepare('SELECT data FROM person WHERE tenant = ? ORDER BY ordinal');
    this.remove = store.prepare('DELETE FROM person WHERE tenant = ?');
  }
}

/** The test people of a tenant. */
export class TenantPeople {
  readonly #tenant: TenantScope;
  readonly #table: PersonTable;
  #own: PeopleByNumber = new Map();

  constructor(tenant: TenantScope, table: PersonTable) {
    this.#tenant = tenant;
    this.#table = table;
  }

  /** Replaces what is in memory by what is stored. */
  load(): void {
    const rows = this.#table.select.all(this.#tenant.number) as unknown as { data: string }[];
    this.#own = byNumber(rows.map(({ data }) => JSON.parse(data) as TestPerson));
  }

  /** The tenant's own, in the order in which they were set. */
  list(): TestPerson[] {
    return structuredClone([...this.#own.values()]);
  }

  /**
   * Replaces the tenant's own people.
   *
   * @throws {@link SandboxError} `invalid_people`. Nothing is changed then.
   */
  set(people: readonly TestPerson[]): void {
    const read = readPeople(people);
    const tenant = this.#tenant;
    tenant.transaction(() => {
      this.#table.remove.run(tenant.number);
      for (const [index, person] of read.entries()) {
        this.#table.insert.run(tenant.number, index, JSON.stringify(person));
      }
    });
    this.#own = byNumber(read);
  }

  /** The person of a number: the tenant's own, or else one that the sandbox was created with. */
  find(socialSecurityNumber: string): TestPerson | undefined {
    const digits = digitsOf(socialSecurityNumber);
    return this.#own.get(digits) ?? this.#table.shared.get(digits);
  }
}

/** People by their social security numbers. */
export function byNumber(people: readonly TestPerson[]): PeopleByNumber {
  return new Map(people.map((person) => [digitsOf(person.social_security_number), person]));
}

/**
 * Checks the people in the tables of a snapshot.
 *
 * @throws {@link SandboxError} `invalid_snapshot`.
 */
export function checkSavedPeople({ person }: Readonly<Record<string, TableRows>>): void {
  if (person === undefined) return;
  try {
    const location = person.columns.indexOf('data');
    readPeople(person.rows.map((row) => JSON.parse(String(row[location]))));
  } catch (error) {
    const reason = error instanceof SandboxError ? error.message : 'They are malformed.';
    throw new SandboxError('invalid_snapshot', `The people of this snapshot cannot be restored. ${reason}`);
  }
}
