import { expect, test, vi } from 'vitest';
import { FaultTable } from './fault-table.ts';

const rule = { id: 1, operation: '*', after: 0, times: null, fault: 'html', seen: 0, hits: 0 } as const;
const rules = (count: number) => Array.from({ length: count }, (_, index) => ({ ...rule, id: index + 1 }));
const malformed = 'They are malformed.';
const uncounted = 'A rule has no valid id or counts.';

test('the rules of a tenant change, and each change is reported', () => {
  const changed = vi.fn();
  const table = new FaultTable(changed);
  const [tenant, other] = [{}, {}] as [never, never];
  const faults = table.of(tenant);
  const { id: _, seen, hits, ...added } = rule;
  for (const rule of rules(1000)) expect(faults.add(added)).toEqual(rule);
  expect(() => faults.add(added)).toThrow(
    expect.objectContaining({
      code: 'too_many_fault_rules',
      message: 'A key can have at most 1000 fault rules. Remove some first.',
    }),
  );
  faults.remove(1);
  expect(() => faults.remove(1)).toThrow(
    expect.objectContaining({ code: 'unknown_fault_rule', message: 'There is no fault rule 1.' }),
  );
  expect(table.save(tenant)).toEqual({ lastId: 1000, rules: rules(1000).slice(1) });
  table.load(other, table.save(tenant));
  expect(table.of(other).list()).toEqual(rules(1000).slice(1));
  expect(table.of(other).add(added).id).toBe(1001);
  faults.clear();
  expect(table.save(tenant)).toEqual({ lastId: 1000, rules: [] });
  table.load(tenant, undefined);
  expect(table.save(tenant)).toEqual({ lastId: 0, rules: [] });
  expect(changed).toHaveBeenCalledTimes(1005);
});

test('a header can ask for no fault of a webhook', () => {
  expect(() => new FaultTable(() => {}).of({} as never).chooseForResponse('getReport', 'duplicate')).toThrow(
    expect.objectContaining({
      code: 'invalid_fault',
      message: 'The fault duplicate applies to webhooks, so a header cannot ask for it. Add a rule instead.',
    }),
  );
});

test.for<[saved: unknown, problem?: string]>([
  [undefined],
  [{ lastId: 0, rules: [] }],
  [{ lastId: 1000, rules: rules(1000) }],
  [{ lastId: 5, rules: [rule, { ...rule, id: 5 }] }],
  [null, malformed],
  [{ rules: [] }, malformed],
  [{ lastId: 1 }, malformed],
  [{ lastId: 1001, rules: rules(1001) }, malformed],
  [{ lastId: 1, rules: [null] }, uncounted],
  [{ lastId: 1, rules: [{ ...rule, id: 0 }] }, uncounted],
  [{ lastId: 1, rules: [rule, rule] }, uncounted],
  [{ lastId: 1, rules: [{ ...rule, id: 2 }] }, uncounted],
  [{ lastId: 1, rules: [{ ...rule, seen: 1.5 }] }, uncounted],
  [{ lastId: 1, rules: [{ ...rule, hits: -1 }] }, uncounted],
  [{ lastId: 1, rules: [{ ...rule, times: -1 }] }, '`times` must be an integer of 0 or more.'],
])('%#: what is saved can be restored, or says why not', ([saved, problem]) => {
  const check = () => new FaultTable(() => {}).check(saved as never);
  if (problem === undefined) return expect(check).not.toThrow();
  const message = `The faults of this snapshot cannot be restored. ${problem}`;
  expect(check).toThrow(expect.objectContaining({ code: 'invalid_snapshot', message }));
});
