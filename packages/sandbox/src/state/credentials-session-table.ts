import type { CredentialsSessionInput } from '../generated/types.gen.ts';
import { isAscending, isCount, isInput, isInstant, isText } from './row-checks.ts';
import type { Statement, Store } from './store.ts';
import type { TenantScope } from './tenant-scope.ts';

/** A credentials session as it is stored. */
export interface StoredCredentialsSession {
  /** Counted from 1 for each tenant. */
  readonly sequence: number;
  /** Its `id` in the API. */
  readonly id: string;
  /** Its `token` in the API, which logs in to it. */
  readonly token: string;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** The body of its create. */
  readonly input: CredentialsSessionInput;
  /** Id of the verification that it created. Null until the person has logged in. */
  readonly verificationId: string | null;
}

/** A credentials session in which the person has logged in. */
export type CompletedCredentialsSession = StoredCredentialsSession & { verificationId: string };

export interface CredentialsSessionRow {
  sequence: number;
  token: string;
  createdMs: number;
  input: string;
  verification: number | null;
}

/** What the credentials sessions of all tenants share. */
export class CredentialsSessionTable {
  readonly insert: Statement;
  readonly complete: Statement;
  readonly select: Statement;
  readonly selectByToken: Statement;
  readonly removeOld: Statement;
  /** How many a tenant has at most; the oldest go first. */
  readonly cap: number;
  /** Called with each session that is completed, in the transaction of that. */
  readonly onComplete: ((tenant: TenantScope, session: CompletedCredentialsSession) => void)[] = [];

  constructor(store: Store, cap: number) {
    this.cap = cap;
    store.addTable({
      name: 'credentialsSession',
      columns: `sequence INTEGER NOT NULL, token TEXT NOT NULL, createdMs INTEGER NOT NULL, input TEXT NOT NULL,
        verification INTEGER`,
      key: 'sequence',
      isCounted: true,
      indexes: 'CREATE INDEX IF NOT EXISTS credentialsSessionByToken ON credentialsSession (tenant, token);',
      accepts: (row, before) =>
        isAscending('sequence', row, before) &&
        isText(row['token']) &&
        isInstant(row['createdMs']) &&
        isInput(row['input'], 'CredentialsSessionInput') &&
        (row['verification'] === null || isCount(row['verification'])),
    });
    this.insert = store.prepare('INSERT INTO credentialsSession VALUES (?, ?, ?, ?, ?, NULL)');
    this.complete = store.prepare(
      'UPDATE credentialsSession SET verification = ? WHERE tenant = ? AND sequence = ?',
    );
    this.select = store.prepare(
      'SELECT * FROM credentialsSession WHERE tenant = ? ORDER BY sequence DESC LIMIT ?',
    );
    this.selectByToken = store.prepare('SELECT * FROM credentialsSession WHERE tenant = ? AND token = ?');
    this.removeOld = store.prepare('DELETE FROM credentialsSession WHERE tenant = ? AND sequence <= ?');
  }
}
