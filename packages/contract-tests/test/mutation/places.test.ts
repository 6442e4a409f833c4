import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientFaults } from '../../mutation/client-faults.ts';
import { root } from '../../mutation/planted-fault.ts';
import { sandboxFaults } from '../../mutation/sandbox-faults.ts';

test.for([...clientFaults(), ...sandboxFaults])('the fault has its place, once: $id', ({ file, find }) => {
  const pieces = readFileSync(join(root, file), 'utf8').split(find);
  expect(pieces, `${file} has changed: plant the fault where its code stands now`).toHaveLength(2);
});
