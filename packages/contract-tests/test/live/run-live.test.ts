import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandbox } from '@truework-legacy/sandbox';
import { expect, test } from 'vitest';
import { rawExchanges } from '../../src/cassettes/record.ts';
import { scenarios } from '../../src/cassettes/scenarios.ts';
import type { Exchange } from '../../src/exchange.ts';
import { altered } from '../../src/live/altered.ts';
import { openGate } from '../../src/live/gate.ts';
import { openGateway } from '../../src/live/gateway.ts';
import { liveSystem } from '../../src/live/live-system.ts';
import { exitCodeOf, exitCodes, markdownOf, reportOf } from '../../src/live/report.ts';
import { runLive } from '../../src/live/run-live.ts';
import { type LiveSettings, vendorSandbox } from '../../src/live/settings.ts';
import { observe } from '../../src/observe.ts';

/** This project's sandbox on a port, altered, for as long as something is done with it. */
async function withServer<Result>(
  alter: Parameters<typeof altered>[1],
  use: (settings: LiveSettings) => Promise<Result>,
): Promise<Result> {
  let now = Date.UTC(2026, 0, 1);
  // Time passes with each look at the clock.
  const clock = {
    now() {
      now += 100;
      return now;
    },
  };
  const sandbox = createSandbox({ rateLimit: false, clock });
  const gateway = await openGateway('http://127.0.0.1:4019', altered(sandbox.fetch, alter));
  try {
    return await use({ isVendor: false, origin: gateway.url, token: 'tw_sk_test_canary' });
  } finally {
    await gateway.close();
    await sandbox.close();
  }
}

test.concurrent('the sandbox as it is does not differ, which says nothing of the vendor', async () => {
  const report = await withServer(
    () => undefined,
    async (settings) => {
      const gate = openGate(settings, { fetch: globalThis.fetch });
      const system = liveSystem({ baseUrl: settings.origin, token: gate.token, pollMs: 0 }, gate.fetch);
      const exchanges: Exchange[] = [];
      for (const name of Object.keys(scenarios)) exchanges.push(...(await rawExchanges(name, system)));
      return reportOf({
        settings,
        started: '2026-01-31T00:00:00.000Z',
        observations: exchanges.map(observe).filter((observation) => observation !== undefined),
        tests: 1,
        failedTests: [],
        creates: gate.creates,
        gaps: gate.rejections,
      });
    },
  );
  expect(report).toMatchObject({
    verdict: 'unverified against the vendor',
    isComplete: true,
    differences: [],
    gaps: [],
    versions: { '2019-10-15': report.requests },
  });
  expect(exitCodeOf(report)).toBe(exitCodes.same);
  expect(report.evidence).toContainEqual({
    operation: 'cancelVerification',
    status: 403,
    times: 1,
    seen: '2026-01-31',
  });
  expect(report.confirmed).toContainEqual({
    kind: 'field',
    level: 'documented',
    pointer: '#/components/schemas/Verification/properties/created',
    source: expect.stringMatching(/^spec\/components\/schemas\/Verification\.yaml:\d+$/),
    operations: expect.arrayContaining(['createVerification', 'getVerification', 'listVerifications']),
    seen: '2026-01-31',
  });
  for (const { seen, facts } of report.levels.slice(0, -1)) {
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(facts);
  }
  expect(markdownOf(report)).toContain('**unverified against the vendor**');
});

test.concurrent('a server that differs is reported, and what failed by its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'live-report-'));
  const report = await withServer(
    ({ method, url }) => {
      if (method === 'POST') return { body: (body) => ({ ...body, canary_0123456789: 'CANARY' }) };
      return url.includes('?') ? { body: (body) => ({ ...body, results: [] }) } : undefined;
    },
    (settings) => runLive(settings, folder, ['lifecycle', '--testNamePattern', 'is found again']),
  );
  const files = ['live-differences.json', 'live-differences.md'].map((name) => join(folder, name));
  const [json = '', markdown = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  await rm(folder, { recursive: true });
  expect(json + markdown).not.toMatch(/canary/i);
  expect(JSON.parse(json)).toEqual(report);
  expect(exitCodeOf(report)).toBe(exitCodes.different);
  expect(report.differences).toEqual([
    expect.objectContaining({
      operation: 'createVerification',
      pointer: '#/components/schemas/Verification/properties',
      // Two of them asked for the spelling of a reseller's purpose.
      times: report.creates - 2,
    }),
  ]);
  expect(report.tests.failed).toContainEqual({
    name: 'a create is found again, by its id and as the newest of the list',
    source: expect.stringMatching(/^packages\/contract-tests\/test\/behaviour\/lifecycle\.test\.ts:\d+$/),
  });
  expect(markdown).toContain('### createVerification, 201 body');
  expect(report.resellerPurpose).toEqual({ permissible_purpose: 201, permissable_purpose: 201 });
  expect(markdown).toContain('permissible_purpose 201, permissable_purpose 201');
});

test('a run with a gap proves nothing, and says so', () => {
  const run = {
    settings: { isVendor: true, origin: vendorSandbox, token: '' },
    started: '2026-01-31T00:00:00.000Z',
    observations: [
      { operation: 'getReport', status: 200, differences: [], confirmed: ['#/components/headers/Allow'] },
    ],
    tests: 1,
    failedTests: [],
    creates: 0,
    gaps: [],
  };
  const whole = reportOf(run);
  expect(whole.verdict).toBe('verified against the vendor, no difference');
  expect(exitCodeOf(whole)).toBe(exitCodes.same);
  expect(markdownOf(whole)).toContain(
    '## Inferred facts that are confirmed\n\n- 2026-01-31: header `#/components/headers/Allow` (spec/components/headers/Allow.yaml:1)',
  );
  const failedTests = [{ name: 'a test', source: 'a file' }];
  expect(reportOf({ ...run, failedTests }).verdict).toBe('verified against the vendor, with differences');
  expect(exitCodeOf(reportOf({ ...run, failedTests }))).toBe(exitCodes.different);
  for (const gap of [{ gaps: ['A gap.'] }, { tests: 0 }, { observations: [] }]) {
    const report = reportOf({ ...run, failedTests, ...gap });
    expect(report.verdict).toBe('unverified against the vendor');
    expect(exitCodeOf(report)).toBe(exitCodes.notRun);
  }
});

test.concurrent('the command exits with 2 and says that nothing was verified', async () => {
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
