import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childrenOf, type Example } from '@truework-legacy/spec/document';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verification, VerificationState } from '../src/generated/types.gen.ts';
import { createSandbox, type Sandbox } from '../src/sandbox.ts';
import { spec } from '../src/spec/document.ts';
import { type OperationId, type SpecOperation, specOperations } from '../src/spec/operations.ts';
import { stateEdges } from '../src/spec/verification-states.ts';
import type { Snapshot } from '../src/state/snapshot.ts';

// Long random sequences of calls, time and mishaps, against a model that is nothing but lists. What the model says and what the
// sandbox does agree after every step. How many runs: SANDBOX_MODEL_RUNS; from where: SANDBOX_MODEL_SEED.

const runs = Number(process.env['SANDBOX_MODEL_RUNS'] ?? 40);
const seed = Number(process.env['SANDBOX_MODEL_SEED'] ?? 20191015);

const key = 'tw_sk_test_model';
const startMs = Date.UTC(2019, 10, 5, 12);
const dayMs = 86_400_000;
const final: readonly VerificationState[] = ['completed', 'canceled', 'invalid'];

/** What a number leads to: the states after the first and how long each takes, written down here a second time. */
const scenarios: Record<string, [afterMs: number, state: VerificationState][]> = {
  '000-00-0000': [
    [100, 'processing'],
    [100, 'completed'],
  ],
  '000000007': [
    [100, 'processing'],
    [100, 'completed'],
  ],
  '000-01-0000': [
    [100, 'processing'],
    [100, 'canceled'],
  ],
  '000-03-0000': [
    [100, 'processing'],
    [100, 'action-required'],
  ],
  '000-91-0000': [
    [100, 'processing'],
    [100, 'invalid'],
  ],
  '000-91-0001': [],
  '000-91-0002': [[100, 'processing']],
  '000-91-0003': [
    [100, 'processing'],
    [100, 'pending-approval'],
    [100, 'processing'],
    [100, 'completed'],
  ],
  '000-91-0004': [[100, 'canceled']],
  '000-92-0000': [
    [100, 'processing'],
    [100, 'completed'],
  ],
};
const rejectedNumbers: Record<string, number> = {
  '000-20-0000': 400,
  '000-99-9999': 400,
  '000-90-0451': 451,
  '000-90-0500': 500,
  '000-90-0501': 501,
};
const lostResponse = '000-92-0000';

interface ModelVerification {
  id: string;
  number: string;
  synchronous: boolean;
  state: VerificationState;
  completedMs: number | null;
  reports: number;
  plan: { dueMs: number; verificationInput: number; state: VerificationState }[];
}

interface Model {
  nowMs: number;
  verificationInput: number;
  verifications: ModelVerification[];
  events: string[];
  /** Moments of the calls that counted, by operation. */
  taken: Record<string, number[]>;
}

function emptyModel(): Model {
  return { nowMs: startMs, verificationInput: 0, verifications: [], events: [], taken: {} };
}

/** What there is once for all runs. */
const reached = new Set<string>();
const edges = new Set<string>();

class World {
  sandbox: Sandbox;
  model = emptyModel();
  received: string[] = [];
  snapshot: { real: Snapshot; model: Model } | undefined;
  readonly #data: string;

  constructor(data: string) {
    this.#data = data;
    this.sandbox = this.#open();
    this.#addEndpoint();
  }

  get tenant() {
    return this.sandbox.tenant(key);
  }

