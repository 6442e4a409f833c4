import {
  type Connection,
  cancelVerification,
  connect,
  createVerification,
  getVerification,
  listVerifications,
  reverifyVerification,
  type VerificationState,
} from '@truework-legacy/client';
import { createSandbox, type Sandbox } from '@truework-legacy/sandbox';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Exchange, recording } from '../../src/exchange.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { expectNone } from '../../src/remarks.ts';
import { testKey } from '../../src/system-under-test.ts';
import { inputFor } from '../../src/verification-inputs.ts';
import { type Delivery, webhookFindings } from '../../src/webhook-findings.ts';

// Random sequences of calls by the client, with time, webhooks and the rate, against a model that is a list. After a failure the
// seed and the shortest sequence are printed; `SEED=1` runs the same sequences again.

const seed = Number(process.env['SEED'] ?? 20191015);
const runs = Number(process.env['MODEL_RUNS'] ?? 40);
const url = 'https://receiver.example/';

interface Known {
  id: string;
  state: VerificationState;
  /** The states that come by themselves, and when. */
  coming: [atMs: number, state: VerificationState][];
  completedMs?: number;
}

interface Model {
  nowMs: number;
  known: Known[];
  events: string[];
  hasHook: boolean;
  isReachable: boolean;
  /** When each operation was called within the last second. */
  taken: Map<string, number[]>;
}

interface Real {
  sandbox: Sandbox;
  connection: Connection;
  exchanges: Exchange[];
  deliveries: Delivery[];
  model: Model;
}

/** What a number leads to, 100 ms after another. */
const scenarios: Record<string, VerificationState[]> = {
  '000-00-0000': ['processing', 'completed'],
  '000-01-0000': ['processing', 'canceled'],
  '000-03-0000': ['processing', 'action-required'],
  '000-91-0000': ['processing', 'invalid'],
  '000-91-0001': [],
};
const isFinal = (state: VerificationState) => ['completed', 'canceled', 'invalid'].includes(state);

function open(): Real {
  const deliveries: Delivery[] = [];
  const model: Model = {
    nowMs: Date.UTC(2019, 10, 5),
    known: [],
    events: [],
    hasHook: false,
    isReachable: true,
    taken: new Map(),
  };
  const startMs = model.nowMs;
  const sandbox = createSandbox({
    validateResponses: false,
    // Real time stands still as well, or the rate limit would depend on the speed of the machine.
    clock: { now: () => startMs, elapsed: () => 0 },
    send: async (input, init) => {
      const request = new Request(input, init);
      deliveries.push({ method: request.method, headers: request.headers, body: await request.text() });
      return new Response(null, { status: model.isReachable ? 204 : 500 });
    },
  });
  const { fetch, exchanges } = recording(sandbox.fetch);
  const connection = connect({ token: testKey, environment: 'local', fetch, rateLimiter: false, retries: 0 });
  return { sandbox, connection, exchanges, deliveries, model };
}

/** Whether a call is within the rate: ten of an operation within a second. */
function isTaken(model: Model, operation: string): boolean {
  const last = (model.taken.get(operation) ?? []).filter((atMs) => model.nowMs - atMs < 1_000);
  model.taken.set(operation, last);
  if (last.length >= 10) return false;
  last.push(model.nowMs);
  return true;
}

/** Makes the call, and compares its end with what the model expects: data, or the `code` of an error. */
async function compare<Data>(
  model: Model,
  operation: string,
  call: PromiseLike<Data>,
  expected: () => string | ((data: Data) => void),
): Promise<void> {
  const wanted = isTaken(model, operation) ? expected() : 'rate-limited';
  const outcome = await Promise.resolve(call).then(
    (data) => ({ data }),
    (error: { code: string }) => ({ code: error.code }),
  );
  if (typeof wanted === 'string') expect(outcome).toEqual({ code: wanted });
  else if ('data' in outcome) wanted(outcome.data);
  else expect.unreachable(`${operation} ended with ${outcome.code}`);
}

function start(model: Model, id: string, states: readonly VerificationState[]): void {
  const coming = states.map((state, index): [number, VerificationState] => [
    model.nowMs + (index + 1) * 100,
    state,
  ]);
  model.known.unshift({ id, state: 'pending-approval', coming });
}

