import { describe, expect, test } from 'vitest';
import { brief, wrapped } from '../test/support/orders.ts';
import { salaryFromLater } from './changes/salary.ts';
import type { OrderSalary } from './generated/later-types.gen.ts';
import { Notes } from './note.ts';

describe('a salary', () => {
  const salary = (pay_rate: OrderSalary['pay_rate'], pay_frequency: OrderSalary['pay_frequency']) => {
    const notes = new Notes();
    const value = { pay_rate, pay_frequency, hours_per_week: '40.00', reduced_covid: 'no' } as const;
    return { salary: salaryFromLater(value, notes).salary, notes: brief(notes.list) };
  };
  const kept = { hours_per_week: '40.00', reduced_covid: 'no' };

  test('of 20.00 an hour, paid every two weeks, stays 20.00 an hour', () => {
    expect(salary({ amount: '20.00', unit: wrapped('hourly') }, wrapped('biweekly'))).toEqual({
      salary: { gross_pay: '20.00', pay_frequency: 'hourly', ...kept },
      notes: ['lost /pay_frequency'],
    });
  });

  test('whose amount and payments have one period loses nothing', () => {
    expect(salary({ amount: '60000.00', unit: wrapped('annually') }, wrapped('annually'))).toEqual({
      salary: { gross_pay: '60000.00', pay_frequency: 'annually', ...kept },
      notes: [],
    });
    expect(salary({ amount: '60000.00', unit: wrapped('annually') }, null).notes).toEqual([]);
  });

  test('whose amount has no period takes that of the payments, and says so', () => {
    expect(salary({ amount: '800.00', unit: null }, wrapped('weekly'))).toEqual({
      salary: { gross_pay: '800.00', pay_frequency: 'weekly', ...kept },
      notes: ['assumed /pay_frequency'],
    });
  });

  test('whose period is none of the list has the raw one', () => {
    const found = salary({ amount: '10.00', unit: wrapped('other', 'per shift') }, wrapped('monthly'));
    expect(found.salary).toMatchObject({ gross_pay: '10.00', pay_frequency: 'per shift' });
  });

  test.each([
    ['no rate', null, wrapped('weekly')],
    ['no amount', { amount: null, unit: wrapped('hourly') }, wrapped('weekly')],
    ['no period at all', { amount: '10.00', unit: null }, null],
  ] as const)('with %s is left out, with a note', (_, rate, frequency) => {
    const found = salary(rate, frequency);
    expect(found.salary).toBeUndefined();
    expect(found.notes).toContain('reject ');
  });

  test.each(['20', '20.000', '1e3', '20,00', '٢٠٫٠٠', ''])('of %j is passed on as it is', (amount) => {
    const found = salary({ amount, unit: wrapped('hourly') }, null);
    expect(found.salary?.gross_pay).toBe(amount);
    expect(found.notes).toContain('behavior /pay_rate/amount');
  });
});
