import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTruework } from '@truework-legacy/client';

test('retries after 503', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const responses = [
    Response.json({ error: { message: 'Busy.' } }, { status: 503 }),
    Response.json({ count: 0, next: null, previous: null, results: [] }),
  ];
  const fetch = t.mock.fn(async () => responses.shift() as Response);
  const truework = createTruework({
    token: 'tw_sk_test_example',
    environment: 'local',
    fetch,
  });

  const list = truework.verifications.list().then((page) => page);
  // tick() does not wait for promises: give the client a turn before each.
  while (responses.length > 0) {
    await new Promise(setImmediate);
    t.mock.timers.tick(100);
  }

  assert.equal((await list).count, 0);
  assert.equal(fetch.mock.callCount(), 2);
});
