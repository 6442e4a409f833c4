import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import map from '@truework-legacy/spec/migration/2023-10-30.json' with { type: 'json' };
import { canariesIn, personalCanaries } from '@truework-legacy/spec/test-data';
import { afterAll, describe, expect, test } from 'vitest';
import { printSummary } from './print-summary.ts';
import { readTraffic } from './read-traffic.ts';
import { summarize } from './summarize.ts';

const folder = mkdtempSync(join(tmpdir(), 'truework-migrate-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const { first_name, last_name } = personalCanaries;
const secret = { first_name, last_name, social_security_number: '000-00-0000' };
const name = first_name.toLowerCase();
const purpose = { type: 'employment', permissible_purpose: 'employment', use_case: 'mortgage' };
const company = { name: 'Example Widgets LLC' };
const create = (body: object) => ({
  method: 'post',
  url: 'https://api.truework.com/verification-requests/',
  body,
});
const records = [
  create({ ...purpose, target: { ...secret, company } }),
  create({ ...purpose, target: { ...secret, company: { id: 1 } }, [name]: 'x' }),
  create({
    ...purpose,
    target: secret,
    documents: [
      { filename: 'a', content: 'A' },
      { filename: 'b', content: 'B' },
    ],
  }),
  { request: { method: 'GET', path: '/verification-requests/?state=completed&limit=5' } },
  { method: 'GET', url: `https://api.truework.com/companies/?q=${name}` },
  {
    method: 'PUT',
    url: `/verification-requests/ver_${name}/cancel`,
    json: '{"cancellation_reason":"other"}',
  },
  { method: 'GET', url: `https://example.com/${name}` },
];
const lines = `${records.map((record) => JSON.stringify(record)).join('\n')}\n\n${name}, not JSON\n`;

describe('a file with a request in each line', () => {
  test('is counted by operation, field and note', async () => {
    const summary = await summarize(readTraffic(write('traffic.jsonl', lines)));
    expect(summary.operations).toEqual([
      { operation: 'createVerification', requests: 3, converted: 1, needing: 1, rejected: 1 },
      { operation: 'listVerifications', requests: 1, converted: 1, needing: 0, rejected: 0 },
      { operation: 'searchCompanies', requests: 1, converted: 0, needing: 0, rejected: 1 },
      { operation: 'cancelVerification', requests: 1, converted: 1, needing: 0, rejected: 0 },
    ]);
    expect(summary).toMatchObject({ others: 1, unreadable: 1 });
    expect(
      summary.notes.map(({ kind, operation, path, count }) => `${kind} ${operation} ${path} ${count}`),
    ).toEqual([
      'reject searchCompanies  1',
      'reject createVerification /documents/*/content 1',
      'supply createVerification /target/company/name 1',
      'supply createVerification /target/date_of_birth 1',
      'lost createVerification /* 1',
      'lost createVerification /target/company/id 1',
      'lost listVerifications ?state 1',
      'behavior cancelVerification  1',
      'behavior createVerification Request-Sync 1',
      'behavior cancelVerification orderId 1',
    ]);
  });

  test('is printed without a value', async () => {
    const text = printSummary(await summarize(readTraffic(write('traffic.jsonl', lines))));
    expect(canariesIn(text, '000-00', 'widgets')).toEqual([]);
    expect(text).toContain('createVerification  3         1        1               1');
    expect(text).toContain('Requests that are not of 2019-10-15, or not to Truework: 1.');
    expect(text).toContain('Records that are not requests: 1.');
  });
});

test('a HAR file is read with its headers', async () => {
  const request = {
    method: 'POST',
    url: 'https://api.truework.com/verification-requests/',
    headers: [{ name: 'Request-Sync', value: 'sync' }],
    postData: {
      mimeType: 'application/json',
      text: JSON.stringify({ ...purpose, target: { ...secret, company } }),
    },
  };
  const har = JSON.stringify({ log: { entries: [{ request, response: {} }] } });
  const { notes } = await summarize(readTraffic(write('traffic.HAR', `\uFEFF${har}`)));
  expect(notes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['reject Request-Sync']);
  await expect(summarize(readTraffic(write('other.har', `{"${name}":1}`)))).rejects.toThrow(
    'Not a HAR file: log.entries is missing.',
  );
});

test.each([
  ['an object of lists', { 'Request-Sync': ['sync'] }],
  ['pairs', [[{ toString: null }], ['request-sync', 'sync']]],
])('a body in base64 and headers as %s are read', async (_, headers) => {
  const body = Buffer.from(JSON.stringify({ ...purpose, target: { ...secret, company } })).toString('base64');
  const line = JSON.stringify({ ...create({}), headers, body });
  const { notes } = await summarize(readTraffic(write('encoded.jsonl', line)));
  expect(notes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['reject Request-Sync']);
});

test('a request to another host does not count, unless it is where requests go', async () => {
  const url = 'https://proxy.example.com/truework/companies/';
  const file = write('proxy.jsonl', JSON.stringify({ method: 'GET', url }));
  expect(await summarize(readTraffic(file))).toMatchObject({ operations: [], others: 1 });
  const { operations } = await summarize(readTraffic(file), 'https://proxy.example.com/truework');
  expect(operations).toMatchObject([{ operation: 'searchCompanies', requests: 1 }]);
});

test('what is lost is what the map says of the parameter', async () => {
  const paths = [
    '/verification-requests/?state=x',
    '/verification-requests/a/reports/b?income_analytics=true&fields=id',
  ];
  const requests = paths.map((path) => JSON.stringify({ method: 'GET', path }));
  const { notes } = await summarize(readTraffic(write('lost.jsonl', requests.join('\n'))));
  expect(notes.map(({ operation, path, reason }) => [operation, path, reason])).toEqual([
    ['getReport', '?fields', map.operations.getReport.parameters.fields.rule],
    ['listVerifications', '?state', map.operations.listVerifications.parameters.state.rule],
  ]);
});

test('nothing is found in an empty file', async () => {
  expect(printSummary(await summarize(readTraffic(write('empty.jsonl', ''))))).toMatch(
    /^No request of 2019-10-15 was found\./,
  );
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    const cli = join(import.meta.dirname, '../cli.ts');
    const done = promisify(execFile)(process.execPath, [
      '--conditions=@truework-legacy/source',
      cli,
      ...args,
    ]);
    return await done.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  };

  test('says by its exit code whether all convert', async () => {
    expect(await run('check', write('traffic.jsonl', lines))).toMatchObject({ code: 1, stderr: '' });
    expect(await run('check', write('good.jsonl', JSON.stringify(records[0])))).toMatchObject({ code: 0 });
    expect(await run('check')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('check', write('empty.jsonl', ''))).toMatchObject({ code: 2, stderr: '' });
    expect(await run('check', join(folder, 'none.jsonl'))).toMatchObject({ code: 2, stdout: '' });
    const noUrl = await run('check', write('good.jsonl', JSON.stringify(records[0])), '--base-url=');
    expect(noUrl).toMatchObject({ code: 2, stderr: expect.stringContaining('--base-url must be a URL') });
    expect((await run('--help')).stdout).toContain('truework-migrate check <file.har|file.jsonl>');
  });
});
