import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Connection,
  cancelVerification,
  connect,
  createVerification,
  getReport,
  getVerification,
  listVerifications,
  reverifyVerification,
  type VerificationState,
} from '@truework-legacy/client';
import { createSandbox, type Sandbox, type Snapshot } from '@truework-legacy/sandbox';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Exchange, recording } from '../../src/exchange.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { runs, seed } from '../../src/random-runs.ts';
import { expectNone } from '../../src/remarks.ts';
import { inputFor } from '../../src/verification-inputs.ts';
import { type Delivery, webhookFindings } from '../../src/webhook-findings.ts';

// Random sequences of calls by the client, for two accounts, with time, webhooks, rates, restarts and snapshots, against a model
// that is nothing but lists. They agree after every step. After a failure the seed and the shortest sequence are printed.

const startMs = Date.UTC(2019, 10, 5);
const dayMs = 86_400_000;

/** What each state may become. */
const edges: Readonly<Record<VerificationState, readonly VerificationState[]>> = {
  'pending-approval': ['processing', 'canceled'],
  processing: ['pending-approval', 'action-required', 'completed', 'canceled', 'invalid'],
  'action-required': ['processing', 'canceled'],
  completed: [],
  canceled: [],
  invalid: [],
};
const states = Object.keys(edges) as VerificationState[];

/** What a number leads to, each state 100 ms after the one before. */
const scenarios: Readonly<Record<string, readonly VerificationState[]>> = {
  '000-00-0000': ['processing', 'completed'],
  '000000007': ['processing', 'completed'],
  '000-01-0000': ['processing', 'canceled'],
  '000-03-0000': ['processing', 'action-required'],
  '000-91-0000': ['processing', 'invalid'],
  '000-91-0001': [],
  '000-91-0002': ['processing'],
  '000-91-0003': ['processing', 'pending-approval', 'processing', 'completed'],
  '000-91-0004': ['canceled'],
  '000-92-0000': ['processing', 'completed'],
};
/** The codes of the errors that other numbers lead to. */
const rejected: Readonly<Record<string, string>> = {
  '000-20-0000': 'validation',
  '000-99-9999': 'validation',
  '000-90-0451': 'frozen-data',
  '000-90-0500': 'ambiguous-outcome',
  '000-90-0501': 'server',
};
const lost = '000-92-0000';

interface Known {
  readonly id: string;
  readonly number: string;
  readonly isSynchronous: boolean;
  readonly reports: number;
  state: VerificationState;
  completedMs: number | undefined;
  /** The states that come by themselves. Those that are due at once come in the order in which they were planned. */
  coming: { readonly atMs: number; readonly state: VerificationState; planned: number }[];
}

interface Model {
  nowMs: number;
  planned: number;
  known: Known[];
  events: string[];
  /** When each operation was called within the last second. */
  taken: Record<string, number[]>;
}

const emptyModel = (): Model => ({ nowMs: startMs, planned: 0, known: [], events: [], taken: {} });

/** An account: what the sandbox has of it, and what the model says. */
class Account {
  readonly key: string;
  readonly #world: World;
  model = emptyModel();
  received: string[] = [];
  snapshot: { readonly real: Snapshot; readonly model: Model } | undefined;

  constructor(key: string, world: World) {
    this.key = key;
    this.#world = world;
  }

  get tenant() {
    return this.#world.sandbox.tenant(this.key);
  }

  get connection(): Connection {
    const { fetch } = this.#world;
    return connect({ token: this.key, environment: 'local', fetch, rateLimiter: false, retries: 0 });
  }

  /** Two endpoints, each with the key in its URL. */
  addEndpoints(): void {
    for (const which of [1, 2]) this.tenant.webhooks.add(`https://receiver.example/${this.key}/${which}`);
  }

  pick(index: number): Known | undefined {
    const { known } = this.model;
    return known[index % Math.max(1, known.length)];
  }

  /** Lets what is due by now happen in the model. */
  settle(): void {
    const { model } = this;
    for (;;) {
      const [due] = model.known
        .flatMap((known) => known.coming.slice(0, 1).map((step) => ({ known, step })))
        .filter(({ step }) => step.atMs <= model.nowMs)
        .sort((one, other) => one.step.atMs - other.step.atMs || one.step.planned - other.step.planned);
      if (due === undefined) return;
      due.known.coming.shift();
      this.enter(due.known, due.step.state, due.step.atMs);
      const [next] = due.known.coming;
      if (next !== undefined) next.planned = ++model.planned;
    }
  }

