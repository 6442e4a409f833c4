import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { unsafeCalls } from '../test/support/calls.ts';
import {
  failWith,
  neverRespond,
  type Responder,
  respondError,
  respondWith,
  type TestClient,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { endOf, listing, lostCreate } from '../test/support/verification-server.ts';
import { type AmbiguousOutcomeError, ConfigurationError, UndecidedError } from './errors.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import { createdIdsOf, reconcileSince } from './reconcile.ts';

// What `reconcile` of an error makes of the lists that it reads.

afterEach(() => {
  vi.unstubAllEnvs();
});

const startMs = Date.parse('2021-11-12T19:28:59Z');
const created = '2021-11-12T19:28:59.500Z';
const metadata = { file: '7' };
const mine: VerificationInput = { ...verificationInput, loan_id: 'L-1', metadata };
const byMetadata: VerificationInput = { ...verificationInput, metadata };
const madeOne = verification('MADE', { created, loan_id: 'L-1', metadata });
const other = verification('OTHER', { created, loan_id: 'L-2' });

/** The error of a create that broke, before a list with these responses. */
async function ambiguous(
  lists: readonly Responder[],
  input: unknown = mine,
  first: Responder = failWith('ECONNRESET'),
): Promise<TestClient & { error: AmbiguousOutcomeError }> {
  const client = testClient([first, ...lists]);
  return { ...client, error: await lostCreate(client, input as VerificationInput) };
}

/** How a search of one list ends, once the server has settled. */
async function endAmong(shown: readonly unknown[], input: unknown = mine): Promise<string | undefined> {
  const { error, clock } = await ambiguous([listing(...(shown as Verification[]))], input);
  return await endOf(clock, error.reconcile({ settleMs: 0 }));
}

describe('the verification of a create', () => {
  test('is found by loan_id, metadata and the last digits', async () => {
    const otherPerson = { ...madeOne.target, social_security_number: '***-**-9999' };
    const { error, clock, sent } = await ambiguous([
      listing(
        { ...madeOne, id: 'OTHER-LOAN', loan_id: 'L-2' },
        { ...madeOne, id: 'OTHER-FILE', metadata: { file: '8' } },
        { ...madeOne, id: 'OTHER-PERSON', target: otherPerson },
        madeOne,
        { ...madeOne, id: 'BEFORE', created: '2021-11-12T19:00:00Z' },
      ),
    ]);
    expect(await clock.run(error.reconcile())).toEqual(madeOne);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.init.method).toBe('GET');
    expect(sent[1]?.url).toContain('limit=100');
  });

  test.for<[string, unknown, object]>([
    ['by loan_id alone', { ...verificationInput, loan_id: 'L-1' }, {}],
    ['by metadata alone', byMetadata, { loan_id: null }],
    ['by metadata, with an empty loan_id', byMetadata, { loan_id: '' }],
    ['trimmed by the server', { ...mine, loan_id: ' L-1 ' }, {}],
    ['by loan_id, if the API leaves out metadata', mine, { metadata: undefined }],
    [
      'by loan_id, if names of metadata are those of an object',
      { ...mine, metadata: { constructor: 'Acme', toString: 'x' } },
      { metadata: undefined },
    ],
  ])('is found %s', async ([, input, shown]) => {
    expect(await endAmong([{ ...madeOne, ...shown }], input)).toBe('MADE');
  });

  test('is found in a list that shows it twice', async () => {
    expect(await endAmong([madeOne, madeOne])).toBe('MADE');
  });

  test.for<[problem: string, shown: Verification[], VerificationInput]>([
    [
      'the request had neither a loan_id nor metadata to identify its verification',
      [madeOne],
      verificationInput,
    ],
    ['several verifications match the request', [madeOne, { ...madeOne, id: 'SECOND' }], mine],
    [
      'a verification may match, but does not show enough to be sure',
      [verification('BARE', { created })],
      byMetadata,
    ],
  ])('is undecided because %s', async ([problem, shown, input]) => {
    const { error, errorOf } = await ambiguous([listing(...shown)], input);
    expect(await errorOf(error.reconcile({ settleMs: 0 }))).toEqual(
      new UndecidedError(
        `reconcile: ${problem}. Look for it with verifications.list, and give each create its own loan_id.`,
      ),
    );
  });

  test.for([
    [2_000, 'MADE'],
    [2_001, 'undecided'],
  ] as const)('that was created %i ms before the request was sent: %s', async ([beforeMs, end]) => {
    expect(await endAmong([{ ...madeOne, created: new Date(startMs - beforeMs).toISOString() }])).toBe(end);
  });

  test.for([undefined, null, 'yesterday'])('that was created at %s is undecided', async (at) => {
    expect(await endAmong([{ ...madeOne, created: at }])).toBe('undecided');
  });

  test.for(['T', 't'])(
    'with a time without a zone is one of UTC, wherever this machine is: %s',
    async (t) => {
      vi.stubEnv('TZ', 'Asia/Tokyo');
      expect(await endAmong([{ ...madeOne, created: `2021-11-12${t}19:28:59.500` }])).toBe('MADE');
    },
  );

  test.for([
    ['null', null],
    ['without the name that was sent', { other: 'x' }],
    ['a part of what was sent', { source: 'web' }],
  ])('whose metadata is %s is undecided', async ([, shown]) => {
    const input = { ...verificationInput, metadata: { source: 'web', file: '7' } };
    expect(await endAmong([verification('BARE', { created, metadata: shown as never })], input)).toBe(
      'undecided',
    );
  });

  test.for<[string, object]>([
    ['a loan_id', {}],
    ['more metadata', { loan_id: '', metadata: { ...metadata, branch: 'Köln' } }],
  ])('with %s that was not sent is undecided', async ([, shown]) => {
    expect(await endAmong([{ ...madeOne, ...shown }], byMetadata)).toBe('undecided');
  });

  test('that shows metadata is taken, not one that matches without', async () => {
    const bare = verification('BARE', { created });
    const lists = [listing(bare), listing(bare, { ...bare, id: 'SHOWN', metadata })];
    const { error, clock } = await ambiguous(lists, byMetadata);
    expect(await endOf(clock, error.reconcile())).toBe('SHOWN');
  });

  test('is never one that belongs to another request', async () => {
    expect(await endAmong([other])).toBeUndefined();
  });
});