function enter(model: Model, known: Known, state: VerificationState, atMs: number): void {
  known.state = state;
  if (state === 'completed') known.completedMs = atMs;
  if (model.hasHook) model.events.push(`${known.id} ${state}`);
}

type Step = fc.AsyncCommand<Model, Real>;

class Create implements Step {
  readonly number: string;
  constructor(number: string) {
    this.number = number;
  }
  check = () => true;
  async run(model: Model, { connection }: Real) {
    await compare(model, 'createVerification', createVerification(connection, inputFor(this.number)), () => {
      const states = scenarios[this.number];
      if (states === undefined) return 'validation';
      return ({ id, state }) => {
        expect(state).toBe('pending-approval');
        expect(model.known.map((known) => known.id)).not.toContain(id);
        start(model, id, states);
      };
    });
  }
  toString = () => `create(${this.number})`;
}

/** A step for one of the verifications so far, or for none. */
abstract class OfOne implements Step {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
  check = () => true;
  abstract run(model: Model, real: Real): Promise<void>;
  protected pick({ known }: Model): Known | undefined {
    return known.length === 0 ? undefined : known[this.index % known.length];
  }
  toString = () => `${this.constructor.name}(${this.index})`;
}

class Get extends OfOne {
  async run(model: Model, { connection }: Real) {
    const known = this.pick(model);
    await compare(model, 'getVerification', getVerification(connection, known?.id ?? 'AAAA'), () => {
      if (known === undefined) return 'not-found';
      return ({ id, state, reports, date_of_completion }) => {
        expect({ id, state }).toEqual({ id: known.id, state: known.state });
        expect(reports !== undefined).toBe(state === 'completed');
        const dated = known.completedMs && new Date(known.completedMs).toISOString().slice(0, 23);
        expect(date_of_completion?.slice(0, 23)).toBe(dated);
      };
    });
  }
}

class Cancel extends OfOne {
  async run(model: Model, { connection }: Real) {
    const known = this.pick(model);
    const call = cancelVerification(connection, known?.id ?? 'AAAA', { cancellation_reason: 'other' });
    await compare(model, 'cancelVerification', call, () => {
      if (known === undefined) return 'not-found';
      if (isFinal(known.state)) return 'permission';
      known.coming = [];
      enter(model, known, 'canceled', model.nowMs);
      return ({ id, state }) => expect({ id, state }).toEqual({ id: known.id, state: 'canceled' });
    });
  }
}

class Reverify extends OfOne {
  async run(model: Model, { sandbox, connection }: Real) {
    const known = this.pick(model);
    // Read beside the API, where no rate counts.
    const stored = known && sandbox.tenant(testKey).verifications.find(known.id);
    const report = stored === undefined ? undefined : await this.report(model, connection, known);
    const call = () => reverifyVerification(connection, known?.id ?? 'AAAA', { report_id: report ?? 'AAAA' });
    await compare(model, 'reverifyVerification', call(), () => {
      if (known === undefined) return 'not-found';
      if (known.completedMs === undefined || report === undefined) return 'validation';
      if (model.nowMs - known.completedMs > 90 * 86_400_000) return 'validation';
      return ({ id, state }) => {
        expect(state).toBe('pending-approval');
        start(model, id, scenarios['000-00-0000'] ?? []);
      };
    });
  }
  private async report(
    model: Model,
    connection: Connection,
    known: Known | undefined,
  ): Promise<string | undefined> {
    let found: string | undefined;
    await compare(
      model,
      'getVerification',
      getVerification(connection, known?.id ?? ''),
      () =>
        ({ reports }) => {
          found = reports?.[0]?.id;
        },
    );
    return found;
  }
}

class List implements Step {
  readonly limit: number;
  readonly offset: number;
  readonly state: VerificationState | undefined;
  constructor(limit: number, offset: number, state: VerificationState | undefined) {
    this.limit = limit;
    this.offset = offset;
    this.state = state;
  }
  check = () => true;
  async run(model: Model, { connection }: Real) {
    const { limit, offset, state } = this;
    const call = listVerifications(connection, { limit, offset, ...(state && { state }) });
    await compare(model, 'listVerifications', call, () => {
      const all = model.known.filter((known) => state === undefined || known.state === state);
      return ({ count, results, next, previous }) => {
        expect(count).toBe(all.length);
        expect(results.map(({ id }) => id)).toEqual(all.slice(offset, offset + limit).map(({ id }) => id));
        expect(next !== null).toBe(offset + limit < all.length);
        expect(previous !== null).toBe(offset > 0);
      };
    });
  }
  toString = () => `list(limit ${this.limit}, offset ${this.offset}, ${this.state ?? 'any state'})`;
}