  enter(known: Known, state: VerificationState, atMs: number): void {
    known.state = state;
    if (state === 'completed') known.completedMs = atMs;
    for (const which of [1, 2]) this.model.events.push(`${which} ${known.id} ${state}`);
  }

  /** Stops what would come by itself, and enters a state now. */
  moveTo(known: Known, state: VerificationState): void {
    known.coming = [];
    this.enter(known, state, this.model.nowMs);
  }

  start(id: string, number: string, isSynchronous: boolean, reports: number): void {
    const { model } = this;
    const scenario = scenarios[number] ?? [];
    const last = scenario.at(-1) ?? 'canceled';
    const end = last === 'processing' ? 'canceled' : last;
    const coming = isSynchronous
      ? []
      : scenario.map((state, index) => ({ atMs: model.nowMs + (index + 1) * 100, state, planned: 0 }));
    model.planned += 1;
    const [first] = coming;
    if (first !== undefined) first.planned = model.planned;
    const state = isSynchronous ? end : 'pending-approval';
    const completedMs = state === 'completed' ? model.nowMs : undefined;
    model.known.unshift({ id, number, isSynchronous, reports, state, completedMs, coming });
  }

  /**
   * Makes a call, and compares its end with what is expected: the code of an error, or else data.
   *
   * @returns The data. Undefined if it ended with an error, as expected.
   */
  async call<Data>(
    operation: string,
    call: (connection: Connection) => PromiseLike<Data>,
    expected: () => string | undefined,
  ): Promise<Data | undefined> {
    const { model } = this;
    this.settle();
    const within = (model.taken[operation] ?? []).filter((atMs) => atMs > model.nowMs - 1_000);
    const isTaken = within.length < 10;
    model.taken[operation] = isTaken ? [...within, model.nowMs] : within;
    const code = isTaken ? expected() : 'rate-limited';
    const outcome = await Promise.resolve(call(this.connection)).then(
      (data) => ({ data, code: undefined }),
      (error: { code: string }) => ({ data: undefined, code: error.code }),
    );
    if (outcome.code !== code)
      expect.fail(`${operation} ended with ${outcome.code ?? 'data'}, and not with ${code ?? 'data'}`);
    return outcome.data;
  }

  /** What a create led to, even if its response was lost. */
  async created(
    operation: string,
    call: (connection: Connection) => PromiseLike<{ id: string; state: string }>,
    number: string,
    { code, isSynchronous, reports }: { code: string | undefined; isSynchronous: boolean; reports: number },
  ): Promise<void> {
    const before = this.tenant.verifications.count();
    const isLost = code === undefined && number === lost;
    const data = await this.call(operation, call, () => code ?? (isLost ? 'ambiguous-outcome' : undefined));
    if (this.tenant.verifications.count() === before) return;
    const id = data?.id ?? this.tenant.verifications.list({ limit: 1 })[0]?.id ?? '';
    expect(this.model.known.map((known) => known.id)).not.toContain(id);
    this.start(id, number, isSynchronous, reports);
    if (data !== undefined) expect(data.state).toBe(this.model.known[0]?.state);
  }

  /** The reports of a verification, if the rate lets them be read. */
  async reportsOf({ id, state }: Known): Promise<readonly { id: string }[] | undefined> {
    const data = await this.call(
      'getVerification',
      (connection) => getVerification(connection, id),
      () => undefined,
    );
    return data && (state === 'completed' ? (data.reports ?? []) : []);
  }

  /** What the sandbox has is what the model says. */
  async agree(): Promise<void> {
    // Ends what runs in the background.
    await this.tenant.clock.advance(0);
    this.settle();
    const { verifications, clock } = this.tenant;
    const { known, events, nowMs } = this.model;
    const shown = (state?: VerificationState) =>
      verifications.list({ limit: 1000, ...(state && { state }) }).map(({ id, state: now }) => [id, now]);
    expect(shown()).toEqual(known.map(({ id, state }) => [id, state]));
    for (const state of states) {
      const inState = known.filter((one) => one.state === state);
      expect(shown(state)).toEqual(inState.map(({ id }) => [id, state]));
      expect(verifications.count(state)).toBe(inState.length);
    }
    expect(this.received).toEqual(events);
    expect(clock.now()).toBe(nowMs);
  }
}

