import { fork } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import { formatTable, keepsBudget, type Table } from './table.ts';

const help = `Usage: pnpm bench [name...] [--write]

Measures sizes and speeds, beside those of others, and compares ours with their budgets. Without a name it runs all:
${Object.keys(benches).join(', ')}.

  --write  Also write the figures to packages/bench/results/<name>.json

"× last" compares with the figures that are written there.

Exit codes: 0 every budget is met, 1 one is missed or could not be measured, 2 misuse.
`;

/** Runs a bench in a process of its own: what one made the compiler learn must not meet the next. */
function measure(name: string): Promise<Table[]> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'measure.ts'), [name], {
      execArgv: [...process.execArgv, '--expose-gc'],
      serialization: 'advanced',
    });
    let tables: Table[] | undefined;
    child.on('message', (message) => {
      tables = message as Table[];
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && tables !== undefined) resolve(tables);
      else reject(new Error(`The bench "${name}" failed: see its error above.`));
    });
  });
}

function describeMachine(): string {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const cores = availableParallelism();
  return `Node.js ${process.versions.node} on ${process.platform} ${process.arch}, ${cores} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), load ${load}`;
}

/** What `--write` wrote. The site draws it. */
interface Result {
  /** Node.js, platform, cores, processor and load. */
  readonly machine: string;
  /** Date, such as `2026-11-29`. */
  readonly measuredOn: string;
  readonly tables: readonly Table[];
}

const results = join(import.meta.dirname, '../results');

async function readLast(name: string): Promise<Result | undefined> {
  const text = await readFile(join(results, `${name}.json`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Result);
}

/** @returns Whether every budget is met. */
async function run(names: readonly string[], write: boolean): Promise<boolean> {
  const machine = describeMachine();
  console.log(machine);
  let missed = 0;
  for (const [index, name] of names.entries()) {
    console.error(`\nMeasuring ${name}, ${index + 1} of ${names.length}.`);
    const tables = await measure(name);
    const last = await readLast(name);
    if (last !== undefined) console.log(`\nThe last result is of ${last.measuredOn}: ${last.machine}.`);
    for (const table of tables) {
      const lastTable = last?.tables.find(({ title }) => title === table.title);
      console.log(`\n${name}: ${formatTable(table, lastTable)}`);
    }
    missed += tables.flatMap(({ rows }) => rows).filter((row) => !keepsBudget(row)).length;
    if (write) {
      await mkdir(results, { recursive: true });
      const result: Result = { machine, measuredOn: new Date().toISOString().slice(0, 10), tables };
      await writeFile(join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    }
  }
  console.log(
    missed === 0
      ? '\nEvery budget is met.'
      : `\n${missed} missed: see MISSED above. If this machine was busy, run it again before you change code or a budget.`,
  );
  return missed === 0;
}

async function main(): Promise<number> {
  let values: { write: boolean; help: boolean };
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({
      options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
      allowPositionals: true,
    }));
    const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
    if (unknown.length > 0) throw new Error(`No bench is called "${unknown.join(', ')}".`);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (values.help) {
    console.log(help);
    return 0;
  }
  return (await run(positionals.length > 0 ? positionals : Object.keys(benches), values.write)) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
