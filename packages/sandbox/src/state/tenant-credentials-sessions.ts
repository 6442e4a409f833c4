import { SandboxError } from '../errors/index.ts';
import type { CredentialsSessionInput } from '../generated/types.gen.ts';
import { stepsOf, stepsTo, testValueOf } from '../people/index.ts';
import type {
  CredentialsSessionRow,
  CredentialsSessionTable,
  StoredCredentialsSession,
} from './credentials-session-table.ts';
import type { TenantPeople } from './tenant-people.ts';
import type { TenantScope } from './tenant-scope.ts';
import type { TenantVerifications } from './tenant-verifications.ts';
import type { VerificationRecord } from './verification-record.ts';

/** The credentials sessions of a tenant. */
export class TenantCredentialsSessions {
  readonly #tenant: TenantScope;
  readonly #table: CredentialsSessionTable;
  readonly #people: TenantPeople;
  readonly #verifications: TenantVerifications;

  constructor(
    tenant: TenantScope,
    table: CredentialsSessionTable,
    { people, verifications }: { people: TenantPeople; verifications: TenantVerifications },
  ) {
    this.#tenant = tenant;
    this.#table = table;
    this.#people = people;
    this.#verifications = verifications;
  }

  /** Stores a new one. */
  add(input: CredentialsSessionInput): StoredCredentialsSession {
    const tenant = this.#tenant;
    // Serialized first: nothing may change before it is certain that it can be stored.
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
      this.#table.removeOld.run(tenant.number, sequence - this.#table.cap);
      return session;
    });
  }

  /** Newest first. */
  list(limit = 100): StoredCredentialsSession[] {
    const rows = this.#table.select.all(this.#tenant.number, limit) as unknown as CredentialsSessionRow[];
    return rows.map((row) => this.#fromRow(row));
  }

  /** The session with a token. Returns undefined if there is no such session. */
  find(token: string): StoredCredentialsSession | undefined {
    const row = this.#table.selectByToken.get(this.#tenant.number, token) as unknown as
      | CredentialsSessionRow
      | undefined;
    return row === undefined ? undefined : this.#fromRow(row);
  }

  /**
   * Logs in to the payroll account, as the person does in the browser. This creates a verification.
   *
   * @throws {@link SandboxError} `unknown_credentials_session`, or `credentials_session_completed` the second time.
   */
  complete(token: string): VerificationRecord {
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
        `This credentials session was completed and created the verification ${session.verificationId}. Create another session.`,
      );
    }
    const { input } = session;
    const number = input.target.social_security_number;
    const person = this.#people.find(number) ?? null;
    const listed = testValueOf(number)?.scenario?.steps ?? stepsTo('completed');
    return tenant.transaction(() => {
      const verification = this.#verifications.add({
        input,
        synchronous: false,
        person,
        employment: null,
        sessionToken: token,
        steps: person === null ? listed : stepsOf(person),
      });
      this.#table.complete.run(verification.sequence, tenant.number, session.sequence);
      for (const listener of this.#table.onComplete) {
        listener(tenant, { ...session, verificationId: verification.id });
      }
      return verification;
    });
  }

  #fromRow(row: CredentialsSessionRow): StoredCredentialsSession {
    const { sequence, token, createdMs, input, verification } = row;
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
