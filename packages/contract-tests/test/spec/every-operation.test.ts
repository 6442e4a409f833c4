import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { operationIds } from '../../src/calls.ts';

describe('every operation of the spec', () => {
  test.for(operationIds)('%s has contract tests', (operationId) => {
    const name = operationId.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const file = join(import.meta.dirname, `../operations/${name}.test.ts`);
    expect(
      existsSync(file),
      `packages/contract-tests/test/operations/${name}.test.ts is missing: write there what ${operationId} means`,
    ).toBe(true);
  });

  test('is in the client, and no other is', () => {
    expect(Object.keys(operations).sort()).toEqual(operationIds.toSorted());
  });
});
