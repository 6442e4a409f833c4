import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createSandbox, type LoggedRequest, type Sandbox } from '@truework-legacy/sandbox';
import { canariesIn, otherCanaries, personalCanaries } from '@truework-legacy/spec/test-data';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { canaryCancellation, canaryInput, canarySession, numberCanary } from '../../src/canaries.ts';

// A person goes through the sandbox: what is stored of them, and who shows it. Contents of documents are nowhere, keys in nothing that is
// shown, and nobody shows personal data unasked.

const key = 'tw_sk_test_Kanarienvogel77';
const contents = [otherCanaries.content, Buffer.from(otherCanaries.content, 'base64').toString()];

let folder: string;
let sandbox: Sandbox;
const logged: LoggedRequest[] = [];
const delivered: string[] = [];
const printed: unknown[][] = [];

beforeAll(async () => {
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((...line) => printed.push(line));
  folder = mkdtempSync(join(tmpdir(), 'truework-legacy-canaries-'));
  sandbox = createSandbox({
    data: join(folder, 'sandbox.db'),
    clock: { now: () => Date.UTC(2019, 10, 5) },
    rateLimit: false,
    onResponse: (request) => logged.push(request),
    send: async (input, init) => {
      delivered.push(inspect({ input, init }, { depth: null }));
      return new Response(null, { status: 500 });
    },
  });
  const tenant = sandbox.tenant(key);
  tenant.webhooks.add('https://receiver.example/');
  const created = await ask('POST', '/verification-requests/', canaryInput);
  expect(created.status).toBe(201);
  const { id } = JSON.parse(created.text) as { id: string };
  const { token } = JSON.parse((await ask('POST', '/credentials/session', canarySession)).text) as {
    token: string;
  };
  tenant.credentialsSessions.complete(token);
  await tenant.clock.advance('1 minute');
  await ask('GET', `/verification-requests/?limit=1&unheard_of=${personalCanaries.last_name}`);
  await ask('PUT', `/verification-requests/${id}/cancel`, canaryCancellation);
  await ask('POST', '/verification-requests/', {
    ...canaryInput,
    target: { ...canaryInput.target, date_of_birth: personalCanaries.first_name },
    firstname: personalCanaries.first_name,
  });
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

async function ask(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const response = await sandbox.fetch(`http://sandbox.example${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

/** Everything that the inspector asks for. */
const shownByTheInspector = [
  '/_sandbox/tenants',
  '/_sandbox/requests',
  '/_sandbox/verifications',
  '/_sandbox/credentials-sessions',
  '/_sandbox/webhook-endpoints',
  '/_sandbox/deliveries',
  '/_sandbox/clock',
  '/_sandbox/people',
];

test.for(shownByTheInspector)('%s shows nothing of a person, and no key', async (path) => {
  const { status, text } = await ask('GET', path);
  expect({ status, canaries: canariesIn(text, ...contents, key, numberCanary) }).toEqual({
    status: 200,
    canaries: [],
  });
});

test.for(['requests', 'verifications', 'credentials-sessions', 'deliveries'])(
  'and who asks for personal data in %s gets it, but no key',
  async (list) => {
    const { text } = await ask('GET', `/_sandbox/${list}?personalData=shown`);
    expect(canariesIn(text)).not.toEqual([]);
    expect(text).not.toContain(key);
  },
);

test('hooks, webhooks and the console say nothing of a person', () => {
  const said = [logged, delivered, printed].map((sink) => inspect(sink, { depth: null }));
  expect(logged.length * delivered.length, 'something was said').not.toBe(0);
  // The account put its metadata there for its webhooks.
  const own: readonly string[] = [otherCanaries.metadata];
  expect(
    said
      .flatMap((text) => canariesIn(text, ...contents, key, numberCanary))
      .filter((one) => !own.includes(one)),
  ).toEqual([]);
});

test('the snapshot has the person, and no content of a document', () => {
  const text = JSON.stringify(sandbox.tenant(key).snapshot());
  expect(canariesIn(text)).toContain(personalCanaries.first_name);
  expect(contents.filter((canary) => text.includes(canary))).toEqual([]);
  expect(text).not.toContain(key);
});

test('the data file has the person, and no content of a document', () => {
  const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file)).toString('latin1'));
  const text = bytes.join('');
  expect(canariesIn(text)).toContain(personalCanaries.first_name);
  expect(contents.filter((canary) => text.includes(canary))).toEqual([]);
});
