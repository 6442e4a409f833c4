import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canariesIn, personalCanaries } from '@truework-legacy/spec/test-data';
import { afterAll, afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { createSandbox } from './sandbox.ts';

const running: ChildProcess[] = [];
const compiled = mkdtempSync(join(tmpdir(), 'truework-legacy-compiled-'));

afterAll(() => rmSync(compiled, { recursive: true }));

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

function verificationInput(url: string, target: object): Promise<Response> {
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
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
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

  test('--help names every option and exits with 0', async () => {
    const command = truework('--help');
    expect(await command.exitCode).toBe(0);
    const named = [...command.output().matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
    expect(named).toEqual([
      '--port',
      '--host',
      '--allow-host',
      '--allow-origin',
      '--site',
      '--data',
      '--cap',
      '--seed',
      '--time',
      '--rate-limit',
      '--people',
      '--made-up-people',
      '--account-use-case',
      '--report-shape',
      '--webhook',
      '--no-check',
      '--no-signing',
      '--no-admin',
      '--log',
      '--version',
      '--help',
    ]);
  });

  test.for(['-h', '--help'])('%s says what the command is for', async (option) => {
    const command = truework(option);
    expect(await command.exitCode).toBe(0);
    expect(command.output()).toMatch(/^truework-sandbox: Truework API 2019-10-15 on your machine/);
  });

  test.for(['-v', '--version'])('%s prints the version alone', async (option) => {
    const command = truework(option);
    expect(await command.exitCode).toBe(0);
    expect(command.output()).toBe(`${manifest.version}\n`);
  });

  test.for([
    [['--prot', '1'], 'Unknown option --prot. Did you mean --port?'],
    [['--no-chekc'], 'Unknown option --no-chekc. Did you mean --no-check?'],
    [['--madeup-people'], 'Unknown option --madeup-people. Did you mean --made-up-people?'],
    [['--verbose'], 'Unknown option --verbose.'],
    [['-x'], 'Unknown option -x.'],
    [['-p'], '--port needs a value.'],
    [['--port', '--host'], '--port needs a value.'],
    [['--version=1'], '--version takes no value.'],
    [['-p', 'x'], '--port must be a number from 0 to 65535, not x.'],
    [['--port', '70000'], '--port must be a number from 0 to 65535, not 70000.'],
    [['--port', '4019.5'], '--port must be a number from 0 to 65535, not 4019.5.'],
    [['--cap', '0'], '--cap must be a whole number of 1 or more, not 0.'],
    [
      ['--time', 'yesterday'],
      '--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not yesterday.',
    ],
    [
      ['--time', '2019-11-05'],
      '--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not 2019-11-05.',
    ],
    [
      ['--time', '2019-13-05T12:00:00Z'],
      '--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not 2019-13-05T12:00:00Z.',
    ],
    [
      ['--time', '2019-02-30T12:00:00Z'],
      '--time must be an instant with its offset, such as 2019-11-05T12:00:00Z, not 2019-02-30T12:00:00Z.',
    ],
    [['--host', ''], '--host must not be empty.'],
    [['--site', ''], '--site must not be empty.'],
    [
      ['--allow-host', 'sandbox.internal:4019'],
      '--allow-host must be a name without port or path, not sandbox.internal:4019.',
    ],
    [
      ['--allow-origin', 'localhost:3000'],
      'An allowed origin is scheme, host and port, such as http://localhost:3000, and not "localhost:3000".',
    ],
    [['--webhook', 'http://127.0.0.1:9/hook='], '--webhook has an empty token: http://127.0.0.1:9/hook='],
    [['--rate-limit', 'fast'], '--rate-limit must be a whole number of 1 or more or off, not fast.'],
    [['--report-shape', '2020'], '--report-shape must be one of current, 2019, 2022, not 2020.'],
    [
      ['--account-use-case', 'mortgages'],
      '--account-use-case must be a use_case of the API, such as mortgage, not mortgages.',
    ],
    [['--log', 'xml'], '--log must be text, json or off, not xml.'],
    [['extra'], 'Unexpected argument extra. Every option begins with two dashes.'],
  ] as const)('%j is misuse: a sentence, the way out, and exit code 2', async ([args, sentence]) => {
    const command = truework(...args);
    expect(await command.exitCode).toBe(2);
    expect(command.output()).toBe(`${sentence}\n\ntruework-sandbox --help lists the options.\n`);
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

  test('takes its options to the sandbox', async () => {
    const command = truework(
      ...[
        '--port',
        '0',
        '--no-signing',
        '--no-admin',
        '--rate-limit',
        'off',
        '--made-up-people',
        '--cap',
        '3',
      ],
    );
    await command.printed('Ctrl-C ends it.');
    expect(command.output()).not.toContain('_sandbox');
    const url = urlIn(command);
    expect((await fetch(`${url}/_sandbox/health`)).status).toBe(404);
    for (let count = 0; count < 20; count += 1) {
      const response = await verificationInput(url, { ...person, social_security_number: '000-55-0001' });
      expect(response.status).toBe(201);
      expect(response.headers.get('x-truework-signature')).toBeNull();
    }
    const list = await fetch(`${url}/verification-requests/`, { headers });
    expect(await list.json()).toMatchObject({ count: 3 });
  });

  test('--log json prints lines of JSON alone, which name no key and no person', async () => {
    const before = Date.now();
    const command = truework('--port', '0', '--log', 'json', '--time', '2019-11-05T12:00:00Z');
    await command.printed('"listening"');
    const [first = ''] = command.output().split('\n');
    const { url } = JSON.parse(first);
    await verificationInput(url, person);
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
    await verificationInput(url, person);
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
    await verificationInput(/http:\/\/\S+/.exec(printed)?.[0] ?? '', person);
    command.child.kill('SIGTERM');
    expect(await command.exitCode).toBe(0);
    expect(command.output()).toBe(`${printed}\nStopped.\n`);
  });

  test('--allow-origin lets the pages of a website call it, and --allow-host other names', async () => {
    const origin = 'http://localhost:3000';
    const command = truework('-p', '0', '--allow-origin', origin, '--allow-host', 'sandbox.example');
    await command.printed('Ctrl-C ends it.');
    const url = urlIn(command);
    const allowed = await fetch(`${url}/companies/`, { headers: { ...headers, Origin: origin } });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const denied = await fetch(`${url}/companies/`, { headers: { ...headers, Origin: `${origin}1` } });
    expect([denied.status, denied.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const named = (host: string) =>
      new Promise((resolve) => {
        httpGet(`${url}/companies/`, { headers: { ...headers, Host: host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
      });
    expect(await named('sandbox.example')).toBe(200);
    expect(await named('other.example')).toBe(403);
  });

  test.for([
    [[], 500],
    [['--check'], 500],
    [['--no-check'], 200],
  ] as const)('validates every response unless --no-check says otherwise: %j', async ([args, status]) => {
    const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-check-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const data = join(folder, 'sandbox.db');
    const before = truework('-p', '0', '--data', data);
    await before.printed('Ctrl-C ends it.');
    const { id } = (await (await verificationInput(urlIn(before), person)).json()) as { id: string };
    before.child.kill('SIGTERM');
    await before.exitCode;
    const database = new DatabaseSync(data);
    database.exec("UPDATE verification SET input = replace(input, 'employment-income', 'nonsense')");
    database.close();
    const command = truework('-p', '0', '--data', data, ...args);
    await command.printed('Ctrl-C ends it.');
    const response = await fetch(`${urlIn(command)}/verification-requests/${id}`, { headers });
    expect(response.status).toBe(status);
  });

  test('--webhook sends the webhooks of every key there', async () => {
    const received: { token: string | undefined; state: string }[] = [];
    const receiver = createHttpServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({
          token: String(request.headers['x-truework-token']),
          state: JSON.parse(body).data.state,
        });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    try {
      const command = truework('--port', '0', '--webhook', `http://127.0.0.1:${port}/hook=synthetic-token=`);
      await command.printed('Ctrl-C ends it.');
      await verificationInput(urlIn(command), person);
      await expect
        .poll(() => received, { timeout: 5000 })
        .toEqual([
          { token: 'synthetic-token=', state: 'processing' },
          { token: 'synthetic-token=', state: 'completed' },
        ]);
    } finally {
      receiver.close();
    }
  });

  test('an endpoint that nothing is sent to is one sentence and exit code 2', async () => {
    const command = truework('--port', '0', '--webhook', 'http://receiver.example/hook');
    expect(await command.exitCode).toBe(2);
    expect(command.output().trim()).toBe(
      '--webhook: The URL of a webhook endpoint must be https, or http to this machine (localhost, 127.0.0.1, [::1]) or to a name on the local network, such as the name of a container.',
    );
  });

  describe('--people', () => {
    let folder: string;
    let file: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'truework-legacy-people-'));
      file = join(folder, 'people.json');
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    test('knows the people of the file', async () => {
      const social_security_number = '000-55-0001';
      const people = [{ social_security_number, price: { amount: '12.34', currency: 'USD' } }];
      // Some editors begin a file with a byte order mark.
      writeFileSync(file, `\uFEFF${JSON.stringify(people)}`);
      const command = truework('--port', '0', '--people', file, '--log', 'json');
      await command.printed('"listening"');
      const { url } = JSON.parse(command.output().split('\n')[0] ?? '');
      const created = await verificationInput(url, { ...person, social_security_number });
      expect(await created.json()).toMatchObject({ price: { amount: '12.34' } });
    });

    test.for([
      [
        '[{"social_security_number": "123-45-6789", "stats": []}]',
        ': These test people are invalid:\n  /0/stats: Unknown field. Did you mean "states"?',
      ],
      ['{"123-45-6789"', ' is not JSON (line 1 column 15).'],
      [undefined, ' cannot be read (ENOENT). It must be a JSON file.'],
    ])(
      'a file that cannot be taken is named, without a value of it: exit code 2 (%#)',
      async ([text, message]) => {
        if (text !== undefined) writeFileSync(file, text);
        const command = truework('--port', '0', '--people', file);
        expect(await command.exitCode).toBe(2);
        expect(command.output()).toContain(`${file}${message}`);
        expect(command.output()).not.toContain('123-45-6789');
      },
    );
  });

  test.for(['json', 'text'])('goes on where nobody reads its output any more: --log %s', async (log) => {
    const command = truework('--port', '0', '--log', log);
    await command.printed(log === 'json' ? '"listening"' : 'Requests:');
    const url = urlIn(command);
    command.child.stdout?.destroy();
    command.child.stderr?.destroy();
    for (let verificationInputs = 0; verificationInputs < 3; verificationInputs += 1)
      expect((await verificationInput(url, person)).status).toBe(201);
    command.child.kill('SIGTERM');
    expect(await command.exitCode).toBe(0);
  });

  test.for([
    [
      ['--site', '/nowhere/at/all'],
      /^The website \/nowhere\/at\/all cannot be served: there is no such folder\./,
    ],
    [['--site', import.meta.filename], /cli\.test\.ts cannot be served: it is a file, not a folder\./],
    [
      ['--host', '192.0.2.1'],
      /^This machine has no address 192\.0\.2\.1\. Leave --host out for 127\.0\.0\.1\.$/,
    ],
    [
      ['--host', 'nowhere.invalid'],
      /^No address is known for the host nowhere\.invalid\. Give --host an IP address/,
    ],
  ] as const)('%j is one sentence and exit code 1', async ([args, sentence]) => {
    const command = truework('--port', '0', ...args);
    expect(await command.exitCode).toBe(1);
    expect(command.output().trim()).toMatch(sentence);
    expect(command.output().trim().split('\n')).toHaveLength(1);
  });

  test('--host 0.0.0.0 and :: name an address that can be called', async () => {
    for (const [host, expected] of [
      ['0.0.0.0', 'http://127.0.0.1:'],
      ['[::]', 'http://[::1]:'],
    ] as const) {
      const command = truework('--port', '0', '--host', host);
      await command.printed(`API        ${expected}`);
    }
  });

  test('a port in use is one sentence and exit code 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const command = truework('--port', String(port));
    expect(await command.exitCode).toBe(1);
    taken.close();
    expect(command.output().trim()).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another with --port ${port + 1}.`,
    );
  });
});
