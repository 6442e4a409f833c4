import { AuthenticationError, type Truework } from '@truework-legacy/client';
import { expect, test } from 'vitest';
import type { Contract } from './contract.ts';
import { testKey } from './system-under-test.ts';
import { thrownBy } from './thrown-by.ts';

/**
 * The tests that every operation shares: who may call it, in which version, by which method.
 *
 * @param call - Calls the operation.
 * @param path - A path of the operation.
 */
export function rejections(
  contract: Contract,
  call: (truework: Truework) => Promise<unknown>,
  path: string,
  method: string,
): void {
  test('a publishable key is rejected with 401, before the request is looked at', async () => {
    const response = await contract.send(path, {
      method,
      headers: { Authorization: 'Bearer tw_pk_test_0000' },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { message: 'Invalid token.' } });
  });

  test('a production key is rejected, and the response says why', async () => {
    const production = contract.clientWith({
      token: testKey.replace('_test', ''),
      // To this machine by https, because a production key goes over nothing else. The sandbox is in this process.
      environment: 'https://127.0.0.1:4019',
    });
    const error = await thrownBy(call(production), AuthenticationError);
    expect(error.apiMessage).toContain('production key');
    expect(error.message).not.toContain(testKey.slice(-20));
  });

  test.for(['application/json', '*/*', 'application/json;version=2019-10-15'])(
    'Accept: %s is served in the version 2019-10-15',
    async (accept) => {
      const response = await contract.send(path, {
        method,
        headers: { Accept: accept },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      expect(response.status).not.toBe(406);
      expect(response.headers.get('version')).toBe('2019-10-15');
    },
  );
}
