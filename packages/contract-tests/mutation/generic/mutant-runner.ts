import { join, relative } from 'node:path';
import { type RunnerTestCase, type SerializedConfig, TestRunner } from 'vitest';
import { findingsIn, killedIn, type MutationPlan, readPlan, report } from './mutation-plan.ts';
import { Watchdog } from './watchdog.ts';

const root = join(import.meta.dirname, '../../../..');

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

/** What stays in a process from one file of tests to the next: vitest loads this module anew for each. */
interface Kept {
  readonly switches: Switches;
  readonly watchdog: Watchdog;
  /** The mutant that was active last. */
  last: number[];
}

declare global {
  /** Called by a source with switches in it: is the mutant with this number active? */
  var mutantIsActive: ((id: number) => boolean) | undefined;
  var keptByMutants: Kept | undefined;
}

/** One run of a test or of a whole file. Without a mutant, it shows whether the ones before left something behind. */
interface Try {
  readonly mutant?: number;
  readonly isSecond?: boolean;
  /** Of a whole file, the only test to run. */
  readonly only?: string;
}

type File = Parameters<TestRunner['onCollectStart']>[0];
type Suite = Parameters<TestRunner['onAfterRunSuite']>[0];

/** What a test or a file may take that usually takes this long. Only what does not end should reach it. */
function limitsOf(usualMs: number) {
  return { limitMs: 5_000 + 10 * usualMs, limitBytes: 1.5 * 2 ** 30 };
}

/** What is taken to be usual for loading a file, and for a test that has not run without a mutant yet. */
const loadingMs = 2_000;
const unknownMs = 10_000;

/**
 * Runs each test once without a mutant. Then it runs the test again for every mutant that the test reached, with all hooks, in the same process.
 * For mutants that act while modules are loaded, it then runs the whole file of tests again, with the mutant active from the first import on.
 * A mutant counts as killed if the test fails with it, passes without it, and fails with it again: so neither a flaky test nor what a failed
 * test left behind kills a mutant.
 */
export default class MutantRunner extends TestRunner {
  readonly #plan: MutationPlan;
  readonly #kept: Kept;
  #name = '';
  #dead = new Set<number>();
  /** What this file was tried with in a process that has ended since. */
  #tried = new Set<string>();
  /** Its tests that did not pass without a mutant. */
  #tainted: string[] = [];
  /** By mutant, the tests of this file that reached it. */
  readonly #reaching = new Map<number, Set<string>>();
  #loaded = new Set<number>();
  readonly #usualMs = new Map<string, number>();
  #tests: Try[] = [];
  #test: Try = {};
  #startedMs = 0;
  /** Runs of the whole file that are due. The first is without a mutant. */
  #passes: Try[] = [];
  #pass: Try | undefined;

  constructor(config: SerializedConfig) {
    super(config);
    // Vitest loads the modules of each file anew. The process is not new: that was decided before.
    config.isolate = true;
    const plan = readPlan();
    if (plan === undefined) throw new Error('MUTATION_PLAN names no plan.');
    this.#plan = plan;
    globalThis.keptByMutants ??= {
      switches: new Switches(),
      watchdog: new Watchdog(plan.log),
      last: [],
    };
    this.#kept = globalThis.keptByMutants;
    globalThis.mutantIsActive = this.#kept.switches.isActive;
  }

  /** Vitest waits for it, unlike for what is called when it begins to collect. */
  onBeforeCollect([file = '']: string[]): void {
    this.#name = relative(root, file);
    this.#kept.switches.reached.clear();
    if (this.#pass === undefined) {
      this.#reaching.clear();
      this.#usualMs.clear();
      const findings = findingsIn(this.#plan.log);
      this.#dead = new Set(killedIn(findings).keys());
      this.#tainted = findings.flatMap((one) =>
        one.type === 'tainted' && one.file === this.#name ? one.test : [],
      );
      this.#tried = new Set(
        findings.flatMap((one) =>
          one.type === 'ended' && one.file === this.#name ? `${one.mutant} ${one.test}` : [],
        ),
      );
    }
    this.#pass = this.#passes.shift() ?? {};
    const total = [...this.#usualMs.values()].reduce((sum, ms) => sum + ms, 0);
    this.#begin(this.#pass.mutant, '', loadingMs + total);
  }

