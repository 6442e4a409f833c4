import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import {
  failWith,
  neverRespond,
  pageOf,
  type Responder,
  respondError,
  respondWith,
  type TestClient,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { testClock } from '../test/support/test-clock.ts';
import type { Clock } from './clock.ts';
import {
  AbortedError,
  AmbiguousOutcomeError,
  AuthenticationError,
  ConfigurationError,
  UndecidedError,
} from './errors.ts';
import type { CancellationInput, Verification, VerificationInput } from './generated/types.gen.ts';

const cancellation: CancellationInput = { cancellation_reason: 'other', cancellation_details: 'Withdrawn' };

const startMs = Date.parse('2021-11-12T19:28:59Z');
const second = 1_000;
const hour = 3_600_000;
const day = 24 * hour;

describe('reconcile', () => {
  const mine = { ...verificationInput, loan_id: 'L-1', metadata: { file: '7' } };
  const created = '2021-11-12T19:28:59.500Z';
  const madeOne = verification('MADE', { created, loan_id: 'L-1', metadata: { file: '7' } });

  /** The error of a create that broke, before a list with these responses. */
  async function ambiguous(
    lists: readonly Responder[],
    input = mine as typeof verificationInput,
    first: Responder = failWith('ECONNRESET'),
  ): Promise<TestClient & { error: AmbiguousOutcomeError }> {
    const client = testClient([first, ...lists]);
    const error = await client.errorOf(client.truework.verifications.create(input));
    if (!(error instanceof AmbiguousOutcomeError)) throw error;
    return { ...client, error };
  }

  const listing = (...results: Verification[]) => respondWith(200, pageOf(results));

  test('finds the verification by loan_id, metadata and the last digits', async () => {
    const { error, clock, sent } = await ambiguous([
      listing(
        verification('OTHER-LOAN', { created, loan_id: 'L-2', metadata: { file: '7' } }),
        verification('OTHER-FILE', { created, loan_id: 'L-1', metadata: { file: '8' } }),
        verification('OTHER-PERSON', {
          created,
          loan_id: 'L-1',
          metadata: { file: '7' },
          target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '***-**-9999' },
        }),
        madeOne,
        verification('BEFORE', {
          created: '2021-11-12T19:00:00Z',
          loan_id: 'L-1',
          metadata: { file: '7' },
        }),
      ),
    ]);
    expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
    expect(sent).toHaveLength(2);
    expect(sent[1]?.init.method).toBe('GET');
  });

  test.for([
    ['loan_id alone', { ...verificationInput, loan_id: 'L-1' }, madeOne],
    [
      'metadata alone',
      { ...verificationInput, metadata: { file: '7' } },
      { ...madeOne, loan_id: null as never },
    ],
  ] as const)('finds it by %s', async ([, input, shown]) => {
    const { error, clock } = await ambiguous([listing(shown)], input);
    expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
  });

  test.for([
    [2_000, 'MADE'],
    [2_001, 'undecided'],
  ] as const)(
    'of one that was created %d ms before the request was sent: %s',
    async ([beforeMs, outcome]) => {
      const shown = { ...madeOne, created: new Date(startMs - beforeMs).toISOString() };
      const { error, clock } = await ambiguous([listing(shown)]);
      const found = error.reconcile({ settleMs: 0 }).then(
        (seen) => seen?.id,
        (failure: UndecidedError) => failure.code,
      );
      expect(await clock.run(found)).toBe(outcome);
    },
  );

  test('since a time, without the time of the server, does not take one of two days before', async () => {
    const since = new Date(startMs);
    const before = (ms: number) => ({ ...madeOne, created: new Date(startMs - ms).toISOString() });
    const search = async (...shown: Verification[]) => {
      const { truework, clock } = testClient([listing(...shown)]);
      return await clock.run(truework.verifications.reconcile(mine, { since, settleMs: 0 }));
    };
    expect(await search(before(0))).toHaveProperty('id', 'MADE');
    expect(await search(before(2 * day))).toBeUndefined();
  });

  test('takes a date of another realm', async () => {
    const { truework, clock } = testClient([listing(madeOne)]);
    const since = runInNewContext(`new Date(${startMs})`) as Date;
    expect(await clock.run(truework.verifications.reconcile(mine, { since }))).toHaveProperty('id', 'MADE');
  });

  test('checks its options', async () => {
    const { error, errorOf, sent } = await ambiguous([listing(madeOne)]);
    const wrong = await errorOf(error.reconcile({ settleMs: -1 }));
    expect(wrong).toBeInstanceOf(ConfigurationError);
    expect(wrong.message).toBe('reconcile: settleMs must be a number of milliseconds of at least 0, not -1.');
    expect(sent).toHaveLength(1);
  });

  test('returns undefined only after the server has settled', async () => {
    const { error, clock, sent } = await ambiguous([listing()]);
    const before = clock.now();
    expect(await clock.run(error.reconcile())).toBeUndefined();
    expect(clock.now() - before).toBe(30_000);
    expect(sent).toHaveLength(1 + 7);
  });

  test('finds one that is created during the search', async () => {
    const { error, clock, sent } = await ambiguous([listing(), listing(), listing(madeOne)]);
    expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
    expect(sent).toHaveLength(1 + 3);
  });

  test('gives the server its time from the failure on, however late that is', async () => {
    const { error, ...client } = await ambiguous([listing()], undefined, neverRespond);
    expect(error).toMatchObject({ cause: { code: 'timeout' } });
    const failedMs = client.clock.now();
    expect(await client.clock.run(error.reconcile())).toBeUndefined();
    expect(client.clock.now() - failedMs).toBe(30_000);
  });

  test('searches for what was sent, even if the object has changed since', async () => {
    const changing = { ...mine, metadata: { ...mine.metadata }, target: { ...mine.target } };
    const client = testClient([failWith('ECONNRESET'), listing(madeOne)]);
    const call = client.truework.verifications.create(changing);
    changing.loan_id = 'L-2';
    changing.metadata.file = '8';
    changing.target.social_security_number = '000-77-9999';
    const error = (await client.errorOf(call)) as unknown as AmbiguousOutcomeError;
    expect(await client.clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
  });

  test.for([
    ['trimmed by the server', { ...mine, loan_id: ' L-1 ' }, madeOne],
    [
      'with metadata and an empty loan_id',
      { ...verificationInput, metadata: { file: '7' } },
      { ...madeOne, loan_id: '' },
    ],
    [
      'by its loan_id if names of metadata are those of an object',
      { ...mine, metadata: { constructor: 'Acme', toString: 'x' } },
      { ...madeOne, metadata: undefined as never },
    ],
  ] as const)('finds it %s', async ([, input, shown]) => {
    const { error, clock } = await ambiguous([listing(shown)], input as typeof verificationInput);
    expect(await clock.run(error.reconcile({ settleMs: 0 }))).toHaveProperty('id', 'MADE');
  });

  test.for([
    ['a loan_id', { ...verificationInput, metadata: { file: '7' } }, madeOne],
    [
      'more metadata',
      { ...verificationInput, metadata: { file: '7' } },
      { ...madeOne, loan_id: '', metadata: { file: '7', branch: 'Köln' } },
    ],
  ] as const)('is undecided about one with %s that was not sent', async ([, input, shown]) => {
    const { error, errorOf } = await ambiguous([listing(shown)], input);
    expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
  });

  test.for([undefined, null, 'yesterday'])('is undecided if it was created at %s', async (created) => {
    const { error, errorOf } = await ambiguous([listing({ ...madeOne, created } as never)]);
    expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
  });

  test.for(['T', 't'])(
    'takes a time without a zone for UTC, wherever this machine is: %s',
    async (letter) => {
      vi.stubEnv('TZ', 'Asia/Tokyo');
      const shown = { ...madeOne, created: created.replace('Z', '').replace('T', letter) };
      const { error, clock } = await ambiguous([listing(shown)]);
      expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
      vi.unstubAllEnvs();
    },
  );

  test('of a list that shows one verification twice returns it', async () => {
    const { error, clock } = await ambiguous([listing(madeOne, madeOne)]);
    expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
  });

  const other = verification('OTHER', { created, loan_id: 'L-2' });
  test.for([
    ['its count is larger', { count: 2, next: null, results: [other] }],
    [
      'its count is larger, though its last one is old',
      { count: 3, next: null, results: [other, verification('OLD', { created: '2021-01-01T00:00:00Z' })] },
    ],
    ['it is empty, and its count is not', { count: 1, next: null, results: [] }],
    ['another page should follow', { count: 0, next: 'x', results: [other] }],
  ])('never returns undefined if a list does not show everything: %s', async ([, page]) => {
    const list = respondWith(200, page, { date: 'Fri, 12 Nov 2021 19:28:59 GMT' });
    const { error, errorOf } = await ambiguous([list]);
    const reported = await errorOf(error.reconcile({ settleMs: 0 }));
    expect(reported).toBeInstanceOf(UndecidedError);
    expect(reported.message).toMatch(/^reconcile: the list did not show all verifications\./);
    const { error: later, clock } = await ambiguous([list, listing(other)]);
    expect(await clock.run(later.reconcile({ settleMs: 1 }))).toBeUndefined();
  });

  test.for([' ', '\t', {}, ['L-1']])(
    'of a loan_id that identifies nothing, %j, is undecided',
    async (mark) => {
      const input = {
        ...mine,
        loan_id: mark,
        metadata: { file: mark },
      } as unknown as typeof verificationInput;
      const { error, errorOf, sent } = await ambiguous([listing(madeOne)], input);
      expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
      expect(sent).toHaveLength(1);
    },
  );

  test('does not take a part of the metadata for all of it', async () => {
    const input = { ...verificationInput, metadata: { source: 'web', verificationInput: '1' } };
    const other = verification('OTHER', { created, metadata: { source: 'web' } });
    const { error, errorOf } = await ambiguous([listing(other)], input);
    expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
  });

  test('searches once if the time to settle is over', async () => {
    const { error, clock, sent } = await ambiguous([listing()]);
    expect(await clock.run(error.reconcile({ settleMs: 0 }))).toBeUndefined();
    expect(sent).toHaveLength(2);
  });

  test('is undecided between several matches', async () => {
    const { error, errorOf } = await ambiguous([listing(madeOne, { ...madeOne, id: 'SECOND' })]);
    expect(await errorOf(error.reconcile())).toBeInstanceOf(UndecidedError);
  });

  test.for([
    ['no loan_id and no metadata', verificationInput],
    ['empty ones', { ...verificationInput, loan_id: '', metadata: {} }],
  ] as const)('with %s is undecided, and sends nothing', async ([, input]) => {
    const { error, errorOf, sent } = await ambiguous([listing()], input);
    const reported = await errorOf(error.reconcile());
    expect(reported).toBeInstanceOf(UndecidedError);
    expect(reported.code).toBe('undecided');
    expect(sent).toHaveLength(1);
  });

  describe('if the API leaves out metadata', () => {
    const byMetadata = { ...verificationInput, metadata: { file: '7' } };
    const rest = { type: verificationInput.type, permissible_purpose: verificationInput.permissible_purpose };
    const bare = verification('BARE', { created, ...rest });

    test('is undecided about one that matches in everything else, once the server has settled', async () => {
      const { error, clock, errorOf, sent } = await ambiguous([listing(bare)], byMetadata);
      const before = clock.now();
      expect(await errorOf(error.reconcile())).toBeInstanceOf(UndecidedError);
      expect(clock.now() - before).toBe(30_000);
      expect(sent).toHaveLength(1 + 7);
    });

    test.for([
      ['null', null],
      ['without the name that was sent', { other: 'x' }],
    ] as const)('is undecided if it is %s', async ([, metadata]) => {
      const { error, errorOf } = await ambiguous([listing({ ...bare, metadata })], byMetadata);
      expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
    });

    test('finds the one with metadata, not the one without', async () => {
      const shown = { ...bare, id: 'SHOWN', metadata: { file: '7' } };
      const { error, clock } = await ambiguous([listing(bare), listing(bare, shown)], byMetadata);
      expect(await clock.run(error.reconcile())).toHaveProperty('id', 'SHOWN');
    });

    test('finds it by its loan_id', async () => {
      const { error, clock } = await ambiguous([listing({ ...bare, loan_id: 'L-1' })]);
      expect(await clock.run(error.reconcile())).toHaveProperty('id', 'BARE');
    });

    test('is undecided if loan_id is null, because nothing identifies it', async () => {
      const byLoan = { ...verificationInput, loan_id: 'L-1' };
      const { error, errorOf } = await ambiguous([listing({ ...bare, loan_id: null })], byLoan);
      expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
    });

    test('ignores the case of names', async () => {
      const target = { first_name: 'RILEY', last_name: 'sample', social_security_number: '***-**-1234' };
      const { error, errorOf } = await ambiguous([listing({ ...bare, target })], byMetadata);
      expect(await errorOf(error.reconcile({ settleMs: 0 }))).toBeInstanceOf(UndecidedError);
    });

    test.for([
      ['last digits', { target: { ...bare.target, social_security_number: '***-**-9999' } }],
      ['day of birth', { target: { ...bare.target, date_of_birth: '1990-02-03' } }],
      ['company', { target: { ...bare.target, company: { name: 'Other Company' } } }],
      ['time', { created: '2021-11-12T19:00:00Z' }],
      ['metadata', { metadata: { file: '8' } }],
      ['type', { type: 'employment' }],
      ['purpose', { permissible_purpose: 'employment' }],
    ] as const)('takes one with another %s for another verification', async ([, fields]) => {
      const other = { ...bare, ...(fields as Partial<Verification>) };
      const target = {
        ...verificationInput.target,
        date_of_birth: '1990-01-02',
        company: { name: 'Sample Inc.' },
      };
      const response = respondWith(200, pageOf([other]), { date: 'Fri, 12 Nov 2021 19:28:59 GMT' });
      const { error, clock } = await ambiguous([response], { ...byMetadata, target });
      expect(await clock.run(error.reconcile({ settleMs: 0 }))).toBeUndefined();
    });

    test.for([
      ['first name', { target: { ...bare.target, first_name: 'Other' } }],
      ['last name', { target: { ...bare.target, last_name: 'Other' } }],
    ] as const)(
      'is undecided by another %s, which does not prove that none was created',
      async ([, fields]) => {
        const other = { ...bare, ...(fields as Partial<Verification>) };
        const { error, clock } = await ambiguous([listing(other)], byMetadata);
        const outcome = await clock.run(error.reconcile({ settleMs: 0 }).catch((thrown: unknown) => thrown));
        expect(outcome).toHaveProperty('code', 'undecided');
      },
    );
  });

  test.for([
    ['behind', 3_600_000],
    ['ahead of', -3_600_000],
  ] as const)("is not misled by a clock that is %s the server's", async ([, skewMs]) => {
    const at = (ms: number) => new Date(Date.parse('2021-11-12T19:28:59Z') + skewMs + ms);
    const headers = { date: at(0).toUTCString() };
    const results = [
      { ...madeOne, created: at(500).toISOString() },
      { ...madeOne, id: 'BEFORE', created: at(-60_000).toISOString() },
    ];
    const { error, clock } = await ambiguous([respondWith(200, pageOf(results), headers)]);
    expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
  });

  test('reads pages until they reach back before the create', async () => {
    const page = (next: string | null, ...results: Verification[]) =>
      respondWith(
        200,
        { count: 300, next, previous: null, results },
        { date: 'Fri, 12 Nov 2021 19:28:59 GMT' },
      );
    const other = (id: string, at: string) => verification(id, { created: at });
    const { error, clock, sent } = await ambiguous([
      page('x', other('A', '2021-11-12T19:29:02Z'), other('B', '2021-11-12T19:29:01Z')),
      page('x', other('B', '2021-11-12T19:29:01Z'), madeOne, other('C', '2021-11-12T18:00:00Z')),
    ]);
    expect(await clock.run(error.reconcile())).toHaveProperty('id', 'MADE');
    expect(sent).toHaveLength(3);
  });

  test('throws the error of the list', async () => {
    const { error, errorOf } = await ambiguous([respondError(401)]);
    expect(await errorOf(error.reconcile())).toBeInstanceOf(AuthenticationError);
  });

  test('is aborted by the signal', async () => {
    const { error, clock, errorOf } = await ambiguous([listing()]);
    const controller = new AbortController();
    const search = error.reconcile({ signal: controller.signal });
    search.catch(() => {});
    await clock.advance(7_000);
    controller.abort();
    expect(await errorOf(search)).toBeInstanceOf(AbortedError);
  });

  test('is on the error even if the body is not valid for a create', async () => {
    const { error } = await ambiguous([], {} as typeof verificationInput);
    expect(error.code).toBe('ambiguous-outcome');
  });

  test('is possible after every ambiguous failure of a create', async () => {
    for (const first of [neverRespond, respondError(500), respondWith(201, '{'), respondError(307)]) {
      const { error, clock } = await ambiguous([listing(madeOne)], mine, first);
      const late = { ...madeOne, created: new Date(clock.now()).toISOString() };
      expect(late.id).toBe('MADE');
      expect(await clock.run(error.reconcile({ settleMs: 0 }))).toHaveProperty('id', 'MADE');
    }
  });

  test('of another operation rejects with the cause', async () => {
    const { truework, errorOf } = testClient(failWith('ECONNRESET'));
    const error = await errorOf(truework.verifications.cancel('AAAA', cancellation));
    if (!(error instanceof AmbiguousOutcomeError)) throw error;
    expect(await errorOf(error.reconcile())).toBe(error.cause);
  });
});

/** A server with verifications and its own clock. */
function server(options: { hasDate?: boolean; pageSize?: number } = {}) {
  const { hasDate = true, pageSize = 100 } = options;
  const verifications: Verification[] = [];
  let aheadMs = 0;
  const clock = testClock();
  const now = () => clock.now() + aheadMs;
  const date = () => (hasDate ? { date: new Date(now()).toUTCString() } : undefined);
  /** Creates the verification of a request, as the newest. */
  const create = (input: VerificationInput, fields: Partial<Verification> = {}): Verification => {
    const { target, ...rest } = input;
    const made = verification(`V-${verifications.length + 1}`, {
      ...(rest as object),
      target: { ...target, social_security_number: '***-**-1234' } as never,
      created: new Date(now()).toISOString(),
      ...fields,
    });
    verifications.unshift(made);
    return made;
  };
  const list: Responder = (url, init) => {
    const query = new URL(url).searchParams;
    const offset = Number(query.get('offset') ?? 0);
    const results = verifications.slice(offset, offset + pageSize);
    const next = offset + results.length < verifications.length ? 'more' : null;
    return respondWith(
      200,
      { count: verifications.length, next, previous: null, results },
      date(),
    )(url, init);
  };
  /** The responses to creates, in turn. The last one is repeated. */
  const responses: ((input: VerificationInput) => Response | Promise<Response>)[] = [];
  let created = 0;
  const respond: Responder = async (url, init) => {
    if (init.method === 'GET') return list(url, init);
    const input = JSON.parse(String(init.body)) as VerificationInput;
    const response = responses[Math.min(created, responses.length - 1)] as (typeof responses)[number];
    created += 1;
    return await response(input);
  };
  const lost = (input: VerificationInput) => {
    create(input);
    return failWith('ECONNRESET')('', {}) as Promise<Response>;
  };
  const never = () => failWith('ECONNRESET')('', {}) as Promise<Response>;
  const well = (input: VerificationInput) => respondWith(201, create(input), date())('', {}) as Response;
  /** Sets the server's clock ahead of the client's. */
  const setAhead = (ms: number) => {
    aheadMs = ms;
  };
  return { verifications, clock, create, list, respond, responses, lost, never, well, setAhead };
}

type TestServer = ReturnType<typeof server>;

/** A client of the server, whose clock may be set while time advances evenly. */
function clientOf({ clock, respond }: TestServer, wall: { aheadMs: number } = { aheadMs: 0 }): TestClient {
  const own: Clock = {
    now: () => clock.now() + wall.aheadMs,
    elapsed: () => clock.now(),
    after: clock.after,
  };
  const client = testClient(respond, { clock: own });
  return {
    ...client,
    clock,
    errorOf: async (call) =>
      await clock.run(
        call.then(
          () => expect.unreachable('the call succeeded'),
          (error) => error,
        ),
      ),
  };
}

async function lostCreate(client: TestClient, input: VerificationInput): Promise<AmbiguousOutcomeError> {
  const error = await client.errorOf(client.truework.verifications.create(input));
  expect(error).toBeInstanceOf(AmbiguousOutcomeError);
  return error as unknown as AmbiguousOutcomeError;
}

const loan = { ...verificationInput, loan_id: 'L-1' };
const at = (company: string) => ({
  ...loan,
  target: { ...verificationInput.target, company: { name: company } },
});

describe('reconcile() of an error', () => {
  test.for([
    ['ahead by 5 s', 5 * second],
    ['behind by 5 s', -5 * second],
    ['ahead by an hour', hour],
    ['behind by an hour', -hour],
    ['ahead by a year', 365 * day],
    ['behind by a year', -365 * day],
  ] as const)(
    'finds it even if the clock was %s when it was sent, and was corrected',
    async ([, aheadMs]) => {
      const api = server();
      api.responses.push(api.lost);
      const wall = { aheadMs };
      const error = await lostCreate(clientOf(api, wall), loan);
      wall.aheadMs = 0;
      await api.clock.advance(2 * second);
      const found = await api.clock.run(error.reconcile({ settleMs: 0 }).catch((thrown: unknown) => thrown));
      expect(found).toMatchObject({ id: 'V-1' });
    },
  );

  test.for([5 * second, hour, 365 * day])(
    'never returns undefined by a clock without `elapsed` that went back by %i ms',
    async (backMs) => {
      const api = server();
      api.responses.push(api.lost);
      const wall = { aheadMs: backMs };
      const own = { now: () => api.clock.now() + wall.aheadMs, after: api.clock.after };
      const { truework } = testClient(api.respond, { clock: own });
      const error = await api.clock.run(truework.verifications.create(loan).catch((thrown) => thrown));
      wall.aheadMs = 0;
      expect(await api.clock.run(error.reconcile())).toHaveProperty('id', 'V-1');
    },
  );

  test('never returns undefined because the machine and its clock were asleep', async () => {
    const api = server();
    api.responses.push(api.lost);
    const wall = { aheadMs: 0 };
    const client = clientOf(api, wall);
    const error = await lostCreate(client, loan);
    wall.aheadMs = 8 * hour;
    api.setAhead(8 * hour);
    expect(await client.errorOf(error.reconcile())).toBeInstanceOf(UndecidedError);
  });

  test('of one of two creates for a loan does not take the verification of the other', async () => {
    const api = server();
    api.responses.push(api.well, () => respondError(500)('', {}) as Response);
    const { truework } = clientOf(api);
    const [first, second] = await Promise.allSettled([
      truework.verifications.create(at('Sample Inc.')),
      truework.verifications.create(at('Example LLC')),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { id: 'V-1' } });
    const { reason } = second as PromiseRejectedResult;
    expect(await api.clock.run(reason.reconcile())).toBeUndefined();
  });

  test.for(['one after the other', 'at once'])(
    'of two equal creates, %s, gives one verification to one of them',
    async (verificationInput) => {
      const api = server();
      api.responses.push(api.lost, api.never);
      const client = clientOf(api);
      const errors = [await lostCreate(client, loan), await lostCreate(client, loan)] as const;
      const [one, other] = errors.map((error) => () => api.clock.run(error.reconcile()));
      const found =
        verificationInput === 'at once'
          ? await Promise.all([one?.(), other?.()])
          : [await one?.(), await other?.()];
      expect(found.map((each) => each?.id).sort()).toEqual(['V-1', undefined]);
    },
  );

  test('is undecided between two verifications of two equal creates', async () => {
    const api = server();
    api.responses.push(api.lost);
    const client = clientOf(api);
    const errors = [await lostCreate(client, loan), await lostCreate(client, loan)] as const;
    for (const error of errors) {
      expect(await client.errorOf(error.reconcile())).toBeInstanceOf(UndecidedError);
    }
  });

  test('returns the same verification when called twice', async () => {
    const api = server();
    api.responses.push(api.lost);
    const error = await lostCreate(clientOf(api), loan);
    const first = await api.clock.run(error.reconcile());
    expect(first).toHaveProperty('id', 'V-1');
    expect(await api.clock.run(error.reconcile())).toEqual(first);
  });

  test.for([
    ['another create', async ({ truework }: TestClient) => await truework.verifications.create(loan)],
    [
      'a reverification',
      async ({ truework }: TestClient) => await truework.verifications.reverify('AAAA', loan as never),
    ],
  ] as const)('is not the verification of %s of this client', async ([, call]) => {
    const api = server();
    api.responses.push(api.never, api.well);
    const client = clientOf(api);
    const error = await lostCreate(client, loan);
    expect(await call(client)).toHaveProperty('id', 'V-1');
    expect(await api.clock.run(error.reconcile())).toBeUndefined();
  });

  test('uses its own clock if the list has no Date', async () => {
    const api = server({ hasDate: false });
    api.responses.push(api.lost);
    const error = await lostCreate(clientOf(api), loan);
    expect(await api.clock.run(error.reconcile())).toHaveProperty('id', 'V-1');
  });

  test('is undecided about an older one if the list has no Date, because the clock may be wrong', async () => {
    const api = server({ hasDate: false });
    api.create(loan, { created: new Date(startMs - hour).toISOString() });
    api.responses.push(api.never);
    const client = clientOf(api);
    const error = await lostCreate(client, loan);
    expect(await client.errorOf(error.reconcile())).toBeInstanceOf(UndecidedError);
  });

  test.for([
    ['from old to new', (all: Verification[]) => [...all].reverse()],
    [
      'by chance',
      (all: Verification[]) => [...all].sort((one, other) => one.state.localeCompare(other.state)),
    ],
    [
      'by chance, with what is old and of the same time first',
      (all: Verification[]) => [...all.slice(1), ...all.slice(0, 1)],
    ],
  ] as const)('finds it in a list that goes %s', async ([, sort]) => {
    const api = server({ pageSize: 2 });
    const created = new Date(startMs - 7 * day).toISOString();
    for (let made = 0; made < 5; made += 1) {
      api.create(
        { ...verificationInput, loan_id: `OTHER-${made}` },
        { created, state: (made % 2 ? 'a' : 'z') as never },
      );
    }
    api.responses.push((input) => {
      const response = api.lost(input);
      api.verifications.splice(0, Infinity, ...sort(api.verifications));
      return response;
    });
    const error = await lostCreate(clientOf(api), loan);
    expect(await api.clock.run(error.reconcile({ settleMs: 0 }))).toMatchObject({ loan_id: 'L-1' });
  });

  test('finds it even if the list changes while it is read', async () => {
    const api = server({ pageSize: 3 });
    api.responses.push(api.lost);
    const client = clientOf({
      ...api,
      respond: async (url, init) => {
        const response = await api.respond(url, init);
        if (init.method === 'GET' && url.includes('offset')) {
          api.create({ ...verificationInput, loan_id: `NEW-${api.verifications.length}` });
          if (api.verifications.length % 2) api.verifications.shift();
        }
        return response;
      },
    });
    const error = await lostCreate(client, loan);
    for (let made = 0; made < 20; made += 1) api.create({ ...verificationInput, loan_id: `OTHER-${made}` });
    expect(await api.clock.run(error.reconcile({ settleMs: 0 }))).toMatchObject({ loan_id: 'L-1' });
  });

  test('finds it in the fourth search, in a list that lags', async () => {
    const api = server();
    api.responses.push(api.never);
    let looks = 0;
    const client = clientOf({
      ...api,
      respond: (url, init) => {
        if (init.method === 'GET') looks += 1;
        if (looks === 4) api.create(loan, { created: new Date(startMs).toISOString() });
        return api.respond(url, init);
      },
    });
    const error = await lostCreate(client, loan);
    expect(await api.clock.run(error.reconcile())).toHaveProperty('id', 'V-1');
    expect([looks, api.clock.now() - startMs]).toEqual([4, 15 * second]);
  });

  test.for(['', 'yesterday', 7, null, undefined, {}])(
    'finds it next to one of another loan that was created at %j',
    async (created) => {
      const api = server({ pageSize: 2 });
      api.responses.push(api.lost);
      const error = await lostCreate(clientOf(api), loan);
      for (let made = 0; made < 3; made += 1) {
        api.create({ ...verificationInput, loan_id: `OTHER-${made}` }, { created: created as never });
      }
      expect(await api.clock.run(error.reconcile({ settleMs: 0 }))).toHaveProperty('id', 'V-1');
    },
  );

  test('of a create with a missing or invalid target does not fail', async () => {
    const api = server();
    api.create(loan);
    api.responses.push(api.never);
    const client = clientOf(api);
    const odd = await lostCreate(client, { loan_id: 'L-1', target: undefined } as never);
    expect(await api.clock.run(odd.reconcile({ settleMs: 0 }))).toHaveProperty('id', 'V-1');
    const number = {
      ...loan,
      target: { ...verificationInput.target, social_security_number: 771_234 },
    } as never;
    const error = await lostCreate(client, number);
    expect(await api.clock.run(error.reconcile({ settleMs: 0 }))).toBeUndefined();
  });

  test.for([
    [
      'a number with a space behind it',
      { target: { ...verificationInput.target, social_security_number: '000-77-1234 ' } },
      {},
      'V-1',
    ],
    ['a number of which nothing is shown', {}, { social_security_number: '***-**-****' }, 'V-1'],
    ['a number of which two digits are shown', {}, { social_security_number: '***-**-**34' }, 'V-1'],
    ['a day of birth that is written otherwise', {}, { date_of_birth: '01/31/1990' }, 'undecided'],
    ['a day of birth that is masked', {}, { date_of_birth: '****-**-31' }, 'undecided'],
    ['a loan in other letters', { loan_id: 'l-1' }, {}, 'undecided'],
    ['another number', {}, { social_security_number: '***-**-9999' }, undefined],
    ['another day of birth', {}, { date_of_birth: '1991-01-31' }, undefined],
    ['another loan', { loan_id: 'L-2' }, {}, undefined],
  ] as const)('denies nothing over %s', async ([, sent, shown, outcome]) => {
    const api = server();
    api.responses.push(() => {
      const target = {
        ...verificationInput.target,
        date_of_birth: '1990-01-31',
        social_security_number: '***-**-1234',
        ...shown,
      };
      api.create(loan, { target: target as never });
      return api.never();
    });
    const input = { ...loan, target: { ...verificationInput.target, date_of_birth: '1990-01-31' }, ...sent };
    const error = await lostCreate(clientOf(api), input);
    const found = await api.clock.run(
      error.reconcile({ settleMs: 0 }).then(
        (verification) => verification?.id,
        ({ code }) => code,
      ),
    );
    expect(found).toBe(outcome);
  });

  test.for([
    [{ settleMs: Number.NaN }, 'settleMs'],
    [{ settleMs: -1 }, 'settleMs'],
    [{ settleMs: Infinity }, 'settleMs'],
    [{ settleMs: '30s' }, 'settleMs'],
    [{ settleMs: null }, 'settleMs'],
    [{ signal: {} }, 'signal'],
    [{ signal: new AbortController() }, 'signal'],
    [{ settle: 0 }, 'settle'],
    [{ since: startMs }, 'since'],
    [null, 'options'],
    [7, 'options'],
  ] as const)('with %o says what is wrong, and sends nothing', async ([options, name]) => {
    const api = server();
    api.responses.push(api.lost);
    const client = clientOf(api);
    const error = await lostCreate(client, loan);
    const problem = await client.errorOf(error.reconcile(options as object));
    expect(problem).toBeInstanceOf(ConfigurationError);
    expect(problem.message).toContain(name);
    expect(client.sent).toHaveLength(1);
  });

  test('with an aborted signal sends nothing', async () => {
    const api = server();
    api.responses.push(api.lost);
    const client = clientOf(api);
    const error = await lostCreate(client, loan);
    const signal = AbortSignal.abort();
    expect(await client.errorOf(error.reconcile({ signal }))).toBeInstanceOf(AbortedError);
    expect(client.sent).toHaveLength(1);
  });
});

describe('reconcile() since a time', () => {
  /** The result of a process that starts after a crash. */
  async function afterCrash(
    api: TestServer,
    since: unknown,
    input: VerificationInput = loan,
  ): Promise<unknown> {
    const { truework } = clientOf(api);
    return await api.clock.run(
      truework.verifications.reconcile(input, { since: since as Date, settleMs: 0 }).then(
        (found) => found?.id,
        (error) => error.code,
      ),
    );
  }

  const iso = new Date(startMs).toISOString();

  test.for([
    ['a Date', new Date(startMs)],
    ['ISO 8601', iso],
    ['ISO 8601 with an offset', '2021-11-12T20:28:59+01:00'],
    ['milliseconds', startMs],
  ] as const)('as %s finds what was created', async ([, since]) => {
    const api = server();
    api.create(loan, { created: new Date(startMs - 30 * day).toISOString() });
    api.create(loan);
    expect(await afterCrash(api, since)).toBe('V-2');
  });

  test('returns undefined if none was created since', async () => {
    const api = server();
    api.create(loan, { created: new Date(startMs - 2 * day).toISOString() });
    expect(await afterCrash(api, iso)).toBeUndefined();
  });

  test('gives the server its time to settle', async () => {
    const api = server();
    const { truework, sent } = clientOf(api);
    expect(await api.clock.run(truework.verifications.reconcile(loan, { since: iso }))).toBeUndefined();
    expect([sent.length, api.clock.now() - startMs]).toEqual([7, 30 * second]);
  });

  test.for([
    ['ahead by 5 s', 5 * second, 'undecided'],
    ['ahead by an hour', hour, 'undecided'],
    ['ahead by a week', 7 * day, 'undecided'],
    ['ahead by a year', 365 * day, 'undecided'],
    ['behind by 5 s', -5 * second, 'V-1'],
    ['behind by an hour', -hour, 'V-1'],
    ['behind by a year', -365 * day, 'V-1'],
  ] as const)('never returns undefined because the clock was %s', async ([, aheadMs, outcome]) => {
    const api = server();
    api.create(loan);
    await api.clock.advance(4 * second);
    expect(await afterCrash(api, startMs + aheadMs)).toBe(outcome);
  });

  test('goes by the server, if the clock is still wrong as it was', async () => {
    for (const aheadMs of [hour, -hour]) {
      const api = server();
      api.setAhead(-aheadMs);
      api.create(loan);
      const { truework } = clientOf(api);
      const found = api.clock.run(
        truework.verifications.reconcile(loan, { since: startMs }).catch(({ code }) => code),
      );
      expect(aheadMs > 0 ? 'undecided' : { id: 'V-1' }).toEqual(
        aheadMs > 0 ? await found : { id: (await found)?.id },
      );
    }
  });

  test('is undecided between two matches', async () => {
    const api = server();
    api.create(loan);
    api.create(loan);
    expect(await afterCrash(api, iso)).toBe('undecided');
  });

  test('finds a verification that this client received, because a job may run again', async () => {
    const api = server();
    api.responses.push(api.well);
    const { truework } = clientOf(api);
    const { id } = await truework.verifications.create(loan);
    const found = await api.clock.run(truework.verifications.reconcile(loan, { since: iso, settleMs: 0 }));
    expect(found?.id).toBe(id);
  });

  test('without a loan_id or metadata sends nothing', async () => {
    const api = server();
    const client = clientOf(api);
    const error = await client.errorOf(
      client.truework.verifications.reconcile(verificationInput, { since: iso }),
    );
    expect(error).toBeInstanceOf(UndecidedError);
    expect(client.sent).toHaveLength(0);
  });

  test.for([
    ['seconds', Math.round(startMs / 1_000)],
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['zero', 0],
    ['a negative number', -startMs],
    ['no date', 'yesterday'],
    ['a word with a number, which Date.parse takes for a date', 'job 17'],
    ['an empty text', ''],
    ['a text of milliseconds', String(startMs)],
    ['a Date of nothing', new Date(Number.NaN)],
    ['null', null],
    ['true', true],
    ['an object', {}],
    ['an array', [startMs]],
    ['a function', () => startMs],
    ['nothing', undefined],
  ] as const)('that is %s is rejected, and sends nothing', async ([, since]) => {
    const api = server();
    const client = clientOf(api);
    const error = await client.errorOf(
      client.truework.verifications.reconcile(loan, { since: since as Date }),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain('since');
    expect(client.sent).toHaveLength(0);
  });

  test.for([undefined, null, 7, 'text', [], {}, { target: null }])(
    'for the input %j is rejected',
    async (input) => {
      const client = clientOf(server());
      const error = await client.errorOf(
        client.truework.verifications.reconcile(input as never, { since: iso }),
      );
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain('input');
      expect(client.sent).toHaveLength(0);
    },
  );

  test.for([undefined, null, 7, [], {}])('with the options %j is rejected', async (options) => {
    const client = clientOf(server());
    const error = await client.errorOf(client.truework.verifications.reconcile(loan, options as never));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(client.sent).toHaveLength(0);
  });
});
