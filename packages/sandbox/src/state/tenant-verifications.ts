import { isRecord, SandboxError } from '../errors/index.ts';
import type { CancellationInput, VerificationState } from '../generated/types.gen.ts';
import type { Step } from '../people/index.ts';
import { sequenceInId } from '../seed/index.ts';
import { stateEdges } from '../spec/index.ts';
import { isCount, isInteger, isState } from './row-checks.ts';
import type { Json, TenantScope } from './tenant-scope.ts';
import type { NewVerification, VerificationRecord } from './verification-record.ts';
import type { VerificationTable } from './verification-table.ts';
import { WriteBehind } from './write-behind.ts';

/** How many verifications of a tenant are kept in memory, with their responses. */
const recentCount = 512;

/** How many that stay as they are wait to be saved at most, and how many of them are then saved at once. */
const unsavedCount = 500;
const savedAtOnce = 100;

/** The verifications of a tenant. */
export class TenantVerifications {
  readonly #tenant: TenantScope;
  readonly #table: VerificationTable;
  /** Some of those that were used recently, each at the position that its sequence gives it. */
  #recent: (VerificationRecord | undefined)[] = [];
  readonly #writeBehind = new WriteBehind();
  #counts = new Map<VerificationState, number>();
  #first = 1;
  #last = 0;

  constructor(tenant: TenantScope, table: VerificationTable) {
    this.#tenant = tenant;
    this.#table = table;
  }

  /** Replaces what is in memory by what is stored. */
  load(): void {
    const { first, last } = this.#table.range(this.#tenant);
    const counts = this.#table.counts(this.#tenant);
    this.#recent = [];
    this.#writeBehind.clear();
    this.#counts = counts;
    this.#first = first;
    this.#last = last;
  }

  /** The number of verifications in a state, or of all. */
  count(state?: VerificationState): number {
    return state === undefined ? this.#last - this.#first + 1 : (this.#counts.get(state) ?? 0);
  }

  /** The verifications in a state, or all of them, newest first. */
  list(page: {
    state?: VerificationState | undefined;
    limit: number;
    offset?: number;
  }): VerificationRecord[] {
    return this.#sequences(page).map((sequence) => this.#at(sequence) as VerificationRecord);
  }

