import { expect, test } from 'vitest';
import { type ChangeClass, classify } from './classify.ts';

const field = '#/components/schemas/Order/properties/name';
const operation = '#/paths/~1orders/post';

test.for<[site: string, before: unknown, after: unknown, meant: ChangeClass]>([
  [`${field}/x-pii`, undefined, true, 'additive'],
  [`${field}/x-pii`, true, false, 'breaking'],
  [`${operation}/x-retry`, 'safe', 'never', 'additive'],
  [`${operation}/x-retry`, 'never', undefined, 'breaking'],
  [`${operation}/x-retry`, 'safe', undefined, 'additive'],
  [`${operation}/x-retry`, undefined, 'safe', 'breaking'],
  ['#/servers/0/x-environment', undefined, 'sandbox', 'additive'],
  ['#/servers/0/x-environment', 'sandbox', undefined, 'breaking'],
  [`${field}/x-final`, ['done'], ['done', 'open'], 'breaking'],
  [`${field}/x-essential`, ['id', 'state'], ['id'], 'additive'],
  [`${field}/x-essential`, ['id'], ['id', 'state'], 'breaking'],
  [`${field}/x-essential`, ['id'], undefined, 'additive'],
  [`${operation}/x-sdk`, undefined, 'orders.create', 'additive'],
  [`${operation}/x-sdk`, 'orders.create', 'orders.add', 'breaking'],
  [`${field}/default`, 1, 2, 'breaking'],
  [`${field}/contentEncoding`, 'base64', 'base64url', 'breaking'],
  [`${field}/contentMediaType`, 'text/plain', 'text/html', 'breaking'],
  [field, {}, undefined, 'breaking'],
  [`${field}/enum`, ['a', 'b'], ['a'], 'breaking'],
  [`${field}/enum`, ['a'], ['a', 'b'], 'additive'],
  ['#/info/version', '2019-10-15', '2019-10-16', 'breaking'],
  ['#/components/schemas/Order', undefined, {}, 'additive'],
  ['#/components/schemas/Order', {}, undefined, 'breaking'],
  ['#/components/responses/Bad', {}, undefined, 'wording'],
  ['#/components/securitySchemes/bearer', {}, { type: 'apiKey' }, 'additive'],
  ['#/components/securitySchemes/bearer', undefined, {}, 'additive'],
  ...['description', 'summary', 'title', 'externalDocs', 'example', 'x-source', 'x-enumDescriptions'].map(
    (name) => [`${field}/${name}`, 'a', 'b', 'wording'] as [string, string, string, 'wording'],
  ),
  ...['x-pattern-message', 'x-bound', 'x-fallback', 'x-legacy', 'x-successor', 'tags', 'links/a'].map(
    (name) => [`${field}/${name}`, 'a', 'b', 'wording'] as [string, string, string, 'wording'],
  ),
])('%s, from %j to %j: %s', ([site, before, after, meant]) => {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
  expect(classify({ site, kind, before, after, rated: [] }).class).toBe(meant);
});

test.for([
  [field, 'field'],
  ['#/components/schemas/Order', 'named-schema'],
  [`${operation}/x-sdk`, 'x-sdk'],
])('another name of %s is breaking: %s', ([site = '', rule]) => {
  expect(classify({ site, kind: 'renamed', before: 'name', after: 'title', rated: [] })).toMatchObject({
    class: 'breaking',
    rule,
  });
});
