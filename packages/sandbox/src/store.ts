import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { VerificationInput, VerificationState } from './generated/types.gen.ts';

/** A verification as it is kept: what was ordered, and when it becomes what. */
export interface StoredVerification {
  sequence: number;
  account: string;
  createdMs: number;
  /** From then on it is `processing`. */
  startsMs: number;
  /** From then on it is in `outcome`. */
  settlesMs: number;
  outcome: VerificationState;
  input: VerificationInput;
}

/** A stored verification with the state that it is in at a moment. */
export interface VerificationAt extends StoredVerification {
  state: VerificationState;
}

type Row = Omit<StoredVerification, 'input'> & { input: string; state: VerificationState };

const stateAt = `CASE WHEN settlesMs <= :now THEN outcome WHEN startsMs <= :now THEN 'processing' ELSE 'pending-approval' END`;

/** The sandbox's state, in SQLite: in memory, or in a file. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #addVerification: StatementSync;
  readonly #addSession: StatementSync;
  readonly #listVerifications: StatementSync;
  readonly #countVerifications: StatementSync;
  readonly #getVerification: StatementSync;

  /** @param path - Path of a file, or `:memory:`. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS verification (
        sequence INTEGER PRIMARY KEY, account TEXT NOT NULL, createdMs INTEGER NOT NULL, startsMs INTEGER NOT NULL,
        settlesMs INTEGER NOT NULL, outcome TEXT NOT NULL, input TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS verificationByAccount ON verification (account, sequence DESC);
      CREATE TABLE IF NOT EXISTS credentialsSession (
        sequence INTEGER PRIMARY KEY, account TEXT NOT NULL, createdMs INTEGER NOT NULL, input TEXT NOT NULL
      ) STRICT;
    `);
    const matching = `FROM verification WHERE account = :account AND (:state = '' OR ${stateAt} = :state)`;
    this.#addVerification = this.#database.prepare(`
      INSERT INTO verification (account, createdMs, startsMs, settlesMs, outcome, input)
      VALUES (:account, :createdMs, :startsMs, :settlesMs, :outcome, :input)`);
    this.#addSession = this.#database.prepare(
      'INSERT INTO credentialsSession (account, createdMs, input) VALUES (:account, :createdMs, :input)',
    );
    this.#listVerifications = this.#database.prepare(
      `SELECT *, ${stateAt} AS state ${matching} ORDER BY sequence DESC LIMIT :limit OFFSET :offset`,
    );
    this.#countVerifications = this.#database.prepare(`SELECT count(*) AS count ${matching}`);
    this.#getVerification = this.#database.prepare(
      `SELECT *, ${stateAt} AS state FROM verification WHERE account = :account AND sequence = :sequence`,
    );
  }

  /** @returns The verification's sequence number, counted from 1 over all accounts. */
  addVerification({ input, ...verification }: Omit<StoredVerification, 'sequence'>): number {
    const { lastInsertRowid } = this.#addVerification.run({ ...verification, input: JSON.stringify(input) });
    return Number(lastInsertRowid);
  }

  /** @returns The session's sequence number, counted from 1 over all accounts. */
  addCredentialsSession(account: string, createdMs: number, input: object): number {
    return Number(this.#addSession.run({ account, createdMs, input: JSON.stringify(input) }).lastInsertRowid);
  }

  /** An account's verifications that are in a state now (`''`: in any), newest first, and how many there are in all. */
  listVerifications(
    account: string,
    { state, limit, offset, now }: { state: string; limit: number; offset: number; now: number },
  ): { count: number; verifications: VerificationAt[] } {
    const { count } = this.#countVerifications.get({ account, state, now }) as { count: number };
    const rows = this.#listVerifications.all({ account, state, now, limit, offset }) as unknown as Row[];
    return { count, verifications: rows.map(fromRow) };
  }

  /** One verification of an account. Undefined where it has none of that number. */
  getVerification(account: string, sequence: number, now: number): VerificationAt | undefined {
    const row = this.#getVerification.get({ account, sequence, now }) as unknown as Row | undefined;
    return row === undefined ? undefined : fromRow(row);
  }

  close(): void {
    this.#database.close();
  }
}

function fromRow({ input, ...row }: Row): VerificationAt {
  return { ...row, input: JSON.parse(input) as VerificationInput };
}
