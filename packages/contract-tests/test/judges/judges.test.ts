import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unexcused, unusedExcuses } from '../../judges/excused-findings.ts';
import { judgeFault } from '../../judges/judge-fault.ts';
import { quickJudges } from '../../judges/judges.ts';
import { sampleFaults } from '../../judges/sample-faults.ts';
import { type SandboxProcess, startSandbox } from '../../judges/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox({ checksAnswers: true });
});
afterAll(() => sandbox.close());

test('at least three judges that nobody here wrote', () => {
  expect(new Set(quickJudges.map(({ name }) => name)).size).toBeGreaterThanOrEqual(3);
});

test.concurrent.for(quickJudges)('$name finds nothing wrong with the sandbox', async (judge, { expect }) => {
  const { checks, findings } = await judge.judge(sandbox.url);
  expect(checks, `${judge.counts} that it made`).toBeGreaterThanOrEqual(judge.atLeast);
  expect(unexcused(findings), 'findings').toEqual([]);
  expect(unusedExcuses(judge.name, findings), 'excuses that excuse nothing').toEqual([]);
});

// `pnpm judges --faults` does so with all of them.
describe('a judge notices a fault of the kind that it can see', () => {
  const chosen = ['a required member is missing', 'a cancel has no effect'];

  test.concurrent.for(sampleFaults.filter(({ id }) => chosen.includes(id)))(
    '$id',
    async (fault, { expect }) => {
      const caught = await judgeFault(fault);
      expect(Object.keys(caught).filter((name) => caught[name])).toEqual(
        quickJudges.map(({ name }) => name).filter((name) => fault.caughtBy.includes(name)),
      );
    },
  );
});
