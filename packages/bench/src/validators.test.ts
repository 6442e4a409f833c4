import { expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { keepsBudget } from './table.ts';
import { weighValidators } from './validators.ts';

test('the validators of one operation meet their size budget', async () => {
  const rows = await weighValidators();
  expect(rows.filter(({ budget }) => budget !== undefined)).toHaveLength(1);
  expect(rows.filter((row) => !keepsBudget(row))).toEqual([]);
  for (const { subject, figure } of rows) expect(figure, subject).toBeGreaterThan(3);
});

test.for([
  ['Money', ['currency'], ['turnaround_time', 'first_name', 'permissible_purpose']],
  [
    'cancelVerification',
    ['cancellation_details', 'invalid_fields'],
    ['employment_type', 'line_one', 'reports'],
  ],
  ['searchCompanies', ['domain'], ['social_security_number', 'cancellation_reason']],
] as const)('importing %s brings only what it is made of', async ([name, own, others]) => {
  for (const entry of ['response', 'mini/response']) {
    const code = await bundle(`export { ${name} } from '@truework-legacy/zod/${entry}'`, {
      minify: true,
    });
    const text = new TextDecoder().decode(code);
    expect(
      own.filter((property: string) => !text.includes(property)),
      'its own properties',
    ).toEqual([]);
    expect(
      others.filter((property: string) => text.includes(property)),
      'properties of others',
    ).toEqual([]);
  }
});

test.for([
  ['mini', false],
  ['mini/request', false],
  ['mini/response', false],
  ['', true],
] as const)('zod/%s brings the schemas of zod itself: %s', async ([entry, isClassic]) => {
  const code = await bundle(`export * from '@truework-legacy/zod/${entry}'`.replace("/'", "'"), {
    minify: true,
  });
  expect(new TextDecoder().decode(code).includes('"ZodString"')).toBe(isClassic);
});
