import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withSchemas } from './tiny-description.ts';

it('asks how far each value can grow', async () => {
  const broken = withSchemas(`
Thing:
  type: object
  properties:
    text: { type: [string, "null"] }
    digits: { type: string, pattern: '^\\d+$' }
    half: { type: string, pattern: '^a|b$' }
    count: { type: integer, minimum: 0 }
    share: { type: number, maximum: 1 }
    list: { type: array, items: { type: boolean } }
    map: { type: object, additionalProperties: { type: boolean } }
`);
  const noLength = 'a string without a longest length: write `maxLength`, or list its values in `enum`.';
  expect(await lint('bounds', broken)).toEqual([
    `\`Thing.text\` is ${noLength}`,
    `\`Thing.digits\` is ${noLength}`,
    `\`Thing.half\` is ${noLength}`,
    '`Thing.count` is a number without a largest value: write `maximum`.',
    '`Thing.share` is a number without a smallest value: write `minimum`.',
    '`Thing.list` is an array without a largest size: write `maxItems`.',
    '`Thing.map` is an object with free names and no largest size: write `maxProperties`.',
  ]);
});

it('takes every way of saying so', async () => {
  const kept = withSchemas(`
Thing:
  type: object
  properties:
    text: { type: [string, "null"], maxLength: 10 }
    year: { type: string, pattern: '^[12]\\d{3}(-(0|1)\\d)?$' }
    kind: { type: string, enum: [a] }
    day: { type: string, format: date }
    none: { type: string, const: "" }
    count: { type: integer, exclusiveMinimum: 0, maximum: 9 }
    list: { type: array, maxItems: 3, items: { type: boolean } }
    map: { type: object, maxProperties: 3, additionalProperties: { type: boolean } }
    closed: { type: object, additionalProperties: false }
`);
  expect(await lint('bounds', kept)).toEqual([]);
});
