import { SandboxError } from '../errors/index.ts';
import type { CancellationInput, VerificationInput, VerificationState } from '../generated/types.gen.ts';
import type { Step, TestPerson } from '../people/index.ts';
import { sequenceInId } from '../seed/index.ts';
import { stateEdges } from '../spec/index.ts';
import type { Rendered } from './rendered.ts';
import type { Statement, Store } from './store.ts';
import type { Tenant } from './tenant.ts';
import type { Json } from './timeline.ts';

/** What is stored of a verification. */
export interface StoredVerification {
  /** Counted from 1 for each tenant, without gaps. */
  readonly sequence: number;
  readonly id: string;
  /** Grows with every change. */
  readonly revision: number;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  readonly state: VerificationState;
  /** What was ordered. The documents are without their content. */
  readonly input: VerificationInput;
  /** Whether the create waited for the outcome. */
  readonly synchronous: boolean;
  /** Which of its person's employments it reports, counted from 0. Null: all of them. */
  readonly employment: number | null;
  /** Token of the credentials session that it came from. Null where it came from none. */
  readonly sessionToken: string | null;
  /** What the verifier cancelled it with. Null unless the verifier did. */
  readonly cancellation: CancellationInput | null;
  /** The states that it entered, the first one too, and when. */
  readonly history: readonly StateAt[];
}

/** A verification as it is kept in memory, where it changes. */
export type KeptVerification = {
  -readonly [Field in keyof StoredVerification]: StoredVerification[Field];
} & {
  /** The test person, as given when the verification was created. Null for a listed number and a made-up person. */
  readonly person: TestPerson | null;
  /** Whether the store has a row of it. */
  isStored: boolean;
  /** `input` as it is to be stored. Undefined once it is. */
  inputText: string | undefined;
  /** The answers that show it as it is. */
  rendered: { plain?: Rendered<never>; withAnalytics?: Rendered<never> };
};

/** A state and when it was entered. */
export interface StateAt {
  readonly state: VerificationState;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
}

/** When it was completed. Null where it is not. */
export function completedMs({ state, history }: KeptVerification): number | null {
  return state === 'completed' ? (history.at(-1)?.atMs ?? null) : null;
}

/** The state that a synchronous verification has at once. Where nothing ends it by itself, nothing was found: `canceled`. */
function outcomeAtOnce(steps: readonly Step[]): VerificationState {
  const last = steps.at(-1)?.state ?? 'pending-approval';
  return last === 'pending-approval' || last === 'processing' ? 'canceled' : last;
}

/** A verification that is not stored yet. */
export type NewVerification = Pick<
  KeptVerification,
  'input' | 'synchronous' | 'person' | 'employment' | 'sessionToken'
> & {
  /** The states that it enters by itself. A synchronous one is in the last of them at once. */
  steps: readonly Step[];
};

interface Row {
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

/** How many verifications of a tenant are kept ready, with their answers. */
const readyCount = 512;

/** How many that stay as they are wait to be saved at most, and how many of them are then saved at once. */
const unsavedCount = 500;
const savedAtOnce = 100;

/** The table of all tenants' verifications. */
export class VerificationTable {
  readonly cap: number;
  readonly store: Store;
  readonly insert: Statement;
  readonly update: Statement;
  readonly select: Statement;
  readonly selectInState: Statement;
  readonly count: Statement;
  readonly range: Statement;
  readonly remove: Statement;

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
    });
    this.insert = store.prepare('INSERT INTO verification VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.update = store.prepare(
      'UPDATE verification SET state = ?, revision = ?, history = ?, cancellation = ? WHERE tenant = ? AND sequence = ?',
    );
    this.select = store.prepare('SELECT * FROM verification WHERE tenant = ? AND sequence = ?');
    this.selectInState = store.prepare(
      'SELECT sequence FROM verification WHERE tenant = ? AND state = ? ORDER BY sequence DESC LIMIT ? OFFSET ?',
    );
    this.count = store.prepare(
      'SELECT state, count(*) AS count FROM verification WHERE tenant = ? GROUP BY state',
    );
    this.range = store.prepare(
      'SELECT min(sequence) AS first, max(sequence) AS last FROM verification WHERE tenant = ?',
    );
    this.remove = store.prepare('DELETE FROM verification WHERE tenant = ? AND sequence = ?');
  }
}

