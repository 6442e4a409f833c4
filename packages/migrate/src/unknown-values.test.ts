import { describe, expect, test } from 'vitest';
import { brief, employeeWith, orderWith, price, reportWith, wrapped } from '../test/support/orders.ts';
import { example } from '../test/support/schemas.ts';
import { fromOrder } from './from-order.ts';
import { fromReport } from './from-report.ts';
import type { Order } from './generated/later-types.gen.ts';

describe('values that 2019-10-15 does not know', () => {
  test.each(['other', 'a-newer-one', 'constructor'])('the state %s is not final', (state) => {
    const { verifications, notes } = fromOrder(orderWith({ state: wrapped(state as 'other', 'completed') }));
    expect(verifications[0]?.state).toBe('processing');
    expect(brief(notes)).toContain('assumed /verification_requests/0/state');
  });

  test.each(['assets', 'self-employment', 'a-newer-one'])(
    'a verification of %s is left out, with a note',
    (type) => {
      const { verifications, notes } = fromOrder(orderWith({ type: type as 'assets' }), { price });
      expect(verifications).toEqual([]);
      expect(brief(notes)).toContain('reject /verification_requests/0/type');
    },
  );

  test('a purpose that is other is what its raw value says, or the verification is left out', () => {
    const raw = orderWith({ permissible_purpose: wrapped('other', 'subpoena') });
    expect(fromOrder(raw).verifications[0]?.permissible_purpose).toBe('subpoena');
    const { verifications, notes } = fromOrder(
      orderWith({ permissible_purpose: wrapped('other', 'curiosity') }),
    );
    expect(verifications).toEqual([]);
    expect(brief(notes)).toContain('reject /verification_requests/0/permissible_purpose');
  });

  test('a raw value counts beside `other` alone', () => {
    const newer = wrapped('a-newer-one' as 'other', 'subpoena');
    expect(fromOrder(orderWith({ permissible_purpose: newer }), { price }).verifications).toEqual([]);
  });

  test('a filter, a reduction of pay and a currency that are newer are left out, with a note', () => {
    const search = example<Order>('OrderEmployerSearch');
    const config = { employer_filter: 'newer' as 'any-employers' };
    const mode = search.employer_search && { ...search.employer_search, request_config: config };
    const { verifications, notes } = fromOrder({ ...search, employer_search: mode }, { price });
    expect(verifications[0]?.request_parameters).not.toHaveProperty('employer_filter');
    expect(brief(notes)).toContain('lost /employer_search/request_config/employer_filter');
    const { salary } = reportWith({}).employee ?? expect.unreachable();
    const odd = fromReport(employeeWith({ salary: salary && { ...salary, reduced_covid: 'newer' as 'no' } }));
    expect(odd.report?.employee.salary).not.toHaveProperty('reduced_covid');
    expect(brief(odd.notes)).toContain('lost /employee/salary/reduced_covid');
  });

  test('a use case that is other is left out', () => {
    const { verifications, notes } = fromOrder(orderWith({ use_case: wrapped('other', 'mortgage') }));
    expect(verifications[0]).not.toHaveProperty('use_case');
    expect(brief(notes)).toContain('lost /verification_requests/0/use_case');
  });

  test.each([
    ['other', 'other'],
    ['wrong-info', 'wrong-info'],
    ['a-newer-one', 'other'],
  ])('the reason %s is %s', (reason, expected) => {
    const { verifications, notes } = fromOrder(
      orderWith({ cancellation_reason: wrapped(reason as 'other') }),
    );
    expect(verifications[0]?.cancellation_reason).toBe(expected);
    const note = notes.find(({ path }) => path.endsWith('/cancellation_reason'));
    if (note) expect(note.reason).toContain(`becomes \`${expected}\``);
  });

  test.each([
    ['active', 'active', undefined],
    ['furloughed-covid', 'inactive', 'lost'],
    ['non-employee', 'unknown', 'lost'],
    ['other', 'unknown', 'assumed'],
    ['a-newer-one', 'unknown', 'assumed'],
  ])('the status %s is %s', (status, expected, kind) => {
    const { report, notes } = fromReport(employeeWith({ status: wrapped(status as 'other') }));
    expect(report?.employee.status).toBe(expected);
    const note = notes.find(({ path }) => path === '/employee/status');
    expect(note?.kind).toBe(kind);
    if (kind === 'assumed') expect(note?.reason).toContain(`becomes \`${expected}\``);
  });

  test.each([
    ['other', 'other', undefined],
    ['contractor-1099', 'contractor', 'assumed'],
    ['no-answer', 'other', 'lost'],
    ['a-newer-one', 'other', 'assumed'],
  ])('the type of position %s is %s', (type, expected, kind) => {
    const position = {
      title: null,
      start_date: null,
      end_date: null,
      employment_type: wrapped(type as 'other'),
    };
    const { report, notes } = fromReport(employeeWith({ positions: [position] }));
    expect(report?.employee.positions).toEqual([{ title: null, employment_type: expected }]);
    const note = notes.find(({ path }) => path.startsWith('/employee/positions'));
    expect(note?.kind).toBe(kind);
    if (note) expect(note.reason).toContain(`becomes \`${expected}\``);
  });

  test("a reseller's purpose makes the whole party null", () => {
    const party = {
      originating_party: 'Bank',
      permissible_purpose: wrapped('other', 'x'),
      use_case: wrapped('auto'),
    } as const;
    const { verifications, notes } = fromOrder(orderWith({ reseller_originating_party: party }));
    expect(verifications[0]?.reseller_originating_party).toBeNull();
    expect(brief(notes)).toContain('reject /verification_requests/0/reseller_originating_party');
  });
});
