import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { lastNameIn, valueAt } from '@truework-legacy/spec/document';

/** One change of one file, wrong on purpose: the suite must notice. Nothing is written: files are changed as they are read. */
export type Mutant = TextMutant | JsonMutant;

interface Change {
  /** Unique, such as `a create is forgotten`. */
  readonly id: string;
  /** The file that is changed, from the root of the repository. */
  readonly file: string;
}

/** A change of a text. */
export interface TextMutant extends Change {
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A change of a JSON document. */
export interface JsonMutant extends Change {
  /** JSON pointer, beginning with `#`. */
  readonly pointer: string;
  /** The new value. Absent to remove it. */
  readonly value?: unknown;
}

/** The root of the repository. */
export const root: string = join(import.meta.dirname, '../../..');

/**
 * A source with a mutant in it.
 *
 * @throws Error if the mutant does not apply, or changes nothing: it would prove nothing.
 */
export function plant(source: string, mutant: Mutant): string {
  const planted = 'find' in mutant ? replaced(source, mutant) : edited(source, mutant);
  if (planted === source) throw new DoesNotApplyError(mutant, 'it changes nothing');
  return planted;
}

/** A mutant that does not apply to its file. */
class DoesNotApplyError extends Error {
  constructor({ id, file }: Mutant, why: string) {
    super(
      `The mutant "${id}" does not apply to ${file}: ${why}. Adapt it in packages/contract-tests/mutation.`,
    );
    this.name = 'DoesNotApplyError';
  }
}

function replaced(source: string, mutant: TextMutant): string {
  const { find, replace } = mutant;
  const locations = source.split(find).length - 1;
  if (locations !== 1) throw new DoesNotApplyError(mutant, `its text is there ${locations} times, not once`);
  // By function, so that nothing in the replacement is taken for a pattern.
  return source.replace(find, () => replace);
}

function edited(source: string, mutant: JsonMutant): string {
  const { pointer, value } = mutant;
  const document = JSON.parse(source) as object;
  const last = lastNameIn(pointer);
  const node = valueAt(document, pointer.slice(0, pointer.lastIndexOf('/')));
  if (typeof node !== 'object' || node === null)
    throw new DoesNotApplyError(mutant, 'it has no such location');
  if (isDeepStrictEqual((node as Record<string, unknown>)[last], value)) {
    throw new DoesNotApplyError(mutant, 'it changes nothing');
  }
  if (value !== undefined) (node as Record<string, unknown>)[last] = value;
  else if (Array.isArray(node)) node.splice(Number(last), 1);
  else delete (node as Record<string, unknown>)[last];
  return JSON.stringify(document, null, 2);
}

/** The file of a mutant as it is with the mutant in it. */
export function mutatedSource(mutant: Mutant): string {
  return plant(readFileSync(join(root, mutant.file), 'utf8'), mutant);
}

/** The mutant that this process was started with, in the environment variable `MUTANT`. */
export function mutantOfThisProcess(): Mutant | undefined {
  const { MUTANT: text } = process.env;
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Mutant);
}
