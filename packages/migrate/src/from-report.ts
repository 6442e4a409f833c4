import { type ReportOptions, reportFromLater } from './changes/report.ts';
import type { OrderReport } from './generated/later-types.gen.ts';
import type { Report } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** A report, as 2019-10-15 shows it. */
export interface FromReport {
  /** Undefined if 2019-10-15 has no report like it: one of bank data. */
  readonly report: Report | undefined;
  readonly notes: Note[];
}

/**
 * A report of 2023-10-30 as one of 2019-10-15.
 *
 * @param report - What `GET /reports/{id}` responded.
 */
export function fromReport(report: OrderReport, options: ReportOptions = {}): FromReport {
  const notes = new Notes();
  return { report: reportFromLater(report, options, undefined, notes), notes: notes.list };
}
