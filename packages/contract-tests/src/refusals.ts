import { AuthenticationError, type Truework } from '@truework-legacy/client';
import { expect, test } from 'vitest';
import { testKey } from './target.ts';
import { thrownBy } from './thrown-by.ts';
import type { Wire } from './wire.ts';

/**
 * The tests that every operation shares: who may call it, in which version, by which method.
 *
 * @param call - Calls the operation.
 * @param path - A path that the operation answers.
 */
export function refusals(
  line: Wire,
  call: (truework: Truework) => Promise<unknown>,
  path: string,
  method: string,
): void {
  test('a publishable key is refused with 401, before the request is looked at', async () => {
    const answer = await line.send(path, { method, headers: { Authorization: 'Bearer tw_pk_test_0000' } });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: { message: 'Invalid token.' } });
  });

  test('a production key is refused, and the answer says why', async () => {
    const production = line.clientWith({
      token: testKey.replace('_test', ''),
      // To this machine by https, because a production key goes over nothing else. The sandbox is in this process.
      environment: 'https://127.0.0.1:4019',
    });
    const error = await thrownBy(call(production), AuthenticationError);
    expect(error.apiMessage).toContain('production key');
    expect(error.message).not.toContain(testKey.slice(-20));
  });

  test('another version is refused with 406', async () => {
    const answer = await line.send(path, {
      method,
      headers: { Accept: 'application/json; version=2020-12-07' },
    });
    expect(answer.status).toBe(406);
  });

  test.for(['application/json', '*/*', 'application/json;version=2019-10-15'])(
    'Accept: %s is served in the version 2019-10-15',
    async (accept) => {
      const answer = await line.send(path, {
        method,
        headers: { Accept: accept },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      expect(answer.status).not.toBe(406);
      expect(answer.headers.get('version')).toBe('2019-10-15');
    },
  );
}
