import { isObject, noteLost, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// The respondent also has an email address.

export function respondentFromLater(
  respondent: Later.OrderRespondent | null | undefined,
  notes: Notes,
): Pick<Legacy.Report, 'respondent'> {
  if (!isObject(respondent)) return {};
  const { full_name, title, email } = respondent;
  noteLost({ email }, 'New in 2023-10-30.', notes);
  return { respondent: present({ full_name, title }) };
}
