import { basename } from 'node:path';
import { namesIn } from '../document/json-pointer.ts';
import type { Location } from './rule.ts';

/** A location as a person would write it: `Salary.gross_pay`. */
export function locationOf({ source, pointer }: Location): string {
  const steps = namesIn(pointer).filter((step) => step !== '');
  const inComponents = steps[0] === 'components';
  const [file, inside] = inComponents
    ? [steps[2], steps.slice(3)]
    : [basename(source.absoluteRef, '.yaml'), steps];
  return [file, ...inside.filter((step) => step !== 'properties')].join('.');
}
