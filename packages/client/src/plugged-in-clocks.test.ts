import { type Hook, testMisbehaviorOf, unknownOf } from '../test/support/misbehavior.ts';
import type { TestClock } from '../test/support/test-clock.ts';

// A clock of the caller that throws, or returns something that is not a time, a timer or a way to cancel it.

const hooks: readonly Hook[] = [
  {
    name: 'clock.now',
    plug: (bad, clock) => ({
      options: { clock: { ...clock, elapsed: clock.now, now: bad(clock.now) as never } },
    }),
    // The time of sending is only read for an error and a check, so nothing is lost.
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'clock.elapsed',
    plug: (bad, clock) => ({ options: { clock: { ...clock, elapsed: bad(clock.now) as never } } }),
    ends: { fails: 'configuration', given: 'configuration', steers: true },
  },
  {
    name: 'clock.after',
    plug: (bad, clock) => ({ options: { clock: { ...clock, after: bad(clock.after as never) as never } } }),
    // Time never passes, so only its signal ends a wait.
    ends: { fails: 'configuration', given: { get: 'data', waitFor: 'aborted' }, steers: true },
  },
  {
    name: 'what clock.after gave',
    plug: (bad, clock) => ({
      options: {
        clock: {
          ...clock,
          after(milliseconds, callback) {
            return bad(clock.after(milliseconds, callback)) as never;
          },
        },
      },
    }),
    ends: { fails: 'data', given: 'data', steers: false },
  },
  {
    name: 'clock.elapsed once the request was sent',
    plug: (bad, clock) => {
      let isSent = false;
      const respond = () => {
        isSent = true;
        return Promise.reject(Object.assign(new Error('Sample'), { code: 'ECONNRESET' }));
      };
      return {
        respond,
        options: { clock: { ...clock, elapsed: () => (isSent ? (bad(clock.now)() as never) : clock.now()) } },
      };
    },
    // The duration of a wait is unknown.
    ends: {
      fails: unknownOf('network', 'configuration'),
      given: unknownOf('network', 'configuration'),
      steers: 'waitFor',
    },
  },
  {
    name: 'clock.now once the request was sent',
    plug: (bad, clock) => {
      let isSent = false;
      const respond = () => {
        isSent = true;
        return Response.json({ error: { message: 'As it is.' } }, { status: 400 });
      };
      const now = () => (isSent ? (bad(clock.now)() as never) : clock.now());
      return { respond, options: { clock: { ...clock, elapsed: clock.now, now } } };
    },
    ends: { fails: 'validation', given: 'validation', steers: false },
  },
  {
    name: 'clock.after before a retry',
    plug: (bad, clock) => {
      let planned = 0;
      const after: TestClock['after'] = (milliseconds, callback) => {
        // A wait between attempts is shorter than any timeout. A wait for a verification looks again every second.
        if (milliseconds === 0 || milliseconds === 1_000 || milliseconds > 5_000 || planned++ > 0)
          return clock.after(milliseconds, callback);
        return bad(() => clock.after(milliseconds, callback))() as never;
      };
      return { options: { clock: { ...clock, after } } };
    },
    firstStatus: { get: 503, create: 429 },
    ends: {
      fails: { get: 'server', create: 'rate-limited', waitFor: 'data' },
      given: 'aborted',
      steers: false,
    },
  },
];

testMisbehaviorOf(hooks);
