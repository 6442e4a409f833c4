import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { person, sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { newFolder, openSandbox, tenantsOf } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import { isRecord } from '../errors/index.ts';
import type { VerificationState } from '../generated/types.gen.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { Ids } from '../seed/index.ts';
import { Store } from './store.ts';
import { explainStoreError } from './store-error.ts';
import type { AdvanceableClock } from './tenant.ts';

const now = Date.UTC(2019, 10, 5);
const one = 'tw_sk_test_one';
const other = 'tw_sk_test_other';

const newVerification = {
  input: verificationInput,
  synchronous: false,
  person: null,
  employment: null,
  sessionToken: null,
  steps: [],
};

const newFile = () => join(newFolder(), 'sandbox.db');

async function call(sandbox: Sandbox, key: string, path: string, body?: object): Promise<string> {
  const response = await send(sandbox, key, body === undefined ? 'GET' : 'POST', path, body);
  return `${response.status} ${JSON.stringify(Object.fromEntries(response.headers))} ${await response.text()}`;
}

function create(sandbox: Sandbox, key: string, number = '000-00-0000'): Promise<string> {
  const target = { ...person, social_security_number: number };
  return call(sandbox, key, '/verification-requests/', { ...verificationInput, target });
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a tenant', () => {
  test('is forgotten after many others while nothing belongs to it, and never else', async () => {
    const tenants = tenantsOf();
    const stored = tenants.visit('tw_sk_test_stored');
    const created = tenants.visit(one);
    for (const { verifications } of [stored, created]) verifications.add(newVerification);
    stored.save();
    const held = tenants.get(other);
    const blank = tenants.visit('tw_sk_test_blank');
    for (let count = 0; count < 10_000; count += 1) tenants.visit(`tw_sk_test_${count}`);
    expect([...tenants.loaded]).toHaveLength(1007);
    expect(tenants.visit('tw_sk_test_stored')).toBe(stored);
    expect(tenants.visit(one)).toBe(created);
    expect(tenants.visit(other)).toBe(held);
    const again = tenants.visit('tw_sk_test_blank');
    expect(again).not.toBe(blank);
    // A later version makes the same ids from the same seed.
    expect([blank.identity, again.identity]).toEqual(
      Array(2).fill('pQXU6WSQd9q7ddgxPQfgLMRaaznEBm7y6pQ_gOOvUuo'),
    );
  });

  test('gets no row for what it only asks', async () => {
    const data = newFile();
    const sandbox = openSandbox({ data });
    for (const path of [
      '/verification-requests/',
      '/verification-requests/?state=completed',
      '/companies/',
      '/verification-requests/x',
      `/verification-requests/${new Ids('another').object('verification', 1)}`,
    ]) {
      expect(await call(sandbox, one, path)).toMatch(/^(200|404)/);
    }
    await sandbox.close();
    const database = new DatabaseSync(data);
    expect(database.prepare('SELECT key FROM tenant').all()).toEqual([]);
    database.close();
  });

  test('after a reset it is as if its key had never been used', async () => {
    const sandbox = openSandbox();
    const first = await create(sandbox, one);
    await sandbox.tenant(one).clock.advance('2 hours');
    sandbox.tenant(one).reset();
    expect(sandbox.tenant(one).verifications.count()).toBe(0);
    expect(await create(sandbox, one)).toBe(first);
  });

  test('is not changed by what is done to what it returns', async () => {
    const sandbox = openSandbox();
    const tenant = sandbox.tenant(one);
    const { faults, people, verifications, webhooks } = tenant;
    people.set([{ social_security_number: '000-55-0001', states: [] }]);
    webhooks.add('http://localhost/hook');
    await create(sandbox, one, '000-55-0001');
    const rule = faults.add({ operation: '*', fault: 'html' });
    const all = () => JSON.stringify([tenant.snapshot(), webhooks.endpoints(), faults.list()]);
    const before = all();
    const spoil = (value: object) => {
      for (const [name, inside] of Object.entries(value)) {
        if (isRecord(inside)) spoil(inside);
        Object.assign(value, { [name]: null });
      }
    };
    for (const returned of [
      ...[rule, ...faults.list(), ...webhooks.endpoints(), ...people.list()],
      ...verifications.list({ limit: 1 }),
    ])
      spoil(returned);
    expect(all()).toBe(before);
  });

  test('a reset and a restore end an advance that is under way', async () => {
    let called = Promise.withResolvers<void>();
    let response = Promise.withResolvers<Response>();
    const send = () => {
      called.resolve();
      return response.promise;
    };
    const sandbox = openSandbox({ send });
    const tenant = sandbox.tenant(one);
    tenant.webhooks.add('http://localhost/hook');
    const before = tenant.snapshot();
    const interrupted = async (clock: AdvanceableClock, end: () => void) => {
      called = Promise.withResolvers();
      response = Promise.withResolvers();
      await create(sandbox, one);
      const advance = clock.advance('1 day');
      await called.promise;
      end();
      response.resolve(new Response());
      return (await advance).events.length;
    };
    expect(await interrupted(tenant.clock, () => tenant.restore(before))).toBe(1);
    expect(tenant.snapshot()).toEqual(before);
    const elapsed = tenant.clock.elapsed();
    expect(await interrupted(tenant.clock, () => tenant.reset())).toBe(1);
    expect([tenant.clock.now(), tenant.clock.elapsed()]).toEqual([sandbox.clock.now(), elapsed + 100]);
    tenant.restore(before);
    expect(await interrupted(sandbox.clock, () => tenant.reset())).toBe(1);
    expect([tenant.clock.now(), sandbox.clock.now()]).toEqual([now + 86_400_000, now + 86_400_000]);
    expect(tenant.clock.elapsed()).toBeGreaterThan(elapsed + 86_400_000);
  });

  test('a reset and a restore forget which requests were counted', async () => {
    const sandbox = openSandbox({ rateLimit: 1 });
    const tenant = sandbox.tenant(one);
    const snapshot = tenant.snapshot();
    const taken = async () => (await call(sandbox, one, '/companies/')).slice(0, 3);
    expect([await taken(), await taken()]).toEqual(['200', '429']);
    tenant.reset();
    expect([await taken(), await taken()]).toEqual(['200', '429']);
    tenant.restore(snapshot);
    expect(await taken()).toBe('200');
  });

  test('a cap keeps the newest', async () => {
    const sandbox = openSandbox({ verificationCap: 3 });
    const tenant = sandbox.tenant(one);
    await create(sandbox, one);
    const oldest = tenant.verifications.list({ limit: 1 })[0]?.id;
    for (const _ of [1, 2, 3, 4]) await create(sandbox, one);
    await tenant.clock.advance('1 second');
    expect(tenant.verifications.list({ limit: 10 }).map(({ sequence }) => sequence)).toEqual([5, 4, 3]);
    expect(await call(sandbox, one, `/verification-requests/${oldest}`)).toMatch(/^404/);
    await create(sandbox, one);
    const counts = (['pending-approval', 'processing', 'completed'] as const).map((state) =>
      tenant.verifications.count(state),
    );
    expect([tenant.verifications.count(), ...counts]).toEqual([3, 1, 0, 2]);
    const pages = ['', '?state=pending-approval', '?state=completed'];
    for (const [index, count] of [3, 1, 2].entries()) {
      const page = await call(sandbox, one, `/verification-requests/${pages[index]}`);
      const body = JSON.parse(page.slice(page.indexOf('{"count"')));
      expect([body.count, body.results.length]).toEqual([count, count]);
    }
  });

  test('a cap holds for what was stored without it, with the next create', async () => {
    const data = newFile();
    const without = openSandbox({ data });
    for (const _ of [1, 2, 3, 4, 5]) await create(without, one);
    const snapshot = without.tenant(one).snapshot();
    await without.close();
    const sandbox = openSandbox({ data, verificationCap: 3 });
    expect(sandbox.tenant(one).snapshot()).toEqual(snapshot);
    sandbox.tenant(other).restore(snapshot);
    const snapshots = [];
    for (const key of [one, other]) {
      await create(sandbox, key);
      const kept = sandbox.tenant(key).verifications.list({ limit: 10 });
      expect(kept.map(({ sequence }) => sequence)).toEqual([6, 5, 4]);
      snapshots.push(sandbox.tenant(key).snapshot());
    }
    await sandbox.close();
    const restarted = openSandbox({ data });
    for (const [index, key] of [one, other].entries()) {
      const { verifications, snapshot } = restarted.tenant(key);
      expect([verifications.count(), snapshot()]).toEqual([3, snapshots[index]]);
    }
  });

  test.for([
    [':memory:', 1200],
    ['file', 600],
  ] as const)('with a cap, nothing is left of those that went (%s)', async ([where, created]) => {
    const failed = vi.spyOn(console, 'error');
    const sandbox = openSandbox({ verificationCap: 50, data: where === 'file' ? newFile() : where });
    const tenant = sandbox.tenant(one);
    for (let count = 0; count < created; count += 1) {
      await create(sandbox, one);
      const { clock } = count % 200 === 99 ? tenant : sandbox;
      if (count % 100 === 99) await clock.advance('1 second');
    }
    const { tables } = tenant.snapshot();
    expect([tables['verification']?.rows, tables['due']?.rows].map((rows) => rows?.length)).toEqual([50, 0]);
    expect(failed).not.toHaveBeenCalled();
  });

  test.for<[VerificationState[], VerificationState]>([
    [[], 'canceled'],
    [['processing'], 'canceled'],
    [['processing', 'pending-approval'], 'canceled'],
    [['processing', 'action-required'], 'action-required'],
    [['processing', 'pending-approval', 'processing', 'invalid'], 'invalid'],
  ])('has a synchronous verification of the states %j that is %s, for good', ([states, state]) => {
    let nowMs = now;
    const tenant = tenantsOf(new Store(':memory:'), () => nowMs).get(one);
    const steps = states.map((entered) => ({ state: entered, afterMs: 100 }));
    const { id } = tenant.verifications.add({ ...newVerification, synchronous: true, steps });
    nowMs += 1000;
    tenant.runDue();
    expect(tenant.verifications.find(id)).toMatchObject({ state, revision: 1 });
  });
});

