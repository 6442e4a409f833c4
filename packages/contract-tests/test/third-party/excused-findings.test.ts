import { expect, test } from 'vitest';
import { excuses, unexcused, unusedExcuses } from '../../third-party/excused-findings.ts';

const partial = "must have required property 'state'";
const prism = { validator: 'Prism', operation: 'listVerifications', says: partial } as const;
const where = 'response 200 to GET /verification-requests/?fields=id: body.results.0';
const respect = {
  ...{ validator: 'Redocly Respect', operation: 'getVerification', says: `REQUIRED ${partial}` },
  where: 'outcomes, step only-these-fields: schema check',
};
const specmatic = {
  ...{ validator: 'Specmatic', operation: 'cancelVerification', where: '+ve: RESPONSE.STATUS' },
  says: 'expected status 200 but response contained status 403',
};
const excused = [{ ...prism, where }, respect, specmatic];

test('each excuse covers what it is for', () => {
  expect(unexcused(excused)).toEqual([]);
  expect(excuses.flatMap(({ validator }) => unusedExcuses(validator, excused))).toEqual([]);
});

test.for([
  { ...prism, where: where.replace('?fields=id', '') },
  { ...prism, where: `${where}.id` },
  { ...prism, where, says: 'must be string' },
  { ...prism, where: where.replace('200', '400') },
  { ...respect, operation: 'createVerification' },
  { ...respect, where: 'outcomes, step completed: schema check' },
  { ...respect, says: 'REQUIRED must be string' },
  { ...specmatic, operation: 'createVerification' },
  { ...specmatic, where: '-ve: RESPONSE.STATUS' },
  { ...specmatic, where: '+ve: RESPONSE.BODY' },
  { ...specmatic, says: 'expected status 200 but response contained status 500' },
])('nothing beside it: $validator, $operation, $where, $says', (finding) => {
  expect(unexcused([finding])).toEqual([finding]);
});