/** The verifications of a tenant. */
export class Verifications {
  readonly #tenant: Tenant;
  readonly #table: VerificationTable;
  /** Some of those that were used lately, each at the place that its sequence gives it. */
  #ready: (KeptVerification | undefined)[] = [];
  /** Those that change by themselves, by sequence. */
  readonly #planned = new Map<number, KeptVerification>();
  /** Those among them whose row in the store is old, or missing. They are saved when they have come to their end, if nothing asks before. */
  readonly #unsavedPlanned = new Map<number, KeptVerification>();
  /** Those others whose row is old, or missing. */
  readonly #unsaved = new Map<number, KeptVerification>();
  #counts = new Map<VerificationState, number>();
  #first = 1;
  #last = 0;

  constructor(tenant: Tenant, table: VerificationTable) {
    this.#tenant = tenant;
    this.#table = table;
  }

  /** Takes what the store holds, in place of what is here. */
  load(): void {
    const { number } = this.#tenant;
    const counts = this.#table.count.all(number) as { state: VerificationState; count: number }[];
    const { first, last } = this.#table.range.get(number) as { first: number | null; last: number | null };
    this.#ready = [];
    this.#planned.clear();
    this.#unsaved.clear();
    this.#unsavedPlanned.clear();
    this.#counts = new Map(counts.map(({ state, count }) => [state, count]));
    this.#first = first ?? 1;
    this.#last = last ?? 0;
  }

  /** How many there are in a state, or in all. */
  count(state?: VerificationState): number {
    return state === undefined ? this.#last - this.#first + 1 : (this.#counts.get(state) ?? 0);
  }