  onCollected(files: { tasks: unknown[] }[]): void {
    // One mutant is active at a time, so one test runs at a time.
    for (const file of files) for (const test of testsIn(file)) test.concurrent = false;
    if (!this.#isFirst) return;
    this.#kept.watchdog.watch(undefined);
    this.#loaded = new Set(this.#kept.switches.reached.keys());
    report(this.#plan, { type: 'loaded', file: this.#name, mutants: [...this.#loaded] });
  }

  get #isFirst(): boolean {
    return this.#pass?.mutant === undefined && this.#pass?.only === undefined;
  }

  override onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (!this.#isFirst) {
      if (!this.#isDue(test)) test.mode = 'skip';
    } else if (this.#isOver || this.#failsOften(test.fullTestName)) test.mode = 'skip';
    else if (test.fails !== true) {
      this.#tests = [{}];
      this.#kept.switches.reached.clear();
      // Vitest compares it before each run of the test, and so sees what became due in the run before.
      test.repeats = { valueOf: () => (this.#tests.length > 0 ? Number.POSITIVE_INFINITY : -1) } as never;
    }
    return super.onBeforeRunTask(test) as Promise<void>;
  }

  get #isOver(): boolean {
    return this.#plan.asked.every((id) => this.#dead.has(id));
  }

  /** A test that failed after several mutants may fail by itself. */
  #failsOften(test: string): boolean {
    return this.#tainted.filter((one) => one === test).length > 1;
  }

  /** Is the test part of this run of the whole file? */
  #isDue({ fullTestName, file }: RunnerTestCase): boolean {
    const { mutant = -1, only } = this.#pass ?? {};
    if (only !== undefined) return only === fullTestName;
    const isReaching = this.#loaded.has(mutant) || this.#reaching.get(mutant)?.has(fullTestName) === true;
    const isQuick = (this.#usualMs.get(fullTestName) ?? Number.POSITIVE_INFINITY) <= this.#plan.slowMs;
    return isReaching && isQuick && failureIn(file) === undefined;
  }

  override onBeforeTryTask(...parameters: Parameters<TestRunner['onBeforeTryTask']>): void {
    super.onBeforeTryTask(...parameters);
    const test = parameters[0] as RunnerTestCase;
    if (!this.#isFirst || test.fails === true) return;
    // Read by now, and nothing that can be sent to another process.
    delete test.repeats;
    this.#test = this.#tests.shift() ?? {};
    this.#startedMs = this.#kept.watchdog.nowMs();
    this.#begin(this.#test.mutant, test.fullTestName, this.#usualMs.get(test.fullTestName) ?? unknownMs);
  }

  /** Activates a mutant, or none, and watches what comes. */
  #begin(mutant: number | undefined, test: string, usualMs: number): void {
    const { switches, watchdog, last } = this.#kept;
    const file = this.#name;
    const found = { file, test, said: '' };
    if (mutant === undefined) {
      watchdog.watch(
        last.length === 0
          ? undefined
          : { ...limitsOf(usualMs), finding: { type: 'tainted', suspects: last, ...found } },
      );
      return;
    }
    report(this.#plan, { type: 'started', file, test, mutant, process: process.pid });
    watchdog.watch({ ...limitsOf(usualMs), finding: { type: 'killed', mutant, ...found } });
    switches.left = test === '' ? 1_000_000 : 10_000 + 100 * (switches.reached.get(mutant) ?? 0);
    switches.active = mutant;
  }

  override onAfterRetryTask(...parameters: Parameters<TestRunner['onAfterRetryTask']>): Promise<void> {
    const test = parameters[0] as RunnerTestCase;
    const { result, fullTestName } = test;
    if (this.#isFirst && test.fails !== true && result !== undefined) {
      const said = result.state === 'fail' ? firstLine(result.errors?.[0]?.message) : undefined;
      const isBeginning = this.#test.mutant === undefined && result.repeatCount === 0;
      this.#tests.unshift(...this.#conclude(this.#test, fullTestName, said));
      if (isBeginning && said === undefined) this.#find(fullTestName);
      // What a mutant made of the test is not the test's result.
      result.state = 'pass';
      result.attempts = [];
      delete result.errors;
    }
    return super.onAfterRetryTask(...parameters);
  }

  /** What follows from a try, which failed if something is said. @returns Which tries have to come next. */
  #conclude({ mutant, isSecond = false }: Try, test: string, said: string | undefined, only?: string): Try[] {
    this.#kept.switches.active = undefined;
    this.#kept.watchdog.watch(undefined);
    const file = this.#name;
    if (mutant === undefined) {
      if (said !== undefined) this.#taint(test, said);
      return [];
    }
    this.#kept.last = [mutant];
    if (said !== undefined && isSecond) {
      report(this.#plan, { type: 'killed', file, test: only ?? test, mutant, said });
      this.#dead.add(mutant);
    }
    report(this.#plan, { type: 'ended', file, test, mutant, process: process.pid });
    if (said === undefined || isSecond) return [];
    const again = only === undefined ? {} : { only };
    return [again, { mutant, isSecond: true, ...again }];
  }

  /** Ends this process, whose tests disturb each other, and with it the file: the file is run again. */
  #taint(test: string, said: string): void {
    const { last: suspects } = this.#kept;
    const file = this.#name;
    for (const mutant of suspects.filter((id) => this.#plan.alone.includes(id)))
      report(this.#plan, { type: 'killed', file, test, mutant, said: `After it, without it: ${said}` });
    report(this.#plan, { type: 'tainted', file, test, said, suspects });
    // Without a suspect the test fails by itself, and says nothing of any mutant.
    if (suspects.length > 0) process.kill(process.pid, 'SIGKILL');
  }

  /** After the run of a test without a mutant: with which it is due. */
  #find(test: string): void {
    const ms = this.#kept.watchdog.nowMs() - this.#startedMs;
    this.#usualMs.set(test, ms);
    const mutants = [...this.#kept.switches.reached.keys()];
    report(this.#plan, { type: 'reached', file: this.#name, test, mutants });
    for (const id of mutants) {
      const tests = this.#reaching.get(id) ?? new Set();
      this.#reaching.set(id, tests.add(test));
    }
    if (ms > this.#plan.slowMs) return;
    this.#tests = mutants
      .filter(
        (id) =>
          this.#isAsked(id, test) &&
          !this.#loaded.has(id) &&
          !this.#plan.alone.includes(id) &&
          (this.#reaching.get(id)?.size ?? 0) <= this.#plan.testsPerFile,
      )
      .map((mutant) => ({ mutant }));
  }

  #isAsked(mutant: number, test: string): boolean {
    return !this.#dead.has(mutant) && !this.#tried.has(`${mutant} ${test}`);
  }

  override onAfterRunFiles(files: File[]): void {
    super.onAfterRunFiles(files as never);
    const failure = files[0] && failureIn(files[0]);
    if (this.#isFirst) this.#passes = this.#wholeFile().map((mutant) => ({ mutant }));
    else this.#passes.unshift(...this.#conclude(this.#pass ?? {}, '', failure?.said, failure?.test ?? ''));
    if (this.#passes.length === 0) {
      report(this.#plan, { type: 'done', round: this.#plan.round, file: this.#name });
      this.#pass = undefined;
      return;
    }
    // Vitest takes one file of this list after the other, up to its end.
    const specs = this['workerState'].ctx.files as { filepath: string }[];
    const index = specs.findLastIndex(({ filepath }) => filepath === files[0]?.filepath);
    specs.splice(index, 0, ...specs.slice(index, index + 1));
  }

  /**
   * The mutants that are due in the whole file: those that act while a module is loaded. The check of a schema is made once, so that the tests
   * after the first no longer see what makes it.
   */
  #wholeFile(): number[] {
    const { alone, mutants } = this.#plan;
    const isMadeOnce = (id: number) => mutants[id]?.file.startsWith('packages/zod/');
    const reached = [...this.#reaching.keys()].filter((id) => isMadeOnce(id) || alone.includes(id));
    return [...new Set([...this.#loaded, ...reached])].filter((id) => this.#isAsked(id, ''));
  }
}

function testsIn(suite: { tasks: unknown[] }): RunnerTestCase[] {
  return (suite.tasks as (RunnerTestCase | Suite)[]).flatMap((task) =>
    task.type === 'suite' ? testsIn(task) : (task as RunnerTestCase),
  );
}

/** What failed first in a file of tests: one of them, or loading it, whose name is empty. */
function failureIn(file: Pick<Suite, 'tasks' | 'result'>): { test: string; said: string } | undefined {
  const failed = testsIn(file).find(({ result }) => result?.state === 'fail');
  const said = (failed?.result ?? suiteResults(file).find(({ state }) => state === 'fail'))?.errors?.[0]
    ?.message;
  if (failed !== undefined) return { test: failed.fullTestName, said: firstLine(said) };
  return said === undefined ? undefined : { test: '', said: firstLine(said) };
}

function suiteResults({ tasks, result }: Pick<Suite, 'tasks' | 'result'>): NonNullable<Suite['result']>[] {
  const inside = tasks.flatMap((task) => (task.type === 'suite' ? suiteResults(task) : []));
  return result === undefined ? inside : [result, ...inside];
}

function firstLine(text = ''): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