class World {
  readonly #data: string;
  readonly accounts: readonly [Account, Account];
  readonly exchanges: Exchange[];
  readonly deliveries: Delivery[] = [];
  readonly fetch: typeof globalThis.fetch;
  sandbox: Sandbox;

  constructor(data: string) {
    this.#data = data;
    this.sandbox = this.#open();
    ({ fetch: this.fetch, exchanges: this.exchanges } = recording((...request) =>
      this.sandbox.fetch(...request),
    ));
    this.accounts = [new Account('tw_sk_test_one', this), new Account('tw_sk_test_two', this)];
    for (const account of this.accounts) account.addEndpoints();
  }

  #open(): Sandbox {
    return createSandbox({
      data: this.#data,
      validateResponses: false,
      signing: false,
      // Real time stands still as well, or the rate limit would depend on the speed of the machine.
      clock: { now: () => startMs, elapsed: () => 0 },
      send: async (input, init) => {
        const request = new Request(input, init);
        const body = await request.text();
        this.deliveries.push({ method: request.method, headers: request.headers, body });
        const [, key, which] = new URL(request.url).pathname.split('/');
        const { data } = JSON.parse(body) as { data: { verification_request_id: string; state: string } };
        const account = this.accounts.find((one) => one.key === key);
        account?.received.push(`${which} ${data.verification_request_id} ${data.state}`);
        return new Response(null, { status: 202 });
      },
    });
  }

  async restart(): Promise<void> {
    const snapshots = this.accounts.map(({ tenant }) => tenant.snapshot());
    await this.sandbox.close();
    this.sandbox = this.#open();
    for (const [index, account] of this.accounts.entries()) {
      // In memory, nothing is left but what somebody took with them. Which requests were counted, nobody takes.
      if (this.#data === ':memory:') account.tenant.restore(snapshots[index] as Snapshot);
      account.model.taken = {};
    }
  }
}

/** One step of one of the accounts, with the other as its neighbour. */
class Step implements fc.AsyncCommand<object, World> {
  readonly #name: string;
  readonly #which: 0 | 1;
  readonly #run: StepRun;

  constructor(which: 0 | 1, name: string, run: StepRun) {
    this.#which = which;
    this.#name = name;
    this.#run = run;
  }

  check = () => true;

  async run(_: object, world: World): Promise<void> {
    const [one, other] = world.accounts;
    await this.#run(this.#which === 0 ? one : other, this.#which === 0 ? other : one, world);
    for (const account of world.accounts) await account.agree();
  }

  toString = () => `${this.#which === 0 ? 'one' : 'two'}: ${this.#name}`;
}

type StepRun = (account: Account, neighbour: Account, world: World) => Promise<void> | void;
type Plan = readonly [name: string, run: StepRun];

function create(number: string, isSynchronous: boolean, withCompany: boolean): Plan {
  const input = inputFor(number);
  const verificationInput = withCompany
    ? { ...input, target: { ...input.target, company: { id: 1 } } }
    : input;
  return [
    `create(${number}${isSynchronous ? ', sync' : ''}${withCompany ? ', company' : ''})`,
    (account) =>
      account.created(
        'createVerification',
        (connection) =>
          createVerification(connection, verificationInput, {
            requestSync: isSynchronous ? 'sync' : 'async',
          }),
        number,
        {
          code: isSynchronous && withCompany ? 'validation' : rejected[number],
          isSynchronous,
          reports: number === '000000007' ? 2 : 1,
        },
      ),
  ];
}

function read(index: number): Plan {
  return [
    `get(${index})`,
    async (account) => {
      const known = account.pick(index);
      const data = await account.call(
        'getVerification',
        (connection) => getVerification(connection, known?.id ?? 'AAAA'),
        () => (known === undefined ? 'not-found' : undefined),
      );
      if (data === undefined || known === undefined) return;
      const isCompleted = known.state === 'completed';
      const dated = known.completedMs && `${new Date(known.completedMs).toISOString().slice(0, -1)}000Z`;
      expect({ ...data, reports: data.reports?.length }).toMatchObject({
        id: known.id,
        state: known.state,
        date_of_completion: dated ?? null,
        reports: isCompleted ? known.reports : undefined,
      });
    },
  ];
}

