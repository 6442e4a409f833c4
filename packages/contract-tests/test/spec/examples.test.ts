import type { Report, Target } from '@truework-legacy/client';
import { createSandbox, testNumbers } from '@truework-legacy/sandbox';
import { childrenOf, type Parameter, valueAt } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { bodyExamplesOf } from '../../src/calls.ts';
import { openContract } from '../../src/contract.ts';
import { examples, findingsOfExample } from '../../src/examples.ts';
import { expectNothing } from '../../src/remarks.ts';
import { spec } from '../../src/spec.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { inputWithoutCompany } from '../../src/verification-inputs.ts';

// Redocly's lint has every example checked against its schema; here the other readers of the spec take the same examples.

describe('the examples of the spec', () => {
  test.for(examples)('$name is as the spec and the validators say', (example) => {
    expectNothing(findingsOfExample(example), 'An example is not as the spec says');
  });
});

const states: readonly string[] = [
  'pending-approval',
  'processing',
  'action-required',
  'completed',
  'canceled',
  'invalid',
];

/** Every object in an example, itself included. */
function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inside of Object.values(value)) yield* objectsIn(inside);
}

describe('an example is one story', () => {
  const words = states.map((state) => [
    state,
    state.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  ]);

  test.for(examples)('$name', ({ name, value, isRequest }) => {
    for (const part of objectsIn(value)) {
      const { state } = part;
      if (typeof state !== 'string' || !states.includes(state)) continue;
      const [named] = words.find(([, word]) => name.includes(word ?? '')) ?? [state];
      expect(state, 'its state is the one of its name').toBe(named);
      if (state === 'canceled') expect(part['price']).toEqual({ amount: '0.00', currency: 'USD' });
      if (part['target'] === undefined) continue;
      const isCompleted = state === 'completed';
      expect({ reports: part['reports'] !== undefined, date: part['date_of_completion'] !== null }).toEqual({
        reports: isCompleted,
        date: isCompleted,
      });
      if (part['cancellation_reason'] !== undefined) expect(state).toBe('canceled');
      for (const report of (part['reports'] ?? []) as Report[]) {
        expect(report.verification_request).toMatchObject({ id: part['id'], created: part['created'] });
        expect(report.created).toBe(part['date_of_completion']);
        expect(Date.parse(report.current_as_of)).toBeLessThanOrEqual(Date.parse(report.created));
        expect(Date.parse(report.created)).toBeGreaterThan(Date.parse(String(part['created'])));
        expect(report.employee.social_security_number).toBe(
          (part['target'] as Target).social_security_number,
        );
      }
    }
    for (const { count, next, previous, results } of objectsIn(value)) {
      if (!Array.isArray(results)) continue;
      if (next === null && previous === null)
        expect(count, 'all of them are on the only page').toBe(results.length);
      else expect(count).toBeGreaterThan(results.length);
    }
    for (const { hired_date, start_date, end_date, termination_date, on_leave_date } of objectsIn(value)) {
      const days = [hired_date ?? start_date, on_leave_date, end_date ?? termination_date].filter(Boolean);
      expect(days, 'an employment begins before it ends').toEqual(days.toSorted());
    }
    for (const { current_as_of, employee } of objectsIn(value) as Iterable<Partial<Report>>) {
      const days = [employee?.hired_date, ...(employee?.positions ?? []).map(({ start_date }) => start_date)];
      for (const day of days.filter((known) => known != null))
        expect(current_as_of && day <= current_as_of, 'a report knows nothing of the time after it').toBe(
          true,
        );
    }
    for (const { total, ...parts } of objectsIn(value)) {
      if (total === undefined) continue;
      const { base, bonus, commission, overtime, other } = parts;
      const sum = [base, bonus, commission, overtime, other].reduce(
        (all: number, one) => all + Number(one ?? 0),
        0,
      );
      expect(Number(total), 'the total of a year is the sum of its parts').toBe(sum);
    }
    if (!isRequest) return;
    for (const { social_security_number: number } of objectsIn(value)) {
      if (number === undefined) continue;
      const { outcome } = testNumbers[String(number)] ?? expect.unreachable(`${number} is not a test number`);
      expect(outcome === 'credentials-session').toBe(name.startsWith('CredentialsSession'));
    }
  });

  test('no number of a person is written anywhere but those of the test numbers', () => {
    const numbers = JSON.stringify(spec).match(/(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g) ?? [];
    expect([...new Set(numbers)].filter((number) => !number.startsWith('000-'))).toEqual([]);
  });
});

describe('what the spec says in words', () => {
  const parameters = childrenOf<Parameter>(spec, '#/components/parameters')
    .map(([, { value }]) => value)
    .filter(({ schema }) => schema?.default !== undefined);

  test.for(parameters)('the default of $name', ({ schema, description }) => {
    expect(description).toContain('Default: ');
    expect(description?.replaceAll('`', '')).toContain(`Default: ${schema?.default}.`);
  });

  test('how many requests are accepted in a second', async () => {
    const sandbox = createSandbox({ clock: { now: () => 0, elapsed: () => 0 } });
    const headers = { Authorization: 'Bearer tw_sk_test_rate' };
    let accepted = 0;
    while ((await sandbox.fetch('http://sandbox/companies/', { headers })).ok) accepted += 1;
    await sandbox.close();
    const { description } = valueAt(spec, '#/components/responses/TooManyRequests') as {
      description: string;
    };
    expect(description).toContain(`More than ${accepted} requests per second`);
  });
});

const requests = operationsOfTheSpec().flatMap(({ id, method, path }) =>
  bodyExamplesOf(id).map(([name, body]) => ({ id, method, path, name, body })),
);

describe('the requests among the examples', () => {
  const contract = openContract();

  // What it leads to may hang on what is stored, and on that alone.
  test.for(requests)('$id accepts $name', async ({ id, method, path, body }) => {
    const { id: verification } = await contract.truework.verifications.create(inputWithoutCompany);
    const filled = path.replace('{verification_request_id}', verification);
    const response = await contract.send(filled, { method, body: JSON.stringify(body) });
    const { invalid_fields: invalid } = response.ok ? {} : ((await response.json()) as ErrorBody).error;
    expect(Object.keys(invalid ?? {})).toEqual([]);
    if (!path.includes('{')) expect(response.status, id).toBe(201);
  });
});

interface ErrorBody {
  readonly error: { readonly invalid_fields?: object };
}