class Advance implements Step {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
  check = () => true;
  async run(model: Model, { sandbox }: Real) {
    await sandbox.tenant(testKey).clock.advance(this.milliseconds);
    model.nowMs += this.milliseconds;
    const due = model.known
      .flatMap((known) => known.coming.map(([atMs, state]) => ({ known, atMs, state })))
      .filter(({ atMs }) => atMs <= model.nowMs)
      .sort((a, b) => a.atMs - b.atMs);
    for (const { known, atMs, state } of due) enter(model, known, state, atMs);
    for (const known of model.known) known.coming = known.coming.filter(([atMs]) => atMs > model.nowMs);
  }
  toString = () => `advance(${this.milliseconds} ms)`;
}

class AddHook implements Step {
  check = ({ hasHook }: Model) => !hasHook;
  async run(model: Model, { sandbox }: Real) {
    sandbox.tenant(testKey).webhooks.add(url, 'a-token');
    model.hasHook = true;
  }
  toString = () => 'a hook';
}

class Reach implements Step {
  readonly isReachable: boolean;
  constructor(isReachable: boolean) {
    this.isReachable = isReachable;
  }
  check = () => true;
  async run(model: Model) {
    model.isReachable = this.isReachable;
  }
  toString = () => (this.isReachable ? 'receiver up' : 'receiver down');
}

class Burst implements Step {
  check = () => true;
  async run(model: Model, real: Real) {
    for (let call = 0; call < 11; call += 1) await new Get(0).run(model, real);
  }
  toString = () => 'eleven reads at once';
}

const states: VerificationState[] = [
  'pending-approval',
  'processing',
  'action-required',
  'completed',
  'canceled',
  'invalid',
];
// What leads further stands here twice.
const steps = [
  fc.constantFrom('000-00-0000', '000-01-0000').map((number) => new Create(number)),
  fc.constantFrom(100, 60_000).map((time) => new Advance(time)),
  fc.constantFrom(...Object.keys(scenarios), '000-77-7777').map((number) => new Create(number)),
  fc.nat(20).map((index) => new Get(index)),
  fc.nat(20).map((index) => new Cancel(index)),
  fc.nat(20).map((index) => new Reverify(index)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.nat(5),
      fc.option(fc.constantFrom(...states), { nil: undefined }),
    )
    .map((values) => new List(...values)),
  fc
    .constantFrom(1, 50, 100, 200, 1_000, 60_000, 86_400_000, 91 * 86_400_000)
    .map((time) => new Advance(time)),
  fc.constant(new AddHook()),
  fc.boolean().map((isReachable) => new Reach(isReachable)),
  fc.constant(new Burst()),
];

test(`any sequence of calls, time and webhooks does what a list would do (seed ${seed})`, async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
      const real = open();
      await fc.asyncModelRun(() => ({ model: real.model, real }), commands);
      // Whatever a receiver missed comes within 48 hours.
      real.model.isReachable = true;
      await new Advance(49 * 3_600_000).run(real.model, real);
      await real.sandbox.close();
      const reported = new Set(
        real.deliveries.map(({ body }) => {
          const { data } = JSON.parse(body) as { data: { verification_request_id: string; state: string } };
          return `${data.verification_request_id} ${data.state}`;
        }),
      );
      expect([...reported].sort()).toEqual([...new Set(real.model.events)].sort());
      expectAsSpecified(real.exchanges);
      expectNone(real.deliveries.flatMap(webhookFindings), 'sandbox');
      for (const { response, request } of real.exchanges) reached.add(`${request.method} ${response.status}`);
    }),
    // Nobody reads the shortest sequence for a mutant.
    { seed, numRuns: runs, endOnFailure: Boolean(process.env['MUTANT']) },
  );
  expect([...reached]).toEqual(
    expect.arrayContaining(['GET 429', 'POST 201', 'POST 400', 'PUT 201', 'PUT 403']),
  );
});