function readReport(index: number, which: number): Plan {
  return [
    `report(${index}, ${which})`,
    async (account) => {
      const known = account.pick(index);
      const reports = known && (await account.reportsOf(known));
      if (known === undefined || reports === undefined) return;
      const id = reports[which]?.id ?? 'AAAA';
      const missing = known.state === 'completed' ? 'not-found' : 'validation';
      const data = await account.call(
        'getReport',
        (connection) => getReport(connection, known.id, id),
        () => (reports[which] === undefined ? missing : undefined),
      );
      if (data !== undefined) expect([data.id, data.verification_request.id]).toEqual([id, known.id]);
    },
  ];
}

function cancel(index: number): Plan {
  return [
    `cancel(${index})`,
    async (account) => {
      const known = account.pick(index);
      const isFinal = () => known !== undefined && edges[known.state].length === 0;
      const data = await account.call(
        'cancelVerification',
        (connection) => cancelVerification(connection, known?.id ?? 'AAAA', { cancellation_reason: 'other' }),
        () => (known === undefined ? 'not-found' : isFinal() ? 'permission' : undefined),
      );
      if (data === undefined || known === undefined) return;
      expect(data).toMatchObject({ id: known.id, state: 'canceled', price: { amount: '0.00' } });
      account.moveTo(known, 'canceled');
    },
  ];
}

function reverify(index: number, which: number, isSynchronous: boolean): Plan {
  return [
    `reverify(${index}, ${which}${isSynchronous ? ', sync' : ''})`,
    async (account) => {
      const known = account.pick(index);
      const reports = known && (await account.reportsOf(known));
      if (known === undefined || reports === undefined) return;
      const isInTime = account.model.nowMs - (known.completedMs ?? 0) <= 90 * dayMs;
      const isPossible = known.state === 'completed' && isInTime && (!isSynchronous || known.isSynchronous);
      const code = isPossible && reports[which] !== undefined ? undefined : 'validation';
      const input = { report_id: reports[which]?.id ?? 'AAAA' };
      await account.created(
        'reverifyVerification',
        (connection) =>
          reverifyVerification(connection, known.id, input, {
            requestSync: isSynchronous ? 'sync' : 'async',
          }),
        known.number,
        { code, isSynchronous, reports: 1 },
      );
    },
  ];
}

function list(state: VerificationState | undefined, limit: number, offset: number): Plan {
  return [
    `list(${state ?? 'any state'}, limit ${limit}, offset ${offset})`,
    async (account) => {
      const page = await account.call(
        'listVerifications',
        (connection) => listVerifications(connection, { limit, offset, ...(state && { state }) }),
        () => undefined,
      );
      if (page === undefined) return;
      const all = account.model.known.filter((known) => state === undefined || known.state === state);
      const { count, results, next, previous } = page;
      expect({
        count,
        ids: results.map(({ id }) => id),
        next: next !== null,
        previous: previous !== null,
      }).toEqual({
        count: all.length,
        ids: all.slice(offset, offset + limit).map(({ id }) => id),
        next: offset + limit < all.length,
        previous: offset > 0,
      });
    },
  ];
}

/** An account with the ids of its neighbour, which has data of its own. */
function trespass(index: number): Plan {
  return [
    `trespass(${index})`,
    async (account, neighbour) => {
      const id = neighbour.pick(index)?.id;
      if (id === undefined) return;
      const calls: [string, (connection: Connection) => PromiseLike<unknown>][] = [
        ['getVerification', (connection) => getVerification(connection, id)],
        ['getReport', (connection) => getReport(connection, id, 'AAAA')],
        [
          'cancelVerification',
          (connection) => cancelVerification(connection, id, { cancellation_reason: 'other' }),
        ],
        ['reverifyVerification', (connection) => reverifyVerification(connection, id, { report_id: 'AAAA' })],
      ];
      for (const [operation, call] of calls) await account.call(operation, call, () => 'not-found');
    },
  ];
}

