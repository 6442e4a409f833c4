import { isObject, present } from '../fields.ts';
import { reducedCovidToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import { noteAmount } from '../money.ts';
import type { Notes } from '../note.ts';
import { byTable, openValueOf } from '../values.ts';

// 2023-10-30 has two facts that do not depend on each other: `pay_rate`, an amount and the period that the amount is for, and
// `pay_frequency`, how often the person is paid. 2019-10-15 has one pair, and in all its samples `pay_frequency` is the period of
// `gross_pay`. So gross_pay = pay_rate.amount, and pay_frequency = pay_rate.unit. Only if there is no unit, pay_frequency is taken, with
// a note. If both are there and differ, the rhythm of the payments is lost: taking it instead would turn 20.00 per hour into 20.00 per
// two weeks. No page defines the old pair, so this is inferred.

export function salaryFromLater(
  salary: Later.OrderSalary | null | undefined,
  notes: Notes,
): Pick<Legacy.Employee, 'salary'> {
  if (!isObject(salary)) return {};
  const amount = salary.pay_rate?.amount;
  const period = periodOf(salary, notes);
  if (typeof amount !== 'string' || period === undefined) {
    notes.add('reject', 'It has no amount, or no period that the amount is for, so the salary is left out.');
    return {};
  }
  noteAmount(amount, notes.at('pay_rate').at('amount'));
  const { hours_per_week } = salary;
  const { to: reduced_covid } = byTable(salary.reduced_covid, reducedCovidToLegacy);
  if (reduced_covid === undefined && (salary.reduced_covid ?? undefined) !== undefined)
    notes.at('reduced_covid').add('lost', '2019-10-15 has no such value, so it is left out.');
  return {
    salary: { gross_pay: amount, pay_frequency: period, ...present({ hours_per_week, reduced_covid }) },
  };
}

function periodOf({ pay_rate, pay_frequency }: Later.OrderSalary, notes: Notes): string | undefined {
  const unit = openValueOf(pay_rate?.unit, notes.at('pay_rate').at('unit'));
  const rhythm = openValueOf(pay_frequency, notes.at('pay_frequency'));
  if (unit === undefined) {
    if (rhythm === undefined) return undefined;
    const reason = 'The amount has no period. The frequency of the payments is used.';
    notes.at('pay_frequency').add('assumed', reason);
    return rhythm;
  }
  if (rhythm !== undefined && rhythm !== unit)
    notes
      .at('pay_frequency')
      .add('lost', 'The frequency of the payments is lost. The period of the amount is used.');
  return unit;
}
