import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withPaths, withWebhook } from './tiny-description.ts';

it('asks for the form of a name, a summary, and the successor', async () => {
  const broken = withPaths(`
/things:
  get:
    operationId: things_list
    summary: List Things.
`);
  expect(await lint('operation-form', broken)).toEqual([
    '`things_list` is not a verb and a noun: write an `operationId` such as `getReport`.',
    'The summary of `things_list` is not in sentence case: write it like "Get a report", with one capital and no full stop.',
    '`things_list` belongs to a deprecated version: write `deprecated: true`.',
    '`things_list` does not say what follows it: write `x-successor`, such as `2023-10-30: GET /orders`.',
    '`things_list` names no page of Truework: write `externalDocs`, or `x-legacy: true` if there is no such page.',
  ]);
});

it('asks for a successor in each later version, and in no other', async () => {
  const broken = withPaths(`
/things:
  get:
    operationId: listThings
    summary: List things
    deprecated: true
    x-legacy: true
    x-successor: { 2018-01-01: GET /things, 2020-12-07: GET /things, 2023-10-30: none }
`);
  expect(await lint('operation-form', broken)).toEqual([
    '`listThings` does not say what follows it in `2022-08-01`: write that, or `none`.',
    '`listThings` has a successor in `2018-01-01`, which is not a later version: write one of 2020-12-07, 2022-08-01, 2023-10-30.',
  ]);
});

it('asks a webhook for a name and a summary', async () => {
  expect(
    await lint('operation-form', withWebhook('operationId: thing.changed\nsummary: A Thing changed')),
  ).toEqual([
    "`thing.changed` is not the event's name in camel case: write an `operationId` such as `orderCompleted`.",
    'The summary of `thing.changed` is not in sentence case: write it like "Get a report", with one capital and no full stop.',
  ]);
  expect(
    await lint('operation-form', withWebhook('operationId: thingChanged\nsummary: A thing changed')),
  ).toEqual([]);
});
