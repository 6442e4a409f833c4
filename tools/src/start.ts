import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inCi } from './in-ci.ts';
import { root } from './paths.ts';
import { clearProgress, showProgress, showStageEnd } from './run/progress.ts';
import { runCommand } from './run/run-command.ts';
import { byPipeline, describeStage, stageName } from './run/stages.ts';
import { formatTable, seconds } from './run/table.ts';
import { forgetTestCounts } from './run/test-counts.ts';
import { readLog, runTasks, type TaskOutcome } from './run/turbo.ts';

const help = `Usage: npm start [-- --once] [-- --port <number>]

Lints the spec, generates from it, builds everything, proves it, and leaves one server up with the sandbox and the docs.

  --once           End after the table. The default in CI
  --port <number>  Port of the server (4019)
`;

/** What follows the generation, which lints the spec itself. */
const stages = ['@truework-legacy/sandbox#lint', 'build', '@truework-legacy/contract-tests#test'];

/** Whether a server could listen on a port of this machine now. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

async function printFailures(outcomes: TaskOutcome[]): Promise<void> {
  for (const outcome of outcomes.filter(({ exitCode }) => exitCode !== 0 && exitCode !== undefined)) {
    console.error(`\n${stageName(outcome.id)} failed:\n\n${await readLog(outcome)}`);
  }
}

/** Runs all stages. @returns Whether every one succeeded. */
async function runStages(): Promise<boolean> {
  const startedMs = Date.now();
  const installMs = Number(process.env['TRUEWORK_LEGACY_INSTALL_MS'] ?? 0);
  await forgetTestCounts(['packages/contract-tests']);

  showProgress('Linting the spec and generating from it');
  // Before turbo begins: it takes its hashes at once, and they have to be of what is generated now.
  const generation = await runCommand('generate', ['generate.ts'], showStageEnd);
  const outcomes = [generation];
  const succeeded = () => outcomes.every(({ exitCode }) => exitCode === 0);
  if (succeeded()) {
    showProgress('Building the packages and the docs, running the contract tests');
    outcomes.push(...(await runTasks(stages, showStageEnd)));
  }
  clearProgress();

  const rows = await Promise.all(outcomes.sort(byPipeline).map(describeStage));
  console.log(
    formatTable([
      ['Stage', 'Result', 'Time', 'Cache'],
      ['install', 'packages as the lockfile names them', seconds(installMs), ''],
      ...rows,
    ]),
  );
  const staleFiles = (await readLog(generation)).split('\n').slice(0, -1).join('\n').trim();
  if (generation.exitCode === 0 && staleFiles !== '') console.log(`\nGenerated anew:\n\n${staleFiles}`);
  await printFailures(outcomes);
  console.log(`\n${succeeded() ? 'All of it' : 'It'} took ${seconds(installMs + Date.now() - startedMs)}.`);
  return succeeded();
}

/** Hands the terminal to the sandbox. @returns Its exit code. */
function serve(port: number): Promise<number> {
  const site = join(root, 'packages/docs/dist');
  const sandbox = join(root, 'packages/sandbox/dist/cli.cjs');
  console.log('');
  const child = spawn(process.execPath, [sandbox, '--port', String(port), '--site', site], {
    stdio: 'inherit',
  });
  // Ctrl-C reaches the sandbox as well, which ends itself.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 0));
  });
}

function readOptions(): { once: boolean; port: number; help: boolean } {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      port: { type: 'string', default: '4019' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port < 1 || port > 65_535)
    throw new Error(`--port must be a number from 1 to 65535, not ${values.port}.`);
  return { once: values.once || inCi(), port, help: values.help };
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  if (!options.once && !(await isFree(options.port))) {
    console.error(
      `Port ${options.port} on 127.0.0.1 is in use. Stop what uses it, or choose another: npm start -- --port ${options.port + 1}`,
    );
    return 1;
  }
  if (!(await runStages())) return 1;
  return options.once ? 0 : serve(options.port);
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error((error as Error).message);
  process.exitCode = 1;
}
