import { SandboxError } from '../errors/index.ts';
import type { CredentialsSessionInput } from '../generated/types.gen.ts';
import { stepsOf, stepsTo, testValueOf } from '../people/index.ts';
import type { Statement, Store } from './store.ts';
import type { Tenant } from './tenant.ts';
import type { KeptVerification } from './verifications.ts';

/** A credentials session as it is kept. */
export interface StoredCredentialsSession {
  /** Counted from 1 for each tenant. */
  readonly sequence: number;
  readonly id: string;
  readonly token: string;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** What it was created with. */
  readonly input: CredentialsSessionInput;
  /** Id of the verification that came of it. Null until the person has logged in. */
  readonly verificationId: string | null;
}

/** A credentials session in which the person has logged in. */
export type CompletedCredentialsSession = StoredCredentialsSession & { verificationId: string };

interface Row {
  sequence: number;
  token: string;
  createdMs: number;
  input: string;
  verification: number | null;
}

/** The table of all tenants' credentials sessions. */
export class CredentialsSessionTable {
  readonly insert: Statement;
  readonly complete: Statement;
  readonly select: Statement;
  readonly selectByToken: Statement;
  readonly removeOld: Statement;
  readonly cap: number;

  constructor(store: Store, cap: number) {
    this.cap = cap;
    store.addTable({
      name: 'credentialsSession',
      columns: `sequence INTEGER NOT NULL, token TEXT NOT NULL, createdMs INTEGER NOT NULL, input TEXT NOT NULL,
        verification INTEGER`,
      key: 'sequence',
      indexes: 'CREATE INDEX IF NOT EXISTS credentialsSessionByToken ON credentialsSession (tenant, token);',
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

/** The credentials sessions of a tenant. */
export class CredentialsSessions {
  readonly #tenant: Tenant;
  readonly #table: CredentialsSessionTable;

  constructor(tenant: Tenant, table: CredentialsSessionTable) {
    this.#tenant = tenant;
    this.#table = table;
  }

  /** Stores a new one. */
  add(input: CredentialsSessionInput): StoredCredentialsSession {
    const tenant = this.#tenant;
    // Nothing is begun before it is sure that it can be stored.
    const inputText = JSON.stringify(input);
    return tenant.transaction(() => {
      const sequence = tenant.nextNumber('credentialsSession');
      const session: StoredCredentialsSession = {
        sequence,
        id: tenant.ids.object('credentialsSession', sequence),
        token: tenant.ids.token('credentialsSession', sequence),
        createdMs: tenant.now(),
        input,
        verificationId: null,
      };
      this.#table.insert.run(tenant.number, sequence, session.token, session.createdMs, inputText);
      if (sequence > this.#table.cap) this.#table.removeOld.run(tenant.number, sequence - this.#table.cap);
      return session;
    });
  }

  /** Newest first. */
  list(limit = 100): StoredCredentialsSession[] {
    const rows = this.#table.select.all(this.#tenant.number, limit) as unknown as Row[];
    return rows.map((row) => this.#fromRow(row));
  }

  /** The one of a token. Undefined where there is none. */
  find(token: string): StoredCredentialsSession | undefined {
    const row = this.#table.selectByToken.get(this.#tenant.number, token) as unknown as Row | undefined;
    return row === undefined ? undefined : this.#fromRow(row);
  }

  /**
   * Does what the person does in the browser: logs in to their payroll account. A verification comes of it.
   *
   * @throws {@link SandboxError} `unknown_credentials_session`, or `credentials_session_completed` at the second time.
   */
  complete(token: string): KeptVerification {
    const tenant = this.#tenant;
    const session = this.find(token);
    if (session === undefined) {
      throw new SandboxError(
        'unknown_credentials_session',
        'There is no credentials session with this token.',
      );
    }
    if (session.verificationId !== null) {
      throw new SandboxError(
        'credentials_session_completed',
        `This credentials session was completed: the verification ${session.verificationId} came of it. Create another session.`,
      );
    }
    const { input } = session;
    const number = input.target.social_security_number;
    const person = tenant.people.find(number) ?? null;
    const listed = testValueOf(number)?.scenario?.steps ?? stepsTo('completed');
    return tenant.transaction(() => {
      const verification = tenant.verifications.add({
        input,
        synchronous: false,
        person,
        employment: null,
        sessionToken: token,
        steps: person === null ? listed : stepsOf(person),
      });
      this.#table.complete.run(verification.sequence, tenant.number, session.sequence);
      for (const listener of tenant.tenants.sessionListeners) {
        listener(tenant, { ...session, verificationId: verification.id });
      }
      return verification;
    });
  }

  #fromRow({ sequence, token, createdMs, input, verification }: Row): StoredCredentialsSession {
    const { ids } = this.#tenant;
    return {
      sequence,
      id: ids.object('credentialsSession', sequence),
      token,
      createdMs,
      input: JSON.parse(input) as CredentialsSessionInput,
      verificationId: verification === null ? null : ids.object('verification', verification),
    };
  }
}
