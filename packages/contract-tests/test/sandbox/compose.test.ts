import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../mutation/mutant.ts';

interface Service {
  build?: { context: string; dockerfile: string };
  command: string[];
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const folder = join(root, 'packages/sandbox');
const { services } = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as {
  services: { 'truework-sandbox': Service; app: Service };
};
const { 'truework-sandbox': sandbox, app } = services;
const containerfile = readFileSync(join(folder, 'Containerfile'), 'utf8');

/** The words of an instruction of the Containerfile, in brackets. */
function words(instruction: string): string[] {
  const [, list = ''] = new RegExp(`^${instruction} [^[]*(\\[.*\\])$`, 'm').exec(containerfile) ?? [];
  return JSON.parse(list) as string[];
}

const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Has the names of the services lead to this machine, as a network of containers has them lead to theirs. */
const namesOfServices = `
import dns from 'node:dns';
const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(${JSON.stringify(Object.keys(services))}.includes(name) ? '127.0.0.1' : name, ...rest);
`;

/** Runs a program in a "container": with the names of the services, and lines of its output. */
function run(args: string[], env: Record<string, string> = {}) {
  const names = `--import=data:text/javascript,${encodeURIComponent(namesOfServices)}`;
  const child = spawn(process.execPath, [names, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines = createInterface(child.stdout);
  return { lines, ended: once(child, 'close'), first: async () => String(await once(lines, 'line')) };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

describe('compose.yaml', () => {
  test('builds the image of the Containerfile', () => {
    const { context = '', dockerfile = '' } = sandbox.build ?? {};
    expect(join(folder, context, '.')).toBe(join(root, '.'));
    expect(readFileSync(join(folder, context, dockerfile), 'utf8')).toBe(containerfile);
  });

  test('starts the app when the sandbox is healthy, as the image defines it', () => {
    expect(app.depends_on).toEqual({ 'truework-sandbox': { condition: 'service_healthy' } });
    expect(sandbox.healthcheck?.test).toEqual(['CMD', ...words('HEALTHCHECK')]);
  });

  test('calls the services by their names and ports', () => {
    const [, port = ''] = /^EXPOSE (\d+)$/m.exec(containerfile) ?? [];
    expect(app.environment?.['TRUEWORK_URL']).toBe(`http://truework-sandbox:${port}`);
    expect(sandbox.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(sandbox.command.join(' ')).toContain(`=http://app:${app.environment?.['PORT']}/`);
  });

  // The app never ends if it is not notified.
  test('has an app and a sandbox that talk to each other', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const [, , ...options] = words('ENTRYPOINT');
    const command = sandbox.command.map((option) =>
      option.replace(`app:${app.environment?.['PORT']}`, `app:${port}`),
    );
    const started = run([
      '--conditions=@truework-legacy/source',
      join(folder, 'src/cli.ts'),
      ...[...options, ...command, '--port', '0'],
    ]);
    const { port: sandboxPort } = new URL(JSON.parse(await started.first()).url);
    const environment = {
      ...app.environment,
      TRUEWORK_URL: (app.environment?.['TRUEWORK_URL'] ?? '').replace(/\d+$/, sandboxPort),
      PORT: port,
    };
    const [mounted = '', inContainer = ''] = app.volumes?.[0]?.split(':') ?? [];
    expect(app.command).toEqual(['node', inContainer]);
    const used = run([join(folder, mounted)], environment);
    const printed: string[] = [];
    used.lines.on('line', (line) => printed.push(line));
    expect(await used.ended).toEqual([0, null]);
    expect(printed.filter((line) => line.startsWith('notified'))).toEqual([
      'notified: processing',
      'notified: completed',
    ]);
    expect(printed).toContain('created: pending-approval');
  });
});
