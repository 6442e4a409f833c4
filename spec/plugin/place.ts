import { basename } from 'node:path';
import type { Location } from './rule.ts';

/** Where something is, in words that a person would use: `Salary.gross_pay`. */
export function placeOf({ source, pointer }: Location): string {
  const steps = pointer
    .replace(/^#\//, '')
    .split('/')
    .filter((step) => step !== '')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  const inComponents = steps[0] === 'components';
  const [file, inside] = inComponents
    ? [steps[2], steps.slice(3)]
    : [basename(source.absoluteRef, '.yaml'), steps];
  return [file, ...inside.filter((step) => step !== 'properties')].join('.');
}