describe('without what identifies a request', () => {
  test.for<[string, unknown]>([
    ['no loan_id and no metadata', verificationInput],
    ['empty ones', { ...verificationInput, loan_id: '', metadata: {} }],
    ...[' ', '\t', {}, ['L-1']].map((mark): [string, unknown] => [
      JSON.stringify(mark),
      { ...mine, loan_id: mark, metadata: { file: mark } },
    ]),
  ])('as with %s, nothing is sent, and it is undecided', async ([, input]) => {
    const { error, clock, sent } = await ambiguous([listing(madeOne)], input);
    expect(await endOf(clock, error.reconcile({ settleMs: 0 }))).toBe('undecided');
    expect(sent).toHaveLength(1);
  });
});

describe('the server gets its time to settle', () => {
  test('30 seconds, before it is undecided about one that shows too little', async () => {
    const { error, clock } = await ambiguous([listing(verification('BARE', { created }))], byMetadata);
    const before = clock.now();
    expect(await endOf(clock, error.reconcile())).toBe('undecided');
    expect(clock.now() - before).toBe(30_000);
  });

  test('from the failure on, however late that or the search is', async () => {
    const { error, clock } = await ambiguous([listing()], mine, neverRespond);
    expect(error).toMatchObject({ cause: { code: 'timeout' } });
    const failedMs = clock.now();
    await clock.advance(20_000);
    expect(await endOf(clock, error.reconcile())).toBeUndefined();
    expect(clock.now() - failedMs).toBe(30_000);
  });

  test('and one that is created in the meantime is found', async () => {
    const { error, clock, sent } = await ambiguous([listing(), listing(), listing(madeOne)]);
    expect(await endOf(clock, error.reconcile())).toBe('MADE');
    expect(sent).toHaveLength(1 + 3);
  });
});

