import { createSandbox } from '@truework-legacy/sandbox';
import { describe, expect, test } from 'vitest';
import { unknownId } from '../../src/calls.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { testKey } from '../../src/system-under-test.ts';

// How much each key may ask in a second.

describe('a key', () => {
  test.for(operationsOfTheSpec())(
    'has ten calls of $id a second, and the next one in the next',
    async ({ method, path }) => {
      let now = Date.UTC(2019, 10, 5);
      const sandbox = createSandbox({ clock: { now: () => now, elapsed: () => now } });
      const call = async (key: string) => {
        const response = await sandbox.fetch(`http://127.0.0.1:4019${path.replaceAll(/{\w+}/g, unknownId)}`, {
          method,
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          ...(method === 'GET' ? {} : { body: '{}' }),
        });
        return response.status === 429;
      };
      const isRejected: boolean[] = [];
      for (let count = 0; count < 12; count += 1) isRejected.push(await call(testKey));
      expect(isRejected).toEqual([...Array(10).fill(false), true, true]);
      expect(await call(`${testKey}1`), 'another key').toBe(false);
      now += 999;
      expect(await call(testKey), 'before the second is over').toBe(true);
      now += 1;
      expect(await call(testKey), 'after it').toBe(false);
      await sandbox.close();
    },
  );
});
