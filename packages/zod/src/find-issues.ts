import { type Issue, Report } from './issue.ts';
import { unreadable } from './issue-messages.ts';
import type { Validator } from './validator.ts';

/**
 * Finds the issues of a value. Never throws: a value that cannot be read, such as one with a getter that throws, has an issue.
 *
 * @param drift - Whether unknown fields and values of a response are reported as well.
 */
export function findIssues(validator: Validator, value: unknown, drift: boolean): readonly Issue[] {
  return isAccepted(validator, value, drift) ? [] : reportOn(validator, value, drift).issues;
}

export function reportOn(validator: Validator, value: unknown, drift: boolean): Report {
  const report = new Report(drift);
  const check = validator.check();
  try {
    check(value, report, 0);
  } catch {
    // The report still points at the object or list that could not be read.
    unreadable(report);
  }
  return report;
}

/** False also if the value cannot be read: the report then says where. */
function isAccepted(validator: Validator, value: unknown, drift: boolean): boolean {
  try {
    return validator.accepts(value, drift);
  } catch {
    return false;
  }
}
