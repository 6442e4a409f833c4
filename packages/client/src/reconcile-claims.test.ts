import { expect, test } from 'vitest';
import { respondError, type TestClient, verificationInput } from '../test/support/test-client.ts';
import {
  clientOf,
  endOf,
  loan,
  lostCreate,
  verificationServer,
} from '../test/support/verification-server.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import { createdIdsOf } from './reconcile.ts';

// Which of several verifications and creates of one loan belong together, in lists of any order that change while they are read.

const startMs = Date.parse('2021-11-12T19:28:59Z');
const week = 7 * 86_400_000;

const other = (name: string | number) => ({ ...verificationInput, loan_id: `OTHER-${name}` });

test('of one of two creates for a loan does not take the verification of the other', async () => {
  const server = verificationServer();
  server.onCreate(server.well, () => respondError(500)('', {}) as Response);
  const { truework } = clientOf(server);
  const at = (name: string): VerificationInput => ({
    ...loan,
    target: { ...loan.target, company: { name } },
  });
  const [first, second] = await Promise.allSettled([
    truework.verifications.create(at('Sample Inc.')),
    truework.verifications.create(at('Example LLC')),
  ]);
  expect(first).toMatchObject({ status: 'fulfilled', value: { id: 'V-1' } });
  const { reason } = second as PromiseRejectedResult;
  expect(await endOf(server.clock, reason.reconcile())).toBeUndefined();
});

test.for(['one after the other', 'at once'])(
  'of two equal creates, one of which was lost, one search finds it: %s',
  async (when) => {
    const server = verificationServer();
    server.onCreate(server.lost, server.never);
    const client = clientOf(server);
    const [one, two] = [await lostCreate(client, loan), await lostCreate(client, loan)];
    const search = (error: typeof one) => endOf(server.clock, error.reconcile());
    const found =
      when === 'at once'
        ? await Promise.all([search(one), search(two)])
        : [await search(one), await search(two)];
    expect(found.sort()).toEqual(['V-1', undefined]);
  },
);

test('remembers the last 10,000 verifications of a client', () => {
  const { claim, isClaimedByOther } = createdIdsOf({});
  for (let index = 0; index <= 10_000; index += 1) claim(String(index), {});
  expect(['0', '1', '10000'].map((id) => isClaimedByOther(id, {}))).toEqual([false, true, true]);
});

test('between the verifications of two equal creates it is undecided', async () => {
  const server = verificationServer();
  server.onCreate(server.lost);
  const client = clientOf(server);
  const errors = [await lostCreate(client, loan), await lostCreate(client, loan)];
  for (const error of errors) expect(await endOf(server.clock, error.reconcile())).toBe('undecided');
});

test('called twice finds the same verification', async () => {
  const server = verificationServer();
  server.onCreate(server.lost);
  const error = await lostCreate(clientOf(server), loan);
  expect(await endOf(server.clock, error.reconcile())).toBe('V-1');
  expect(await endOf(server.clock, error.reconcile())).toBe('V-1');
});

test.for<[string, (client: TestClient) => Promise<unknown>]>([
  ['another create', ({ truework }) => truework.verifications.create(loan)],
  ['a reverification', ({ truework }) => truework.verifications.reverify('AAAA', loan as never)],
])('does not take the verification of %s of this client', async ([, call]) => {
  const server = verificationServer();
  server.onCreate(server.never, server.well);
  const client = clientOf(server);
  const error = await lostCreate(client, loan);
  expect(await call(client)).toHaveProperty('id', 'V-1');
  expect(await endOf(server.clock, error.reconcile())).toBeUndefined();
});

test.for<[string, (all: Verification[]) => Verification[]]>([
  ['from old to new', (all) => all.toReversed()],
  ['by chance', (all) => all.toSorted((one, other) => one.state.localeCompare(other.state))],
  ['by chance, with what is old and of the same time first', (all) => [...all.slice(1), ...all.slice(0, 1)]],
])('finds it in a list that goes %s', async ([, sort]) => {
  const server = verificationServer({ pageSize: 2 });
  const created = new Date(startMs - week).toISOString();
  for (const state of ['z', 'a', 'z', 'a', 'z'] as never[]) server.create(other(state), { created, state });
  server.onCreate((input) => {
    const response = server.lost(input);
    server.verifications.splice(0, Infinity, ...sort(server.verifications));
    return response;
  });
  const error = await lostCreate(clientOf(server), loan);
  expect(await server.clock.run(error.reconcile({ settleMs: 0 }))).toHaveProperty('loan_id', 'L-1');
});

test('finds it even if the list changes while it is read', async () => {
  const server = verificationServer({ pageSize: 3 });
  server.onCreate(server.lost);
  const client = clientOf({
    ...server,
    respond: async (url, init) => {
      const response = await server.respond(url, init);
      if (url.includes('offset')) {
        server.create(other(`NEW-${server.verifications.length}`));
        if (server.verifications.length % 2) server.verifications.shift();
      }
      return response;
    },
  });
  const error = await lostCreate(client, loan);
  for (let made = 0; made < 20; made += 1) server.create(other(made));
  expect(await server.clock.run(error.reconcile({ settleMs: 0 }))).toHaveProperty('loan_id', 'L-1');
});

test.for(['', 'yesterday', 7, null, undefined, {}])(
  'finds it next to one of another loan that was created at %j',
  async (created) => {
    const server = verificationServer({ pageSize: 2 });
    server.onCreate(server.lost);
    const error = await lostCreate(clientOf(server), loan);
    for (let made = 0; made < 3; made += 1) server.create(other(made), { created: created as never });
    expect(await endOf(server.clock, error.reconcile({ settleMs: 0 }))).toBe('V-1');
  },
);

test.for<[string, object, string | undefined]>([
  ['missing', { target: undefined }, 'V-1'],
  ['of another type', { target: { ...loan.target, social_security_number: 771_234 } }, undefined],
])('does not fail over a target that is %s', async ([, fields, end]) => {
  const server = verificationServer();
  server.create(loan, { target: { ...loan.target, social_security_number: '***-**-9999' } as never });
  server.onCreate(server.never);
  const error = await lostCreate(clientOf(server), { ...loan, ...fields } as never);
  expect(await endOf(server.clock, error.reconcile({ settleMs: 0 }))).toBe(end);
});
