import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approvedText } from '../src/approved.ts';
import { locationsOfTheSpec } from '../src/constraints.ts';
import { operationsOfTheSpec, webhooksOfTheSpec } from '../src/spec-operations.ts';

// Takes what the spec says now for what it is meant to say. The difference is for a person to read.
writeFileSync(
  join(import.meta.dirname, 'approved.json'),
  approvedText({
    operations: [...operationsOfTheSpec(), ...webhooksOfTheSpec()],
    locations: locationsOfTheSpec(),
  }),
);
