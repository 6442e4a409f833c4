import { expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { weighClient, weighMigrate } from './size.ts';
import { keepsBudget } from './table.ts';

test('the client and migrate meet their size budgets', async () => {
  const rows = [...(await weighClient()), ...(await weighMigrate())];
  expect(rows.filter(({ budget }) => budget !== undefined)).toHaveLength(7);
  const missed = rows
    .filter((row) => !keepsBudget(row))
    .map(({ subject, figure, budget }) => `${subject}: ${figure} kB, ${JSON.stringify(budget)}`);
  expect(missed, 'see packages/bench/README.md; `pnpm bench size` shows it beside others').toEqual([]);
});

test('a module without the export is an error, not a small size', async () => {
  for (const { subject, figure } of await weighClient()) expect(figure, subject).toBeGreaterThan(0.3);
  const wrong = bundle("export { noSuchThing } from '@truework-legacy/client'", { minify: true });
  await expect(wrong).rejects.toThrow('noSuchThing');
});
