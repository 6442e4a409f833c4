import { expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withPaths, withWebhook } from './tiny-description.ts';

const everywhere = ['400', '401', '403', '405', '406', '429', '451', '500', '501'];

function withErrors(path: string, statuses: string[], others = ''): string {
  const responses = statuses.map((status) => `"${status}": { $ref: "#/components/responses/Error" }`);
  return withPaths(
    `${path}: { get: { operationId: getThing, responses: { ${[...responses, others].join(', ')} } } }`,
    'components: { responses: { Error: { description: An error. } } }',
  );
}

it('requires every error response of an operation', async () => {
  const statuses = everywhere.filter((status) => status !== '405');
  expect(await lint('error-responses', withErrors('/things', statuses))).toEqual([
    '`getThing` does not declare 405: add it to `responses`, as a $ref to a file of components/responses.',
  ]);
});

it('asks for 404 where the path has an id', async () => {
  expect(await lint('error-responses', withErrors('/things/{id}', everywhere))).toEqual([
    '`getThing` does not declare 404: add it to `responses`, as a $ref to a file of components/responses.',
  ]);
});

it('rejects an error response of its own', async () => {
  const statuses = everywhere.filter((status) => status !== '451');
  const own = '"451": { description: Mine. }';
  expect(await lint('error-responses', withErrors('/things', statuses, own))).toEqual([
    '`getThing` declares 451 by itself: move it to components/responses, and write a $ref to it.',
  ]);
});

it('asks a webhook to need no key', async () => {
  expect(await lint('error-responses', withWebhook('operationId: thingChanged'))).toEqual([
    '`thingChanged` is called by Truework, which has no key of ours: write `security: []`.',
  ]);
  expect(await lint('error-responses', withWebhook('security: []'))).toEqual([]);
});
