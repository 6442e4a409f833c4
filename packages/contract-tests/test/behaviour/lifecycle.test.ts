import { finalStates, NotFoundError, PermissionError, ValidationError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputFor, inputWithoutCompany } from '../../src/verification-inputs.ts';

// What no schema can see: that calls are of one another. Only what holds at Truework as well, so that the same tests run there:
// no time is set, and no other number is sent than those of Truework's own table.

const contract = openContract();

/** A verification that came to its end. */
async function settled(socialSecurityNumber: string) {
  const { id } = await contract.truework.verifications.create(inputFor(socialSecurityNumber));
  await contract.settle();
  return contract.truework.verifications.get(id);
}

describe('a create', () => {
  test('returns what was sent, with an id, a price and a state', async () => {
    const created = await contract.truework.verifications.create(fullInput);
    expect(created).toMatchObject({
      type: fullInput.type,
      permissible_purpose: fullInput.permissible_purpose,
      loan_id: fullInput.loan_id,
      additional_information: fullInput.additional_information,
      target: { first_name: fullInput.target.first_name, last_name: fullInput.target.last_name },
    });
    expect(created.id).not.toBe('');
    expect(created.price).toMatchObject({ currency: 'USD', amount: expect.stringMatching(/^\d+\.\d{2}$/) });
    expect(finalStates).not.toContain(created.state);
  });

  test('is found again, by its id and as the newest of the list', async () => {
    const created = await contract.truework.verifications.create(fullInput);
    const found = await contract.truework.verifications.get(created.id);
    expect(found.id).toBe(created.id);
    expect(found.created).toBe(created.created);
    expect(found.loan_id).toBe(fullInput.loan_id);
    const page = await contract.truework.verifications.list({ limit: 1 });
    expect(page.results.map(({ id }) => id)).toEqual([created.id]);
  });

  test('makes a verification of its own, even for the same input', async () => {
    const first = await contract.truework.verifications.create(inputWithoutCompany);
    const second = await contract.truework.verifications.create(inputWithoutCompany);
    expect(second.id).not.toBe(first.id);
    expect((await contract.truework.verifications.get(first.id)).id).toBe(first.id);
  });

  test('shows only the last four digits of the social security number, in every response', async () => {
    const { id } = await settled('000-00-0001');
    await contract.truework.verifications.list({ limit: 1 });
    const found = await contract.truework.verifications.get(id);
    const report = found.reports?.[0] ?? expect.unreachable('it has no report');
    await contract.truework.reports.get(id, report.id);
    expect(found.target.social_security_number).toBe('***-**-0001');
    expect(report.employee.social_security_number).toBe('***-**-0001');
    for (const { response } of contract.exchanges) {
      expect(response.body).not.toMatch(/000-?00-?0001/);
    }
  });

  test('shows only the names of its documents', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    const { documents } = await contract.truework.verifications.get(id);
    expect(documents).toEqual([{ filename: '../Vollmacht für Zoë 🦊.pdf' }]);
    for (const { response } of contract.exchanges) expect(response.body).not.toContain('JVBERi0xLjQK');
  });
});

