import { join, relative } from 'node:path';
import { type RunnerTestCase, type SerializedConfig, TestRunner } from 'vitest';
import { findingsIn, type MutationPlan, readPlan, report } from './mutation-plan.ts';

const root = join(import.meta.dirname, '../../../..');

// Tests replace the clock.
const { setTimeout, clearTimeout } = globalThis;
const now = performance.now.bind(performance);

declare global {
  /** Called by a source with switches in it: is the mutant with this number active? */
  var mutantIsActive: ((id: number) => boolean) | undefined;
}

/** Which mutant is active, and which were reached. */
class Switches {
  active: number | undefined;
  readonly reached = new Map<number, number>();
  /** How often the active one may be reached: it may have made a loop endless. */
  left = 0;

  readonly isActive = (id: number): boolean => {
    this.reached.set(id, (this.reached.get(id) ?? 0) + 1);
    if (id !== this.active) return false;
    this.left -= 1;
    if (this.left < 0) throw new Error('The mutant was reached again and again: it made a loop endless.');
    return true;
  };
}

type Try = { readonly mutant?: number; readonly isSecond?: boolean };

/**
 * Runs each test once without a mutant. Then it runs the test again for every mutant that the test reached, with all hooks, in the same process.
 * A mutant counts as killed if the test fails with it, passes without it, and fails with it again: so neither a flaky test nor what a failed
 * test left behind kills a mutant.
 */
export default class MutantRunner extends TestRunner {
  readonly #plan: MutationPlan;
  readonly #switches = new Switches();
  #dead = new Set<number>();
  readonly #statics = new Set<number>();
  /** By mutant, how many tests of this file have run with it. */
  readonly #asked = new Map<number, number>();
  #queue: Try[] = [];
  #current: Try = {};
  #startedMs = 0;
  #usualMs = 0;
  #limitMs = Number.POSITIVE_INFINITY;
  /** A test that did not come to an end may still be running. */
  #hasNotEnded = false;
  /** Mutants that this file was tried with last. */
  #last: number[] = [];

  constructor(config: SerializedConfig) {
    super(config);
    const plan = readPlan();
    if (plan === undefined) throw new Error('MUTATION_PLAN names no plan.');
    this.#plan = plan;
    globalThis.mutantIsActive = this.#switches.isActive;
    if (plan.always !== undefined) {
      this.#switches.active = plan.always;
      this.#switches.left = 1_000_000;
    }
  }

