import { type Addition, after } from './changed-copy.ts';

// What the shorter recipes of CONTRIBUTING.md and spec/README.md ask for.

/** A number as if Truework had one more, and one of ours. */
export const numbers: Addition = {
  'packages/sandbox/src/people/test-numbers.ts': [
    after("  '000-01-0000': { outcome: 'canceled' },\n", "  '000-02-0000': { outcome: 'canceled' },\n"),
  ],
  'packages/sandbox/src/people/test-values.ts': [
    after(
      `    value: '000-90-0501',
    effect: 'The server does not support it: 501.',
    response: keyResponses[501],
  },
`,
      `  {
    ...ours,
    value: '000-90-0999',
    effect: 'Ends invalid, to try the recipe.',
    scenario: { steps: stepsTo('invalid'), employments: [] },
  },
`,
    ),
  ],
  'packages/contract-tests/golden/people.yaml': [
    after(
      '    says: Ends canceled.\n    states: [pending-approval, processing, canceled]\n',
      `  - value: 000-02-0000
    says: Ends canceled.
    states: [pending-approval, processing, canceled]
`,
    ),
    after(
      `  - value: 000-90-0501
    says: "The server does not support it: 501."
    rejected: { status: 501, message: Not implemented. }
`,
      `  - value: 000-90-0999
    says: Ends invalid, to try the recipe.
    states: [pending-approval, processing, invalid]
`,
    ),
  ],
};

/** A rule that no operation's summary ends like a sentence. */
export const lintRule: Addition = {
  'spec/plugin/summary-form.ts': `import type { Rule } from './rule.ts';

export const summaryForm: Rule = () => ({
  Operation: {
    enter({ summary }, { location, report }) {
      if (summary?.endsWith('.')) {
        report({ message: 'A summary has no period: remove it.', location: location.child(['summary']) });
      }
    },
  },
});
`,
  'spec/plugin/summary-form.test.ts': `import { expect, test } from 'vitest';
import { lint } from './lint.ts';
import { withPaths } from './tiny-description.ts';

test('a summary has no period', async () => {
  const summary = (text: string) => withPaths(\`/things:\\n  get: { summary: \${text} }\`);
  expect(await lint('summary-form', summary('List things.'))).toEqual(['A summary has no period: remove it.']);
  expect(await lint('summary-form', summary('List things'))).toEqual([]);
});
`,
  'spec/plugin/plugin.ts': [
    after("import { sources } from './sources.ts';\n", "import { summaryForm } from './summary-form.ts';\n"),
    after('  sources,\n', "  'summary-form': summaryForm,\n"),
  ],
  'spec/redocly.yaml': [
    after(
      '  truework/sources: error # every fact says where it is known from\n',
      '  truework/summary-form: error # becomes the title of a page\n',
    ),
  ],
};