describe('a verification', () => {
  test.for([
    ['000-00-0000', 'completed'],
    ['000-01-0000', 'canceled'],
    ['000-03-0000', 'action-required'],
  ] as const)('of %s comes to be %s, and stays so', async ([socialSecurityNumber, state]) => {
    const found = await settled(socialSecurityNumber);
    expect(found.state).toBe(state);
    expect((await contract.truework.verifications.get(found.id)).state).toBe(state);
    expect((found.reports?.length ?? 0) > 0).toBe(state === 'completed');
    expect(Boolean(found.date_of_completion)).toBe(state === 'completed');
  });

  test('has reports that are its own, and are the same one by one', async () => {
    const { id, created, type, reports = [], target } = await settled('000-00-0007');
    expect(reports).toHaveLength(2);
    expect(new Set(reports?.map((report) => report.id)).size).toBe(2);
    for (const report of reports ?? []) {
      expect(report.verification_request).toMatchObject({ id, type, created });
      expect(report.employee).toMatchObject({ first_name: target.first_name, last_name: target.last_name });
      expect(await contract.truework.reports.get(id, report.id)).toEqual(report);
    }
  });

  test('does not have the reports of another', async () => {
    const first = await settled('000-00-0000');
    const second = await settled('000-00-0003');
    const report = first.reports?.[0]?.id ?? expect.unreachable('it has no report');
    await thrownBy(contract.truework.reports.get(second.id, report), NotFoundError);
  });

  test('has no report before its end', async () => {
    const { id, state, reports } = await settled('000-03-0000');
    expect({ state, reports }).toEqual({ state: 'action-required', reports: undefined });
    await thrownBy(contract.truework.reports.get(id, 'AAAAAAAATiIAB'), Error);
  });

  test('shows income only if it was asked for', async () => {
    const { id } = await contract.truework.verifications.create({
      ...inputFor('000-00-0000'),
      type: 'employment',
    });
    await contract.settle();
    const [report] = (await contract.truework.verifications.get(id)).reports ?? [];
    expect(report?.employee).not.toHaveProperty('earnings');
    expect(report?.employee).not.toHaveProperty('salary');
    const both = await settled('000-00-0000');
    expect(both.reports?.[0]?.employee.earnings?.length).toBeGreaterThan(0);
    expect(both.reports?.[0]?.employee.salary?.gross_pay).toMatch(/^\d+\.\d{2}$/);
  });

  test('adds up: the total of a year is the sum of its parts', async () => {
    const { reports } = await settled('000-00-0001');
    const earnings = reports?.[0]?.employee.earnings ?? expect.unreachable('no earnings');
    const cents = (amount: string | null | undefined) => Math.round(Number(amount ?? '0') * 100);
    for (const { base, overtime, commission, bonus, other, total } of earnings) {
      const parts = [base, overtime, commission, bonus, other].map(cents);
      expect(parts.reduce((sum, part) => sum + part)).toBe(cents(total));
    }
    const years = earnings.map(({ year }) => year);
    expect(years).toEqual(years.toSorted().reverse());
  });

  test('with an unknown id is not found', async () => {
    await thrownBy(contract.truework.verifications.get('AAAAAAAATiIAB'), NotFoundError);
  });
});

describe('a cancellation', () => {
  test('cancels, for nothing, and is reported as canceled from then on', async () => {
    // Somebody whose verification waits: others end in a moment.
    const { id } = await contract.truework.verifications.create(inputFor('000-03-0000'));
    const canceled = await contract.truework.verifications.cancel(id, {
      cancellation_reason: 'other',
      cancellation_details: 'The application was withdrawn.',
    });
    const expected = { id, state: 'canceled', price: { amount: '0.00' }, cancellation_reason: 'other' };
    expect(canceled).toMatchObject(expected);
    await contract.settle();
    expect(await contract.truework.verifications.get(id)).toMatchObject({
      ...expected,
      date_of_completion: null,
    });
    const { results } = await contract.truework.verifications.list({ state: 'canceled', limit: 1 });
    expect(results.map((listed) => listed.id)).toEqual([id]);
  });

  test('is too late for a completed verification: 403, and nothing changes', async () => {
    const before = await settled('000-00-0000');
    const call = contract.truework.verifications.cancel(before.id, { cancellation_reason: 'other' });
    await thrownBy(call, PermissionError);
    expect((await contract.truework.verifications.get(before.id)).state).toBe('completed');
  });
});

describe('a reverification', () => {
  test('is a verification of its own, for the same person', async () => {
    const { id, reports, target, state } = await settled('000-00-0000');
    const report_id = reports?.[0]?.id ?? expect.unreachable('it has no report');
    const again = await contract.truework.verifications.reverify(id, { report_id });
    expect(again.id).not.toBe(id);
    expect(again.target).toMatchObject({ first_name: target.first_name, last_name: target.last_name });
    expect(finalStates).not.toContain(again.state);
    expect((await contract.truework.verifications.get(id)).state).toBe(state);
  });

  test('is rejected for a verification that is not completed, and for the report of another', async () => {
    const first = await settled('000-00-0000');
    const second = await settled('000-00-0003');
    const open = await settled('000-03-0000');
    const report_id = first.reports?.[0]?.id ?? expect.unreachable('it has no report');
    await thrownBy(contract.truework.verifications.reverify(second.id, { report_id }), Error);
    await thrownBy(contract.truework.verifications.reverify(open.id, { report_id }), Error);
  });
});

