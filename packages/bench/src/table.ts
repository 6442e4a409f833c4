/** What a bench found out about one question: a row for each contestant, the first of them usually the one to compare with. */
export interface Table {
  /** What was measured and how, in one line. */
  readonly title: string;
  /** Of {@link Row.figure}: `µs`, `kB`, `requests/s`. */
  readonly unit: string;
  /** What {@link Row.ratio} counts, such as `× raw fetch`. Absent if no row has one. */
  readonly ratioTo?: string;
  readonly rows: readonly Row[];
}

/** One line of a table. */
export interface Row {
  /** What was measured: `this client`, or a peer with its version. */
  readonly subject: string;
  /** In the table's unit. Absent if the row only has a ratio. */
  readonly figure?: number;
  /** Measured in the same run as what it is a ratio to. */
  readonly ratio?: number;
  /** Peers have none. */
  readonly budget?: Budget;
}

/** What a row must keep: an upper or a lower bound of its figure or of its ratio. */
export type Budget = { readonly of: 'figure' | 'ratio' } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
);

/** Whether a row keeps its budget. A row without a budget does. A row without the number that its budget is about does not. */
export function keepsBudget(row: Row): boolean {
  const { budget } = row;
  if (budget === undefined) return true;
  const measured = row[budget.of];
  if (measured === undefined) return false;
  return 'atMost' in budget ? measured <= budget.atMost : measured >= budget.atLeast;
}

/** A row beside the one of an earlier run: times its ratio, or its figure if it has no ratio. Undefined if there was none. */
function timesLast(row: Row, last: Table | undefined): number | undefined {
  const before = last?.rows.find(({ subject }) => subject === row.subject);
  const [now, then] = row.ratio === undefined ? [row.figure, before?.figure] : [row.ratio, before?.ratio];
  return now === undefined || then === undefined ? undefined : now / then;
}

/**
 * The table as text, with a verdict behind each budget.
 *
 * @param last - What an earlier run measured. Adds a column.
 */
export function formatTable({ title, unit, ratioTo, rows }: Table, last?: Table): string {
  const cells = [
    ['', unit, ratioTo ?? '', last === undefined ? '' : '× last', 'budget'],
    ...rows.map((row) => [
      row.subject,
      row.figure === undefined ? '' : formatNumber(row.figure),
      row.ratio === undefined ? '' : row.ratio.toFixed(2),
      timesLast(row, last)?.toFixed(2) ?? '',
      row.budget === undefined ? '' : formatVerdict(row, row.budget),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .filter((_, column) => widths[column] !== 0)
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n\n${lines.join('\n')}`;
}

function formatVerdict(row: Row, budget: Budget): string {
  const bound = 'atMost' in budget ? `at most ${budget.atMost}` : `at least ${budget.atLeast}`;
  return `${keepsBudget(row) ? 'met' : 'MISSED'}: ${budget.of === 'ratio' ? `ratio ${bound}` : bound}`;
}

/** Three digits that count: `0.98`, `12.3`, `61900`. */
function formatNumber(value: number): string {
  return value.toFixed(Math.min(2, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)))));
}
