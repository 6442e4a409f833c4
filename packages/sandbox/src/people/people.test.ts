import { join } from 'node:path';
import { person, verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { newFolder, openSandbox } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import type { Report, Verification } from '../generated/types.gen.ts';
import type { Sandbox } from '../sandbox.ts';
import type { TestPerson, TestPersonReport } from './test-person.ts';

type Employee = NonNullable<TestPersonReport['employee']>;

const one = 'tw_sk_test_one';
// Keys differ in case, too.
const other = 'tw_sk_test_One';
const number = '000-55-0001';

/** A person who works for somebody. */
function employedBy(name: string, social_security_number = number): TestPerson {
  return { social_security_number, reports: [{ employer: { name } }] };
}

async function create(sandbox: Sandbox, key: string, social_security_number = number) {
  const input = { ...verificationInput, target: { ...person, social_security_number } };
  const synchronous = { 'Request-Sync': 'sync' };
  const response = await send(sandbox, key, 'POST', '/verification-requests/', input, synchronous);
  return { status: response.status, body: (await response.json()) as Verification };
}

/** The employers of a new verification, or the status of its error. */
async function employers(sandbox: Sandbox, key: string, social_security_number = number) {
  const { status, body } = await create(sandbox, key, social_security_number);
  return status === 201 ? body.reports?.map(({ employer }) => employer.name) : status;
}

async function read(sandbox: Sandbox, key: string, id: string): Promise<Verification> {
  const response = await send(sandbox, key, 'GET', `/verification-requests/${id}`);
  return (await response.json()) as Verification;
}

describe('people', () => {
  test('that the sandbox is created with are known to every key, those of a key to that one', async () => {
    const sandbox = openSandbox({ people: [employedBy('Everybody Inc')] });
    const own = employedBy('Own Inc');
    sandbox.tenant(one).people.set([own]);
    Object.assign(own, { reports: [] });
    expect(await employers(sandbox, one)).toEqual(['Own Inc']);
    expect(await employers(sandbox, other)).toEqual(['Everybody Inc']);
    expect(sandbox.tenant(one).people.list()).toEqual([employedBy('Own Inc')]);
    expect(sandbox.tenant(other).people.list()).toEqual([]);
    for (const end of [() => sandbox.tenant(one).people.set([]), () => sandbox.tenant(one).reset()]) {
      sandbox.tenant(one).people.set([employedBy('Own Inc')]);
      end();
      expect(sandbox.tenant(one).people.list()).toEqual([]);
      expect(await employers(sandbox, one)).toEqual(['Everybody Inc']);
    }
    expect(await employers(sandbox, one, '000-55-0002')).toBe(400);
  });

  test('take the place of a listed number if they say so, and only while they are there', async () => {
    const sandbox = openSandbox();
    const { people } = sandbox.tenant(one);
    people.set([{ ...employedBy('Own Inc', '000000000'), overrides_listed: true }]);
    expect(await employers(sandbox, one, '000-00-0000')).toEqual(['Own Inc']);
    people.set([{ social_security_number: '000000000', overrides_listed: true }]);
    expect(await employers(sandbox, one, '000-00-0000'), 'made up').not.toEqual(['Fake Company']);
    people.set([]);
    expect(await employers(sandbox, one, '000-00-0000')).toEqual(['Fake Company']);
  });

  test('of a list that cannot be taken change nothing', async () => {
    const sandbox = openSandbox();
    const { people } = sandbox.tenant(one);
    people.set([employedBy('Own Inc')]);
    const wrong = [employedBy('Better Inc'), employedBy('Real Inc', '123-45-6789')];
    expect(() => people.set(wrong)).toThrow(
      '/1/social_security_number: Expected a number that is never issued',
    );
    expect(await employers(sandbox, one)).toEqual(['Own Inc']);
    expect(() => openSandbox({ people: wrong })).toThrow(expect.objectContaining({ code: 'invalid_people' }));
  });

  test('are what a verification is of for as long as it is there, whatever becomes of them', async () => {
    const sandbox = openSandbox();
    const { people } = sandbox.tenant(one);
    people.set([employedBy('Own Inc')]);
    const { body } = await create(sandbox, one);
    people.set([employedBy('Better Inc')]);
    expect((await read(sandbox, one, body.id)).reports).toEqual(body.reports);
    people.set([]);
    expect((await read(sandbox, one, body.id)).reports).toEqual(body.reports);
    const listed = people.list();
    listed.push(employedBy('Pushed Inc'));
    expect(people.list()).toEqual([]);
  });

  test.for(['its snapshots, also for another sandbox', 'the data file'])(
    'of a key are in %s, with what was verified of them',
    async (where) => {
      const data = join(newFolder(), 'sandbox.db');
      const before = openSandbox({ data, people: [employedBy('Everybody Inc', '000-55-0002')] });
      before.tenant(one).people.set([employedBy('Own Inc')]);
      const own = await create(before, one);
      const everybody = await create(before, one, '000-55-0002');
      const snapshot = JSON.parse(JSON.stringify(before.tenant(one).snapshot()));
      await before.close();
      const [after, key] = where === 'the data file' ? [openSandbox({ data }), one] : [openSandbox(), other];
      if (key === other) {
        after.tenant(other).people.set([employedBy('Gone Inc', '000-55-0003')]);
        after.tenant(other).restore(snapshot);
      }
      expect(after.tenant(key).people.list()).toEqual([employedBy('Own Inc')]);
      expect(await employers(after, key)).toEqual(['Own Inc']);
      expect(await employers(after, key, '000-55-0002'), "it was not the key's").toBe(400);
      for (const { body } of [own, everybody]) {
        expect((await read(after, key, body.id)).reports).toEqual(body.reports);
      }
    },
  );

  test('have the rest made up from the seed, each employment for itself', async () => {
    const people = [
      {
        social_security_number: number,
        reports: [{}, {}, { employer: {}, employee: { hired_date: null } }],
      },
    ];
    const made = async (seed: string, key = one) =>
      (await create(openSandbox({ seed, people }), key)).body.reports;
    const reports = (await made('a')) ?? [];
    expect(await made('a')).toEqual(reports);
    expect(await made('b')).not.toEqual(reports);
    const earnings = (reports: Report[]) => reports.map(({ employee }) => employee.earnings);
    expect(earnings((await made('a', other)) ?? []), 'of another key').not.toEqual(earnings(reports));
    const [first, second, third] = reports.map(({ employee }) => employee);
    expect(first).not.toEqual(second);
    expect(Object.keys(third ?? {}).sort()).toEqual([
      'first_name',
      'hired_date',
      'last_name',
      'positions',
      'social_security_number',
      'status',
    ]);
    const madeUp = await create(openSandbox({ seed: 'a', unknownPeople: 'made-up' }), one);
    expect(first, 'as a made-up person').toEqual(madeUp.body.reports?.[0]?.employee);
    expect(reports[0]?.employer).toEqual(madeUp.body.reports?.[0]?.employer);
    expect(reports[2]?.employer).toEqual({ name: expect.stringContaining('Example') });
  });

  test.for<[string, TestPersonReport[][], unknown]>([
    ['removed since', [[{}, { employer: { name: 'Kept Inc' } }]], 'Kept Inc'],
    ['made up', [], expect.stringContaining('Example')],
  ])('who were %s are reverified where others are rejected', async ([, given, employer]) => {
    const sandbox = openSandbox({ unknownPeople: 'made-up' });
    const tenant = sandbox.tenant(one);
    tenant.people.set(given.map((reports) => ({ social_security_number: number, reports })));
    const { body } = await create(sandbox, one);
    tenant.people.set([]);
    const elsewhere = openSandbox();
    elsewhere.tenant(one).restore(tenant.snapshot());
    let { id, reports } = body;
    for (const _ of ['once', 'twice']) {
      const input = { report_id: reports?.at(-1)?.id };
      const path = `/verification-requests/${id}/reverify`;
      const again = await send(elsewhere, one, 'PUT', path, input, { 'Request-Sync': 'sync' });
      expect(again.status).toBe(201);
      ({ id, reports } = (await again.json()) as Verification);
      expect(reports?.map((report) => report.employer.name)).toEqual([employer]);
    }
  });

  const usual = { lower_bound: '20', upper_bound: '124', best_estimate: '48' };
  const own = {
    price: { amount: '1.00', currency: 'USD' },
    turnaround_time: { lower_bound: '1' },
  } as const;
  const cancels: Partial<TestPerson> = { states: [{ state: 'canceled' }], cancellation_reason: 'other' };
  test.for<[string, Partial<TestPerson>, string, object]>([
    ['nothing else', { states: [] }, '42.95', usual],
    ['a price and an estimate', { states: [], ...own }, '1.00', own.turnaround_time],
    ['a cancellation', cancels, '0.00', {}],
    ['a cancellation', { states: [{ state: 'canceled' }], cancellation_details: 'Ours.' }, '0.00', {}],
    ['a cancellation with both', { ...cancels, ...own }, '1.00', own.turnaround_time],
  ])('with %s cost what is said, until the verifier cancels', async ([, given, amount, turnaround]) => {
    const sandbox = openSandbox({ people: [{ social_security_number: number, ...given }] });
    const target = { ...person, social_security_number: number, company: { id: 1 } };
    const input = { ...verificationInput, target };
    const { id, ...created } = (await (
      await send(sandbox, one, 'POST', '/verification-requests/', input)
    ).json()) as Verification;
    expect(created.price.amount).toBe(given.price?.amount ?? '42.95');
    expect(created).not.toHaveProperty('cancellation_reason');
    const path = `/verification-requests/${id}`;
    await sandbox.clock.advance(100);
    const { state, price, turnaround_time, cancellation_details } = await read(sandbox, one, id);
    expect([price.amount, turnaround_time, cancellation_details]).toEqual([
      amount,
      turnaround,
      given.cancellation_details,
    ]);
    if (state === 'canceled') return;
    await send(sandbox, one, 'PUT', `${path}/cancel`, { cancellation_reason: 'other' });
    const canceled = await read(sandbox, one, id);
    expect([canceled.price.amount, canceled.turnaround_time]).toEqual(['0.00', {}]);
  });

  const year = (name: string, total: string) => ({ year: name, total });
  const salary = { gross_pay: '31.50', pay_frequency: 'hourly' } as const;
  const dollars = (amount: string) => ({ amount, currency: 'USD' });
  test.for<[string, Employee, object | null]>([
    [
      'paid by the hour',
      { salary, earnings: [year('2019', '9.00'), year('2018', '8.00')] },
      { base_amount: null, gross_amount: dollars('8.00') },
    ],
    [
      'in the first year',
      { salary: { ...salary, pay_frequency: 'annually' }, earnings: [year('2019', '9.00')] },
      { base_amount: dollars('31.50'), gross_amount: dollars('9.00') },
    ],
    [
      'without earnings',
      { salary: { ...salary, pay_frequency: 'annually' } },
      { base_amount: dollars('31.50'), gross_amount: dollars('31.50') },
    ],
    ['without a salary', { earnings: [year('2019', '9.00')] }, null],
    ['on leave', { salary, on_leave_date: '2019-01-01' }, null],
    ['gone', { salary, termination_date: '2019-01-01' }, null],
    ['gone, by the name of 2019', { salary, end_of_employment: '2019-01-01' }, null],
  ])('%s have the income that follows, and an employer as given', async ([, employee, expected]) => {
    const employer = { name: 'Own Inc' };
    const sandbox = openSandbox({
      people: [{ social_security_number: number, reports: [{ employer, employee }] }],
    });
    const { body } = await create(sandbox, one);
    const path = `/verification-requests/${body.id}/report/?income_analytics=true`;
    const report = (await (await send(sandbox, one, 'GET', path)).json()) as Report;
    expect(report.employer).toEqual(employer);
    const income = report.income_analytics?.annualized_income;
    expect(income && { base_amount: income.base_amount, gross_amount: income.gross_amount }).toEqual(
      expected ?? undefined,
    );
    const hasLeft = ['termination_date', 'end_of_employment', 'on_leave_date'].some(
      (name) => name in employee,
    );
    expect(report.employee.status).toBe(hasLeft ? 'inactive' : 'active');
  });
});
