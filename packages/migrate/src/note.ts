/**
 * What a note is about:
 *
 * - `lost`: the other version has no place for it.
 * - `supply`: the other version requires it, and it is not there. Nothing is converted until you supply it.
 * - `assumed`: something stands in for it, by a rule that the documentation does not settle.
 * - `behavior`: it is converted, and the API behaves differently.
 * - `reject`: it is not converted, because the other version has nothing like it.
 */
export type NoteKind = 'lost' | 'supply' | 'assumed' | 'behavior' | 'reject';

/** What a conversion has to say about one field. It never holds a value, so it can be logged. */
export interface Note {
  readonly kind: NoteKind;
  /** JSON pointer into what was given, such as `/target/company/id`. A header by its name. `*` is a field that no documentation names. */
  readonly path: string;
  /** What became of it, and what to do. */
  readonly reason: string;
}

/** Collects notes about one part of what was given. */
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

  /** Whether what was given cannot be converted as a whole. */
  get stop(): boolean {
    return this.list.some(({ kind }) => kind === 'supply' || kind === 'reject');
  }
}
