import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandbox } from '@truework-legacy/sandbox';
import { expect, test } from 'vitest';
import { altered } from '../../src/live/altered.ts';
import { openGateway } from '../../src/live/gateway.ts';
import { exitCodeOf } from '../../src/live/report.ts';
import { runLive } from '../../src/live/run-live.ts';

/** Runs the live mode against this project's sandbox. @returns Its report, and all that it wrote. */
async function runAgainst(alter: Parameters<typeof altered>[1]) {
  let now = Date.UTC(2026, 0, 1);
  // Time passes with each look at the clock.
  const clock = {
    now() {
      now += 100;
      return now;
    },
  };
  const sandbox = createSandbox({ rateLimit: false, clock });
  const origin = 'http://127.0.0.1:4019';
  const gateway = await openGateway(origin, altered(sandbox.fetch, alter));
  const folder = await mkdtemp(join(tmpdir(), 'live-report-'));
  try {
    const settings = { isVendor: false, origin: gateway.url, token: 'tw_sk_test_canary' };
    const report = await runLive(settings, folder, ['lifecycle']);
    const files = ['live-differences.json', 'live-differences.md'].map((name) => join(folder, name));
    const [json = '', markdown = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)));
    expect(json + markdown).not.toMatch(/canary/i);
    return { report, markdown };
  } finally {
    await gateway.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  }
}

test.concurrent('the sandbox as it is does not differ, and that says nothing of the vendor', async () => {
  const { report, markdown } = await runAgainst(() => undefined);
  expect(report).toMatchObject({
    verdict: 'unverified against the vendor',
    isComplete: true,
    differences: [],
    tests: { failed: [] },
    gaps: [],
  });
  expect(exitCodeOf(report)).toBe(0);
  expect(report.tests.run).toBeGreaterThan(0);
  expect(report.creates).toBeGreaterThan(0);
  expect(report.evidence).toContainEqual({
    operation: 'createVerification',
    status: 201,
    times: report.creates,
    seen: report.started.slice(0, 10),
  });
  expect(report.confirmed).toContainEqual({
    kind: 'member',
    level: 'documented',
    pointer: '#/components/schemas/Verification/properties/created',
    source: expect.stringMatching(/^spec\/components\/schemas\/Verification\.yaml:\d+$/),
    operations: expect.arrayContaining(['createVerification']),
    seen: report.started.slice(0, 10),
  });
  expect(markdown).toContain('**unverified against the vendor**');
});

test.concurrent('a sandbox that differs is told of, and what failed by its name', async () => {
  const { report, markdown } = await runAgainst((request) => {
    if (request.method === 'POST') return { body: (body) => ({ ...body, canary_0123456789: 'CANARY' }) };
    if (request.url.includes('?')) return { body: (body) => ({ ...body, results: [] }) };
    return undefined;
  });
  expect(exitCodeOf(report)).toBe(1);
  expect(report.differences).toEqual([
    expect.objectContaining({
      operation: 'createVerification',
      pointer: '#/components/schemas/Verification/properties',
      times: report.creates,
    }),
  ]);
  expect(report.tests.failed).toContainEqual({
    name: 'a verification that was ordered is found again, by its id and as the newest of the list',
    source: expect.stringMatching(/^packages\/contract-tests\/test\/behaviour\/lifecycle\.test\.ts:\d+$/),
  });
  expect(markdown).toContain('### createVerification, 201 body');
});

test.concurrent('the command refuses with 2 and says that nothing was verified', async () => {
  const main = join(import.meta.dirname, '../../src/live/main.ts');
  const run = promisify(execFile)(process.execPath, ['--conditions=@truework-legacy/source', main], {
    env: {},
  });
  await expect(run).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('Unverified against the vendor: there is no key'),
  });
});