test.for([
  [':memory:', 'itself'],
  ['file', 'itself'],
  ['file', 'in a transaction'],
])('an event that fails is reported once, and those after it are handled (%s, %s)', ([where, how]) => {
  const failed = vi.spyOn(console, 'error').mockImplementation(() => {});
  let nowMs = now;
  const store = new Store(where === 'file' ? newFile() : ':memory:');
  const tenants = tenantsOf(store, () => nowMs);
  const handled: unknown[] = [];
  tenants.timelines.works.set('failing', {
    background: false,
    accepts: () => true,
    run(owner, payload) {
      handled.push(payload);
      const fail = () => {
        throw new Error('broken');
      };
      if (payload === 'failing') {
        if (how === 'itself') fail();
        else owner.transaction(fail);
      }
      return undefined;
    },
  });
  const tenant = tenants.get(one);
  for (const [index, payload] of ['first', 'failing', 'last'].entries())
    tenant.timeline.schedule(now + index, 'failing', payload);
  tenant.timeline.schedule(now, 'unknown', null);
  nowMs += 10;
  tenant.runDue();
  tenant.runDue();
  expect(handled).toEqual(
    how === 'itself' ? ['first', 'failing', 'last'] : ['first', 'failing', 'first', 'last'],
  );
  expect(failed.mock.calls).toEqual([['The sandbox failed at failing.', new Error('broken')]]);
  expect(tenant.snapshot().tables['due']?.rows).toEqual([]);
  store.close();
});

