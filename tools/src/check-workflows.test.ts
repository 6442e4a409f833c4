import { expect, test } from 'vitest';
import { brokenRules } from './check-workflows.ts';

const digest = '0123456789'.repeat(4);

function workflow({
  permissions = 'permissions: {}',
  timeout = 'timeout-minutes: 5',
  uses = './.github/actions/install',
}) {
  return `${permissions}\njobs:\n  test:\n    ${timeout}\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n`;
}

test.for([
  ['an action of this repository', workflow({})],
  ['an action by digest', workflow({ uses: `actions/checkout@${digest} # v7.0.1` })],
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
  ['no permissions', workflow({ permissions: 'name: x' }), 'ci.yml The workflow needs permissions'],
  [
    'a right to write for all jobs',
    workflow({ permissions: 'permissions:\n  contents: write' }),
    'ci.yml The workflow needs permissions',
  ],
])('wrong: %s', ([, text = '', finding = '']) => {
  expect(brokenRules('ci.yml', text)).toEqual([expect.stringContaining(finding)]);
});
