import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CancellationInput, VerificationInput, VerificationState } from './generated/types.gen.ts';

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
  /** Whether the create waited for the outcome. */
  synchronous: boolean;
  /** Which of its test number's employments it reports, counted from 0. Null: all of them. */
  employment: number | null;
  /** What the verifier cancelled it with. Null unless the verifier did. */
  cancellation: CancellationInput | null;
}

/** A stored verification with the state that it is in at a moment. */
export interface VerificationAt extends StoredVerification {
  state: VerificationState;
}

type Row = Omit<StoredVerification, 'input' | 'synchronous' | 'cancellation'> & {
  input: string;
  synchronous: 0 | 1;
  cancellation: string | null;
  state: VerificationState;
};

const stateAt = `CASE WHEN cancellation IS NOT NULL THEN 'canceled' WHEN settlesMs <= :now THEN outcome WHEN startsMs <= :now THEN 'processing' ELSE 'pending-approval' END`;

/** The sandbox's state, in SQLite: in memory, or in a file. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #addVerification: StatementSync;
  readonly #cancelVerification: StatementSync;
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
        settlesMs INTEGER NOT NULL, outcome TEXT NOT NULL, input TEXT NOT NULL, synchronous INTEGER NOT NULL,
        employment INTEGER, cancellation TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS verificationByAccount ON verification (account, sequence DESC);
      CREATE TABLE IF NOT EXISTS credentialsSession (
        sequence INTEGER PRIMARY KEY, account TEXT NOT NULL, createdMs INTEGER NOT NULL, input TEXT NOT NULL
      ) STRICT;
    `);
    const matching = `FROM verification WHERE account = :account AND (:state = '' OR ${stateAt} = :state)`;
    this.#addVerification = this.#database.prepare(`
      INSERT INTO verification (account, createdMs, startsMs, settlesMs, outcome, input, synchronous, employment)
      VALUES (:account, :createdMs, :startsMs, :settlesMs, :outcome, :input, :synchronous, :employment)`);
    this.#cancelVerification = this.#database.prepare(
      'UPDATE verification SET cancellation = :cancellation WHERE sequence = :sequence',
    );
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
  addVerification(verification: Omit<StoredVerification, 'sequence' | 'cancellation'>): number {
    const { account, createdMs, startsMs, settlesMs, outcome, input, synchronous, employment } = verification;
    const { lastInsertRowid } = this.#addVerification.run({
      account,
      createdMs,
      startsMs,
      settlesMs,
      outcome,
      input: JSON.stringify(input),
      synchronous: synchronous ? 1 : 0,
      employment,
    });
    return Number(lastInsertRowid);
  }

  /** Makes a verification `canceled`, from now on and for good. */
  cancelVerification(sequence: number, cancellation: CancellationInput): void {
    this.#cancelVerification.run({ sequence, cancellation: JSON.stringify(cancellation) });
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

function fromRow({ input, synchronous, cancellation, ...row }: Row): VerificationAt {
  return {
    ...row,
    input: JSON.parse(input) as VerificationInput,
    synchronous: synchronous === 1,
    cancellation: cancellation === null ? null : (JSON.parse(cancellation) as CancellationInput),
  };
}