test.for([
  ['a saved one', ['first', 'failing', 'failing', 'last']],
  ['one that only follows', ['first', 'failing', 'failing', 'last']],
  ['one that is rolled back', ['first', 'failing', 'first', 'failing', 'last']],
] as const)('an event that the store fails at is handled again: %s', ([how, expected]) => {
  const store = new Store(newFile());
  const tenants = tenantsOf(store);
  const tenant = tenants.get(one);
  const handled: unknown[] = [];
  let failure: unknown = explainStoreError(Object.assign(new Error('full'), { errcode: 13 }), 'x');
  const fail = () => {
    if (failure !== undefined) throw failure;
  };
  tenants.timelines.works.set('failing', {
    background: false,
    accepts: () => true,
    run(_, payload) {
      handled.push(payload);
      if (payload === 'failing') how === 'one that is rolled back' ? tenant.transaction(fail) : fail();
      return undefined;
    },
  });
  for (const payload of ['first', 'failing', 'last'])
    tenant.timeline.schedule(now, 'failing', payload, how !== 'one that only follows');
  const due = store.prepare('SELECT count(*) AS count FROM due');
  expect(() => tenant.runDue()).toThrow('the disk is full');
  tenant.save();
  expect(due.get()).toEqual({ count: expected.length - 2 });
  failure = undefined;
  tenant.runDue();
  expect(handled).toEqual(expected);
  tenant.save();
  expect([due.get(), tenant.timeline.isUnsaved]).toEqual([{ count: 0 }, false]);
  store.close();
});

