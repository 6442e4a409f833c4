import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../paths.ts';
import { writtenMethods, writtenNames } from './written-names.ts';

test('what the client exports by name, and from its written modules', () => {
  const names = writtenNames();
  expect(names).toEqual(
    expect.arrayContaining(['createTruework', 'operations', 'Call', 'TrueworkError', 'CallOptions']),
  );
  expect(names).not.toContain('getVerification');
  expect(names).not.toContain('Verification');
});

test('the methods that it has beside operations', () => {
  const text = readFileSync(join(root, 'packages/client/src/truework.ts'), 'utf8');
  const [, behavior = ''] = /VerificationsBehavior = \{(.*?)^ {2}\}/ms.exec(text) ?? [];
  const names = behavior.match(/(?<=^ {4})\w+(?=: )/gm);
  expect(writtenMethods).toEqual(names?.map((name) => `verifications.${name}`));
});
