import { describe, expect, test } from 'vitest';
import { brief, employeeWith, reportWith, wrapped } from '../test/support/orders.ts';
import { errorsOf } from '../test/support/schemas.ts';
import { fromReport } from './from-report.ts';
import type { OrderMoney } from './generated/later-types.gen.ts';

describe('a report', () => {
  test('of bank data is left out, unless you ask for an empty employee', () => {
    const bank = reportWith({ employee: null, employer: null });
    expect(fromReport(bank).report).toBeUndefined();
    expect(brief(fromReport(bank).notes)).toContain('reject /employee');
    const { report } = fromReport(bank, { emptyEmployee: true });
    expect(report?.employee).toEqual({ first_name: '', last_name: '', status: 'unknown', positions: [] });
    expect(report?.employer).toEqual({ name: null });
    expect(errorsOf('legacy', 'Report', report)).toEqual([]);
  });

  test('has its addresses as texts if you ask for it', () => {
    const { report } = fromReport(reportWith({}), { addressAs: 'text' });
    expect(report?.employer.address).toBe('1 Example Street\nSpringfield\nIL\nUS\n62701');
  });

  test('keeps the entry for Day 1 Certainty, Truework’s first', () => {
    const entry = (provider: 'truework' | 'argyle', reference_id: string, type: 'd1c' | 'other' = 'd1c') => ({
      type: wrapped(type),
      provider: wrapped(provider),
      reference_id,
      is_eligible: null,
    });
    const eligibilities = [entry('truework', 'z', 'other'), entry('argyle', 'a'), entry('truework', 't')];
    const { report, notes } = fromReport(reportWith({ eligibilities }));
    expect(report).toMatchObject({ du_reference_id: 't' });
    expect(report).not.toHaveProperty('d1c_eligible');
    expect(brief(notes)).toEqual(expect.arrayContaining(['lost /eligibilities/0', 'lost /eligibilities/1']));
    expect(fromReport(reportWith({ eligibilities: [entry('argyle', 'a')] })).report?.du_reference_id).toBe(
      'a',
    );
  });

  test('never drops earnings without a note', () => {
    const entry = {
      year: null,
      base: '1.00',
      overtime: null,
      commission: null,
      bonus: null,
      other: null,
      total: null,
    };
    const { report, notes } = fromReport(employeeWith({ earnings: [entry] }));
    expect(report?.employee.earnings).toEqual([]);
    expect(brief(notes)).toContain('reject /employee/earnings/0');
  });

  test('has money of an analysis as null if it has no amount', () => {
    const warnings = {
      short_employment_warning: false,
      stale_data_warning: true,
      variable_income_warning: false,
    };
    const amountsOf = (base_amount: OrderMoney, gross_amount: OrderMoney) => {
      const annualized_income = { base_amount, gross_amount, ...warnings };
      const { report, notes } = fromReport(
        reportWith({ income_analytics: { annualized_income, income_volatility: null } }),
      );
      return { report, notes: brief(notes) };
    };
    const { report } = amountsOf({ amount: '41600.00', currency: 'USD' }, { amount: null, currency: null });
    const odd = amountsOf({ amount: '1.00', currency: null }, { amount: '1.00', currency: 'EUR' as 'USD' });
    expect(odd.report?.income_analytics?.annualized_income).toMatchObject({
      base_amount: { amount: '1.00', currency: null },
      gross_amount: null,
    });
    expect(odd.notes).toContain('reject /income_analytics/annualized_income/gross_amount/currency');
    expect(report?.income_analytics).toEqual({
      annualized_income: {
        base_amount: { amount: '41600.00', currency: 'USD' },
        gross_amount: null,
        ...warnings,
      },
      income_volatility: null,
    });
  });

  test('keeps a dispute without a description', () => {
    const dispute = { id: 'd', created: '2026-03-05T00:00:00Z', description: null, reference_id: null };
    expect(fromReport(reportWith({ disputes: [dispute] })).report?.disputes).toEqual([
      { id: 'd', created: '2026-03-05T00:00:00Z', description: '' },
    ]);
  });
});
