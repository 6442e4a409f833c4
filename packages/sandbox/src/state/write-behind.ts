import type { VerificationRecord } from './verification-record.ts';

/** The verifications of a tenant that change by themselves, and those whose row in the store is old or missing. */
export class WriteBehind {
  /** Those that change by themselves, by sequence. */
  readonly #planned = new Map<number, VerificationRecord>();
  /** Those among them that are unsaved. They are saved when they have come to their end, unless something asks earlier. */
  readonly #unsavedPlanned = new Map<number, VerificationRecord>();
  /** The other unsaved ones. */
  readonly #unsaved = new Map<number, VerificationRecord>();

  /** One of them. Undefined if the store has it, as it is. */
  find(sequence: number): VerificationRecord | undefined {
    return this.#planned.get(sequence) ?? this.#unsaved.get(sequence);
  }

  /** Notes whether one changes by itself. */
  setPlanned(record: VerificationRecord, isPlanned: boolean): void {
    if (isPlanned) this.#planned.set(record.sequence, record);
    else this.#planned.delete(record.sequence);
  }

  /** Has one saved later. */
  add(record: VerificationRecord): void {
    const { sequence } = record;
    if (this.#planned.has(sequence)) {
      this.#unsavedPlanned.set(sequence, record);
      return;
    }
    this.#unsavedPlanned.delete(sequence);
    this.#unsaved.set(sequence, record);
  }

  forget(sequence: number): void {
    this.#unsaved.delete(sequence);
    this.#unsavedPlanned.delete(sequence);
    this.#planned.delete(sequence);
  }

  clear(): void {
    this.#planned.clear();
    this.#unsaved.clear();
    this.#unsavedPlanned.clear();
  }

  get isEmpty(): boolean {
    return this.#unsaved.size === 0 && this.#unsavedPlanned.size === 0;
  }

  /** How many unsaved ones stay as they are. */
  get settledCount(): number {
    return this.#unsaved.size;
  }

  /** Unsaved ones that stay as they are, the longest waiting first. */
  oldest(count: number): VerificationRecord[] {
    return [...this.#unsaved.values()].slice(0, count);
  }

  all(): VerificationRecord[] {
    return [...this.#unsaved.values(), ...this.#unsavedPlanned.values()];
  }

  /** The store has these now. */
  saved(records: readonly VerificationRecord[]): void {
    for (const record of records) {
      record.inputText = undefined;
      this.#unsaved.delete(record.sequence);
      this.#unsavedPlanned.delete(record.sequence);
    }
  }
}
