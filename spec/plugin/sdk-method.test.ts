import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withPaths } from './tiny-description.ts';

it('asks where a method lives', async () => {
  const broken = withPaths(`
/things:
  get: { operationId: listThings }
  post: { operationId: createThing, x-sdk: create }
/things/{id}:
  get: { operationId: getThing, x-sdk: things.get.one }
`);
  expect(await lint('sdk-method', broken)).toEqual([
    '`listThings` does not say where its method lives in the client: write `x-sdk`, such as `x-sdk: reports.get`.',
    'The `x-sdk` of `createThing` is not a group and a method: write it like `reports.get`.',
    'The `x-sdk` of `getThing` is not a group and a method: write it like `reports.get`.',
  ]);
});

it('rejects one name for two methods', async () => {
  const broken = withPaths(`
/things:
  get: { operationId: listThings, x-sdk: things.list }
/others:
  get: { operationId: listOthers, x-sdk: things.list }
`);
  expect(await lint('sdk-method', broken)).toEqual([
    '`things.list` is the method of `listThings` already: name another for `listOthers`.',
  ]);
});