  #sequences({ state, limit, offset = 0 }: Parameters<TenantVerifications['list']>[0]): number[] {
    if (state === undefined) {
      const from = this.#last - offset;
      return Array.from(
        { length: Math.max(0, Math.min(limit, from - this.#first + 1)) },
        (_, index) => from - index,
      );
    }
    if (this.count(state) === 0) return [];
    this.#tenant.save();
    return this.#table.sequencesInState(this.#tenant, state, limit, offset);
  }

  /** The verification with an id. Returns undefined if there is no such verification. */
  find(id: string): VerificationRecord | undefined {
    const verification = this.#at(sequenceInId(id));
    return verification?.id === id ? verification : undefined;
  }

  /** Stores a new one, and has its states change by themselves. */
  add(given: NewVerification): VerificationRecord {
    // Serialized first: nothing may change before it is certain that it can be stored.
    const inputText = JSON.stringify(given.input);
    this.makeRoom();
    const added = newRecord(this.#tenant, this.#last + 1, given, inputText);
    const { store } = this.#table;
    if (store.isDurable) {
      try {
        store.transaction(() => this.#insert(added, given.steps));
        added.inputText = undefined;
      } catch (error) {
        this.#tenant.recover();
        throw error;
      }
    } else {
      this.#insert(added, given.steps);
    }
    this.#recent[added.sequence % recentCount] = added;
    return added;
  }

  #insert(added: VerificationRecord, steps: readonly Step[]): void {
    const { isDurable } = this.#table.store;
    this.#last = added.sequence;
    this.#countUp(added.state, 1);
    if (!added.synchronous) this.#plan(added, steps, added.createdMs, isDurable);
    if (isDurable) this.#table.write(this.#tenant, added);
    else this.#writeBehind.add(added);
    // What was restored or read from a file may be more than the cap.
    while (this.count() > this.#table.cap) this.#removeOldest();
  }

  /**
   * Moves one to another state. It stays there, and no longer changes by itself.
   *
   * @throws {@link SandboxError} `unknown_verification`, or `impossible_state` with the possible ones.
   */
  move(id: string, state: VerificationState): VerificationRecord {
    const verification = this.find(id);
    if (verification === undefined) {
      throw new SandboxError('unknown_verification', 'There is no verification with this id.');
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
  cancel(verification: VerificationRecord, cancellation: CancellationInput): void {
    this.#tenant.transaction(() =>
      this.#change(verification, 'canceled', this.#tenant.now(), { cancellation }),
    );
  }

  /** Takes the next planned step of one: the work of the timeline. */
  proceed(payload: Json, atMs: number): Record<string, Json> | undefined {
    const [sequence, revision, [step, ...rest]] = payload as unknown as [number, number, [Step, ...Step[]]];
    const verification = this.#at(sequence);
    // It was changed in another way since this was planned, or made room for newer ones.
    if (verification?.revision !== revision) return;
    const from = verification.state;
    this.#change(verification, step.state, atMs, { steps: rest });
    return { verification_request_id: verification.id, from, to: step.state };
  }

  #plan(verification: VerificationRecord, steps: readonly Step[], fromMs: number, saved: boolean): void {
    const { sequence, revision } = verification;
    const [next] = steps;
    this.#writeBehind.setPlanned(verification, next !== undefined);
    if (next === undefined) return;
    const payload = [sequence, revision, steps] as unknown as Json;
    this.#tenant.timeline.schedule(fromMs + next.afterMs, 'verification', payload, saved);
  }

  /** Changes one in memory. If nothing else saves it, it is saved later: it follows from what is saved. */
  #change(
    verification: VerificationRecord,
    state: VerificationState,
    atMs: number,
    {
      steps = [],
      cancellation = null,
    }: { steps?: readonly Step[]; cancellation?: CancellationInput | null } = {},
  ): void {
    this.#countUp(verification.state, -1);
    this.#countUp(state, 1);
    verification.state = state;
    verification.revision += 1;
    verification.history = [...verification.history, { state, atMs }];
    verification.cancellation = cancellation;
    verification.rendered = {};
    this.#plan(verification, steps, atMs, false);
    this.#writeBehind.add(verification);
    for (const listener of this.#table.onStateChange) {
      listener(this.#tenant, verification);
    }
  }

  /** Saves some if many wait. Those that cannot be saved go on waiting. */
  makeRoom(): void {
    while (this.#writeBehind.settledCount >= unsavedCount) {
      // In a file, what follows from the same time is written together.
      if (this.#table.store.isDurable) this.#tenant.save();
      else this.#saveOldest();
    }
  }

  #saveOldest(): void {
    const oldest = this.#writeBehind.oldest(savedAtOnce);
    this.#table.store.transaction(() => {
      for (const verification of oldest) this.#table.write(this.#tenant, verification);
    });
    this.#writeBehind.saved(oldest);
  }

  /** Whether something waits to be saved. */
  get isUnsaved(): boolean {
    return !this.#writeBehind.isEmpty;
  }

  /** Writes what was not written yet. It counts as written once {@link written} says so. */
  write(): void {
    for (const verification of this.#writeBehind.all()) this.#table.write(this.#tenant, verification);
  }

  /** What {@link write} wrote is stored. */
  written(): void {
    this.#writeBehind.saved(this.#writeBehind.all());
  }

  #countUp(state: VerificationState, change: number): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + change);
  }

  #removeOldest(): void {
    const oldest = this.#at(this.#first) as VerificationRecord;
    this.#table.remove(this.#tenant, oldest);
    this.#countUp(oldest.state, -1);
    this.#first += 1;
    this.#recent[oldest.sequence % recentCount] = undefined;
    this.#writeBehind.forget(oldest.sequence);
  }

  #at(sequence: number): VerificationRecord | undefined {
    const recent = this.#recent[sequence % recentCount];
    if (recent?.sequence === sequence) return recent;
    const changing = this.#writeBehind.find(sequence);
    if (changing !== undefined) return changing;
    if (sequence < this.#first || sequence > this.#last) return undefined;
    const verification = this.#table.read(this.#tenant, sequence);
    this.#recent[sequence % recentCount] = verification;
    return verification;
  }
}

function newRecord(
  tenant: TenantScope,
  sequence: number,
  { input, synchronous, person, employment, sessionToken, steps }: NewVerification,
  inputText: string,
): VerificationRecord {
  const createdMs = tenant.now();
  const state = synchronous ? outcomeAtOnce(steps) : 'pending-approval';
  return {
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
    inputText,
    rendered: {},
  };
}

/** The state that a synchronous verification has at once. If nothing ends it by itself, nothing was found: `canceled`. */
function outcomeAtOnce(steps: readonly Step[]): VerificationState {
  const last = steps.at(-1)?.state ?? 'pending-approval';
  return last === 'pending-approval' || last === 'processing' ? 'canceled' : last;
}

/** Whether a payload of the timeline is one of {@link TenantVerifications.proceed}. */
export function isStepPayload(payload: unknown): boolean {
  if (!Array.isArray(payload)) return false;
  const [sequence, revision, steps] = payload;
  return (
    isCount(sequence) &&
    isCount(revision) &&
    Array.isArray(steps) &&
    steps.length > 0 &&
    steps.every(
      (step) =>
        isRecord(step) && isState(step['state']) && isInteger(step['afterMs']) && step['afterMs'] >= 0,
    )
  );
}
