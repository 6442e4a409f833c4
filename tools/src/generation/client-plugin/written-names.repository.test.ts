import { expect, test } from 'vitest';
import { writtenNames } from './written-names.ts';

test('what the client exports by name, and from its written modules', () => {
  const names = writtenNames();
  expect(names).toEqual(
    expect.arrayContaining(['createTruework', 'operations', 'Call', 'TrueworkError', 'CallOptions']),
  );
  expect(names).not.toContain('getVerification');
  expect(names).not.toContain('Verification');
});
