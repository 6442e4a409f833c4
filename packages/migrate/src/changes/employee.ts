import { isObject, noteLost, present } from '../fields.ts';
import { employeeStatusToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable, canonicalOf, openValueOf, type Wrapped } from '../values.ts';
import { type AddressForm, addressFromLater } from './address.ts';
import { earningsFromLater } from './earnings.ts';
import { positionsFromLater } from './positions.ts';
import { salaryFromLater } from './salary.ts';
import { noteForm } from './target.ts';

// Every field of an employee may be null, and an employee may be missing. The status has three more values, which Truework's own table
// takes back to the old three. `hired_date` is the latest hire.

export function employeeFromLater(
  employee: Later.OrderEmployee,
  form: AddressForm | undefined,
  notes: Notes,
): Legacy.Employee {
  const { first_name, last_name, social_security_number, status_detail } = employee;
  const { hired_date, on_leave_date, termination_date } = employee;
  noteNames(employee, notes);
  noteForm(social_security_number, notes.at('social_security_number'));
  noteLost(
    { email: employee.email, original_hired_date: employee.original_hired_date },
    'New in 2023-10-30.',
    notes,
  );
  return {
    first_name: first_name ?? '',
    last_name: last_name ?? '',
    ...present({ social_security_number }),
    status: statusFromLater(employee.status, notes.at('status')),
    ...present({
      status_detail: openValueOf(status_detail, notes.at('status_detail')),
      hired_date,
      on_leave_date,
      termination_date,
    }),
    positions: positionsFromLater(employee.positions, notes.at('positions')),
    ...earningsFromLater(employee.earnings, notes.at('earnings')),
    ...salaryFromLater(employee.salary, notes.at('salary')),
    ...addressFromLater(employee.address, form),
  };
}

function noteNames({ first_name, last_name }: Later.OrderEmployee, notes: Notes): void {
  for (const [name, value] of Object.entries({ first_name, last_name }))
    if (typeof value !== 'string') notes.at(name).add('assumed', 'It is null. It becomes an empty string.');
}

function statusFromLater(status: Wrapped | null | undefined, notes: Notes): Legacy.EmploymentStatus {
  if (!isObject(status)) {
    notes.add('assumed', 'It is null. It becomes `unknown`.');
    return 'unknown';
  }
  const canonical = canonicalOf(status);
  const { to, known } = byTable(canonical, employeeStatusToLegacy);
  if (!known) notes.add('assumed', '2019-10-15 has no such status. It becomes `unknown`.');
  else if (to !== canonical)
    notes.add('lost', '2019-10-15 has no such status. It becomes the one in Truework’s own table.');
  return to ?? 'unknown';
}

/** The employee of a report of bank data, if `emptyEmployee` is true. */
export const emptyEmployee: Legacy.Employee = {
  first_name: '',
  last_name: '',
  status: 'unknown',
  positions: [],
};