test('what is due once a tenant was stopped is left for later', () => {
  const { timeline, verifications } = tenantsOf().get(one);
  const { id } = verifications.add({ ...newVerification, steps: [{ state: 'processing', afterMs: 0 }] });
  timeline.stop();
  timeline.runDue(now);
  expect(verifications.find(id)?.state).toBe('pending-approval');
});

test.for<[VerificationState, string]>([
  ['pending-approval', 'processing, canceled'],
  ['processing', 'pending-approval, action-required, completed, canceled, invalid'],
  ['action-required', 'processing, canceled'],
  ['completed', 'nothing else: the state is final'],
  ['canceled', 'nothing else: the state is final'],
  ['invalid', 'nothing else: the state is final'],
])('a verification that is %s can become %s', ([state, possible]) => {
  const { verifications } = tenantsOf().get(one);
  const { id } = verifications.add(newVerification);
  if (state !== 'pending-approval') verifications.move(id, 'processing');
  if (verifications.find(id)?.state !== state) verifications.move(id, state);
  expect(() => verifications.move(id, state)).toThrow(
    expect.objectContaining({
      code: 'impossible_state',
      message: `A verification that is ${state} cannot become ${state}. It can become ${possible}.`,
    }),
  );
});

describe('a credentials session', () => {
  test('is found as it was created, and is completed once', () => {
    const { credentialsSessions } = tenantsOf().get(one);
    const added = credentialsSessions.add(sessionInput);
    // A later version makes the same token from the same seed.
    expect(added.token).toBe('jJXMhs35c1ttFGNKPcZQZbQy_BDUX1LMfGAbAQuJ59E');
    expect(credentialsSessions.find(added.token)).toEqual(added);
    const complete = (token: string) => credentialsSessions.complete(token);
    const { id } = complete(added.token);
    for (const [token, code, message] of [
      ['x', 'unknown_credentials_session', 'There is no credentials session with this token.'],
      [
        added.token,
        'credentials_session_completed',
        `This credentials session was completed and created the verification ${id}. Create another session.`,
      ],
    ] as const)
      expect(() => complete(token)).toThrow(expect.objectContaining({ code, message }));
  });

  test.for<[string, string, string]>([
    ["of the key's own person", '000-55-0001', 'invalid'],
    ['of a listed number', '000-91-0004', 'canceled'],
    ['of anybody else', '000-55-0002', 'completed'],
  ])('%s (%s) creates a verification that becomes %s', ([, number, state]) => {
    let nowMs = now;
    const tenant = tenantsOf(new Store(':memory:'), () => nowMs).get(one);
    const states = [{ state: 'processing' }, { state: 'invalid' }] as const;
    tenant.people.set([{ social_security_number: '000-55-0001', states }]);
    const input = { ...sessionInput, target: { ...person, social_security_number: number } };
    const { token } = tenant.credentialsSessions.add(input);
    const { id } = tenant.credentialsSessions.complete(token);
    nowMs += 1000;
    tenant.runDue();
    expect(tenant.verifications.find(id)).toMatchObject({ state, synchronous: false, input });
  });
});

