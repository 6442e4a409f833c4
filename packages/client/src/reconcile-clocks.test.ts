import { expect, onTestFinished, test, vi } from 'vitest';
import { respondError, testClient } from '../test/support/test-client.ts';
import {
  clientOf,
  endOf,
  loan,
  lostCreate,
  type VerificationServer,
  verificationServer,
} from '../test/support/verification-server.ts';
import { systemClock } from './clock.ts';

// A clock that is or was wrong, on either side, never makes `reconcile` say that none was created.

const startMs = Date.parse('2021-11-12T19:28:59Z');
const second = 1_000;
const hour = 3_600 * second;
const year = 365 * 24 * hour;
const both = (spans: number[]) => spans.flatMap((span) => [span, -span]);

test.for(both([5 * second, hour, year]))(
  'finds it if the clock was ahead by %i ms when it was sent, and was corrected',
  async (aheadMs) => {
    const server = verificationServer();
    server.onCreate(server.lost);
    const wall = { aheadMs };
    const error = await lostCreate(clientOf(server, wall), loan);
    wall.aheadMs = 0;
    await server.clock.advance(2 * second);
    expect(await endOf(server.clock, error.reconcile({ settleMs: 0 }))).toBe('V-1');
  },
);

test.for(both([hour]))("finds it if the server's clock is ahead by %i ms", async (aheadMs) => {
  const server = verificationServer();
  server.onCreate(server.lost);
  server.setAhead(aheadMs);
  const before = new Date(startMs + aheadMs - 60 * second).toISOString();
  server.create(loan, { created: before });
  const error = await lostCreate(clientOf(server), loan);
  expect(await endOf(server.clock, error.reconcile())).toBe('V-2');
});

/** The system clock shows the same time as a server's. */
function followClockOf(server: VerificationServer): void {
  const real = vi.spyOn(systemClock, 'elapsed').mockImplementation(() => server.clock.now());
  onTestFinished(() => real.mockRestore());
}

test.for([
  [5 * second, 'undecided'],
  [hour, undefined],
] as const)(
  'takes none of %i ms before for its own, however long the client has run: %s',
  async ([beforeMs, end]) => {
    const server = verificationServer();
    followClockOf(server);
    const client = clientOf(server);
    await client.truework.verifications.list();
    await server.clock.advance(hour);
    server.create(loan);
    await server.clock.advance(beforeMs);
    server.onCreate(server.never);
    const error = await lostCreate(client, loan);
    expect(await endOf(server.clock, error.reconcile())).toBe(end);
  },
);

test('does not take one from before its last attempt for its own', async () => {
  const server = verificationServer();
  server.onCreate(() => respondError(429, { 'retry-after': '100' })('', {}) as Response, server.never);
  const client = clientOf(server);
  server.clock.after(80 * second, () => void server.create(loan));
  const error = await lostCreate(client, loan);
  expect(await endOf(server.clock, error.reconcile())).toBe('undecided');
});

test.for([
  [5 * second, 0, 'V-1'],
  [hour, 0, 'V-1'],
  [year, 0, 'V-1'],
  [hour, 120 * second, 'undecided'],
  // By less than has passed, which the clock itself does not show.
  [180 * second, 600 * second, 'undecided'],
] as const)(
  'never loses it if a clock without `elapsed` went back by %i ms, and the search is %i ms later: %s',
  async ([backMs, laterMs, end]) => {
    const server = verificationServer();
    followClockOf(server);
    server.onCreate(server.lost);
    let aheadMs = backMs;
    const own = { now: () => server.clock.now() + aheadMs, after: server.clock.after };
    const client = testClient(server.respond, { clock: own }, server.clock);
    await client.truework.verifications.list();
    await server.clock.advance(hour);
    const error = await lostCreate(client, loan);
    aheadMs = 0;
    await server.clock.advance(laterMs);
    expect(await endOf(server.clock, error.reconcile())).toBe(end);
  },
);

test.for([8 * hour, -hour])(
  'is undecided if the machine and its monotonic clock were asleep, and its date moved by %i ms',
  async (aheadMs) => {
    const server = verificationServer();
    server.onCreate(server.lost);
    const wall = { aheadMs: 0 };
    const error = await lostCreate(clientOf(server, wall), loan);
    wall.aheadMs = aheadMs;
    server.setAhead(8 * hour);
    expect(await endOf(server.clock, error.reconcile())).toBe('undecided');
  },
);

test('uses its own clock if the list has no Date', async () => {
  const server = verificationServer({ hasDate: false });
  server.onCreate(server.lost);
  const error = await lostCreate(clientOf(server), loan);
  expect(await endOf(server.clock, error.reconcile())).toBe('V-1');
});

test('is undecided about an older one if the list has no Date, because its own clock may be wrong', async () => {
  const server = verificationServer({ hasDate: false });
  server.create(loan, { created: new Date(startMs - hour).toISOString() });
  server.onCreate(server.never);
  const error = await lostCreate(clientOf(server), loan);
  expect(await endOf(server.clock, error.reconcile())).toBe('undecided');
});

test('fails if its own clock does, and says where to look', async () => {
  const server = verificationServer();
  let hasFailed = false;
  const now = () => {
    if (hasFailed) throw new Error('The clock failed.');
    return server.clock.now();
  };
  const own = { now, elapsed: server.clock.now, after: server.clock.after };
  server.onCreate(server.lost);
  const client = testClient(server.respond, { clock: own }, server.clock);
  const error = await lostCreate(client, loan);
  hasFailed = true;
  expect((await client.errorOf(error.reconcile())).message).toBe(
    'reconcile: code that was plugged in threw. Check the clock and the signal.',
  );
});
