import { expect, test } from 'vitest';
import { byPipeline, stageName } from './stages.ts';

const ids = [
  '@truework-legacy/migrate#build',
  '//#lint:code',
  '@truework-legacy/spec#lint',
  '//#check:generated',
  '@truework-legacy/docs#test:browser',
  '@truework-legacy/contract-tests#test',
  '@truework-legacy/client#build',
];

test('what is stale comes first, then the packages in the order of the pipeline', () => {
  const outcomes = ids.map((id) => ({ id, milliseconds: 0, cached: false, folder: '', logFile: '' }));
  expect(outcomes.sort(byPipeline).map(({ id }) => stageName(id))).toEqual([
    'code generated',
    'code lint',
    'spec lint',
    'client build',
    'migrate build',
    'docs test:browser',
    'contract tests',
  ]);
});
