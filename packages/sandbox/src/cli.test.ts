import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canariesIn, personalCanaries } from '@truework-legacy/spec/test-data';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { createSandbox } from './sandbox.ts';

const running: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-cli-'));

afterAll(() => rmSync(folder, { recursive: true }));

interface Command {
  child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves once it printed this. */
  printed(text: string): Promise<void>;
  exitCode: Promise<number | null>;
}

const headers = { Authorization: 'Bearer tw_sk_test_demo', 'Content-Type': 'application/json' };
const { first_name, last_name } = personalCanaries;
const person = { first_name, last_name, social_security_number: '000-00-0000' };

function create(url: string, target: object): Promise<Response> {
  const body = { type: 'employment-income', permissible_purpose: 'credit-application', target };
  return fetch(`${url}/verification-requests/`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The URL that it printed. */
function urlIn(command: Command): string {
  return /http:\/\/[\d.:]+/.exec(command.output())?.[0] ?? '';
}

function truework(...args: string[]): Command {
  const child = spawn(
    process.execPath,
    ['--conditions=@truework-legacy/source', join(import.meta.dirname, 'cli.ts'), ...args],
    // Each start compiles the same sources.
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    },
  );
  running.push(child);
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      for (const look of waiting) look();
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    output: () => output,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!output.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        exitCode.then((code) => reject(new Error(`It ended with ${code} and printed:\n${output}`)));
      }),
    exitCode,
  };
}

