/**
 * What a note is about:
 *
 * - `lost`: the other version has no such field.
 * - `supply`: the other version requires it, and it is missing. There is no request until you supply it.
 * - `assumed`: it is replaced by a rule that the documentation does not state.
 * - `behavior`: it is converted, but the API behaves differently.
 * - `reject`: it is not converted, because the other version has nothing like it.
 */
export type NoteKind = 'lost' | 'supply' | 'assumed' | 'behavior' | 'reject';

/** What a conversion reports about one field. It contains no values, so you can log it. */
export interface Note {
  /** What it means for you. */
  readonly kind: NoteKind;
  /** JSON pointer into the input, such as `/target/company/id`, or the name of a header or an option. `*` is a field that is not documented. */
  readonly path: string;
  /** What happened to it, and what to do. */
  readonly reason: string;
}

/** Collects notes about one part of the input. */
export class Notes {
  readonly list: Note[];
  readonly #path: string;

  constructor(list: Note[] = [], path = '') {
    this.list = list;
    this.#path = path;
  }

  /** The same list, for a part of this part. */
  at(name: string | number): Notes {
    return new Notes(this.list, `${this.#path}/${name}`);
  }

  /** Adds a note about this part. */
  add(kind: NoteKind, reason: string): void {
    this.list.push({ kind, path: this.#path, reason });
  }

  /** Whether the input as a whole cannot be converted. */
  get stop(): boolean {
    return this.list.some(({ kind }) => kind === 'supply' || kind === 'reject');
  }
}
