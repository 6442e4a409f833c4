import { expect, test } from 'vitest';
import { testedPackage } from './tested-package.ts';

test('what turbo hashes for the tests of a package is read from its manifest and turbo.json', () => {
  expect(testedPackage('packages/sandbox')).toEqual({
    folder: 'packages/sandbox',
    dependencies: ['spec'],
    inputs: expect.arrayContaining(['vitest.config.ts', '.dockerignore']),
  });
  const { dependencies } = testedPackage('packages/docs');
  expect(dependencies).toEqual(expect.arrayContaining(['packages/client', 'packages/sandbox', 'spec']));
});
