import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One change of one file, which is wrong on purpose: the suite must notice. Nothing is written: files are changed as they are read. */
export interface PlantedFault {
  /** Unique, such as `sandbox: cancel is forgotten`. */
  readonly id: string;
  /** The file that is changed, from the root of the repository. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The root of the repository. */
export const root: string = join(import.meta.dirname, '../../..');

/**
 * A source with a fault in it.
 *
 * @throws Error where the text is not there exactly once: a fault that does not apply proves nothing.
 */
export function plant(source: string, { id, file, find, replace }: PlantedFault): string {
  const places = source.split(find).length - 1;
  if (places !== 1) {
    throw new Error(
      `The planted fault "${id}" does not apply: its text stands ${places} times in ${file}, not once.`,
    );
  }
  // By function, so that nothing in the replacement is taken for a pattern.
  return source.replace(find, () => replace);
}

/** The file of a fault as it is with the fault in it. */
export function plantedSource(fault: PlantedFault): string {
  return plant(readFileSync(join(root, fault.file), 'utf8'), fault);
}

/** The fault that this process was started with, in the environment variable `PLANTED_FAULT`. */
export function faultOfThisProcess(): PlantedFault | undefined {
  const { PLANTED_FAULT: text } = process.env;
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as PlantedFault);
}
