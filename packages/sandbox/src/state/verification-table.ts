import { isRecord } from '../errors/index.ts';
import type { CancellationInput, VerificationInput, VerificationState } from '../generated/types.gen.ts';
import { readPeople, type TestPerson } from '../people/index.ts';
import { isCount, isInput, isInstant, isInteger, isState, isText, isValid, parsed } from './row-checks.ts';
import type { Cell, Row, Statement, Store } from './store.ts';
import type { TenantScope } from './tenant-scope.ts';
import type { StateAt, StoredVerification, VerificationRecord } from './verification-record.ts';

interface VerificationRow {
  sequence: number;
  revision: number;
  createdMs: number;
  state: VerificationState;
  input: string;
  synchronous: 0 | 1;
  employment: number | null;
  sessionToken: string | null;
  cancellation: string | null;
  history: string;
  person: string | null;
}

/** What the verifications of all tenants share: their table, and who is notified of their changes. */
export class VerificationTable {
  /** How many a tenant has at most; the oldest go first. */
  readonly cap: number;
  readonly store: Store;
  /** Called with each verification that entered another state, in the transaction of the change. */
  readonly onStateChange: ((tenant: TenantScope, verification: StoredVerification) => void)[] = [];
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #select: Statement;
  readonly #selectInState: Statement;
  readonly #count: Statement;
  readonly #range: Statement;
  readonly #remove: Statement;

  constructor(store: Store, cap: number) {
    this.cap = cap;
    this.store = store;
    store.addTable({
      name: 'verification',
      columns: `sequence INTEGER NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL, history TEXT NOT NULL,
        cancellation TEXT, createdMs INTEGER NOT NULL, synchronous INTEGER NOT NULL, employment INTEGER, sessionToken TEXT,
        input TEXT NOT NULL, person TEXT`,
      key: 'sequence',
      indexes:
        'CREATE INDEX IF NOT EXISTS verificationByState ON verification (tenant, state, sequence DESC);',
      accepts: (row, before) =>
        isCount(row['sequence']) &&
        (before === undefined || row['sequence'] === Number(before['sequence']) + 1) &&
        isVerification(row),
    });
    this.#insert = store.prepare('INSERT INTO verification VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#update = store.prepare(
      'UPDATE verification SET state = ?, revision = ?, history = ?, cancellation = ? WHERE tenant = ? AND sequence = ?',
    );
    this.#select = store.prepare('SELECT * FROM verification WHERE tenant = ? AND sequence = ?');
    this.#selectInState = store.prepare(
      'SELECT sequence FROM verification WHERE tenant = ? AND state = ? ORDER BY sequence DESC LIMIT ? OFFSET ?',
    );
    this.#count = store.prepare(
      'SELECT state, count(*) AS count FROM verification WHERE tenant = ? GROUP BY state',
    );
    this.#range = store.prepare(
      'SELECT ifnull(min(sequence), 1) AS first, ifnull(max(sequence), 0) AS last FROM verification WHERE tenant = ?',
    );
    this.#remove = store.prepare('DELETE FROM verification WHERE tenant = ? AND sequence = ?');
  }

  /** How many rows of a tenant are in each state. */
  counts({ number }: TenantScope): Map<VerificationState, number> {
    const rows = this.#count.all(number) as { state: VerificationState; count: number }[];
    return new Map(rows.map(({ state, count }) => [state, count]));
  }

  /** The first and the last sequence of a tenant: 1 and 0 if it has no rows. */
  range({ number }: TenantScope): { first: number; last: number } {
    return this.#range.get(number) as { first: number; last: number };
  }

  /** Sequences of those in a state, newest first. */
  sequencesInState(
    { number }: TenantScope,
    state: VerificationState,
    limit: number,
    offset: number,
  ): number[] {
    return this.#selectInState.all(number, state, limit, offset).map(({ sequence }) => sequence as number);
  }

  /** Writes a verification, whether the store has a row of it or not. */
  write({ number }: TenantScope, record: VerificationRecord): void {
    const { sequence, state, revision, createdMs, employment, sessionToken, person } = record;
    const history = JSON.stringify(record.history);
    const cancellation = textOrNull(record.cancellation);
    if (record.inputText === undefined) {
      this.#update.run(state, revision, history, cancellation, number, sequence);
      return;
    }
    const synchronous = record.synchronous ? 1 : 0;
    this.#insert.run(
      ...[number, sequence, state, revision, history, cancellation, createdMs, synchronous],
      ...[employment, sessionToken, record.inputText, textOrNull(person)],
    );
  }

  read({ number, ids }: TenantScope, sequence: number): VerificationRecord | undefined {
    const row = this.#select.get(number, sequence) as unknown as VerificationRow | undefined;
    if (row === undefined) return undefined;
    const { revision, createdMs, state, employment, sessionToken, cancellation, person } = row;
    return {
      sequence,
      id: ids.object('verification', sequence),
      revision,
      createdMs,
      state,
      input: JSON.parse(row.input) as VerificationInput,
      synchronous: row.synchronous === 1,
      person: person === null ? null : (JSON.parse(person) as TestPerson),
      employment,
      sessionToken,
      cancellation: cancellation === null ? null : (JSON.parse(cancellation) as CancellationInput),
      history: JSON.parse(row.history) as StateAt[],
      inputText: undefined,
      rendered: {},
    };
  }

  remove({ number }: TenantScope, { sequence }: VerificationRecord): void {
    this.#remove.run(number, sequence);
  }
}

function textOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function isVerification(row: Row): boolean {
  const { state, revision, cancellation, createdMs, synchronous, employment, sessionToken, input, person } =
    row;
  const history = parsed(row['history']);
  return (
    isCount(revision) &&
    isInstant(createdMs) &&
    (synchronous === 0 || synchronous === 1) &&
    (employment === null || (isInteger(employment) && employment >= 0)) &&
    (sessionToken === null || isText(sessionToken)) &&
    isInput(input, sessionToken === null ? 'VerificationInput' : 'CredentialsSessionInput') &&
    (cancellation === null || isValid(parsed(cancellation), 'CancellationInput')) &&
    (person === null || isPerson(person)) &&
    Array.isArray(history) &&
    history.every((entry) => isRecord(entry) && isState(entry['state']) && isInstant(entry['atMs'])) &&
    (history.at(-1) as { state?: unknown } | undefined)?.state === state
  );
}

function isPerson(text: Cell | undefined): boolean {
  try {
    readPeople([parsed(text)]);
    return true;
  } catch {
    return false;
  }
}
