import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox } from './sandbox.ts';

const running: ChildProcess[] = [];

interface Command {
  child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves once it printed this. */
  printed(text: string): Promise<void>;
  exitCode: Promise<number | null>;
}

const headers = { Authorization: 'Bearer tw_sk_test_demo', 'Content-Type': 'application/json' };
const person = { first_name: 'Canary', last_name: 'Canary', social_security_number: '000-00-0000' };

function order(url: string, target: object): Promise<Response> {
  const body = { type: 'employment-income', permissible_purpose: 'credit-application', target };
  return fetch(`${url}/verification-requests/`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function truework(...args: string[]): Command {
  const child = spawn(
    process.execPath,
    ['--conditions=@truework-legacy/source', join(import.meta.dirname, 'cli.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
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

/** Orders, waits, reads and errs. @returns Of each answer: status, headers but those of the connection, and the body's bytes. */
async function bytesOfCalls(send: typeof fetch, url: string): Promise<string[]> {
  const answers: string[] = [];
  const call = async (method: string, path: string, body?: object) => {
    const answer = await send(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const sent = [...answer.headers].filter(([name]) => name !== 'connection' && name !== 'keep-alive');
    answers.push(`${answer.status} ${JSON.stringify(sent)} ${bytes.toString('latin1')}`);
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
  return answers;
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
    const answer = await fetch(url, {
      method: 'POST',
      headers: { [authorization]: key, [contentType]: json },
      body,
    });
    expect(answer.status).toBe(201);
    command.child.kill('SIGINT');
    expect(await command.exitCode).toBe(0);
    expect(command.output().trim().endsWith('Stopped.')).toBe(true);
  });

  test('--help names every option and exits with 0', async () => {
    const command = truework('--help');
    expect(await command.exitCode).toBe(0);
    const named = [...command.output().matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
    expect(named).toEqual([
      '--port',
      '--host',
      '--allow-host',
      '--site',
      '--data',
      '--cap',
      '--seed',
      '--time',
      '--rate-limit',
      '--people',
      '--made-up-people',
      '--webhook',
      '--check',
      '--no-signing',
      '--no-admin',
      '--log',
      '--help',
    ]);
  });

  test.for([
    ['--prot', '1'],
    ['--port', 'x'],
    ['--port', '70000'],
    ['--cap', '0'],
    ['--time', 'yesterday'],
    ['--time', '2019-11-05'],
    ['--time', '2019-13-05T12:00:00Z'],
    ['--time', '2019-02-30T12:00:00Z'],
    ['--host', ''],
    ['--site', ''],
    ['--allow-host', 'sandbox.internal:4019'],
    ['--webhook', 'http://127.0.0.1:9/hook='],
    ['--rate-limit', 'fast'],
    ['--log', 'xml'],
    ['extra'],
  ])('%j is misuse: exit code 2', async (args) => {
    const command = truework(...args);
    expect(await command.exitCode).toBe(2);
    expect(command.output()).toContain('--help');
  });

  test('answers with the same bytes as in process and on a port, for the same seed, time and calls', async () => {
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
      expect(expected.map((answer) => answer.slice(0, 3))).toEqual([
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
    const url = /http:\/\/\S+/.exec(command.output())?.[0] ?? '';
    expect((await fetch(`${url}/_sandbox/health`)).status).toBe(404);
    for (let count = 0; count < 20; count += 1) {
      const answer = await order(url, { ...person, social_security_number: '000-55-0001' });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('x-truework-signature')).toBeNull();
    }
    const list = await fetch(`${url}/verification-requests/`, { headers });
    expect(await list.json()).toMatchObject({ count: 3 });
  });

  test('--log json prints lines of JSON alone, which name no key and no person', async () => {
    const command = truework('--port', '0', '--log', 'json');
    await command.printed('"listening"');
    const [first = ''] = command.output().split('\n');
    const { url } = JSON.parse(first);
    await order(url, person);
    await fetch(`${url}/verification-requests/000-00-0000?q=Canary`, { headers });
    await fetch(`${url}/Canary/000-00-0000`);
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
    expect(command.output()).not.toMatch(/canary|000-00-0000|tw_sk_test/i);
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
      await order(/http:\/\/\S+/.exec(command.output())?.[0] ?? '', person);
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

  test('a webhook target that nothing is sent to is one sentence and exit code 1', async () => {
    const command = truework('--port', '0', '--webhook', 'http://receiver.example/hook');
    expect(await command.exitCode).toBe(1);
    expect(command.output().trim()).toBe(
      'A webhook target has to be https, or http on this machine (localhost, 127.0.0.1, [::1]).',
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
      const created = await order(url, { ...person, social_security_number });
      expect(await created.json()).toMatchObject({ price: { amount: '12.34' } });
    });

    test.for([
      [
        '[{"social_security_number": "123-45-6789", "stats": []}]',
        ': These test people cannot be taken:\n  /0/stats: Unknown field. Did you mean "states"?',
      ],
      ['{"123-45-6789"', ' is not JSON (line 1 column 15).'],
      [undefined, ' cannot be read (ENOENT). It must be a file of JSON.'],
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

  test('goes on where nobody reads its log any more', async () => {
    const command = truework('--port', '0', '--log', 'json');
    await command.printed('"listening"');
    const { url } = JSON.parse(command.output().split('\n')[0] ?? '');
    command.child.stdout?.destroy();
    for (let orders = 0; orders < 3; orders += 1) expect((await order(url, person)).status).toBe(201);
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
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another with --port ${port + 1}.`,
    );
  });
});
