import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodyOf, requestOf } from '../src/calls.ts';
import { operationsOfTheSpec } from '../src/spec-operations.ts';
import { findJava } from './java.ts';
import { operationOf } from './operation-names.ts';
import { jarFile, specmaticVersion } from './specmatic-jar.ts';
import { specForSpecmatic } from './specmatic-spec.ts';
import { newAccount, type ThirdPartyFinding, type ThirdPartyValidator } from './validator.ts';

/**
 * How many combinations of fields and parameters it tries of one operation at most. Without a cap it never
 * ends.
 */
const combinations = 2;

const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
};

/**
 * Specmatic, which makes requests from the spec by itself: right ones, and ones that break it in one place
 * each.
 */
export const specmatic: ThirdPartyValidator = {
  name: 'Specmatic',
  version: specmaticVersion,
  counts: 'tests',
  atLeast: 120,
  async validate(sandboxUrl) {
    const java = findJava();
    const jar = jarFile();
    const folder = await mkdtemp(join(tmpdir(), 'specmatic-'));
    try {
      const token = newAccount();
      await writeInputs(folder, sandboxUrl, token);
      return verdictOf(await run({ java, jar, folder, sandboxUrl, token }));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

/**
 * Writes the spec, and an example for each operation that needs to know what is there, which is created
 * first. By hand: whatever is wrong with the responses, Specmatic is to say it, and not our client.
 */
async function writeInputs(folder: string, sandboxUrl: string, token: string): Promise<void> {
  const create = async (input: object, headers: Record<string, string>) => {
    const response = await fetch(`${sandboxUrl}/verification-requests/`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(input),
    });
    return (await response.json()) as { id: string; reports?: { id: string }[] };
  };
  const { id, reports } = await create(verificationInput, { 'Request-Sync': 'sync' });
  const target = { ...verificationInput.target, social_security_number: '000-91-0001' };
  const pending = await create({ ...verificationInput, target }, {});
  const reportId = reports?.[0]?.id ?? 'none';
  const known = { socialSecurityNumbers: ['000-00-0000', '000000001'], reportId };
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(await specForSpecmatic(known)));

  const completed = { verification_request_id: id, verification_report_id: reportId, report_id: reportId };
  const bodies: Record<string, object> = {
    createCredentialsSession: { ...verificationInput, use_case: 'mortgage' },
    createVerification: verificationInput,
  };
  await mkdir(join(folder, 'examples'));
  for (const { id: name, path: template, responses } of operationsOfTheSpec()) {
    const ids = name === 'cancelVerification' ? { verification_request_id: pending.id } : completed;
    const { method, path } = requestOf(name, ids);
    const body = bodies[name] ?? bodyOf(name, ids);
    if (body === undefined && path === template) continue;
    const status = Number(Object.keys(responses).find((one) => one.startsWith('2')));
    const sent = body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } };
    // `partial`: what is left out is of no interest.
    const partial = { 'http-request': { method, path, ...sent }, 'http-response': { status, body: {} } };
    await writeFile(join(folder, 'examples', `${name}.json`), JSON.stringify({ partial }));
  }
}

interface Run {
  java: string;
  jar: string;
  folder: string;
  sandboxUrl: string;
  token: string;
}

async function run({ java, jar, folder, sandboxUrl, token }: Run): Promise<string> {
  const { hostname, port } = new URL(sandboxUrl);
  return await new Promise((resolve) => {
    execFile(
      java,
      [
        // It lives for seconds: less work on its own code makes it quicker.
        ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar],
        ...['test', 'openapi.json', '--examples', 'examples', '--host', hostname, '--port', port],
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          // Named as the security scheme is.
          bearer: token,
          SPECMATIC_GENERATIVE_TESTS: 'true',
          MAX_TEST_REQUEST_COMBINATIONS: String(combinations),
        },
        maxBuffer: 256 * 1024 * 1024,
      },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

/** Reads what it prints. Its reports in files say less. */
function verdictOf(printed: string): { checks: number; findings: ThirdPartyFinding[] } {
  const summary = /^Tests run: (\d+), Successes: (\d+), Failures: (\d+)/m.exec(printed);
  const [, failed = ''] = printed.split('\nUnsuccessful Scenarios:\n');
  if (summary === null || failed.includes('"Specmatic Test Suite FAILED"')) {
    throw new Error(`Specmatic did not run. It printed:\n${(failed || printed).slice(0, 2000)}`);
  }
  const findings = failed
    .split(/^ {2}"(?=[+-]ve )/m)
    .slice(1)
    .flatMap(scenarioFindings);
  if (findings.length < Number(summary[3])) {
    throw new Error(`Specmatic counts ${summary[3]} failures, and ${findings.length} could be read.`);
  }
  return { checks: Number(summary[1]), findings };
}

/** The findings of one failed test: one for each location. Details are left out, because they contain values. */
function scenarioFindings(text: string): ThirdPartyFinding[] {
  const [, kind = '', method = '', path = ''] = /^([+-]ve) +Scenario: (\w+) (\S+)/.exec(text) ?? [];
  const [mutation] = /\S+ is mutated from .*? to [^\s"]+/.exec(text.split('\n')[0] ?? '') ?? [];
  const operation = operationOf(method, path);
  return text
    .split(/^ *>> /m)
    .slice(1)
    .map((part) => {
      const [location = ''] = part.split('\n');
      const statuses = /expected status \S+ but response contained status \d+/.exec(part)?.[0];
      return {
        validator: specmatic.name,
        operation,
        where: `${kind}${mutation === undefined ? '' : `, ${mutation}`}: ${location.trim()}`,
        says: statuses ?? /R\d+: (.+)/.exec(part)?.[1] ?? 'is not what the spec says',
      };
    });
}