function move(index: number, state: VerificationState): Plan {
  return [
    `move(${index}, ${state})`,
    (account) => {
      account.settle();
      const known = account.pick(index);
      if (known === undefined) return;
      const moving = () => account.tenant.verifications.move(known.id, state);
      if (!edges[known.state].includes(state)) {
        expect(moving).toThrow('cannot become');
        return;
      }
      moving();
      account.moveTo(known, state);
    },
  ];
}

function advance(milliseconds: number): Plan {
  return [
    `advance(${milliseconds} ms)`,
    async (account) => {
      await account.tenant.clock.advance(milliseconds);
      account.model.nowMs += milliseconds;
    },
  ];
}

const burst: Plan = [
  'eleven reads at once',
  async (account, neighbour, world) => {
    for (let call = 0; call < 11; call += 1) await read(0)[1](account, neighbour, world);
  },
];
const restart: Plan = ['restart', (_account, _neighbour, world) => world.restart()];
const reset: Plan = [
  'reset',
  (account) => {
    account.tenant.reset();
    account.addEndpoints();
    account.model = emptyModel();
    account.received = [];
  },
];
const takeSnapshot: Plan = [
  'snapshot',
  async (account) => {
    await account.tenant.clock.advance(0);
    account.settle();
    account.snapshot = { real: account.tenant.snapshot(), model: structuredClone(account.model) };
  },
];
const restore: Plan = [
  'restore',
  (account) => {
    if (account.snapshot === undefined) return;
    const text = JSON.stringify(account.snapshot.real);
    account.tenant.restore(JSON.parse(text));
    account.model = { ...structuredClone(account.snapshot.model), taken: {} };
    account.received = [...account.model.events];
    expect(JSON.stringify(account.tenant.snapshot())).toBe(text);
  },
];

const index = fc.nat(20);
const anyNumber = fc.constantFrom(...Object.keys(scenarios), ...Object.keys(rejected));
// What leads further stands here twice.
const plans = fc.oneof(
  fc.tuple(anyNumber, fc.boolean(), fc.boolean()).map((parts) => create(...parts)),
  fc.constantFrom(...Object.keys(scenarios)).map((number) => create(number, false, false)),
  fc.constantFrom('000-00-0000', '000000007', '000-91-0003').map((number) => create(number, true, false)),
  fc.constantFrom(100, 60_000).map(advance),
  fc.constantFrom(1, 50, 100, 150, 1_000, dayMs, 90 * dayMs).map(advance),
  index.map(read),
  fc.tuple(index, fc.nat(2)).map((parts) => readReport(...parts)),
  index.map(cancel),
  fc.tuple(index, fc.nat(2), fc.boolean()).map((parts) => reverify(...parts)),
  fc
    .tuple(
      fc.option(fc.constantFrom(...states), { nil: undefined }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(5),
    )
    .map((parts) => list(...parts)),
  index.map(trespass),
  fc.tuple(index, fc.constantFrom(...states)).map((parts) => move(...parts)),
  fc.constantFrom(burst, restart, reset, takeSnapshot, restore),
);
const steps = fc
  .tuple(fc.constantFrom(0 as const, 1 as const), plans)
  .map(([which, [name, run]]) => new Step(which, name, run));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truework-legacy-model-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test(`any sequence of calls, time and mishaps does what lists would do (seed ${seed})`, async () => {
  const reached = new Set<string>();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands([steps], { maxCommands: 80, size: 'max' }), async (commands) => {
      run += 1;
      const world = new World(run % 2 === 0 ? ':memory:' : join(folder, `${run}.db`));
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
      } finally {
        await world.sandbox.close();
      }
      expectAsSpecified(world.exchanges);
      expectNone(world.deliveries.flatMap(webhookFindings), 'sandbox');
      for (const { response, request } of world.exchanges)
        reached.add(`${request.method} ${response.status}`);
    }),
    // Nobody reads the shortest sequence for a mutant.
    { seed, numRuns: runs(30), endOnFailure: Boolean(process.env['MUTANT']) },
  );
  const statuses = [
    'GET 200',
    'GET 400',
    'GET 404',
    'GET 429',
    'POST 201',
    'POST 400',
    'POST 451',
    'POST 500',
    'POST 501',
    'PUT 200',
    'PUT 201',
    'PUT 400',
    'PUT 403',
    'PUT 404',
  ];
  expect(
    statuses.filter((status) => !reached.has(status)),
    'never came',
  ).toEqual([]);
});
