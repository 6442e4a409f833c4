import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type TenantHandle } from '@truework-legacy/sandbox';
import { sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs, seed } from '../../src/random-runs.ts';

// Three accounts do the same with data of their own, one step at a time, in any order. Each of them gets what it gets alone, to the letter:
// responses, webhooks, snapshots. So it does if the sandbox is restarted meanwhile, except for what is in memory only.

const names = ['one', 'two', 'three'] as const;
type Name = (typeof names)[number];
const newPerson = '000-55-0001';

interface Turn {
  (account: Account): unknown;
  isInMemory?: boolean;
}

class Account {
  readonly name: Name;
  readonly key: string;
  readonly #sandbox: () => Sandbox;
  /** The result of each of its turns, after the turn itself. */
  readonly results: string[] = [];
  readonly received: string[] = [];
  readonly #turns: readonly Turn[];

  constructor(name: Name, turns: readonly Turn[], sandbox: () => Sandbox) {
    this.name = name;
    this.#turns = turns;
    this.key = `tw_sk_test_${name}`;
    this.#sandbox = sandbox;
  }

  get tenant(): TenantHandle {
    return this.#sandbox().tenant(this.key);
  }

  /** Ids of the verifications that it has, the newest first. */
  get ids(): string[] {
    return this.tenant.verifications.list({ limit: 10 }).map(({ id }) => id);
  }

  async ask(method: string, path: string, body?: object, headers: object = {}): Promise<string> {
    const response = await this.#sandbox().fetch(`http://sandbox.example${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
  }

  /** The body of a response. */
  async read<Body>(path: string): Promise<Body> {
    return JSON.parse(/\] (.*)/.exec(await this.ask('GET', path))?.[1] ?? '');
  }

  create(social_security_number: string, headers: object = {}): Promise<string> {
    const target = { ...verificationInput.target, first_name: this.name, social_security_number };
    const input = { ...verificationInput, target, metadata: { of: this.name } };
    return this.ask('POST', '/verification-requests/', input, headers);
  }

  createSession(): Promise<string> {
    return this.ask('POST', '/credentials/session', { ...sessionInput, metadata: { of: this.name } });
  }

  /** @returns Whether there was one left. */
  async takeTurn(): Promise<boolean> {
    const turn = this.#turns[this.results.length];
    if (turn !== undefined)
      this.results.push(`${turn}\n${JSON.stringify(await turn(this), withoutOrdinals)}`);
    return turn !== undefined;
  }
}

/** Events that are due are counted anew after a restart: only their order counts. */
function withoutOrdinals(name: string, value: unknown): unknown {
  if (name !== 'due') return value;
  return (value as { rows: unknown[][] }).rows.map(([dueMs, , ...others]) => [dueMs, ...others]);
}

function inMemory(turn: Turn): Turn {
  return Object.assign(turn, { isInMemory: true });
}

