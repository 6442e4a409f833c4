import { kebabCase } from './operation.ts';

/** The anchor of a group of operations on the index of the reference. */
export function groupAnchor(label: string): string {
  return kebabCase(label);
}
