import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../src/sandbox.ts';
import { send } from './support/send.ts';

// Several files at once, because most of the time is spent on starts.
const files = 2;
/** Few, because each start costs a processor about as long as all else in this test. The weekly run kills more often. */
const killsPerFile = 6 * Number(process.env['RANDOM_RUNS']);
const key = 'tw_sk_test_killed';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truework-legacy-killed-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a process that works on the file, kills it in the middle of that, and returns the responses that it got. */
function loadAndKill(data: string, calls: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--conditions=@truework-legacy/source',
        join(import.meta.dirname, 'support/load-until-killed.ts'),
        data,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        // Each start compiles the same sources.
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      },
    );
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      if (printed.split('\n').length > calls) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== null) reject(new Error(`It ended by itself, with ${code}.`));
      // The last line may be cut off.
      resolve(printed.split('\n').slice(0, -1));
    });
  });
}

test(`a process that is killed ${files * killsPerFile} times has lost nothing that it responded to, and left nothing half done`, async () => {
  const kept = await Promise.all(Array.from({ length: files }, (_, file) => killOverAndOver(file)));
  const count = kept.reduce((sum, verifications) => sum + verifications, 0);
  console.log(`${files * killsPerFile} kills, ${count} verifications, none lost.`);
  expect(count).toBeGreaterThan(files * killsPerFile);
}, 900_000);

/** @returns How many verifications there are in the end. */
async function killOverAndOver(file: number): Promise<number> {
  const data = join(folder, `sandbox-${file}.db`);
  const expected = new Map<string, string>();
  const tokens: string[] = [];
  let withoutResponse = 0;
  for (let kill = 0; kill < killsPerFile; kill += 1) {
    // A different moment each time, from the first call on.
    const lines = await loadAndKill(data, 1 + ((file * 13 + kill * 11) % 60));
    for (const line of lines) {
      const [what = '', id = ''] = line.split(' ');
      if (what === 'session') tokens.push(id);
      else expected.set(id, what === 'created' ? 'completed' : what);
    }
    const sandbox = createSandbox({ data, rateLimit: false });
    try {
      const tenant = sandbox.tenant(key);
      await tenant.clock.advance('1 second');
      const { verifications } = tenant;
      const all = verifications.list({ limit: verifications.count() });
      // Numbered without a gap: nothing was lost, nothing is twice.
      expect(all.map(({ sequence }) => sequence).reverse()).toEqual(all.map((_, index) => index + 1));
      expect(verifications.count()).toBe(all.length);
      const found = new Map(all.map(({ id, state }) => [id, state as string]));
      for (const [id, state] of expected) {
        // Its cancellation may have been carried out, and the response not printed any more.
        const actual = found.get(id);
        if (actual !== state && actual === 'canceled') expected.set(id, actual);
        else expect([id, actual]).toEqual([id, state]);
      }
      for (const token of tokens) expect(tenant.credentialsSessions.find(token)?.token).toBe(token);
      for (const [id, state] of found) {
        if (expected.has(id)) continue;
        // One call at most was under way when the process ended.
        withoutResponse += 1;
        expected.set(id, state);
        expect(['completed', 'canceled']).toContain(state);
      }
      expect(withoutResponse).toBeLessThanOrEqual(kill + 1);
      // What is stored of it still makes responses that match the spec.
      const [newest] = all;
      const response = await send(sandbox, key, 'GET', `/verification-requests/${newest?.id}`);
      expect(response.status).toBe(200);
    } finally {
      await sandbox.close();
    }
  }
  expect(tokens.length).toBeGreaterThan(0);
  return expected.size;
}
