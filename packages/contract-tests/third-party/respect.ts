import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { operationOf } from './operation-names.ts';
import { newAccount, type ThirdPartyFinding, type ThirdPartyValidator } from './validator.ts';

const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
const { version, bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
  version: string;
  bin: { redocly: string };
};

/** What Respect writes down of a run, as far as it is read here. */
interface RespectLog {
  files: Record<string, { executedWorkflows: { workflowId: string; executedSteps: RespectStep[] }[] }>;
}

interface RespectStep {
  stepId: string;
  request?: { method: string; url: string };
  checks: { name: string; passed: boolean; message: string; condition?: string }[];
}

/**
 * Redocly Respect, which walks through the lifecycle as `lifecycle.arazzo.yaml` describes it, and validates
 * each response against the spec, too.
 */
export const respect: ThirdPartyValidator = {
  name: 'Redocly Respect',
  version,
  counts: 'checks',
  atLeast: 304,
  async validate(sandboxUrl) {
    const folder = await mkdtemp(join(tmpdir(), 'respect-'));
    try {
      const log = await run(sandboxUrl, join(folder, 'log.json'));
      const steps = Object.values(log.files)
        .flatMap(({ executedWorkflows }) => executedWorkflows)
        .flatMap(({ workflowId, executedSteps }) =>
          // Of a step that was retried, the last attempt is its verdict.
          [...new Map(executedSteps.map((step) => [step.stepId, step])).values()].map((step) => ({
            workflowId,
            step,
          })),
        );
      return {
        checks: steps.reduce((sum, { step }) => sum + step.checks.length, 0),
        findings: steps.flatMap(({ workflowId, step }) => stepFindings(workflowId, step)),
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function run(sandboxUrl: string, logFile: string): Promise<RespectLog> {
  const inputs = [`key=${newAccount()}`, `otherKey=${newAccount()}`];
  const printed = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [
        join(dirname(manifest), bin.redocly),
        ...['respect', join(import.meta.dirname, 'lifecycle.arazzo.yaml')],
        ...['--server', `truework=${sandboxUrl}`],
        ...inputs.flatMap((input) => ['--input', input]),
        ...['--json-output', logFile],
      ],
      {
        env: {
          ...process.env,
          NO_COLOR: '1',
          REDOCLY_TELEMETRY: 'off',
          REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
        },
        maxBuffer: 64 * 1024 * 1024,
      },
      // It exits with 1 if it finds anything: its log shows whether it ran.
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  const log = await readFile(logFile, 'utf8').catch(() => undefined);
  if (log === undefined) throw new Error(`Respect did not run. It printed:\n${printed.slice(-2000)}`);
  return JSON.parse(log) as RespectLog;
}

function stepFindings(workflow: string, { stepId, request, checks }: RespectStep): ThirdPartyFinding[] {
  const operation = request && operationOf(request.method.toUpperCase(), new URL(request.url).pathname);
  return checks
    .filter(({ passed }) => !passed)
    .map(({ name, message, condition }) => ({
      validator: respect.name,
      ...(operation === undefined ? {} : { operation }),
      where: `${workflow}, step ${stepId}: ${name}`,
      says: withoutValues(name, message, condition),
    }));
}

/** What a check says, without the excerpts of bodies that Respect prints. */
function withoutValues(check: string, message: string, condition: string | undefined): string {
  switch (check) {
    case 'success criteria check':
      return condition ?? 'a criterion is not met';
    case 'schema check':
      return message.match(/^[A-Z]{2,}.*$/gm)?.join('; ') ?? 'the body is not what the spec says';
    case 'status code check':
      return message.trim().replace(/\s+/g, ' ');
    default:
      return message.trim().split('\n')[0] ?? '';
  }
}
