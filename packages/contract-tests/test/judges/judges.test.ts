import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { unexcused, unusedExcuses } from '../../judges/excused-findings.ts';
import { journey } from '../../judges/journey.ts';
import { judgeFault } from '../../judges/judge-fault.ts';
import { quickJudges } from '../../judges/judges.ts';
import { operationOf } from '../../judges/operation-names.ts';
import { respect } from '../../judges/respect.ts';
import { sampleFaults } from '../../judges/sample-faults.ts';
import { type SandboxProcess, startSandbox } from '../../judges/sandbox-process.ts';
import type { PlantedFault } from '../../mutation/planted-fault.ts';
import { operationIds } from '../../src/calls.ts';

// Other programs, at work side by side.
vi.setConfig({ testTimeout: 300_000 });

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox({ checksAnswers: true });
});
afterAll(() => sandbox.close());

test('at least three judges that nobody here wrote', () => {
  expect(new Set(quickJudges.map(({ name }) => name)).size).toBeGreaterThanOrEqual(3);
});

test('the journey is answered with a success and refused by every operation', async () => {
  const legs = await journey({ through: sandbox.url, sandbox: sandbox.url });
  const operations = (some: typeof legs) =>
    [...new Set(some.map(({ method, path }) => operationOf(method, path)))].sort();
  expect(operations(legs.filter(({ response }) => response.ok))).toEqual(operationIds.toSorted());
  expect(operations(legs.filter(({ intent }) => intent === 'broken'))).toEqual(operationIds.toSorted());
});

test.concurrent.for(quickJudges)('$name finds nothing wrong with the sandbox', async (judge, { expect }) => {
  const { checks, findings } = await judge.judge(sandbox.url);
  expect(checks, `${judge.counts} that it made`).toBeGreaterThanOrEqual(judge.atLeast);
  expect(unexcused(findings), 'findings').toEqual([]);
  expect(unusedExcuses(judge.name, findings), 'excuses that excuse nothing').toEqual([]);
});

// `pnpm judges --faults` does so with one fault of every kind.
describe('judges notice what they can see', () => {
  test.concurrent('a member that is missing: all of them', async ({ expect }) => {
    const caught = await judgeFault(sampleFault('a required member is missing'));
    expect(caught).toEqual(Object.fromEntries(quickJudges.map(({ name }) => [name, true])));
  });

  test.concurrent('a cancel without effect: Respect', async ({ expect }) => {
    const caught = await judgeFault(sampleFault('a cancel has no effect'), [respect]);
    expect(caught).toEqual({ [respect.name]: true });
  });
});

function sampleFault(id: string): PlantedFault {
  const fault = sampleFaults.find((sample) => sample.id === id);
  if (fault === undefined) throw new Error(`No sample fault is called ${id}.`);
  return fault;
}
