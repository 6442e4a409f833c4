import { describe, expect, test } from 'vitest';
import { fullOrder } from '../../src/orders.ts';
import { wire } from '../../src/wire.ts';

// What no schema can see: that calls are of one another. Nothing here is of the sandbox alone.

describe('a verification that was ordered', () => {
  const line = wire();

  test('is found again, by its id and as the newest of the list', async () => {
    const created = await line.truework.verifications.create(fullOrder);
    const found = await line.truework.verifications.get(created.id);
    expect(found.id).toBe(created.id);
    expect(found.created).toBe(created.created);
    const page = await line.truework.verifications.list({ limit: 1 });
    expect(page.results.map(({ id }) => id)).toEqual([created.id]);
  });
});
