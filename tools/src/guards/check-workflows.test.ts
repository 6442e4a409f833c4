import { expect, test } from 'vitest';
import { brokenRules, unknownNames } from './check-workflows.ts';

const digest = '0123456789'.repeat(4);

function workflow({
  permissions = 'permissions: {}',
  timeout = 'timeout-minutes: 5',
  uses = './.github/actions/install',
  run = 'pnpm test',
}) {
  return `${permissions}\njobs:\n  test:\n    ${timeout}\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n      - run: ${run}\n`;
}

test.for([
  ['an action of this repository', workflow({})],
  ['an action by digest', workflow({ uses: `actions/checkout@${digest} # v7.0.1` })],
  ['an alternative, which is not a pipe', workflow({ run: 'pnpm test || echo failed' })],
  [
    'a pipe that fails with its first command',
    workflow({
      permissions: 'permissions: {}\ndefaults:\n  run:\n    shell: bash',
      run: 'pnpm mutate | tee mutants.txt',
    }),
  ],
  ['permissions that only read', workflow({ permissions: 'permissions:\n  contents: read' })],
])('right: %s', ([, text = '']) => {
  expect(brokenRules('ci.yml', text)).toEqual([]);
});

test.for([
  ['an action by tag', workflow({ uses: 'actions/checkout@v7' }), 'ci.yml:7 Pin the action'],
  [
    'a digest that nobody can read',
    workflow({ uses: `actions/checkout@${digest}` }),
    'ci.yml:7 Pin the action',
  ],
  ['a job without an end', workflow({ timeout: 'name: x' }), 'ci.yml The job test has no timeout-minutes.'],
  [
    'a pipe that hides a failure',
    workflow({ run: 'pnpm mutate | tee mutants.txt' }),
    'ci.yml Without `defaults: { run: { shell: bash } }` a pipe hides',
  ],
  ['no permissions', workflow({ permissions: 'name: x' }), 'ci.yml The workflow needs permissions'],
  [
    'a right to write for all jobs',
    workflow({ permissions: 'permissions:\n  contents: write' }),
    'ci.yml The workflow needs permissions',
  ],
  [
    'a step that writes without the right to',
    workflow({ run: 'gh release upload "$TAG"' }),
    'ci.yml The job test needs the right `contents: write`.',
  ],
  [
    'a download that nothing uploads before',
    workflow({ uses: `actions/download-artifact@${digest} # v8.0.1\n        with: { name: site }` }),
    'ci.yml The job test downloads site, which no job that it needs uploads.',
  ],
  [
    'an output that is compared with no text',
    workflow({ timeout: 'timeout-minutes: 5\n    if: needs.key.outputs.present == true' }),
    'ci.yml Never true, because outputs are texts: outputs.present == true',
  ],
])('wrong: %s', ([, text = '', finding = '']) => {
  expect(brokenRules('ci.yml', text)).toEqual([expect.stringContaining(finding)]);
});

test('what a workflow waits for has to be there', () => {
  const text =
    'on: { pull_request: { paths: ["spec/**", "specs/**"] }, workflow_run: { workflows: [ci, release] } }';
  expect(unknownNames('ci.yml', text, { files: ['spec/a.ts'], workflows: ['ci'] })).toEqual(
    ['specs/**', 'release'].map((name) => `ci.yml There is no ${name}.`),
  );
});