  /** Those in a state, or all, newest first. */
  list({
    state,
    limit,
    offset = 0,
  }: {
    state?: VerificationState | undefined;
    limit: number;
    offset?: number;
  }): KeptVerification[] {
    const found: KeptVerification[] = [];
    if (state === undefined) {
      const from = this.#last - offset;
      for (let sequence = from; sequence > from - limit && sequence >= this.#first; sequence -= 1) {
        found.push(this.#at(sequence) as KeptVerification);
      }
      return found;
    }
    if (this.count(state) === 0) return found;
    this.#tenant.save();
    for (const { sequence } of this.#table.selectInState.all(this.#tenant.number, state, limit, offset)) {
      found.push(this.#at(sequence as number) as KeptVerification);
    }
    return found;
  }

  /** The one of an id. Undefined where there is none. */
  find(id: string): KeptVerification | undefined {
    const sequence = sequenceInId(id);
    const verification = sequence === undefined ? undefined : this.#at(sequence);
    return verification?.id === id ? verification : undefined;
  }

  /** Stores a new one, and has its states change by themselves. */
  add({ input, synchronous, person, employment, sessionToken, steps }: NewVerification): KeptVerification {
    // Nothing is taken before it is sure that it can be stored.
    const inputText = JSON.stringify(input);
    this.makeRoom();
    const tenant = this.#tenant;
    const createdMs = tenant.now();
    const sequence = this.#last + 1;
    const state = synchronous ? outcomeAtOnce(steps) : 'pending-approval';
    const added: KeptVerification = {
      sequence,
      id: tenant.ids.object('verification', sequence),
      revision: 1,
      createdMs,
      state,
      input,
      synchronous,
      person,
      employment,
      sessionToken,
      cancellation: null,
      history: [{ state, atMs: createdMs }],
      isStored: false,
      inputText,
      rendered: {},
    };
    if (this.#table.store.isDurable) {
      try {
        this.#table.store.transaction(() => this.#take(added, steps));
        markStored(added);
      } catch (error) {
        tenant.recover();
        throw error;
      }
    } else {
      this.#take(added, steps);
    }
    this.#ready[sequence % readyCount] = added;
    return added;
  }

  #take(added: KeptVerification, steps: readonly Step[]): void {
    const { isDurable } = this.#table.store;
    this.#last = added.sequence;
    this.#countUp(added.state, 1);
    if (!added.synchronous) this.#plan(added, steps, added.createdMs, isDurable);
    if (isDurable) this.#insert(added);
    else this.#saveLater(added);
    if (this.count() > this.#table.cap) this.#removeOldest();
  }

  /**
   * Moves one to another state by hand. From then on it stays there: it does not change by itself any more.
   *
   * @throws {@link SandboxError} `unknown_verification`, or `impossible_state` with those that are possible.
   */
  move(id: string, state: VerificationState): KeptVerification {
    const verification = this.find(id);
    if (verification === undefined) {
      throw new SandboxError('unknown_verification', `There is no verification ${id}.`);
    }
    const allowed = stateEdges[verification.state];
    if (!allowed.includes(state)) {
      throw new SandboxError(
        'impossible_state',
        `A verification that is ${verification.state} cannot become ${state}. It can become ${allowed.join(', ') || 'nothing else: the state is final'}.`,
      );
    }
    this.#tenant.transaction(() => this.#change(verification, state, this.#tenant.now()));
    return verification;
  }

  /** Cancels one for the verifier, for good. */
  cancel(verification: KeptVerification, cancellation: CancellationInput): void {
    this.#tenant.transaction(() =>
      this.#change(verification, 'canceled', this.#tenant.now(), { cancellation }),
    );
  }

  /** Does the next planned step of one: the work of the timeline. */
  proceed(payload: Json, atMs: number): Record<string, Json> | undefined {
    const [sequence, revision, [step, ...rest]] = payload as unknown as [number, number, Step[]];
    const verification = this.#at(sequence);
    // It was changed in another way since this was planned.
    if (verification === undefined || verification.revision !== revision || step === undefined) return;
    const from = verification.state;
    this.#change(verification, step.state, atMs, { steps: rest });
    return { verification_request_id: verification.id, from, to: step.state };
  }

  #plan(verification: KeptVerification, steps: readonly Step[], fromMs: number, saved: boolean): void {
    const { sequence, revision } = verification;
    const [next] = steps;
    if (next === undefined) {
      this.#planned.delete(sequence);
      return;
    }
    this.#planned.set(sequence, verification);
    const payload = [sequence, revision, steps] as unknown as Json;
    this.#tenant.timeline.schedule(fromMs + next.afterMs, 'verification', payload, saved);
  }

