import { expect, test } from 'vitest';
import { connect } from './connection.ts';
import type { Operation } from './operation.ts';

const operation = {
  path: '/things/{id}',
  method: 'DELETE',
  retry: 'never',
  id: 'cancelVerification',
  query: [],
  headers: {},
  shape: 'nothing',
} as const satisfies Operation;

test.for([
  [204, null],
  [200, '{}'],
] as const)('a response that is to have no body gives undefined: %i with %j', async ([status, body]) => {
  const connection = connect({
    token: 'tw_sk_test_0000000000000000000000000000000000000000',
    environment: 'sandbox',
    fetch: async () => new Response(body, { status }),
  });
  expect(await connection.call(operation, { ids: ['AAAA'] })).toBeUndefined();
  expect(await connection.call(operation, { ids: ['AAAA'] }).result()).toEqual({ ok: true, data: undefined });
});
