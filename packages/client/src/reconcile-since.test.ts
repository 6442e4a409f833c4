import { describe, expect, test } from 'vitest';
import {
  clientOf,
  endOf,
  loan,
  type VerificationServer,
  verificationServer,
} from '../test/support/verification-server.ts';
import { ConfigurationError } from './errors.ts';

// `verifications.reconcile`, as in a process that starts after a crash.

const startMs = Date.parse('2021-11-12T19:28:59Z');
const since = new Date(startMs).toISOString();
const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;

/** How the search of a new client ends, once the server has settled. */
async function endAfterCrash(server: VerificationServer, since: unknown): Promise<string | undefined> {
  const { reconcile } = clientOf(server).truework.verifications;
  return await endOf(server.clock, reconcile(loan, { since: since as Date, settleMs: 0 }));
}

describe('reconcile since a time', () => {
  test.for<[string, unknown]>([
    ['a Date', new Date(startMs)],
    ['ISO 8601', since],
    ['ISO 8601 with an offset', '2021-11-12T20:28:59+01:00'],
    ['milliseconds', startMs],
  ])('finds what was created since %s', async ([, time]) => {
    const server = verificationServer();
    server.create(loan, { created: new Date(startMs - 30 * day).toISOString() });
    server.create(loan);
    expect(await endAfterCrash(server, time)).toBe('V-2');
  });

  test.for([true, false])(
    'returns undefined if none was created since (the list has a Date: %s)',
    async (hasDate) => {
      const server = verificationServer({ hasDate });
      server.create(loan, { created: new Date(startMs - 2 * day).toISOString() });
      expect(await endAfterCrash(server, since)).toBeUndefined();
    },
  );

  test('gives the server its time to settle', async () => {
    const server = verificationServer();
    const { truework, sent } = clientOf(server);
    expect(await endOf(server.clock, truework.verifications.reconcile(loan, { since }))).toBeUndefined();
    expect([sent.length, server.clock.now() - startMs]).toEqual([7, 30 * second]);
  });

  test.for<readonly [string, number, string, sentBeforeMs?: number]>([
    ['ahead by 23 hours, two days ago', 23 * hour, 'undecided', 2 * day],
    ['ahead by 5 s', 5 * second, 'undecided'],
    ['ahead by an hour', hour, 'undecided'],
    ['ahead by a week', 7 * day, 'undecided'],
    ['ahead by a year', 365 * day, 'undecided'],
    ['behind by 5 s', -5 * second, 'V-1'],
    ['behind by an hour', -hour, 'V-1'],
    ['behind by a year', -365 * day, 'V-1'],
  ])(
    'never returns undefined because the clock was %s',
    async ([, aheadMs, end, sentBeforeMs = 4 * second]) => {
      const server = verificationServer();
      server.create(loan);
      await server.clock.advance(sentBeforeMs);
      expect(await endAfterCrash(server, startMs + aheadMs)).toBe(end);
    },
  );

  test.for([
    [hour, 'undecided'],
    [48 * hour, 'undecided'],
    [-hour, 'V-1'],
  ] as const)('goes by the server if the clock is still ahead of it by %i ms: %s', async ([aheadMs, end]) => {
    const server = verificationServer();
    server.setAhead(-aheadMs);
    server.create(loan);
    const { reconcile } = clientOf(server).truework.verifications;
    expect(await endOf(server.clock, reconcile(loan, { since: startMs }))).toBe(end);
  });

  test.for<[string, serverAheadMs: number, createdMs: number, sinceMs: number]>([
    ['shortly before, by the server', hour, hour / 2, 0],
    ['at that time of another clock', 2 * day, -day, -day],
  ])('is undecided about one that was created %s', async ([, serverAheadMs, createdMs, sinceMs]) => {
    const server = verificationServer();
    server.setAhead(serverAheadMs);
    server.create(loan, { created: new Date(startMs + createdMs).toISOString() });
    expect(await endAfterCrash(server, startMs + sinceMs)).toBe('undecided');
  });

  test('finds a verification that this client received, because a job may run again', async () => {
    const server = verificationServer();
    server.onCreate(server.well);
    const { create, reconcile } = clientOf(server).truework.verifications;
    const { id } = await create(loan);
    expect(await endOf(server.clock, reconcile(loan, { since, settleMs: 0 }))).toBe(id);
  });
});

describe('nothing is sent', () => {
  const failureOf = async (input: unknown, options: unknown) => {
    const { truework, errorOf, sent } = clientOf(verificationServer());
    const error = await errorOf(truework.verifications.reconcile(input as never, options as never));
    expect(sent).toHaveLength(0);
    return error;
  };

  test.for([undefined, null, 7, 'text', [], {}, { target: null }])('for the input %j', async (input) => {
    const error = await failureOf(input, { since });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/^reconcile: the input must be /);
  });

  test.for<[unknown, string]>([
    [undefined, 'options must be an object, not undefined.'],
    [null, 'options must be an object, not null.'],
    [7, 'options must be an object, not 7.'],
    [[], 'options must be an object, not an array.'],
    [{}, 'since is missing. Pass the time at which the create was first sent.'],
  ])('with the options %j', async ([options, problem]) => {
    expect(await failureOf(loan, options)).toEqual(new ConfigurationError(`reconcile: ${problem}`));
  });
});
