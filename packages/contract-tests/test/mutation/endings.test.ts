import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reachingFiles } from '../../mutation/generic/test-code-mutants.ts';
import { runGroup } from '../../mutation/run-group.ts';

const folder = mkdtempSync(join(tmpdir(), 'truework-endings-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.for([
  ['loops', 'for (;;);', 'It computed for 1 s'],
  [
    'loops from one event to the next',
    'const again = () => setImmediate(again); again();',
    'for 1 s, far longer',
  ],
  ['waits for what never comes', 'setInterval(() => {}, 1_000);', 'It waited for 1 s'],
  [
    'takes more and more memory',
    'for (const all = []; ; ) all.push(Buffer.alloc(2 ** 24, 1));',
    'It took more than 256 MiB',
  ],
] as const)('a mutant that %s is killed, with its process', ([name, code, said]) => {
  const log = join(folder, name);
  const watchdog = join(import.meta.dirname, '../../mutation/generic/watchdog.ts');
  const killed = { type: 'killed', file: 'a.test.ts', test: 'a', mutant: 1, said: '' };
  const watch = { limitMs: code.includes('Buffer') ? 60_000 : 500, limitBytes: 2 ** 28, finding: killed };
  const source = `
    import { Watchdog } from ${JSON.stringify(watchdog)};
    new Watchdog(${JSON.stringify(log)}).watch(${JSON.stringify(watch)});
    ${code}`;
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
  expect(JSON.parse(readFileSync(log, 'utf8'))).toEqual({
    ...killed,
    said: expect.stringContaining(said),
  });
});

test('what a run leaves behind ends with it, also if it holds a pipe open', async () => {
  const path = join(folder, 'socket');
  const connected = Promise.withResolvers<Socket>();
  const server = createServer(connected.resolve).listen(path);
  const left = `require('node:net').connect(${JSON.stringify(path)}).resume();`;
  const ended = connected.promise.then((socket) => new Promise((end) => socket.on('close', end).resume()));
  let isConnected = false;
  void connected.promise.then(() => {
    isConnected = true;
  });
  const leaving = `require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(left)}], { stdio: 'inherit' });`;
  const { code } = await runGroup(['--eval', leaving], process.env, () => isConnected);
  await ended;
  server.close();
  expect(code).toBeNull();
});

test('which files of tests reach a mutant is known once each of them has been run', () => {
  const [file, other] = ['packages/zod/src/a.test.ts', 'packages/zod/src/b.test.ts'] as const;
  const interrupted = [
    { type: 'planned', files: [file, other] },
    { type: 'loaded', file, mutants: [1] },
    { type: 'done', round: 0, file },
  ] as const;
  const ended = { type: 'done', round: 0, file: other } as const;
  const reaching = [interrupted, [...interrupted, ended]].map((found) =>
    reachingFiles(found as never, ['zod'], [1]),
  );
  expect(reaching).toEqual([undefined, [file]]);
});
