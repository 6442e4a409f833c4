import {
  AmbiguousOutcomeError,
  type Clock,
  createTruework,
  type Truework,
  type TrueworkOptions,
  UndecidedError,
  type Verification,
  type VerificationInput,
} from '@truework-legacy/client';
import { createSandbox, type FaultOperation, type WrittenFault } from '@truework-legacy/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testKey } from '../../src/system-under-test.ts';
import { fullInput } from '../../src/verification-inputs.ts';

// A job that creates a verification may run again after any failure. Verifications are counted on the sandbox's side.

const second = 1_000;
const hour = 3_600 * second;

let now: number;
/** How far the clock of the client's machine is ahead of the sandbox's. */
let aheadMs: number;
let sandbox: ReturnType<typeof createSandbox>;

/** Time passes when the client waits, and only then. Spans do not step when the clock is set. */
const clock: Clock = {
  now: () => now + aheadMs,
  elapsed: () => now,
  after(milliseconds, ring) {
    if (milliseconds >= 60_000) return () => {};
    const soon = setImmediate(() => {
      now += milliseconds;
      ring();
    });
    return () => clearImmediate(soon);
  },
};

beforeEach(() => {
  now = Date.UTC(2019, 10, 5, 17, 8, 44);
  aheadMs = 0;
  sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false });
});
afterEach(() => sandbox.close());

/** A client as a process that starts makes it: it remembers nothing. */
function started(options: Partial<TrueworkOptions> = {}): Truework {
  const { fetch } = sandbox;
  return createTruework({
    ...{ token: testKey, environment: 'local', fetch, clock, rateLimiter: false, random: () => 0.5 },
    ...options,
  });
}

function apply(fault: WrittenFault, times: number): void {
  const operation: FaultOperation = 'createVerification';
  sandbox.tenant(testKey).faults.add({ operation, fault, times });
}

const count = () => sandbox.tenant(testKey).verifications.count();

/** A job as a queue keeps it. */
interface Job {
  readonly input: VerificationInput;
  sentAt?: string;
}

/** Ends a process, as a power cut does. */
class Crash extends Error {}

/** The recipe: may run again after any failure or crash. */
async function runJob(truework: Truework, job: Job, saved: () => void = () => {}): Promise<Verification> {
  if (job.sentAt) {
    const found = await truework.verifications.reconcile(job.input, { since: job.sentAt });
    if (found) return found;
  } else {
    job.sentAt = new Date(clock.now()).toISOString();
    saved();
  }
  return await truework.verifications.create(job.input);
}

/** Runs the job in one process after another until it is done. */
async function runUntilDone(
  job: Job,
  {
    saved,
    options,
    runs = 5,
  }: { saved?: () => void; options?: Partial<TrueworkOptions>; runs?: number } = {},
): Promise<{ verification: Verification; runs: number }> {
  for (let run = 1; run <= runs; run += 1) {
    try {
      return { verification: await runJob(started(options), job, saved), runs: run };
    } catch (error) {
      if (!(error instanceof Crash || error instanceof AmbiguousOutcomeError)) throw error;
    }
    now += 10 * second;
  }
  throw new Error('The job is not done.');
}