describe('a list', () => {
  const date = { date: 'Fri, 12 Nov 2021 19:28:59 GMT' };
  const old = verification('OLD', { created: '2021-01-01T00:00:00Z' });

  test.for<[string, object]>([
    ['its count is larger', { count: 2, next: null, results: [other] }],
    ['its count is larger, though its last one is old', { count: 3, next: null, results: [other, old] }],
    ['it is empty, and its count is not', { count: 1, next: null, results: [] }],
    ['another page should follow', { count: 0, next: 'x', results: [other] }],
  ])('that does not show everything is never taken for none: %s', async ([, page]) => {
    const { error, errorOf } = await ambiguous([respondWith(200, page, date)]);
    const { code, message } = await errorOf(error.reconcile({ settleMs: 0 }));
    expect(code).toBe('undecided');
    expect(message).toMatch(/^reconcile: the list did not show all verifications\./);
    const { error: later, clock } = await ambiguous([respondWith(200, page, date), listing(other)]);
    expect(await endOf(clock, later.reconcile({ settleMs: 1 }))).toBeUndefined();
  });

  test.for([
    ['19:29:02', '19:29:01'],
    ['19:29:01', '19:29:01'],
  ] as const)('from new to old is read until it reaches back before the create: %s, %s', async (times) => {
    const at = (id: string, time: string) => verification(id, { created: `2021-11-12T${time}Z` });
    const page = (...results: Verification[]) => respondWith(200, { count: 300, next: 'x', results }, date);
    const { error, clock, sent } = await ambiguous([
      page(at('A', times[0]), at('B', times[1])),
      page(at('B', times[1]), madeOne, at('C', '18:00:00')),
    ]);
    expect(await endOf(clock, error.reconcile({ settleMs: 0 }))).toBe('MADE');
    expect(sent).toHaveLength(3);
  });

  test('in no order is read to its end', async () => {
    const at = (id: string, time: string) => verification(id, { created: `2021-11-12T${time}Z` });
    const first = [at('A', '19:29:01'), at('B', '19:29:02'), at('C', '18:00:00')];
    const { error, clock } = await ambiguous([
      respondWith(200, { count: 4, next: 'x', results: first }, date),
      respondWith(200, { count: 4, next: null, results: [first[2], madeOne] }, date),
    ]);
    expect(await endOf(clock, error.reconcile({ settleMs: 0 }))).toBe('MADE');
  });

  test('that goes on for ever is read up to 100,000 verifications', async () => {
    let read = 0;
    async function* pages() {
      for (; ; read += 1) yield { results: Array(10_000).fill(other), next: 'x', count: Infinity };
    }
    const list = () => ({ pages, withResponse: async () => ({ response: { headers: new Headers() } }) });
    const search = { clock: testClient([]).clock, list, created: createdIdsOf({}) } as never;
    const searching = reconcileSince(search, mine, { since: startMs, settleMs: 0 });
    await expect(searching).rejects.toThrow('the list did not show all verifications');
    // The page after which it stops was yielded, but not counted.
    expect(read).toBe(9);
  });

  test('that fails fails the search', async () => {
    const { error, clock } = await ambiguous([respondError(401)]);
    expect(await endOf(clock, error.reconcile())).toBe('authentication');
  });
});

describe('reconcile of an error', () => {
  test('is aborted by the signal', async () => {
    const { error, clock } = await ambiguous([listing()]);
    const controller = new AbortController();
    const search = error.reconcile({ signal: controller.signal });
    search.catch(() => {});
    await clock.advance(7_000);
    controller.abort();
    expect(await endOf(clock, search)).toBe('aborted');
  });

  test('sends nothing with an aborted signal', async () => {
    const { error, clock, sent } = await ambiguous([listing(madeOne)]);
    expect(await endOf(clock, error.reconcile({ signal: AbortSignal.abort() }))).toBe('aborted');
    expect(sent).toHaveLength(1);
  });

  test('is possible after every ambiguous failure of a create', async () => {
    for (const first of [neverRespond, respondError(500), respondWith(201, '{'), respondError(307)]) {
      const { error, clock } = await ambiguous([listing(madeOne)], mine, first);
      expect(await endOf(clock, error.reconcile({ settleMs: 0 }))).toBe('MADE');
    }
  });

  test('is there even if the input is not valid for a create', async () => {
    expect((await ambiguous([], {})).error.reconcile).toBeTypeOf('function');
  });

  test.for(Object.keys(unsafeCalls).filter((name) => name !== 'create'))(
    'of a call that creates no verification of its own rejects with the cause: %s',
    async (name) => {
      const { truework, errorOf } = testClient(failWith('ECONNRESET'));
      const error = (await errorOf(
        unsafeCalls[name]?.(truework) as never,
      )) as unknown as AmbiguousOutcomeError;
      expect(await errorOf(error.reconcile())).toBe(error.cause);
    },
  );

  test.for<[unknown, string]>([
    [{ settleMs: -1 }, 'settleMs'],
    [{ signal: {} }, 'signal'],
    [{ settle: 0 }, 'settle'],
    [{ since: startMs }, 'since'],
    [null, 'options'],
  ])('rejects the options %o, and sends nothing', async ([options, name]) => {
    const { error, errorOf, sent } = await ambiguous([listing(madeOne)]);
    const problem = await errorOf(error.reconcile(options as object));
    expect(problem).toBeInstanceOf(ConfigurationError);
    expect(problem.message).toMatch(new RegExp(`^reconcile: .*${name}`));
    expect(sent).toHaveLength(1);
  });
});

test('a date of another realm is one', async () => {
  const { truework, clock } = testClient([listing(madeOne)]);
  const since = runInNewContext(`new Date(${startMs})`) as Date;
  expect(await endOf(clock, truework.verifications.reconcile(mine, { since }))).toBe('MADE');
});
