import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Advances the time, and runs everything that is due. */
  advance(milliseconds: number): Promise<void>;
  /** Advances the time from one timer to the next until the promise settles. */
  run<Value>(promise: Promise<Value>): Promise<Value>;
  /** How many timers are set. */
  planned(): number;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** One turn of the event loop. A timer would take a millisecond, and may be fake. */
export async function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  port1.close();
}

/** Enough turns for everything that does not wait for a timer. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await turn();
}

export function testClock(startMs: number = Date.parse('2021-11-12T19:28:59Z')): TestClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  const next = () => [...timers].sort((one, other) => one.dueMs - other.dueMs)[0];
  const ring = async (timer: Timer) => {
    timers.delete(timer);
    nowMs = Math.max(nowMs, timer.dueMs);
    timer.callback();
    await settle();
  };
  return {
    now: () => nowMs,
    after(milliseconds, callback) {
      const timer = { dueMs: nowMs + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(milliseconds) {
      const endMs = nowMs + milliseconds;
      await settle();
      for (let timer = next(); timer && timer.dueMs <= endMs; timer = next()) await ring(timer);
      nowMs = endMs;
    },
    async run(promise) {
      let isSettled = false;
      const end = () => {
        isSettled = true;
      };
      promise.then(end, end);
      await settle();
      for (let idle = 0, rung = 0; !isSettled; ) {
        const timer = next();
        if (rung++ === 20_000) throw new Error('20,000 timers rang, and the promise has not settled.');
        if (timer) await ring(timer);
        // WebCrypto works on another thread, which takes real time.
        else if (idle++ < 10_000) await turn();
        else throw new Error('No timer is set, and the promise has not settled.');
      }
      return promise;
    },
    planned: () => timers.size,
  };
}
