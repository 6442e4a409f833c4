import { setTimeout } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { RateLimiter } from '@truework-legacy/client';
import type { StateStore } from '@truework-legacy/client/webhooks';
import { RateLimiterRedis } from 'rate-limiter-flexible';

const { REDIS_URL = 'redis://127.0.0.1:6379' } = process.env;
// Without the queue, a command fails at once while Redis is not reached.
const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true });
redis.on('error', ({ message }: Error) => console.log('redis', message));
await redis.connect();

// One request per slot of the clock: 8 a second. Ten slots take 1.2 seconds,
// so no second ever has more than ten, even if one is held up on its way.
const slotMs = 120;
const slots = new RateLimiterRedis({
  storeClient: redis,
  useRedisPackage: true,
  keyPrefix: 'truework-slot',
  points: 1,
  duration: 1,
});

async function takes(slot: number): Promise<boolean> {
  try {
    await slots.consume(slot);
    return true;
  } catch (rejected) {
    // Redis is not reached: the call fails, and nothing is sent.
    if (rejected instanceof Error) throw rejected;
    return false;
  }
}

let turn: Promise<void> = Promise.resolve();

/** For every client of every process that has the same key. */
export const rateLimiter: RateLimiter = {
  acquire(signal) {
    // Calls queue up, so that only the first one of this process asks Redis.
    const acquired = turn.then(async () => {
      for (;;) {
        const slot = Math.floor(Date.now() / slotMs);
        if (signal?.aborted || (await takes(slot))) return;
        await setTimeout(slotMs - (Date.now() % slotMs));
      }
    });
    turn = acquired.catch(() => {});
    return acquired;
  },
};

/** For every process that receives webhooks. Truework retries for 48 hours. */
export const dedupeStore: StateStore = {
  get: (key) => redis.get(`truework-webhook:${key}`),
  set: (key, state) =>
    redis.set(`truework-webhook:${key}`, state, {
      expiration: { type: 'EX', value: 48 * 60 * 60 },
    }),
};
