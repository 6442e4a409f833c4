import type { Summary } from './summarize.ts';

const nothing =
  'No request of 2019-10-15 was found. Is the name of a HAR file without .har? Do requests go through a proxy? See --help.';

/** The summary as text: a table of operations, and one of notes. */
export function printSummary({ operations, notes, others, unreadable }: Summary): string {
  const counts = operations.map(({ operation, requests, converted, needing, rejected }) => [
    operation,
    ...[requests, converted, needing, rejected].map(String),
  ]);
  const headings = ['operation', 'requests', 'convert', 'need something', 'cannot'];
  const rows = notes.map(({ kind, operation, path, count, reason }) => [
    kind,
    String(count),
    operation,
    path,
    reason,
  ]);
  const rest = [
    ...(others > 0 ? [`Requests that are not of 2019-10-15, or not to Truework: ${others}.`] : []),
    ...(unreadable > 0 ? [`Records that are not requests: ${unreadable}.`] : []),
  ];
  if (counts.length === 0) return [nothing, ...rest].join('\n');
  return [table([headings, ...counts]), ...(rows.length > 0 ? [table(rows)] : []), ...rest].join('\n\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
