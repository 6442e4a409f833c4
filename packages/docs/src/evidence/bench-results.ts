/** What a bench measured, as `pnpm bench --write` leaves it. */
export interface BenchResult {
  readonly machine: string;
  readonly measuredOn: string;
  readonly tables: readonly BenchTable[];
}

interface BenchTable {
  readonly title: string;
  readonly unit: string;
  /** What a row's ratio compares it with. Absent if nothing is compared. */
  readonly ratioTo?: string;
  readonly rows: readonly BenchRow[];
}

interface BenchRow {
  readonly subject: string;
  readonly figure?: number;
  readonly ratio?: number;
  readonly budget?: { readonly of: 'figure' | 'ratio'; readonly atMost?: number; readonly atLeast?: number };
}

/** A bar of a plot. */
export interface Bar {
  readonly subject: string;
  /** Its length, from 0 to 1. */
  readonly share: number;
  readonly label: string;
  /** The budget of the row in words, and where it is if it is on the same scale. */
  readonly budget: { readonly share: number | undefined; readonly label: string } | undefined;
  /** Whether it is this project's. */
  readonly isOurs: boolean;
}

/** The bars of a table: its figures, or its ratios if that is all it has. */
export function barsOf({ rows, unit, ratioTo }: BenchTable): Bar[] {
  const kind = rows.some(({ figure }) => figure !== undefined) ? 'figure' : 'ratio';
  const shown = rows.filter((row) => row[kind] !== undefined);
  const budgetOf = ({ budget }: BenchRow) =>
    budget?.of === kind ? (budget.atMost ?? budget.atLeast) : undefined;
  const longest = Math.max(...shown.flatMap((row) => [row[kind] ?? 0, budgetOf(row) ?? 0]));
  const written = (value: number, of: 'figure' | 'ratio' = kind) =>
    `${Number(value.toPrecision(3)).toLocaleString('en-US')} ${of === 'figure' ? unit : (ratioTo ?? '×')}`;
  const budgetInWords = (row: BenchRow) => {
    const { of, atMost, atLeast = 0 } = row.budget ?? { of: kind };
    const isMissed = atMost === undefined ? (row[of] ?? 0) < atLeast : (row[of] ?? 0) > atMost;
    const bound = `${atMost === undefined ? 'at least' : 'at most'} ${written(atMost ?? atLeast, of)}`;
    return `${bound}${isMissed ? ', missed' : ''}`;
  };
  return shown.map((row) => {
    const value = row[kind] ?? 0;
    const budget = budgetOf(row);
    return {
      subject: row.subject,
      share: value / longest,
      label: written(value),
      budget: row.budget && {
        share: budget === undefined ? undefined : budget / longest,
        label: budgetInWords(row),
      },
      isOurs: /\b(this|these)\b|sandbox\b/i.test(row.subject),
    };
  });
}
