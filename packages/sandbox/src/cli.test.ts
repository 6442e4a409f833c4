import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const running: ChildProcess[] = [];

interface Command {
  child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves once it printed this. */
  printed(text: string): Promise<void>;
  exitCode: Promise<number | null>;
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
    for (const option of ['--port', '--host', '--data', '--seed', '--site'])
      expect(command.output()).toContain(option);
  });

  test.for([['--prot', '1'], ['--port', 'x'], ['--port', '70000'], ['extra']])(
    '%j is misuse: exit code 2',
    async (args) => {
      const command = truework(...args);
      expect(await command.exitCode).toBe(2);
      expect(command.output()).toContain('--help');
    },
  );

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
