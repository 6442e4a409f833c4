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

test('a response without a body gives undefined', async () => {
  const connection = connect({
    token: 'tw_sk_test_0000000000000000000000000000000000000000',
    environment: 'sandbox',
    fetch: async () => new Response(null, { status: 204 }),
  });
  expect(await connection.call(operation, { ids: ['AAAA'] })).toBeUndefined();
  expect(await connection.call(operation, { ids: ['AAAA'] }).result()).toEqual({ ok: true, data: undefined });
});
