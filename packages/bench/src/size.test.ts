import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { weighClient, weighMigrate } from './size.ts';
import { keepsBudget, type Row, type Table } from './table.ts';

test('the client and migrate meet their size budgets', async () => {
  const rows = [...(await weighClient()), ...(await weighMigrate())];
  expect(rows.filter(({ budget }) => budget !== undefined)).toHaveLength(7);
  const missed = rows
    .filter((row) => !keepsBudget(row))
    .map(({ subject, figure, budget }) => `${subject}: ${figure} kB, ${JSON.stringify(budget)}`);
  expect(missed, 'see packages/bench/README.md; `pnpm bench size` shows it beside others').toEqual([]);
  const { tables } = JSON.parse(readFileSync(new URL('../results/size.json', import.meta.url), 'utf8'));
  const recorded = tables.flatMap((table: Table) => table.rows) as Row[];
  // An operation more changes the budget of the whole client a little.
  const isNear = (now = 0, then = 0) => Math.abs(now - then) <= now / 10;
  const boundOf = ({ budget }: Row) => (budget && 'atMost' in budget ? budget.atMost : 0);
  const stale = rows.filter((row) => {
    const then = recorded.find(({ subject }) => subject === row.subject);
    return !then || !isNear(row.figure, then.figure) || !isNear(boundOf(row), boundOf(then));
  });
  expect(stale, 'The site shows others: pnpm bench size --write').toEqual([]);
});

test('a module without the export is an error, not a small size', async () => {
  for (const { subject, figure } of await weighClient()) expect(figure, subject).toBeGreaterThan(0.3);
  const wrong = bundle("export { noSuchThing } from '@truework-legacy/client'", { minify: true });
  await expect(wrong).rejects.toThrow('noSuchThing');
});