/** What each account does, in order. */
const turns: readonly Turn[] = [
  ({ tenant, name }) => tenant.webhooks.add(`https://${name}.example/first`),
  ({ tenant, name }) =>
    tenant.people.set([
      {
        social_security_number: newPerson,
        states: [{ state: 'processing', after: '1 hour' }, { state: 'completed' }],
        reports: [{ employer: { name } }],
      },
      { social_security_number: `000-55-010${names.indexOf(name)}`, states: [] },
    ]),
  (account) => account.create(newPerson),
  ({ tenant }) => tenant.clock.advance('30 minutes'),
  (account) => account.createSession(),
  ({ tenant }) => tenant.credentialsSessions.complete(tenant.credentialsSessions.list()[0]?.token ?? ''),
  ({ tenant }) => tenant.clock.advance('1 hour'),
  (account) => account.ask('GET', '/_sandbox/clock'),
  (account) => account.ask('GET', '/verification-requests/?income_analytics=true'),
  ({ tenant, name }) => tenant.webhooks.add(`https://${name}.example/second`),
  (account) => account.create('000-91-0001'),
  (account) => account.ask('GET', '/verification-requests/?state=pending-approval'),
  (account) =>
    account.ask('PUT', `/verification-requests/${account.ids[0]}/cancel`, { cancellation_reason: 'other' }),
  ({ tenant }) => tenant.clock.advance(0),
  ({ tenant }) => tenant.webhooks.deliveries(),
  ({ tenant }) => tenant.webhooks.redeliver(2),
  ({ tenant }) => tenant.webhooks.remove(1),
  ({ tenant }) => tenant.webhooks.redeliver(tenant.webhooks.deliveries().length),
  inMemory(({ tenant }) =>
    tenant.faults.add({ operation: 'searchCompanies', fault: 'empty-body', after: 1, times: 1 }),
  ),
  // More than a key may have: the oldest go.
  (account) => account.create('000000007', { 'Request-Sync': 'sync' }),
  (account) => account.create('000-03-0000'),
  (account) => account.createSession(),
  (account) => account.createSession(),
  ({ tenant }) => tenant.credentialsSessions.list(),
  (account) => account.createSession(),
  ({ tenant }) => names.map((name) => tenant.credentialsSessions.find(secondToken(name))),
  (account) => account.ask('GET', '/verification-requests/'),
  (account) => account.ask('GET', '/_sandbox/verifications'),
  async (account) => {
    const path = `/verification-requests/${account.ids[1]}`;
    const { reports } = await account.read<{ reports: { id: string }[] }>(path);
    return account.ask('PUT', `${path}/reverify`, { report_id: reports[1]?.id }, { 'Request-Sync': 'sync' });
  },
  (account) => account.ask('GET', '/verification-requests/'),
  inMemory((account) => account.ask('GET', '/companies/?limit=1')),
  ({ tenant }) => tenant.people.list(),
  (account) =>
    Promise.all(account.ids.map((id) => account.ask('GET', `/verification-requests/${id}/report/`))),
  async (account) => {
    const snapshot = account.tenant.snapshot();
    account.tenant.reset();
    const rest = account.tenant.snapshot();
    account.tenant.restore(snapshot);
    return [snapshot, rest];
  },
  inMemory((account) => account.ask('GET', '/companies/?limit=2')),
  inMemory(async (account) => {
    const { results } = await account.read<{ results: { path: string }[] }>('/_sandbox/requests');
    return results.map(({ path }) => path);
  }),
  inMemory((account) => account.ask('DELETE', '/_sandbox/requests')),
  ({ tenant }) => tenant.faults.clear(),
  (account) => account.create(newPerson),
  ({ tenant }) => tenant.clock.advance('1 hour'),
  ({ tenant }) => [
    tenant.verifications.count(),
    tenant.verifications.count('processing'),
    tenant.verifications.count('canceled'),
  ],
  (account) => account.ask('GET', '/verification-requests/'),
  ({ tenant }) => tenant.snapshot(),
];

/** An account's ids and tokens come from its key and the seed. */
function secondToken(name: Name): string {
  const { credentialsSessions } = apart.tenant(`tw_sk_test_${name}`);
  return credentialsSessions.list()[1]?.token ?? '';
}

let apart: Sandbox;
let folder: string;
let file = 0;
beforeAll(async () => {
  apart = createSandbox({ rateLimit: false });
  for (const account of names.map((name) => new Account(name, [], () => apart)))
    for (let count = 0; count < 3; count += 1) await account.createSession();
  folder = mkdtempSync(join(tmpdir(), 'truework-legacy-neighbours-'));
});
afterAll(async () => {
  await apart.close();
  rmSync(folder, { recursive: true });
});

/** Has accounts take their turns. @param order - Whose turn it is. Undefined: the sandbox is restarted. */
async function play(
  accounts: readonly Name[],
  restarts: boolean,
  order: readonly (number | undefined)[],
): Promise<readonly Account[]> {
  file += 1;
  const data = join(folder, `${file}.db`);
  const open = () =>
    createSandbox({
      data,
      verificationCap: 3,
      rateLimit: false,
      clock: { now: () => Date.UTC(2019, 10, 5) },
      send: async (input, init) => {
        const { hostname } = new URL(String(input));
        players.find(({ name }) => hostname === `${name}.example`)?.received.push(JSON.stringify(init));
        return new Response(null, { status: hostname === 'two.example' ? 500 : 204 });
      },
    });
  let sandbox = open();
  const ofAll = turns.filter(({ isInMemory = false }) => !(restarts && isInMemory));
  const players = accounts.map((name) => new Account(name, ofAll, () => sandbox));
  for (const which of order) {
    if (which !== undefined) await players[which]?.takeTurn();
    else if (restarts) {
      await sandbox.close();
      sandbox = open();
    }
  }
  for (const player of players) while (await player.takeTurn());
  await sandbox.close();
  return players;
}

test.for([false, true])(
  `each gets what it would get alone; with restarts: %s (seed ${seed})`,
  async (restarts) => {
    const alone = (await Promise.all(names.map((name) => play([name], restarts, [])))).flat();
    const whose = fc.option(fc.nat(names.length - 1), { nil: undefined, freq: 10 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(whose, { minLength: 2 * turns.length, maxLength: 4 * turns.length, size: 'max' }),
        async (order) => {
          const players = await play(names, restarts, order);
          for (const [index, { name, results, received }] of players.entries()) {
            for (const [turn, result] of results.entries())
              expect(result, name).toBe(alone[index]?.results[turn]);
            expect(received, name).toEqual(alone[index]?.received);
          }
        },
      ),
      // The shortest order would take minutes to find, and say no more.
      { seed, numRuns: runs(3), endOnFailure: true },
    );
  },
);
