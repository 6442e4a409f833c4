import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../..', file), 'utf8'));

test('the contract report has the last result of the mutation: pnpm contract:report --collect', () => {
  expect(read('docs/src/data/contract-report.json').mutation).toEqual(
    read('contract-tests/mutation/result.json'),
  );
});
