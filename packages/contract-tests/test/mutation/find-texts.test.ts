import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientMutants } from '../../mutation/client-mutants.ts';
import { root } from '../../mutation/mutant.ts';
import { sandboxMutants } from '../../mutation/sandbox-mutants.ts';

test.for([...clientMutants(), ...sandboxMutants])('the mutant has its text, once: $id', ({ file, find }) => {
  const pieces = readFileSync(join(root, file), 'utf8').split(find);
  expect(pieces, `${file} has changed: adapt the mutant to the code as it is now`).toHaveLength(2);
});
