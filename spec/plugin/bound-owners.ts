import { boundKeywords } from '../document/bounds.ts';
import { locationOf } from './location.ts';
import type { Rule, Schema } from './rule.ts';
import { checkLevel } from './sources.ts';

const forms =
  'write `x-bound: ours`, a source such as `{ level: documented }`, or one of these for each keyword';

/** Every bound says whose it is. One of ours rejects nothing, so it has to be distinguishable from one of the API's. */
export const boundOwners: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      const bounds = boundKeywords.filter((keyword) => keyword in schema);
      const mark = schema['x-bound'];
      const where =
        mark === undefined ? location.child(bounds.slice(0, 1)).key() : location.child(['x-bound']);
      const complain = (message: string) =>
        report({ message: `\`${locationOf(location)}\`${message}`, location: where });
      if (mark === undefined) {
        const [first] = bounds;
        if (first !== undefined) complain(` has \`${first}\` and does not say whose it is: ${forms}.`);
        return;
      }
      if (bounds.length === 0) return complain(' has `x-bound` and no bound: remove it.');
      for (const [keyword, owner] of ownersOf(mark)) {
        const of = keyword === '' ? '' : `, \`${keyword}\`,`;
        if (keyword !== '' && !(keyword in schema)) {
          complain(`${of} has an owner in \`x-bound\` and no value: remove it.`);
        } else if (typeof owner !== 'object') {
          if (owner !== 'ours') complain(`${of} has an \`x-bound\` that nobody knows: ${forms}.`);
        } else {
          checkLevel(owner, ['level', 'note'], (message) =>
            complain(`${of} has an \`x-bound\` that${message}`),
          );
        }
      }
      if (isByKeyword(mark)) {
        for (const keyword of bounds.filter((keyword) => !(keyword in mark))) {
          complain(` has \`${keyword}\`, and \`x-bound\` does not say whose it is: write that too.`);
        }
      }
    },
  },
});

/** The owners by keyword. One for all of them has no keyword. */
function ownersOf(mark: Schema['x-bound']): [keyword: string, owner: unknown][] {
  return isByKeyword(mark) ? Object.entries(mark) : [['', mark]];
}

function isByKeyword(mark: unknown): mark is object {
  return typeof mark === 'object' && mark !== null && !('level' in mark);
}