  /** Changes one in memory. Where nothing else saves it, it is saved later: it follows from what is saved. */
  #change(
    verification: KeptVerification,
    state: VerificationState,
    atMs: number,
    {
      steps = [],
      cancellation = null,
    }: { steps?: readonly Step[]; cancellation?: CancellationInput | null } = {},
  ): void {
    const tenant = this.#tenant;
    const from = verification.state;
    verification.state = state;
    verification.revision += 1;
    verification.history = [...verification.history, { state, atMs }];
    verification.cancellation = cancellation;
    verification.rendered = {};
    this.#countUp(from, -1);
    this.#countUp(state, 1);
    this.#plan(verification, steps, atMs, false);
    this.#saveLater(verification);
    for (const listener of tenant.tenants.stateChangeListeners) {
      listener(tenant, { verification, from, to: state, atMs });
    }
  }

  #saveLater(verification: KeptVerification): void {
    const { sequence } = verification;
    if (this.#planned.has(sequence)) {
      this.#unsavedPlanned.set(sequence, verification);
      return;
    }
    this.#unsavedPlanned.delete(sequence);
    this.#unsaved.set(sequence, verification);
  }

  /** Saves some where many wait. Those that cannot be saved wait on. */
  makeRoom(): void {
    while (this.#unsaved.size >= unsavedCount) {
      // In a file, what follows from the same moment is written together.
      if (this.#table.store.isDurable) this.#tenant.save();
      else this.#saveOldest();
    }
  }

  #saveOldest(): void {
    const oldest = [...this.#unsaved.values()].slice(0, savedAtOnce);
    this.#table.store.transaction(() => {
      for (const verification of oldest) this.#write(verification);
    });
    for (const verification of oldest) {
      markStored(verification);
      this.#unsaved.delete(verification.sequence);
    }
  }

  /** Whether something waits to be saved. */
  get isUnsaved(): boolean {
    return this.#unsaved.size > 0 || this.#unsavedPlanned.size > 0;
  }

  /** Writes what was not written yet. It counts as written once {@link written} says so. */
  write(): void {
    for (const verification of this.#unsaved.values()) this.#write(verification);
    for (const verification of this.#unsavedPlanned.values()) this.#write(verification);
  }

  /** What {@link write} wrote is stored. */
  written(): void {
    for (const verification of this.#unsaved.values()) markStored(verification);
    for (const verification of this.#unsavedPlanned.values()) markStored(verification);
    this.#unsaved.clear();
    this.#unsavedPlanned.clear();
  }

  #write(verification: KeptVerification): void {
    if (verification.isStored) this.#update(verification);
    else this.#insert(verification);
  }

  #insert(verification: KeptVerification): void {
    const { sequence, state, revision, history, cancellation, createdMs } = verification;
    const { synchronous, employment, sessionToken, input, inputText, person } = verification;
    this.#table.insert.run(
      this.#tenant.number,
      sequence,
      state,
      revision,
      JSON.stringify(history),
      cancellation === null ? null : JSON.stringify(cancellation),
      createdMs,
      synchronous ? 1 : 0,
      employment,
      sessionToken,
      inputText ?? JSON.stringify(input),
      person === null ? null : JSON.stringify(person),
    );
  }

  #update({ sequence, state, revision, history, cancellation }: KeptVerification): void {
    this.#table.update.run(
      state,
      revision,
      JSON.stringify(history),
      cancellation === null ? null : JSON.stringify(cancellation),
      this.#tenant.number,
      sequence,
    );
  }

  #countUp(state: VerificationState, change: number): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + change);
  }

  #removeOldest(): void {
    const oldest = this.#at(this.#first) as KeptVerification;
    if (oldest.isStored) this.#table.remove.run(this.#tenant.number, oldest.sequence);
    this.#countUp(oldest.state, -1);
    this.#first += 1;
    this.#ready[oldest.sequence % readyCount] = undefined;
    this.#unsaved.delete(oldest.sequence);
    this.#unsavedPlanned.delete(oldest.sequence);
    this.#planned.delete(oldest.sequence);
  }

  #at(sequence: number): KeptVerification | undefined {
    const ready = this.#ready[sequence % readyCount];
    if (ready?.sequence === sequence) return ready;
    const changing = this.#planned.get(sequence) ?? this.#unsaved.get(sequence);
    if (changing !== undefined) return changing;
    if (sequence < this.#first || sequence > this.#last) return undefined;
    const row = this.#table.select.get(this.#tenant.number, sequence) as unknown as Row | undefined;
    if (row === undefined) return undefined;
    const {
      revision,
      createdMs,
      state,
      input,
      synchronous,
      employment,
      sessionToken,
      cancellation,
      history,
      person,
    } = row;
    const verification: KeptVerification = {
      sequence,
      id: this.#tenant.ids.object('verification', sequence),
      revision,
      createdMs,
      state,
      input: JSON.parse(input) as VerificationInput,
      synchronous: synchronous === 1,
      person: person === null ? null : (JSON.parse(person) as TestPerson),
      employment,
      sessionToken,
      cancellation: cancellation === null ? null : (JSON.parse(cancellation) as CancellationInput),
      history: JSON.parse(history) as StateAt[],
      isStored: true,
      inputText: undefined,
      rendered: {},
    };
    this.#ready[sequence % readyCount] = verification;
    return verification;
  }
}

function markStored(verification: KeptVerification): void {
  verification.isStored = true;
  verification.inputText = undefined;
}
