import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withPaths, withWebhook } from './tiny-description.ts';

it('requires a retry class of every operation', async () => {
  const broken = withPaths(`
/things:
  get: { operationId: listThings }
  post: { operationId: createThing, x-retry: safe }
  put: { operationId: replaceThings }
  head: { operationId: headThings, x-retry: sometimes }
`);
  expect((await lint('retry-class', broken)).sort()).toEqual([
    '`createThing` is a POST, and a second one may create a second verification: write `x-retry: never`.',
    '`headThings` has an unknown `x-retry`: write `safe` or `never`.',
    '`listThings` does not say whether it may be retried: write `x-retry: safe`.',
    '`replaceThings` does not say whether it may be retried: write `x-retry: never`.',
  ]);
});

it('rejects a class on a webhook', async () => {
  expect(await lint('retry-class', withWebhook('operationId: thingChanged\nx-retry: safe'))).toEqual([
    '`thingChanged` is a webhook, which Truework repeats by its own rules: remove `x-retry`.',
  ]);
  expect(await lint('retry-class', withWebhook('operationId: thingChanged'))).toEqual([]);
});