describe('time', () => {
  test('advanced for all, it says what happened, each thing at its own moment and in order', async () => {
    const sandbox = openSandbox();
    await create(sandbox, one);
    await sandbox.clock.advance(10);
    await sandbox.tenant(other).clock.advance('1 hour');
    await create(sandbox, other, '000-91-0003');
    const { nowMs, events } = await sandbox.clock.advance('3 days');
    expect(nowMs).toBe(now + 10 + 3 * 86_400_000);
    expect(events.map(({ atMs, detail }) => [atMs - now, detail['to']])).toEqual([
      [100, 'processing'],
      [3_600_110, 'processing'],
      [200, 'completed'],
      [3_600_210, 'pending-approval'],
      [3_600_310, 'processing'],
      [3_600_410, 'completed'],
    ]);
    const [first] = sandbox.tenant(one).verifications.list({ limit: 1 });
    expect(first?.history.map(({ atMs }) => atMs - now)).toEqual([0, 100, 200]);
  });

  test('advanced for all, what only follows at its end happens, too', async () => {
    const { clock } = openSandbox();
    const rang: number[] = [];
    clock.after(100, async () => {
      await undefined;
      clock.after(0, () => rang.push(clock.now() - now));
    });
    await clock.advance(100);
    expect(rang).toEqual([100]);
  });

  test('advanced while nobody waits with it, it takes no turn of the event loop: timers may be fake', async () => {
    const sandbox = openSandbox();
    await create(sandbox, one);
    for (const clock of [sandbox.tenant(one).clock, sandbox.clock]) {
      const first = await Promise.race([setImmediate('a turn'), clock.advance(1000)]);
      expect(first).toHaveProperty('events');
    }
  });

  test('advanced, it stands meanwhile', async () => {
    let nowMs = now;
    const sandbox = openSandbox({ clock: { now: () => nowMs++ } });
    const { clock } = sandbox.tenant(one);
    await clock.advance(100);
    expect(clock.now() - sandbox.clock.now()).toBe(99);
  });

  test('advanced, it leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sandbox = openSandbox({ send: async () => new Response() });
    const tenant = sandbox.tenant(one);
    tenant.webhooks.add('https://a.example');
    await create(sandbox, one);
    await tenant.clock.advance('1 second');
    expect(tenant.webhooks.deliveries().map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect([vi.getTimerCount(), tenant.snapshot().tables['due']?.rows]).toEqual([0, []]);
  });

  test('passed unnoticed, what was due meanwhile happened at its moment', async () => {
    let nowMs = now;
    const sandbox = openSandbox({ clock: { now: () => nowMs }, send: async () => new Response() });
    const { verifications, webhooks } = sandbox.tenant(one);
    webhooks.add('https://a.example');
    await create(sandbox, one);
    nowMs += 3_600_000;
    expect(verifications.count('completed')).toBe(1);
    expect(webhooks.deliveries().map(({ createdMs }) => createdMs - now)).toEqual([200, 100]);
  });

  test('advanced twice at once, both advances count', async () => {
    for (const { clock } of [openSandbox(), openSandbox().tenant(one)]) {
      const [first, second] = await Promise.all([clock.advance(100), clock.advance(50)]);
      expect([first.nowMs - now, second.nowMs - now]).toEqual([100, 150]);
    }
  });

  test('and what is due outlive a restart', async () => {
    const data = newFile();
    const before = openSandbox({ data });
    await before.clock.advance('1 day');
    await before.tenant(one).clock.advance('1 hour');
    await create(before, one);
    await before.tenant(one).clock.advance(50);
    await before.close();
    const after = openSandbox({ data });
    expect(after.clock.now()).toBe(now + 86_400_000);
    const { events } = await after.clock.advance('1 second');
    expect(events.map(({ detail }) => [detail['from'], detail['to']])).toEqual([
      ['pending-approval', 'processing'],
      ['processing', 'completed'],
    ]);
    expect(after.tenant(one).clock.now()).toBe(now + 90_001_050);
  });
});

