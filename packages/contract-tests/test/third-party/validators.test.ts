import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Mutant } from '../../mutation/mutant.ts';
import { operationIds } from '../../src/calls.ts';
import { unexcused, unusedExcuses } from '../../third-party/excused-findings.ts';
import { journey } from '../../third-party/journey.ts';
import { operationOf } from '../../third-party/operation-names.ts';
import { respect } from '../../third-party/respect.ts';
import { sampleMutants } from '../../third-party/sample-mutants.ts';
import { type SandboxProcess, startSandbox } from '../../third-party/sandbox-process.ts';
import { testMutant } from '../../third-party/test-mutant.ts';
import { quickValidators } from '../../third-party/validators.ts';

// Other programs, at work side by side.
vi.setConfig({ testTimeout: 300_000 });

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox({ validatesResponses: true });
});
afterAll(() => sandbox.close());

test('the journey gets a success and an error response from every operation', async () => {
  const legs = await journey({ through: sandbox.url, sandbox: sandbox.url });
  const operations = (some: typeof legs) =>
    [...new Set(some.map(({ method, path }) => operationOf(method, path)))].sort();
  expect(operations(legs.filter(({ response }) => response.ok))).toEqual(operationIds.toSorted());
  expect(operations(legs.filter(({ intent }) => intent === 'invalid'))).toEqual(operationIds.toSorted());
});

test.concurrent.for(quickValidators)(
  '$name finds nothing wrong with the sandbox',
  async (validator, { expect }) => {
    const { checks, findings } = await validator.validate(sandbox.url);
    expect(checks, `${validator.counts} that it made`).toBeGreaterThanOrEqual(validator.atLeast);
    expect(unexcused(findings), 'findings').toEqual([]);
    expect(unusedExcuses(validator.name, findings), 'excuses that excuse nothing').toEqual([]);
  },
);

// `pnpm third-party --mutants` does so with one mutant of every kind.
describe('validators notice what they can see', () => {
  test.concurrent('a field that is missing: all of them', async ({ expect }) => {
    const caught = await testMutant(sampleMutant('a required field is missing'));
    expect(caught).toEqual(Object.fromEntries(quickValidators.map(({ name }) => [name, true])));
  });

  test.concurrent('a cancel without effect: Respect', async ({ expect }) => {
    const caught = await testMutant(sampleMutant('a cancel has no effect'), [respect]);
    expect(caught).toEqual({ [respect.name]: true });
  });
});

function sampleMutant(id: string): Mutant {
  const mutant = sampleMutants.find((sample) => sample.id === id);
  if (mutant === undefined) throw new Error(`No sample mutant is called "${id}".`);
  return mutant;
}