describe('a job that may run again ends with one verification', () => {
  test.for([
    ['no response was lost', 0],
    ['one response was lost', 1],
    ['two responses were lost', 2],
  ] as const)('if %s', async ([, times]) => {
    if (times > 0) apply('lost-response', times);
    const { verification, runs } = await runUntilDone({ input: fullInput });
    // What was created the first time is found the second time: nothing is created then whose response could be lost.
    expect(runs).toBe(times === 0 ? 1 : 2);
    expect(verification).toMatchObject({ loan_id: fullInput.loan_id });
    expect(count()).toBe(1);
  });

  test.for([1, 2, 3])('if the connection broke %i times before any work', async (times) => {
    apply('connection-reset', times);
    const { runs } = await runUntilDone({ input: fullInput });
    expect(runs).toBe(times + 1);
    expect(count()).toBe(1);
  });

  test('if nothing was done the first time, and the response was lost the second time', async () => {
    apply('connection-reset', 1);
    apply('lost-response', 1);
    const { verification } = await runUntilDone({ input: fullInput });
    expect(verification).toMatchObject({ loan_id: fullInput.loan_id });
    expect(count()).toBe(1);
  });

  test('if the process ended after it saved, before it created', async () => {
    let hasCrashed = false;
    const saved = () => {
      if (hasCrashed) return;
      hasCrashed = true;
      throw new Crash();
    };
    const { runs } = await runUntilDone({ input: fullInput }, { saved });
    expect(runs).toBe(2);
    expect(count()).toBe(1);
  });

  test('if the process ended after it created, before it saved that', async () => {
    const job: Job = { input: fullInput };
    const first = await runJob(started(), job);
    expect((await runUntilDone(job)).verification.id).toBe(first.id);
    expect(count()).toBe(1);
  });

  test.for([500, 502, 504])('if the server did the work and responded with %i', async (status) => {
    let failures = 1;
    const fetch: NonNullable<TrueworkOptions['fetch']> = async (url, init) => {
      const response = await sandbox.fetch(url, init);
      if (init.method !== 'POST' || failures === 0) return response;
      failures -= 1;
      return new Response('{"error":{"message":"Sample"}}', { status });
    };
    const { runs } = await runUntilDone({ input: fullInput }, { options: { fetch } });
    expect(runs).toBe(2);
    expect(count()).toBe(1);
  });

  test.for([
    ['behind by 5 s', -5 * second],
    ['behind by an hour', -hour],
    ['ahead by a second', second],
  ] as const)('if the clock was %s, and was corrected in between', async ([, wrongMs]) => {
    aheadMs = wrongMs;
    apply('lost-response', 1);
    const job: Job = { input: fullInput };
    await expect(runJob(started(), job)).rejects.toBeInstanceOf(AmbiguousOutcomeError);
    aheadMs = 0;
    expect((await runUntilDone(job)).verification).toMatchObject({ loan_id: fullInput.loan_id });
    expect(count()).toBe(1);
  });

  test.for([
    ['5 s', 5 * second],
    ['an hour', hour],
    ['a year', 365 * 24 * hour],
  ] as const)(
    'or asks a person, if the clock was ahead by %s, and was corrected in between',
    async ([, wrongMs]) => {
      aheadMs = wrongMs;
      apply('lost-response', 1);
      const job: Job = { input: fullInput };
      await expect(runJob(started(), job)).rejects.toBeInstanceOf(AmbiguousOutcomeError);
      aheadMs = 0;
      await expect(runUntilDone(job)).rejects.toBeInstanceOf(UndecidedError);
      expect(count()).toBe(1);
    },
  );
});

describe('the error of a create finds it within one process', () => {
  test.for([5 * second, -5 * second, hour, -hour])(
    'though the clock was off by %i ms and was corrected',
    async (wrongMs) => {
      aheadMs = wrongMs;
      apply('lost-response', 1);
      const { verifications } = started();
      const error = await verifications.create(fullInput).then(
        () => expect.unreachable('the response was not lost'),
        (thrown) => thrown as AmbiguousOutcomeError,
      );
      aheadMs = 0;
      const found = (await error.reconcile()) ?? (await verifications.create(fullInput));
      expect(found).toMatchObject({ loan_id: fullInput.loan_id });
      expect(count()).toBe(1);
    },
  );

  test('and two lost creates of one loan for two employers, each its own', async () => {
    apply('lost-response', 2);
    const { verifications } = started();
    const inputs = ['Example Widgets LLC', 'Sample Bakery Inc.'].map((name) => ({
      ...fullInput,
      target: { ...fullInput.target, company: { name } },
    }));
    const errors = await Promise.all(
      inputs.map((input) => verifications.create(input).catch((error) => error)),
    );
    const found = await Promise.all(errors.map((error: AmbiguousOutcomeError) => error.reconcile()));
    expect(found.map((each) => each?.target.company?.name)).toEqual([
      'Example Widgets LLC',
      'Sample Bakery Inc.',
    ]);
    expect(count()).toBe(2);
  });

  test('and of one loan for two employers, none for the one that failed', async () => {
    const { verifications } = started();
    const first = await verifications.create(fullInput);
    apply('status; code=500', 1);
    const other = { ...fullInput, target: { ...fullInput.target, company: { name: 'Sample Bakery Inc.' } } };
    const error = (await verifications.create(other).catch((thrown) => thrown)) as AmbiguousOutcomeError;
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(await error.reconcile()).toBeUndefined();
    expect(await verifications.get(first.id)).toHaveProperty('id', first.id);
    expect(count()).toBe(1);
  });
});