describe('a list', () => {
  test('counts what was created, and contains no more than its limit', async () => {
    const before = await contract.truework.verifications.list({ limit: 2 });
    for (let made = 0; made < 3; made += 1) await contract.truework.verifications.create(inputWithoutCompany);
    const after = await contract.truework.verifications.list({ limit: 2 });
    expect(after.count).toBe(before.count + 3);
    expect(after.results).toHaveLength(2);
  });

  test('continues where the previous page ended, from new to old', async () => {
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      made.unshift((await contract.truework.verifications.create(inputWithoutCompany)).id);
    }
    const first = await contract.truework.verifications.list({ limit: 2 });
    const second = await contract.truework.verifications.list({ limit: 2, offset: 2 });
    expect([...first.results, ...second.results].slice(0, 3).map(({ id }) => id)).toEqual(made);
    expect(new URL(first.next ?? '').searchParams.get('offset')).toBe('2');
    expect(first.previous).toBeNull();
  });

  test('filters by state', async () => {
    const canceled = await settled('000-01-0000');
    const completed = await settled('000-00-0000');
    for (const state of ['completed', 'canceled'] as const) {
      const { results } = await contract.truework.verifications.list({ state, limit: 5 });
      expect(new Set(results.map((listed) => listed.state))).toEqual(new Set([state]));
    }
    const { results } = await contract.truework.verifications.list({ state: 'completed', limit: 1 });
    expect(results.map(({ id }) => id)).toEqual([completed.id]);
    expect(canceled.id).not.toBe(completed.id);
  });
});

describe('a response', () => {
  test('contains the fields that the request names', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    const part = await contract.truework.verifications.get(id, { fields: ['id', 'state'] });
    expect(Object.keys(part).sort()).toEqual(['id', 'state']);
  });

  test('to a synchronous create has the outcome', async () => {
    const found = await contract.truework.verifications.create(inputFor('000-00-0000'), {
      requestSync: 'sync',
    });
    expect(found.state).toBe('completed');
    expect(found.reports).toHaveLength(1);
    const none = await contract.truework.verifications.create(inputFor('000-01-0000'), {
      requestSync: 'sync',
    });
    expect(none).toMatchObject({ state: 'canceled' });
    await thrownBy(
      contract.truework.verifications.create(fullInput, { requestSync: 'sync' }),
      ValidationError,
    );
  });

  test('comes with and without a slash at the end', async () => {
    const { id } = await contract.truework.verifications.create(inputWithoutCompany);
    for (const path of [`/verification-requests/${id}`, `/verification-requests/${id}/`]) {
      const response = await contract.send(path);
      expect([response.status, ((await response.json()) as { id: string }).id]).toEqual([200, id]);
    }
  });

  test.for(['Bearer tw_sk_test_', 'Basic dHdfc2tfdGVzdA==', ''])('to "%s" is 401', async (authorization) => {
    const response = await contract.send('/verification-requests/', {
      headers: { Authorization: authorization },
    });
    expect(response.status).toBe(401);
  });

  test('in an unknown version is 406', async () => {
    const headers = { Accept: 'application/json; version=2019-10-16' };
    expect((await contract.send('/verification-requests/', { headers })).status).toBe(406);
  });
});

describe('a credentials session', () => {
  test('has a token of its own each time, and creates no verification yet', async () => {
    const input = {
      type: 'employment-income',
      permissible_purpose: 'credit-application',
      use_case: 'mortgage',
      target: inputFor('000-20-0000').target,
    } as const;
    const before = (await contract.truework.verifications.list({ limit: 1 })).count;
    const first = await contract.truework.credentials.createSession(input);
    const second = await contract.truework.credentials.createSession(input);
    expect(first.token.length).toBeGreaterThan(20);
    expect(second.token).not.toBe(first.token);
    expect((await contract.truework.verifications.list({ limit: 1 })).count).toBe(before);
  });
});