  override onCollectStart(file: Parameters<TestRunner['onCollectStart']>[0]): void {
    super.onCollectStart(file);
    this.#switches.reached.clear();
    this.#asked.clear();
    this.#last = [];
    const findings = findingsIn(this.#plan.log);
    this.#dead = new Set(findings.flatMap((finding) => (finding.type === 'killed' ? finding.mutant : [])));
  }

  onCollected(files: { filepath: string; tasks: unknown[] }[]): void {
    const mutants = [...this.#switches.reached.keys()];
    for (const id of mutants) this.#statics.add(id);
    for (const file of files) {
      report(this.#plan, { type: 'loaded', file: relative(root, file.filepath), mutants });
      // One mutant is active at a time, so one test runs at a time.
      for (const test of testsIn(file)) test.concurrent = false;
    }
  }

  override onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (this.#plan.always === undefined && test.fails !== true) {
      this.#queue = [{}];
      this.#switches.reached.clear();
      // Vitest compares it before each run of the test, and so sees what became due in the run before.
      test.repeats = { valueOf: () => (this.#queue.length > 0 ? Number.POSITIVE_INFINITY : -1) } as never;
    }
    return super.onBeforeRunTask(test) as Promise<void>;
  }

  override onBeforeTryTask(...parameters: Parameters<TestRunner['onBeforeTryTask']>): void {
    super.onBeforeTryTask(...parameters);
    if (this.#plan.always !== undefined) return;
    const test = parameters[0] as RunnerTestCase;
    // Read by now, and nothing that can be sent to another process.
    delete test.repeats;
    this.#current = this.#queue.shift() ?? {};
    const { mutant } = this.#current;
    this.#startedMs = now();
    // Nothing is known of how long a test usually takes before it has run.
    const isFirst = mutant === undefined && test.result?.repeatCount === undefined;
    const isUndisturbed = isFirst && this.#last.length === 0;
    this.#limitMs = isUndisturbed ? Number.POSITIVE_INFINITY : isFirst ? 20_000 : 3_000 + 10 * this.#usualMs;
    if (mutant === undefined) return;
    const { file, fullTestName } = test;
    report(this.#plan, {
      type: 'started',
      file: file.name,
      test: fullTestName,
      mutant,
      process: process.pid,
    });
    this.#switches.left = 10_000 + 100 * (this.#switches.reached.get(mutant) ?? 0);
    this.#switches.active = mutant;
  }

  /** Vitest calls it in place of the test. */
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test as never);
    if (this.#limitMs === Number.POSITIVE_INFINITY) return run();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#hasNotEnded = true;
        reject(new Error('The test did not come to an end.'));
      }, this.#limitMs);
    });
    try {
      await Promise.race([run(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  override onAfterRetryTask(...parameters: Parameters<TestRunner['onAfterRetryTask']>): Promise<void> {
    const test = parameters[0] as RunnerTestCase;
    if (this.#plan.always === undefined && test.fails !== true) this.#conclude(test);
    return super.onAfterRetryTask(...parameters);
  }

  #conclude(test: RunnerTestCase): void {
    const { mutant, isSecond = false } = this.#current;
    const { result, fullTestName } = test;
    this.#switches.active = undefined;
    if (result === undefined) return;
    const hasFailed = result.state === 'fail';
    const said = hasFailed ? firstLine(result.errors?.[0]?.message) : '';
    const file = relative(root, test.file.filepath);
    if (mutant !== undefined) {
      this.#last = [mutant];
      report(this.#plan, { type: 'ended', mutant, process: process.pid });
    }
    if (mutant === undefined && hasFailed) this.#taint(file, fullTestName, said, this.#last);
    else if (mutant === undefined && result.repeatCount === 0) this.#begin(test, file);
    else if (mutant !== undefined && hasFailed && (isSecond || this.#hasNotEnded)) {
      report(this.#plan, { type: 'killed', file, test: fullTestName, mutant, said });
      this.#dead.add(mutant);
      if (this.#hasNotEnded) this.#taint(file, fullTestName, said, []);
    } else if (mutant !== undefined && hasFailed) this.#queue.unshift({}, { mutant, isSecond: true });
    this.#hasNotEnded = false;
    // What a mutant made of the test is not the test's result.
    result.state = 'pass';
    result.attempts = [];
    delete result.errors;
  }

  /** Ends this process, whose tests disturb each other, and with it the file: the file is run again. */
  #taint(file: string, test: string, said: string, suspects: number[]): void {
    report(this.#plan, { type: 'tainted', file, test, said, suspects });
    process.kill(process.pid, 'SIGKILL');
  }

  /** After the run without a mutant: which are due. */
  #begin(test: RunnerTestCase, file: string): void {
    this.#usualMs = now() - this.#startedMs;
    const reached = [...this.#switches.reached.keys()];
    const ms = Math.round(this.#usualMs);
    report(this.#plan, { type: 'reached', file, test: test.fullTestName, ms, mutants: reached });
    if (this.#usualMs > this.#plan.slowMs) return;
    const { testsPerFile } = this.#plan;
    const due = reached.filter(
      (id) =>
        !this.#dead.has(id) &&
        !this.#statics.has(id) &&
        !this.#plan.alone.includes(id) &&
        (this.#asked.get(id) ?? 0) < testsPerFile,
    );
    for (const id of due) this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1);
    this.#queue = due.map((mutant) => ({ mutant }));
  }
}

function testsIn(suite: { tasks: unknown[] }): RunnerTestCase[] {
  return (suite.tasks as (RunnerTestCase | { type: 'suite'; tasks: unknown[] })[]).flatMap((task) =>
    task.type === 'suite' ? testsIn(task) : (task as RunnerTestCase),
  );
}

function firstLine(text = ''): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
