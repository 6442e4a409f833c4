import { operations } from '@truework-legacy/client';
import { expect, test } from 'vitest';
import { operationIds } from '../../src/calls.ts';

test('every operation of the spec is in the client, and no other', () => {
  expect(Object.keys(operations).sort()).toEqual(operationIds.toSorted());
});
