import { isObject, noteLost } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { type AddressForm, addressFromLater } from './address.ts';

// A report of bank data has no employer. 2019-10-15 always has one, whose name may be null.

export function employerFromLater(
  employer: Later.OrderEmployer | null | undefined,
  form: AddressForm | undefined,
  notes: Notes,
): Legacy.Employer {
  if (!isObject(employer)) {
    notes.add('assumed', 'There is no employer. It becomes an employer without a name.');
    return { name: null };
  }
  noteLost({ government_ids: employer.government_ids }, 'New in 2023-10-30.', notes);
  return { name: employer.name ?? null, ...addressFromLater(employer.address, form) };
}
