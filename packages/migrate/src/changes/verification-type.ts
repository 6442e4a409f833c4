import { objectOf } from '../fields.ts';
import { typeToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable } from '../values.ts';

// Responses of 2023-10-30 know two more types, `assets` and `self-employment`. Nothing that 2019-10-15 created has one.

/** @returns Undefined if 2019-10-15 has no such type. */
export function typeFromLater(type: unknown, notes: Notes): Legacy.VerificationType | undefined {
  const { to } = byTable(type, typeToLegacy);
  if (to === undefined) notes.add('reject', '2019-10-15 has no such type, so the verification is left out.');
  return to;
}

/** @param around - The type of the verification around the report, if it was read with one. */
export function reportVerificationFromLater(
  verification: Later.OrderReportVerification,
  around: Legacy.VerificationType | undefined,
  notes: Notes,
): Legacy.ReportVerification {
  const { id, type, created } = objectOf(verification);
  const { to } = byTable(type, typeToLegacy);
  if (to !== undefined) return { id, type: to, created };
  if (around !== undefined) {
    notes.at('type').add('assumed', '2019-10-15 has no such type. It is the one of the verification.');
    return { id, type: around, created };
  }
  notes.at('type').add('behavior', 'Passed on unchanged, although 2019-10-15 has no such type.');
  return { id, type: type as Legacy.VerificationType, created };
}
