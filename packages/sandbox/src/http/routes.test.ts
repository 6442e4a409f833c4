import { expect, test } from 'vitest';
import { Router } from './routes.ts';

const operation = (id: string, method: string, path: string) => ({
  id,
  method,
  segments: path.slice(1).split('/'),
});
const router = new Router([
  operation('root', 'GET', '/'),
  operation('file', 'GET', '/things.json'),
  operation('list', 'GET', '/things'),
  operation('create', 'POST', '/things'),
  operation('get', 'GET', '/things/{thing_id}'),
  operation('search', 'POST', '/things/search-by-date'),
  operation('change', 'PUT', '/things/{thing_id}/state'),
  operation('part', 'GET', '/things/{thing_id}/parts/{part_id}'),
]);

test.for<[path: string, ids: string[] | undefined, parameters?: Record<string, string>, allow?: string]>([
  ['/', ['root'], {}, 'GET, HEAD, OPTIONS'],
  ['/things', ['list', 'create'], {}, 'GET, HEAD, OPTIONS, POST'],
  ['/things/', ['list', 'create'], {}, 'GET, HEAD, OPTIONS, POST'],
  ['/things/search-by-date', ['search'], {}, 'OPTIONS, POST'],
  ['/things/a', ['get'], { thing_id: 'a' }, 'GET, HEAD, OPTIONS'],
  ['/things/a/', ['get'], { thing_id: 'a' }, 'GET, HEAD, OPTIONS'],
  ['/things/%20Zo%C3%AB', ['get'], { thing_id: ' Zoë' }, 'GET, HEAD, OPTIONS'],
  ['/things/%2561', ['get'], { thing_id: '%61' }, 'GET, HEAD, OPTIONS'],
  ['/things/%41%zz%E0', ['get'], { thing_id: 'A%zz%E0' }, 'GET, HEAD, OPTIONS'],
  ['/%74hings', ['list', 'create'], {}, 'GET, HEAD, OPTIONS, POST'],
  ['/things%2Fa%2fstate', ['change'], { thing_id: 'a' }, 'OPTIONS, PUT'],
  ['/things/a/state', ['change'], { thing_id: 'a' }, 'OPTIONS, PUT'],
  ['/things/a/parts/b', ['part'], { thing_id: 'a', part_id: 'b' }, 'GET, HEAD, OPTIONS'],
  ['/things.json', ['file'], {}, 'GET, HEAD, OPTIONS'],
  ['/things-json', undefined],
  ['/things/a/parts', undefined],
  ['/things//', undefined],
  ['/things/a/other', undefined],
  ['//things', undefined],
  ['/thing', undefined],
  ['/Things', undefined],
  ['', undefined],
])('%s leads to %s', ([path, ids, parameters, allow]) => {
  const route = router.find(path);
  expect(route && [...route.operations.values()].map(({ id }) => id)).toEqual(ids);
  expect([route?.path, route?.allow]).toEqual([parameters, allow]);
});