  #open(): Sandbox {
    return createSandbox({
      data: this.#data,
      clock: { now: () => startMs, elapsed: () => 0 },
      signing: false,
      send: async (_url, init) => {
        const { data } = JSON.parse(String(init?.body));
        this.received.push(`${data.verification_request_id} ${data.state}`);
        return new Response(null, { status: 204 });
      },
    });
  }

  #addEndpoint(): void {
    this.tenant.webhooks.add('http://localhost:1/hook');
  }

  async restart(): Promise<void> {
    const snapshot = this.tenant.snapshot();
    await this.sandbox.close();
    this.sandbox = this.#open();
    // In memory, nothing is left but what somebody took with them.
    if (this.#data === ':memory:') this.tenant.restore(snapshot);
    // Rates are of the process that counted them.
    else this.model.taken = {};
  }

  async reset(): Promise<void> {
    this.tenant.reset();
    this.#addEndpoint();
    this.model = emptyModel();
    this.received = [];
  }

  /** Does what is due by now in the model. */
  settle(): void {
    const { model } = this;
    for (;;) {
      const due = model.verifications
        .flatMap((verification) => verification.plan.slice(0, 1).map((step) => ({ verification, step })))
        .filter(({ step }) => step.dueMs <= model.nowMs)
        .sort(
          (a, b) => a.step.dueMs - b.step.dueMs || a.step.verificationInput - b.step.verificationInput,
        )[0];
      if (due === undefined) return;
      const { verification, step } = due;
      verification.plan.shift();
      this.enter(verification, step.state, step.dueMs);
      const [next] = verification.plan;
      if (next !== undefined) {
        model.verificationInput += 1;
        next.verificationInput = model.verificationInput;
      }
    }
  }

  enter(verification: ModelVerification, state: VerificationState, atMs: number): void {
    edges.add(`${verification.state} → ${state}`);
    verification.state = state;
    if (state === 'completed') verification.completedMs = atMs;
    this.model.events.push(`${verification.id} ${state}`);
  }

  /** Whether a call is one too many within a second. */
  isThrottled(operation: OperationId): boolean {
    const { taken, nowMs } = this.model;
    const within = (taken[operation] ?? []).filter((moment) => moment > nowMs - 1000);
    if (within.length >= 10) return true;
    taken[operation] = [...within, nowMs];
    return false;
  }

  /** Calls an operation, and compares the status. @returns The body, undefined if the call was throttled or its response lost. */
  async call<Body>(
    operation: OperationId,
    path: string,
    expected: number,
    init: RequestInit & { headers?: Record<string, string> } = {},
    isLost = false,
  ): Promise<Body | undefined> {
    this.settle();
    const throttled = this.isThrottled(operation);
    const response = await this.send(operation, path, init).catch((error: Error) => {
      if (!isLost || throttled) throw error;
    });
    if (response === undefined) return undefined;
    expect([operation, response.status]).toEqual([operation, throttled ? 429 : expected]);
    return throttled || response.status === 204 ? undefined : ((await response.json()) as Body);
  }

  async send(
    operation: OperationId,
    path: string,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const response = await this.sandbox.fetch(`http://sandbox${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...init.headers },
    });
    reached.add(`${operation} ${response.status}`);
    return response;
  }

  verificationInput(
    id: string,
    number: string,
    { synchronous, reports }: { synchronous: boolean; reports: number },
  ): ModelVerification {
    const { model } = this;
    const scenario = scenarios[number] ?? [];
    const last = scenario.at(-1)?.[1] ?? 'canceled';
    const outcome = last === 'processing' ? 'canceled' : last;
    const state = synchronous ? outcome : 'pending-approval';
    let dueMs = model.nowMs;
    const plan = synchronous
      ? []
      : scenario.map(([afterMs, step]) => {
          dueMs += afterMs;
          return { dueMs, verificationInput: 0, state: step };
        });
    model.verificationInput += 1;
    const [first] = plan;
    if (first !== undefined) first.verificationInput = model.verificationInput;
    const verification: ModelVerification = {
      id,
      number,
      synchronous,
      state,
      reports,
      completedMs: state === 'completed' ? model.nowMs : null,
      plan,
    };
    model.verifications.push(verification);
    return verification;
  }

  /** What the sandbox has, and what the model says that it has. */
  async agree(): Promise<void> {
    // Ends what runs in the background.
    await this.tenant.clock.advance(0);
    this.settle();
    const { verifications } = this.tenant;
    const { model } = this;
    expect(
      verifications
        .list({ limit: 1000 })
        .map(({ id, state, history }) => ({ id, state, entered: history.at(-1)?.state })),
    ).toEqual(model.verifications.map(({ id, state }) => ({ id, state, entered: state })).toReversed());
    for (const state of Object.keys(stateEdges) as VerificationState[]) {
      const expected = model.verifications.filter((verification) => verification.state === state);
      expect(verifications.count(state)).toBe(expected.length);
      expect(verifications.list({ state, limit: 1000 }).map(({ id }) => id)).toEqual(
        expected.map(({ id }) => id).toReversed(),
      );
    }
    expect(this.received).toEqual(model.events);
    expect(this.tenant.clock.now()).toBe(model.nowMs);
  }

  pick(index: number): ModelVerification | undefined {
    const { verifications } = this.model;
    return verifications.length === 0 ? undefined : verifications[index % verifications.length];
  }
}

/** One step: `run` does it in the sandbox and in the model. */
class Step implements fc.AsyncCommand<object, World> {
  readonly #name: string;
  readonly #run: (world: World) => Promise<void>;

  constructor(name: string, run: (world: World) => Promise<void>) {
    this.#name = name;
    this.#run = run;
  }

  check(): boolean {
    return true;
  }

  async run(_: object, world: World): Promise<void> {
    await this.#run(world);
    await world.agree();
  }

  toString(): string {
    return this.#name;
  }
}

const person = { first_name: 'Riley', last_name: 'Sample' };
const index = fc.nat(50);
const anyNumber = fc.constantFrom(...Object.keys(scenarios), ...Object.keys(rejectedNumbers));

function inputBody(number: string, withCompany: boolean): string {
  return JSON.stringify({
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    target: {
      ...person,
      social_security_number: number,
      ...(withCompany ? { company: { id: 1 } } : {}),
    },
  });
}

function create(number: string, sync: boolean, withCompany: boolean): Step {
  return new Step(
    `create(${number}, ${sync ? 'sync' : 'async'}${withCompany ? ', company' : ''})`,
    async (world) => {
      const expected = sync && withCompany ? 400 : (rejectedNumbers[number] ?? 201);
      const isLost = expected === 201 && number === lostResponse;
      const before = world.tenant.verifications.count();
      const body = await world.call<Verification>(
        'createVerification',
        '/verification-requests/',
        expected,
        {
          method: 'POST',
          body: inputBody(number, withCompany),
          headers: { 'Request-Sync': sync ? 'sync' : 'async' },
        },
        isLost,
      );
      if (expected !== 201 || world.tenant.verifications.count() === before) return;
      const id = body?.id ?? world.tenant.verifications.list({ limit: 1 })[0]?.id ?? '';
      const reports = number === '000000007' ? 2 : 1;
      const added = world.verificationInput(id, number, { synchronous: sync, reports });
      if (body !== undefined) expect(body.state).toBe(added.state);
    },
  );
}

const modelled: ReadonlySet<string> = new Set([
  'cancelVerification',
  'createCredentialsSession',
  'createVerification',
  'getReport',
  'getSingleReport',
  'getVerification',
  'listVerifications',
  'reverifyVerification',
  'searchCompanies',
]);
const unmodelled = specOperations.filter(({ id }) => !modelled.has(id));

function successOf({ responsePointers }: SpecOperation): number {
  return Number(Object.keys(responsePointers).find((status) => status.startsWith('2')) ?? 204);
}

/** Calls an operation as the spec's example shows it, on one of the verifications. */
function plainCall(at: number, operation: SpecOperation): Step {
  return new Step(`${operation.id}(${at})`, async (world) => {
    const verification = world.pick(at);
    if (verification === undefined) return;
    const body = bodyExample(operation);
    await world.call(operation.id, pathOf(operation, verification.id), successOf(operation), {
      method: operation.method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  });
}

/** Makes an operation reject a request in one way. */
function rejection(operation: SpecOperation, kind: ReturnType<typeof errorKinds>[number]): Step {
  return new Step(`${kind}(${operation.id})`, async (world) => {
    const path = pathOf(operation);
    const { method, id } = operation;
    const send: Send = (headers, init = {}, query = '') =>
      world.send(id, `${path}${query}`, {
        method,
        ...(method === 'GET' ? {} : { body: '{}' }),
        ...init,
        headers,
      });
    const status = await reject(kind, world, id, send);
    if (status !== undefined) expect([id, kind, status.actual]).toEqual([id, kind, status.expected]);
  });
}

/** Moves one of the verifications to a state, as the admin API does. */
function move(at: number, state: VerificationState): Step {
  return new Step(`move(${at}, ${state})`, async (world) => {
    const expected = world.pick(at);
    if (expected === undefined) return;
    world.settle();
    const isEdge = stateEdges[expected.state].includes(state);
    const moveIt = () => world.tenant.verifications.move(expected.id, state);
    if (!isEdge) {
      expect(moveIt).toThrow('cannot become');
      return;
    }
    moveIt();
    expected.plan = [];
    world.enter(expected, state, world.model.nowMs);
  });
}

function advance(milliseconds: number): Step {
  return new Step(`advance(${milliseconds})`, async (world) => {
    await world.tenant.clock.advance(milliseconds);
    world.model.nowMs += milliseconds;
  });
}

const steps = [
  fc.tuple(anyNumber, fc.boolean(), fc.boolean()).map((parts) => create(...parts)),
  fc.constantFrom(...Object.keys(scenarios)).map((number) => create(number, false, false)),
  fc.constantFrom('000-00-0000', '000000007', '000-91-0003').map((number) => create(number, true, false)),

  index.map(
    (at) =>
      new Step(`get(${at})`, async (world) => {
        const expected = world.pick(at);
        if (expected === undefined) return;
        const body = await world.call<Verification>(
          'getVerification',
          `/verification-requests/${expected.id}`,
          200,
        );
        if (body === undefined) return;
        expect(body.state).toBe(expected.state);
        expect(body.reports?.length).toBe(expected.state === 'completed' ? expected.reports : undefined);
      }),
  ),

  fc.tuple(fc.constantFrom('', ...Object.keys(stateEdges)), fc.integer({ min: 1, max: 5 }), fc.nat(8)).map(
    ([state, limit, offset]) =>
      new Step(`list(${state}, ${limit}, ${offset})`, async (world) => {
        const body = await world.call<{ count: number; next: string | null; results: Verification[] }>(
          'listVerifications',
          `/verification-requests/?state=${state}&limit=${limit}&offset=${offset}`,
          200,
        );
        if (body === undefined) return;
        const all = world.model.verifications
          .filter((verification) => state === '' || verification.state === state)
          .toReversed();
        expect(body.count).toBe(all.length);
        expect(body.results.map(({ id }) => id)).toEqual(
          all.slice(offset, offset + limit).map(({ id }) => id),
        );
        expect(body.next !== null).toBe(offset + limit < all.length);
      }),
  ),

  index.map(
    (at) =>
      new Step(`cancel(${at})`, async (world) => {
        const expected = world.pick(at);
        if (expected === undefined) return;
        world.settle();
        const isFinal = final.includes(expected.state);
        const body = await world.call(
          'cancelVerification',
          `/verification-requests/${expected.id}/cancel`,
          isFinal ? 403 : 200,
          { method: 'PUT', body: JSON.stringify({ cancellation_reason: 'other' }) },
        );
        if (body === undefined || isFinal) return;
        expected.plan = [];
        world.enter(expected, 'canceled', world.model.nowMs);
      }),
  ),

  fc.tuple(index, fc.boolean(), fc.nat(3)).map(
    ([at, sync, report]) =>
      new Step(`reverify(${at}, ${sync ? 'sync' : 'async'}, ${report})`, async (world) => {
        const original = world.pick(at);
        if (original === undefined) return;
        world.settle();
        const reports = (await reportsOf(world, original)) ?? [];
        const report_id = reports[report]?.id ?? 'AAAA';
        const isTooLate = world.model.nowMs - (original.completedMs ?? 0) > 90 * dayMs;
        const isPossible =
          original.state === 'completed' &&
          !isTooLate &&
          (!sync || original.synchronous) &&
          report < reports.length;
        const before = world.tenant.verifications.count();
        const body = await world.call<Verification>(
          'reverifyVerification',
          `/verification-requests/${original.id}/reverify`,
          isPossible ? 201 : 400,
          {
            method: 'PUT',
            body: JSON.stringify({ report_id }),
            headers: { 'Request-Sync': sync ? 'sync' : 'async' },
          },
          isPossible && original.number === lostResponse,
        );
        if (!isPossible || world.tenant.verifications.count() === before) return;
        const id = body?.id ?? world.tenant.verifications.list({ limit: 1 })[0]?.id ?? '';
        expect(id).not.toBe(original.id);
        world.verificationInput(id, original.number, { synchronous: sync, reports: 1 });
      }),
  ),

  fc.tuple(index, fc.boolean()).map(
    ([at, single]) =>
      new Step(`${single ? 'getSingleReport' : 'getReport'}(${at})`, async (world) => {
        const expected = world.pick(at);
        if (expected === undefined) return;
        const reports = await reportsOf(world, expected);
        if (reports === undefined) return;
        const isThere = expected.state === 'completed';
        const path = `/verification-requests/${expected.id}`;
        const body = single
          ? await world.call<{ id: string }>('getSingleReport', `${path}/report/`, isThere ? 200 : 400)
          : await world.call<{ id: string }>(
              'getReport',
              `${path}/reports/${reports.at(-1)?.id ?? 'AAAA'}`,
              isThere ? 200 : 400,
            );
        if (body !== undefined && isThere) expect(body.id).toBe(reports.at(single ? 0 : -1)?.id);
      }),
  ),

  fc.constantFrom('', '?q=widgets&limit=1').map(
    (query) =>
      new Step(`searchCompanies(${query})`, async (world) => {
        await world.call('searchCompanies', `/companies/${query}`, 200);
      }),
  ),

  anyNumber.map(
    (number) =>
      new Step(`createCredentialsSession(${number})`, async (world) => {
        const expected = number === '000-20-0000' ? 201 : (rejectedNumbers[number] ?? 201);
        await world.call('createCredentialsSession', '/credentials/session', expected, {
          method: 'POST',
          body: JSON.stringify({ ...JSON.parse(inputBody(number, false)), use_case: 'mortgage' }),
        });
      }),
  ),

  fc.constantFrom(1, 50, 100, 150, 1000, 5000, dayMs, 90 * dayMs).map(advance),
  fc.constantFrom(50, 100, 1000).map(advance),

  fc
    .tuple(index, fc.constantFrom(...(Object.keys(stateEdges) as VerificationState[])))
    .map((parts) => move(...parts)),

  fc.constant(new Step('restart', (world) => world.restart())),
  fc.constant(new Step('reset', (world) => world.reset())),
  fc.constant(
    new Step('snapshot', async (world) => {
      const real = world.tenant.snapshot();
      world.settle();
      await world.tenant.clock.advance(0);
      world.snapshot = { real: world.tenant.snapshot(), model: structuredClone(world.model) };
      expect(Object.keys(real)).toEqual(Object.keys(world.snapshot.real));
    }),
  ),
  fc.constant(
    new Step('restore', async (world) => {
      const { snapshot } = world;
      if (snapshot === undefined) return;
      const kept = JSON.stringify(snapshot.real);
      world.tenant.restore(JSON.parse(kept));
      world.model = structuredClone(snapshot.model);
      world.received = [...snapshot.model.events];
      expect(JSON.stringify(world.tenant.snapshot())).toBe(kept);
    }),
  ),

  // Of an operation that has no step of its own above, only that it succeeds.
  ...(unmodelled.length === 0
    ? []
    : [fc.tuple(index, fc.constantFrom(...unmodelled)).map((parts) => plainCall(...parts))]),

  // What is rejected, and what goes wrong: each way with each operation.
  fc
    .tuple(fc.constantFrom(...specOperations), fc.constantFrom(...errorKinds()))
    .map((parts) => rejection(...parts)),
];

type Send = (headers: Record<string, string>, init?: RequestInit, query?: string) => Promise<Response>;

function errorKinds() {
  return [
    '401',
    '403',
    '405',
    '406',
    '429',
    '451',
    '500',
    '501',
    'fault-451',
    'fault-503',
    'throttle',
    '400',
    '404',
  ] as const;
}

async function reject(
  kind: ReturnType<typeof errorKinds>[number],
  world: World,
  id: OperationId,
  send: Send,
): Promise<{ actual: number; expected: number } | undefined> {
  const statusOf = async (response: Promise<Response>) => (await response).status;
  world.settle();
  switch (kind) {
    case '401':
      return { actual: await statusOf(send({ Authorization: 'Bearer tw_pk_test_model' })), expected: 401 };
    case '405':
      return { actual: await statusOf(send({}, { method: 'PATCH', body: '{}' })), expected: 405 };
    case '406':
      return {
        actual: await statusOf(send({ Accept: 'application/json; version=2020-12-07' })),
        expected: 406,
      };
    case '403':
    case '429':
    case '451':
    case '500':
    case '501':
      return {
        actual: await statusOf(send({ Authorization: `Bearer tw_sk_test_responds_${kind}` })),
        expected: Number(kind),
      };
    case 'fault-451':
    case 'fault-503': {
      const code = Number(kind.slice(6));
      world.tenant.faults.add({ operation: id, times: 1, fault: `status; code=${code}` });
      return { actual: (await faulted(send)).status, expected: code };
    }
    case 'throttle': {
      // Ten are let through, whatever their responses; the next one is not.
      for (let sent = 0; sent < 10; sent += 1) {
        const throttled = world.isThrottled(id);
        expect((await statusOf(send({}))) === 429).toBe(throttled);
      }
      world.isThrottled(id);
      return { actual: await statusOf(send({})), expected: 429 };
    }
    case '400': {
      const throttled = world.isThrottled(id);
      const actual = await badRequest(id, send);
      return actual === undefined ? undefined : { actual, expected: throttled ? 429 : 400 };
    }
    case '404': {
      const operation = operationNamed(id);
      if (!operation.segments.some((segment) => segment.startsWith('{'))) return undefined;
      const throttled = world.isThrottled(id);
      const body = bodyExample(operation);
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      return { actual: await statusOf(send({}, init)), expected: throttled ? 429 : 404 };
    }
  }
}

/** A status that a fault made up is no status that the operation reached by itself. */
async function faulted(send: Send): Promise<Response> {
  const before = new Set(reached);
  const response = await send({});
  for (const entry of reached) if (!before.has(entry)) reached.delete(entry);
  return response;
}

async function badRequest(id: OperationId, send: Send): Promise<number | undefined> {
  const operation = operationNamed(id);
  if (operation.bodyPointer !== undefined) return (await send({}, { body: '{"type":' })).status;
  const query = wrongQuery(operation);
  return query === undefined ? undefined : (await send({}, {}, query)).status;
}

/** A query that the operation rejects. Undefined if none is known. */
function wrongQuery({ parameters }: SpecOperation): string | undefined {
  const wrong = parameters.find(
    ({ in: location, type = '', clamped }) =>
      location === 'query' && ['integer', 'boolean'].includes(type) && clamped === undefined,
  );
  return wrong && `?${wrong.name}=maybe`;
}

function operationNamed(id: OperationId): SpecOperation {
  const operation = specOperations.find((candidate) => candidate.id === id);
  return operation ?? expect.unreachable(`the spec has no ${id}`);
}

/** A path of the operation, with an id in the place of the first of a verification. */
function pathOf({ segments }: SpecOperation, id = 'AAAAAAAATiIAB'): string {
  return `/${segments
    .map((segment) =>
      segment.startsWith('{') ? (segment === '{verification_request_id}' ? id : 'AAAAAAAATiIAB') : segment,
    )
    .join('/')}`;
}

/** What the spec's first example of a body is. Undefined if the operation takes none. */
function bodyExample({ bodyPointer }: SpecOperation): unknown {
  if (bodyPointer === undefined) return undefined;
  const [first] = childrenOf<Example>(spec(), bodyPointer.replace(/schema$/, 'examples'));
  return first?.[1].value.value;
}

async function reportsOf(world: World, { id, state }: ModelVerification) {
  world.settle();
  const body = await world.call<Verification>('getVerification', `/verification-requests/${id}`, 200);
  return body === undefined ? undefined : state === 'completed' ? (body.reports ?? []) : [];
}

/** Takes steps that are not left to chance, in a world of their own. */
async function runInTurn(inTurn: readonly Step[]): Promise<void> {
  const world = new World(':memory:');
  for (const step of inTurn) await step.run({}, world);
  await world.sandbox.close();
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'truework-legacy-model-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the sandbox and a plain model of it', () => {
  let run = 0;

  test(`agree after every step of ${runs} long sequences`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 150, size: 'max' }), async (commands) => {
        run += 1;
        const world = new World(run % 2 === 0 ? ':memory:' : join(folder, `${run}.db`));
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
        } finally {
          await world.sandbox.close();
        }
      }),
      { numRuns: runs, seed, endOnFailure: false },
    );
  }, 600_000);

  test('reach every edge between states', async () => {
    const all: string[] = [];
    const routes: Record<string, VerificationState[]> = { 'pending-approval': [] };
    const inTurn: Step[] = [];
    for (const [from, targets] of Object.entries(stateEdges)) {
      for (const to of targets) {
        const route = [...(routes[from] ?? []), to];
        routes[to] ??= route;
        const moves = route.map((state) => move(all.length, state));
        inTurn.push(advance(1_000), create('000-91-0001', false, false), ...moves);
        all.push(`${from} → ${to}`);
      }
    }
    await runInTurn(inTurn);
    console.log(`Edges between states: ${edges.size} of ${all.length} reached.`);
    expect([...edges].sort()).toEqual(all.sort());
  });

  test('reach every status that the spec documents, of every operation', async () => {
    // However many operations there are, chance leaves none out.
    const inTurn = [
      create('000-91-0001', false, false),
      ...unmodelled.flatMap((operation) => [advance(1_000), plainCall(0, operation)]),
      ...specOperations.flatMap((operation) =>
        errorKinds().flatMap((kind) => [advance(1_000), rejection(operation, kind)]),
      ),
    ];
    await runInTurn(inTurn);
    const all = specOperations.flatMap((operation) =>
      Object.keys(operation.responsePointers)
        .filter((status) => status !== '400' || operation.bodyPointer || wrongQuery(operation))
        .map((status) => `${operation.id} ${status}`),
    );
    console.log(`Documented responses: ${reached.size} of ${all.length} reached.`);
    // One without a body has no schema to match.
    const withBody = [...reached].filter((entry) => !entry.endsWith(' 204'));
    expect(withBody.sort()).toEqual(all.sort());
  });
});
