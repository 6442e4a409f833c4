import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptSchedule, faultCatalogue, testValues } from '@truework-legacy/sandbox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  faultRows,
  retriesAfter,
  testKeyRows,
  testNumberRows,
  testValueRows,
} from '../src/sandbox/sandbox-lists.ts';
import { runBesideSandbox } from './run-beside-sandbox.ts';

const snippets = join(import.meta.dirname, '../snippets/sandbox');
const read = (file: string) => readFileSync(join(snippets, file), 'utf8');

describe('snippets of the page on the sandbox', () => {
  it('admin.sh makes calls of the admin API that succeed', async () => {
    const printed = await runBesideSandbox('sandbox', 'sh', '-e', 'admin.sh');
    expect(printed).toContain('"events":[]');
    expect(printed).toContain('status; code=503');
  });

  describe('commands', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'truework-legacy-command-'));
      copyFileSync(join(snippets, 'people.json'), join(folder, 'people.json'));
      const source = fileURLToPath(import.meta.resolve('@truework-legacy/sandbox'));
      const cli = join(source, '../cli.ts');
      writeFileSync(
        join(folder, 'npx'),
        `#!/bin/sh\nshift\nexec '${process.execPath}' --conditions=@truework-legacy/source '${cli}' "$@"\n`,
        { mode: 0o755 },
      );
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    /** Runs a command of the page on a free port: 4019 may be in use. */
    async function start(file: string, use: (url: string) => Promise<void>): Promise<void> {
      const script = read(file).trim().replace(' --port 4019', '').replace(' --log json', '');
      const command = spawn('sh', ['-ec', `exec ${script} --port 0 --log json`], {
        cwd: folder,
        env: { PATH: `${folder}:${process.env['PATH']}` },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        const [line] = (await once(command.stdout, 'data')) as [Buffer];
        const { event, url } = JSON.parse(String(line));
        expect(event).toBe('listening');
        await use(url);
      } finally {
        command.kill();
        await once(command, 'close');
      }
    }

    it('command.sh starts a sandbox with a file', async () => {
      await start('command.sh', async (url) => {
        expect((await fetch(`${url}/verification-requests/`)).status).toBe(401);
      });
      expect(readdirSync(folder)).toContain('sandbox.db');
    });

    it('own-people.sh starts a sandbox that knows the people of people.json', async () => {
      await start('own-people.sh', async (url) => {
        const response = await fetch(`${url}/verification-requests/`, {
          method: 'POST',
          headers: { Authorization: 'Bearer tw_sk_test_example', 'Content-Type': 'application/json' },
          body: JSON.stringify({
            type: 'employment',
            permissible_purpose: 'credit-application',
            target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-55-0004' },
          }),
        });
        expect(response.status).toBe(451);
      });
    });

    it('allow-origin.sh starts a sandbox for a website', () =>
      start('allow-origin.sh', async (url) => {
        const status = async (origin: string) =>
          (await fetch(`${url}/verification-requests/`, { headers: { Origin: origin } })).status;
        expect(await status('http://localhost:3000')).toBe(401);
        expect(await status('http://localhost:3001')).toBe(403);
      }));
  });
});

describe('the tables of the page on the sandbox', () => {
  it('have every test value once, beside what it does', () => {
    const ofTruework = testNumberRows.map(({ value, end, employments }) => {
      const reports = employments.map(({ title, employer, status }) => `${title} at ${employer}, ${status}`);
      if (end === undefined)
        return { value, effect: 'Only for credentials sessions. A create with it gets a 400.' };
      return {
        value,
        effect: `Ends ${end}.${reports.length > 0 ? ` Reports: ${reports.join('; ')}.` : ''}`,
      };
    });
    const shown = [...ofTruework, ...testValueRows, ...testKeyRows];
    expect(shown.map(({ value, effect }) => ({ value, effect }))).toEqual(
      testValues.map(({ value, effect }) => ({ value, effect })),
    );
  });

  it('have the days of every employment', () => {
    const days = testNumberRows.flatMap(({ employments }) =>
      employments.map(({ title, since, until }) => `${title} ${since} ${until}`),
    );
    expect(days).toEqual([
      'Software Engineer 2019-01-01 undefined',
      'Program Manager 2015-05-01 2022-01-01',
      'Accountant 2017-02-03 2022-01-01',
      'Product Manager 2022-01-01 undefined',
      'Customer Service Representative 2021-05-19 undefined',
      'Account Executive 2019-03-01 2020-12-28',
      'Recruiter 2018-03-01 2021-03-10',
      'Engineering Manager 2022-01-01 undefined',
      'Engineering Manager 2018-03-01 2021-12-01',
    ]);
  });

  it('have every fault once, with all of its settings', () => {
    const rows = [...faultRows('response'), ...faultRows('webhook')];
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(faultCatalogue).sort());
    expect(rows.flatMap(({ settings }) => settings.map(({ name }) => name)).sort()).toEqual(
      Object.values(faultCatalogue)
        .flatMap(({ settings }) => Object.keys(settings))
        .sort(),
    );
    const status = rows.find(({ name }) => name === 'status');
    expect(status?.settings).toMatchObject([
      { name: 'code', isRequired: true, default: undefined },
      { name: 'retry-after', isRequired: false, default: undefined },
      { name: 'retry-after-as', isRequired: false, default: 'seconds' },
    ]);
  });

  it('have every retry of a webhook', () => {
    expect(retriesAfter).toHaveLength(attemptSchedule.length - 1);
    expect(retriesAfter.at(-1)).toBe('48 hours');
  });
});
