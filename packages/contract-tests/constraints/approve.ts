import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approvedText } from '../src/approved.ts';
import { locationsOfTheSpec } from '../src/constraints.ts';
import { operationsOfTheSpec, webhooksOfTheSpec } from '../src/spec-operations.ts';
import { wordsOfTheSpec } from '../src/words.ts';

// Takes what the spec says now for what it is meant to say. The difference is for a person to read.
if (process.argv.length > 2) {
  console.error(
    'pnpm constraints:approve takes no arguments. It writes constraints/approved.json from the spec.',
  );
  process.exit(2);
}
writeFileSync(
  join(import.meta.dirname, 'approved.json'),
  approvedText({
    operations: [...operationsOfTheSpec(), ...webhooksOfTheSpec()],
    locations: locationsOfTheSpec(),
    words: wordsOfTheSpec(),
  }),
);
console.log(
  'Wrote constraints/approved.json. Read its difference with git diff, and say in the changeset what changed.',
);
