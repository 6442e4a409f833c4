import { setTimeout } from 'node:timers/promises';
import { createTruework, type RateLimiter } from '@truework-legacy/client';

// A stand-in for storage that your processes share, such as INCR and EXPIRE of Redis.
const counts = new Map<string, number>();
async function countUp(key: string): Promise<number> {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

// Five in each second of the clock: within any second there are never more than ten.
const rateLimiter: RateLimiter = {
  async acquire(signal) {
    for (;;) {
      const now = Date.now();
      const second = Math.floor(now / 1_000);
      if (signal?.aborted || (await countUp(`truework:${second}`)) <= 5) return;
      await setTimeout((second + 1) * 1_000 - now);
    }
  },
};

const { TRUEWORK_TOKEN = 'tw_sk_test_example', TRUEWORK_URL = 'http://127.0.0.1:4019' } = process.env;
const truework = createTruework({ token: TRUEWORK_TOKEN, environment: TRUEWORK_URL, rateLimiter });

const { count } = await truework.verifications.list();
console.log(count);