/** Creates, waits, reads and errs. @returns Of each response: status, headers except those of the connection, and the body's bytes. */
async function bytesOfCalls(send: typeof fetch, url: string): Promise<string[]> {
  const responses: string[] = [];
  const call = async (method: string, path: string, body?: object) => {
    const response = await send(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const sent = [...response.headers].filter(([name]) => name !== 'connection' && name !== 'keep-alive');
    responses.push(`${response.status} ${JSON.stringify(sent)} ${bytes.toString('latin1')}`);
    return bytes;
  };
  const purpose = { type: 'employment-income', permissible_purpose: 'credit-application' };
  const created = await call('POST', '/verification-requests/', {
    ...purpose,
    target: { ...person, last_name: 'Sämple' },
  });
  const { id } = JSON.parse(created.toString()) as { id: string };
  await call('POST', '/credentials/session', {
    ...purpose,
    use_case: 'mortgage',
    target: { ...person, social_security_number: '000-20-0000' },
  });
  await call('POST', '/_sandbox/clock/advance', { by: '3 days' });
  await call('GET', `/verification-requests/${id}`);
  await call('GET', '/verification-requests/?state=completed');
  await call('GET', `/verification-requests/${id}/report?income_analytics=true`);
  await call('HEAD', '/companies/?q=bank');
  await call('OPTIONS', '/companies/');
  await call('PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'other' });
  await call('POST', '/verification-requests/', { type: 'nothing' });
  return responses;
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

describe('truework-sandbox', () => {
  test('prints a command that creates a credentials session, and Ctrl-C ends it', async () => {
    const command = truework('--port', '0');
    await command.printed('Ctrl-C ends it.');
    const [, url = '', ...rest] =
      /curl (\S+) -H '(\S+): (.+?)' -H '(\S+): (.+?)' -d '(.+)'/.exec(command.output()) ?? [];
    const [authorization, key, contentType, json, body] = rest as [string, string, string, string, string];
    const response = await fetch(url, {
      method: 'POST',
      headers: { [authorization]: key, [contentType]: json },
      body,
    });
    expect(response.status).toBe(201);
    command.child.kill('SIGINT');
    expect(await command.exitCode).toBe(0);
    expect(command.output().trim().endsWith('Stopped.')).toBe(true);
  });

  test('-h says what the command is for, and -v prints the version alone', async () => {
    const [asked, version] = [truework('-h'), truework('-v')];
    expect([await asked.exitCode, await version.exitCode]).toEqual([0, 0]);
    expect(asked.output()).toMatch(/^truework-sandbox: Truework API 2019-10-15 on your machine/);
    expect(asked.output()).toMatch(/Try it:\n\n {2}curl http:\/\/127\.0\.0\.1:4019\/credentials\/session /);
    expect(version.output()).toBe(`${manifest.version}\n`);
  });

  const people = join(folder, 'people.json');
  test.for<[what: string, args: string[], printed: string]>([
    [
      'an option that it does not know',
      ['--prot', '1'],
      'Unknown option --prot. Did you mean --port?\n\ntruework-sandbox --help lists the options.',
    ],
    [
      'test people that are invalid, without a value',
      ['--people', people],
      `${people}: These test people are invalid:\n  /0/stats: Unknown field. Did you mean "states"?`,
    ],
    [
      'an endpoint that nothing is sent to',
      ['--port', '0', '--webhook', 'http://receiver.example/hook'],
      '--webhook: The URL of a webhook endpoint must be https, or http to this machine (localhost, 127.0.0.1, [::1]) or to a name on the local network, such as the name of a container.',
    ],
  ])('says what is wrong with %s, and ends with exit code 2', async ([, args, printed]) => {
    writeFileSync(people, '[{"social_security_number": "123-45-6789", "stats": []}]');
    const command = truework(...args);
    expect(await command.exitCode).toBe(2);
    expect(command.output()).toBe(`${printed}\n`);
  });

  test('responds with the same bytes as in process and on a port, for the same seed, time and calls', async () => {
    const time = '2019-11-05T12:00:00Z';
    const command = truework('--port', '0', '--seed', 'golden', '--time', time);
    await command.printed('Ctrl-C ends it.');
    const [, fromCommand = ''] = /API +(\S+)/.exec(command.output()) ?? [];
    const options = { seed: 'golden', clock: { now: () => Date.parse(time) } };
    const onPort = createSandbox(options);
    const inProcess = createSandbox(options);
    try {
      const { url } = await onPort.listen({ port: 0 });
      const expected = await bytesOfCalls(inProcess.fetch, 'http://sandbox');
      expect(expected.map((response) => response.slice(0, 3))).toEqual([
        '201',
        '201',
        '200',
        '200',
        '200',
        '200',
        '200',
        '204',
        '403',
        '400',
      ]);
      expect(await bytesOfCalls(fetch, url)).toEqual(expected);
      expect(await bytesOfCalls(fetch, fromCommand)).toEqual(expected);
    } finally {
      await Promise.all([onPort.close(), inProcess.close()]);
    }
  });

  test('--log json prints lines of JSON alone, which name no key and no person', async () => {
    const before = Date.now();
    const command = truework('--port', '0', '--log', 'json', '--time', '2019-11-05T12:00:00Z');
    await command.printed('"listening"');
    const [first = ''] = command.output().split('\n');
    const { url } = JSON.parse(first);
    await create(url, person);
    await fetch(`${url}/verification-requests/000-00-0000?q=${first_name}`, { headers });
    await fetch(`${url}/${last_name}/000-00-0000`);
    await command.printed('"status":404,"durationMs"');
    command.child.kill('SIGTERM');
    expect(await command.exitCode).toBe(0);
    const lines = command
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event, status, operation }) => [event, status, operation])).toEqual([
      ['listening', undefined, undefined],
      ['request', 201, 'createVerification'],
      ['request', 404, 'getVerification'],
      ['request', 404, undefined],
      ['stopped', undefined, undefined],
    ]);
    expect(canariesIn(command.output(), '000-00-0000', 'tw_sk_test')).toEqual([]);
    // The time of the machine, not that of the key.
    expect(lines.filter(({ time }) => Date.parse(time) < before)).toEqual([]);
  });

  test('--log text prints a line for each request, which names no key and no person', async () => {
    const command = truework('-p', '0', '--log', 'text', '--time', '2019-11-05T12:00:00Z');
    await command.printed('Requests:');
    const url = urlIn(command);
    const before = Date.now();
    await create(url, person);
    await fetch(`${url}/verification-requests/000-00-0000?q=${first_name}`, { headers });
    await fetch(`${url}/${last_name}/000-00-0000`);
    await fetch(`${url}/companies/`, { headers: { ...headers, 'X-Sandbox-Fault': 'status; code=503' } });
    await fetch(`${url}/companies/`, {
      method: 'OPTIONS',
      headers: { Origin: `http://${last_name}.example` },
    });
    await command.printed('--allow-origin');
    const lines = command.output().split('Requests:\n')[1]?.trimEnd().split('\n') ?? [];
    expect(lines.map((line) => line.slice(10).replace(/ *\d+ ms/, ' N ms'))).toEqual([
      '201 N ms  POST     /verification-requests  createVerification',
      '404 N ms  GET      /verification-requests/{verification_request_id}  getVerification',
      '404 N ms  GET      (no such path)',
      '503 N ms  GET      /companies  searchCompanies  fault status',
      '403 N ms  OPTIONS  (a page of another website: see --allow-origin)',
    ]);
    const clocks = Array.from({ length: Math.ceil((Date.now() - before) / 1000) + 1 }, (_, second) =>
      new Date(before + second * 1000).toTimeString().slice(0, 8),
    );
    expect(clocks).toContain(lines[0]?.slice(0, 8));
    expect(canariesIn(lines.join('\n'), '000-00-0000', 'tw_sk_test')).toEqual([]);
  });

  test('prints no lines for requests where nobody asked for them, and no terminal is', async () => {
    const command = truework('-p', '0');
    await command.printed('Ctrl-C ends it.');
    const printed = command.output();
    await create(/http:\/\/\S+/.exec(printed)?.[0] ?? '', person);
    command.child.kill('SIGTERM');
    expect(await command.exitCode).toBe(0);
    expect(command.output()).toBe(`${printed}\nStopped.\n`);
  });

  test.for(['json', 'text'])('goes on where nobody reads its output any more: --log %s', async (log) => {
    const command = truework('--port', '0', '--log', log);
    await command.printed(log === 'json' ? '"listening"' : 'Requests:');
    const url = urlIn(command);
    command.child.stdout?.destroy();
    command.child.stderr?.destroy();
    for (let count = 0; count < 3; count += 1) expect((await create(url, person)).status).toBe(201);
    command.child.kill('SIGTERM');
    expect(await command.exitCode).toBe(0);
  });

  test('a port in use is one sentence and exit code 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const command = truework('--port', String(port));
    expect(await command.exitCode).toBe(1);
    taken.close();
    expect(command.output().trim()).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another port, such as ${port + 1}, or 0 for any free one.`,
    );
  });
});