describe('a snapshot', () => {
  test('is one JSON value that restores to the bit, in time and ids too, and under another key and seed', async () => {
    const sandbox = openSandbox({ signing: false });
    const tenant = sandbox.tenant(one);
    tenant.webhooks.add('http://localhost:1/');
    tenant.faults.add({ operation: 'searchCompanies', fault: 'status; code=503', times: 2 });
    await create(sandbox, one);
    await tenant.clock.advance(150);
    await call(sandbox, one, '/companies/');
    const text = JSON.stringify(tenant.snapshot());
    expect(text).not.toContain(one);

    const elsewhere = openSandbox({ seed: 'another', signing: false });
    for (const [box, key] of [
      [sandbox, one],
      [elsewhere, other],
    ] as const) {
      const restored = box.tenant(key);
      await create(box, key);
      restored.restore(JSON.parse(text));
      expect(restored.verifications.count('processing')).toBe(1);
      expect(JSON.stringify(restored.snapshot())).toBe(text);
      await restored.clock.advance(50);
    }
    const path = '/verification-requests/';
    const responses = await Promise.all([
      call(sandbox, one, path),
      call(elsewhere, other, path),
      call(sandbox, one, '/companies/'),
      call(elsewhere, other, '/companies/'),
    ]);
    expect(responses[1]).toBe(responses[0]);
    expect(responses[3]).toBe(responses[2]);
    expect(responses[0]).toContain('"state":"completed"');
    expect(responses[2]).toMatch(/^503/);
  });
});

describe('a data file', () => {
  test('of a sandbox that runs is rejected', () => {
    const data = newFile();
    openSandbox({ data });
    expect(() => createSandbox({ data })).toThrow('in use by another sandbox');
  });

  test.for([0, 1])('of another program is left as it is, whatever its version: %i', (version) => {
    const data = newFile();
    const database = new DatabaseSync(data);
    database.exec(`CREATE TABLE customers (name TEXT); PRAGMA user_version = ${version}`);
    database.close();
    chmodSync(data, 0o644);
    const before = readFileSync(data);
    expect(() => createSandbox({ data })).toThrow(
      expect.objectContaining({
        code: 'store_failed',
        message: `${data} is a database of another program, and was left as it is. Use another file.`,
      }),
    );
    expect([readFileSync(data).equals(before), statSync(data).mode & 0o777]).toEqual([true, 0o644]);
    // It is not locked either.
    const again = new DatabaseSync(data);
    again.exec("INSERT INTO customers VALUES ('one')");
    again.close();
  });

  test('of another version is rejected', () => {
    const data = newFile();
    const store = new Store(data);
    tenantsOf(store);
    store.execute('PRAGMA user_version = 2');
    store.close();
    expect(() => createSandbox({ data })).toThrow(
      expect.objectContaining({
        code: 'store_failed',
        message: `${data} was written by another version of the sandbox (2, not 3). Delete it, or use another file.`,
      }),
    );
  });

  test('of a first start that was cut short is taken up', async () => {
    const data = newFile();
    const store = new Store(data);
    store.database.exec(
      'CREATE TABLE tenant (tenant INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, identity TEXT NOT NULL, advancedMs INTEGER NOT NULL) STRICT',
    );
    store.close();
    const sandbox = openSandbox({ data });
    await create(sandbox, one);
    expect(sandbox.tenant(one).verifications.count()).toBe(1);
  });

  test('in a folder that is missing is rejected with its name', () => {
    const data = join(newFile(), 'sandbox.db');
    expect(() => createSandbox({ data })).toThrow(`${data} cannot be opened`);
  });
});

describe('a clock', () => {
  test.for([1e308, '99999999 days', '3000000 days'])(
    'is not moved beyond the year 9998: %s',
    async (span) => {
      const sandbox = openSandbox();
      const tenant = sandbox.tenant(one);
      await create(sandbox, one);
      for (const clock of [tenant.clock, sandbox.clock]) {
        await expect(clock.advance(span)).rejects.toMatchObject({
          code: 'invalid_duration',
          message: 'The clock ends with the year 9998, and this would lead beyond it. Advance it by less.',
        });
        expect(clock.now()).toBe(now);
      }
      await tenant.clock.advance(Date.UTC(9999, 0) - now);
      await expect(sandbox.clock.advance(1)).rejects.toMatchObject({ code: 'invalid_duration' });
      expect(tenant.verifications.count()).toBe(1);
    },
  );
});
