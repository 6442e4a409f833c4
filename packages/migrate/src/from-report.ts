import { type ReportOptions, reportFromLater } from './changes/report.ts';
import { objectOf } from './fields.ts';
import type { OrderReport } from './generated/later-types.gen.ts';
import type { Report } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** A report, as 2019-10-15 shows it. */
export interface FromReport {
  /** Undefined if it cannot be converted, such as a report of bank data. */
  readonly report: Report | undefined;
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/**
 * Converts a report of 2023-10-30 to one of 2019-10-15.
 *
 * @param report - The response to `GET /reports/{id}`.
 */
export function fromReport(report: OrderReport, options: ReportOptions = {}): FromReport {
  const notes = new Notes();
  return { report: reportFromLater(objectOf(report), options, undefined, notes), notes: notes.list };
}
