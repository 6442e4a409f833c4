import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withSchemas } from './tiny-description.ts';

const forms =
  'write `x-bound: ours`, a source such as `{ level: documented }`, or one of these for each keyword.';

it('asks whose each bound is', async () => {
  const broken = withSchemas(`
Thing:
  type: object
  properties:
    text: { type: string, minLength: 1, maxLength: 9 }
    half: { type: string, minLength: 1, maxLength: 9, x-bound: { maxLength: ours } }
    gone: { type: string, maxLength: 9, x-bound: { maxLength: ours, pattern: ours } }
    none: { type: boolean, x-bound: ours }
    theirs: { type: string, maxLength: 9, x-bound: theirs }
    guess: { type: string, maxLength: 9, x-bound: { maxLength: { level: inferred } } }
    hearsay: { type: string, maxLength: 9, x-bound: { level: hearsay } }
`);
  expect(await lint('bound-owners', broken)).toEqual([
    `\`Thing.text\` has \`minLength\` and does not say whose it is: ${forms}`,
    '`Thing.half` has `minLength`, and `x-bound` does not say whose it is: write that too.',
    '`Thing.gone`, `pattern`, has an owner in `x-bound` and no value: remove it.',
    '`Thing.none` has `x-bound` and no bound: remove it.',
    `\`Thing.theirs\` has an \`x-bound\` that nobody knows: ${forms}`,
    '`Thing.guess`, `maxLength`, has an `x-bound` that is inferred and does not say from what: write a `note`.',
    '`Thing.hearsay` has an `x-bound` that has no known level: write one of documented, documented-later, sdk, recorded, inferred.',
  ]);
});
