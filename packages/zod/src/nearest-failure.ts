import type { Issue, Report } from './issue.ts';
import { type Expected, wrongType } from './issue-messages.ts';

/**
 * The issues of the options of a union that came nearest to a value.
 *
 * @param expected - What the union accepts.
 * @param failures - The issues of each option.
 */
export function nearestFailure(
  expected: Expected,
  value: unknown,
  report: Report,
  failures: readonly (readonly Issue[])[],
): readonly Issue[] {
  const mismatch = report.fork();
  wrongType(expected, value, mismatch);
  const { kind, path } = mismatch.issues[0] as Issue;
  // An option for another type says nothing useful about the value.
  const nearest = failures.filter((issues) => {
    const first = issues[0] as Issue;
    return first.kind !== kind || first.path.length > path.length;
  });
  return nearest.length === 0 ? mismatch.issues : mergeFailures(nearest);
}

/** The issues of the first option with the fewest. If several such options lack one field each, its message names these fields. */
function mergeFailures(failures: readonly (readonly Issue[])[]): readonly Issue[] {
  const fewest = Math.min(...failures.map((issues) => issues.length));
  const [first = [], ...others] = failures.filter((issues) => issues.length === fewest);
  const missed = [first, ...others].map((issues) => issues.filter(({ kind }) => kind === 'missing'));
  const names = [...new Set(missed.flat().map(({ path }) => String(path.at(-1))))];
  if (names.length < 2 || missed.some((issues) => issues.length !== 1)) return first;
  const message = `Required: at least one of ${names.join(', ')}.`;
  return [
    ...missed.flat().map((issue) => ({ ...issue, message })),
    ...first.filter(({ kind }) => kind !== 'missing'),
  ];
}
