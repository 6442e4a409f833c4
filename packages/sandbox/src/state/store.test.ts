import { execFileSync } from 'node:child_process';
import fs, {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { person, sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { newFolder, tenantsOf } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import type { Step } from '../people/index.ts';
import { createSandbox } from '../sandbox.ts';
import { handleOf } from '../tenant-handle.ts';
import { createDataFile, isForeignFile, restrictDataFile } from './data-file.ts';
import { Statement, Store } from './store.ts';
import { explainStoreError } from './store-error.ts';
import type { Tenant } from './tenant.ts';
import type { Tenants } from './tenants.ts';

let folder: string;
let data: string;

beforeEach(() => {
  folder = newFolder();
  data = join(folder, 'sandbox.db');
});

afterEach(() => vi.restoreAllMocks());

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function create(tenants: Tenants, note = '', steps: Step[] = [{ state: 'processing', afterMs: 100 }]) {
  return tenants.get('tw_sk_test_one').verifications.add({
    input: { ...verificationInput, additional_information: note },
    synchronous: false,
    person: null,
    employment: null,
    sessionToken: null,
    steps,
  });
}

test('in memory, of verifications that stay as they are at most 500 wait to be saved', () => {
  const store = new Store(':memory:');
  const tenants = tenantsOf(store);
  const saved = () => store.database.prepare('SELECT count(*) AS count FROM verification').get();
  for (let count = 0; count < 500; count += 1) create(tenants, '', []);
  expect(saved()).toEqual({ count: 0 });
  create(tenants, '', []);
  expect(saved()).toEqual({ count: 100 });
  // Those that wait, and those that still change, are found without being read, however many they are.
  const waiting = [create(tenants, '', []), create(tenants)];
  for (let count = 0; count < 600; count += 1) create(tenants);
  const { verifications } = tenants.get('tw_sk_test_one');
  for (const one of waiting) expect(verifications.find(one.id)).toBe(one);
  expect(saved()).toEqual({ count: 100 });
  store.close();
});

test('in a file, what 500 of them came to is saved at once, and those used last are in memory, too', async () => {
  let now = Date.UTC(2019, 10, 5);
  const store = new Store(data);
  const tenants = tenantsOf(store, () => now);
  const tenant = tenants.get('tw_sk_test_one');
  const { verifications } = tenant;
  const due = store.database.prepare('SELECT count(*) AS count FROM due');
  const first = create(tenants);
  for (let count = 1; count < 500; count += 1) create(tenants);
  expect(due.get()).toEqual({ count: 500 });
  now += 100;
  tenant.runDue();
  expect([first.state, due.get()]).toEqual(['processing', { count: 0 }]);
  for (let count = 0; count < 12; count += 1) create(tenants);
  expect(verifications.find(first.id)).toBe(first);
  create(tenants);
  const read = verifications.find(first.id);
  expect(read).not.toBe(first);
  expect(read).toEqual(first);
  expect(verifications.find(first.id)).toBe(read);
  for (let count = 0; count < 487; count += 1) create(tenants);
  await tenants.advance(100);
  expect(due.get()).toEqual({ count: 0 });
  store.close();
});

test('what is stored of a verification is read as it was', () => {
  const store = new Store(data);
  const { verifications } = tenantsOf(store).get('tw_sk_test_one');
  const added = verifications.add({
    input: verificationInput,
    synchronous: true,
    person: { social_security_number: '000-55-0001' },
    employment: 1,
    sessionToken: 'a token',
    steps: [{ state: 'action-required', afterMs: 100 }],
  });
  verifications.cancel(added, { cancellation_reason: 'other', cancellation_details: 'None.' });
  store.close();
  const again = new Store(data);
  expect(tenantsOf(again).get('tw_sk_test_one').verifications.find(added.id)).toEqual(added);
  again.close();
});

test('in memory, what fails undoes nothing that was done before', () => {
  const store = new Store(':memory:');
  const tenants = tenantsOf(store);
  const { id } = create(tenants);
  const tenant = tenants.get('tw_sk_test_one');
  const failing = () =>
    tenant.transaction(() => {
      tenant.verifications.move(id, 'canceled');
      throw new Error('the failure');
    });
  expect(failing).toThrow('the failure');
  expect(tenant.verifications.find(id)?.state).toBe('pending-approval');
  store.close();
});

describe('the data file', () => {
  test('and what is written beside it are for its owner alone', () => {
    const store = new Store(data);
    create(tenantsOf(store));
    const written = ['', '-wal', '-shm', '-journal'].filter((suffix) => existsSync(data + suffix));
    expect(written).toContain('-wal');
    expect(written.map((suffix) => mode(data + suffix))).toEqual(written.map(() => '600'));
    store.close();
  });

  test('is taken away from others if they could read it, with what a crash left beside it', () => {
    const first = new Store(data);
    const tenants = tenantsOf(first);
    create(tenants);
    // As a process that was killed leaves them.
    const left = { file: readFileSync(data), wal: readFileSync(`${data}-wal`) };
    first.close();
    writeFileSync(data, left.file);
    writeFileSync(`${data}-wal`, left.wal);
    chmodSync(data, 0o644);
    chmodSync(`${data}-wal`, 0o644);
    const again = new Store(data);
    expect(tenantsOf(again).get('tw_sk_test_one').verifications.count()).toBe(1);
    expect([mode(data), mode(`${data}-wal`)]).toEqual(['600', '600']);
    again.close();
  });

  test('is restricted in all its parts, and a failure of that is only reported', () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const parts = ['', '-wal', '-shm', '-journal'].map((suffix) => data + suffix);
    writeFileSync(data, '', { mode: 0o644 });
    restrictDataFile(data);
    for (const part of parts) writeFileSync(part, '', { mode: 0o644 });
    restrictDataFile(data);
    expect(parts.map(mode)).toEqual(Array(4).fill('600'));
    expect(warned).not.toHaveBeenCalled();
    const failing = vi.spyOn(fs, 'chmodSync').mockImplementation(() => {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    });
    syncBuiltinESMExports();
    const another = join(folder, 'another.db');
    new Store(another).close();
    failing.mockRestore();
    syncBuiltinESMExports();
    expect(warned.mock.calls).toEqual([
      [`The data file ${another} cannot be made private to its owner (EPERM).`],
    ]);
    expect(mode(another), 'as it was made').toBe('600');
  });

  test('is looked at without keeping it open, and may be empty', () => {
    writeFileSync(data, '');
    const next = () => {
      const file = openSync(data, 'r');
      closeSync(file);
      return file;
    };
    const before = next();
    const isForeign = Array.from({ length: 100 }, () => isForeignFile(data));
    expect(new Set(isForeign)).toEqual(new Set([false]));
    expect(next() - before).toBeLessThan(50);
  });

  test('is made for its owner alone, before SQLite opens it', () => {
    createDataFile(data);
    expect([mode(data), statSync(data).size]).toEqual(['600', 0]);
    writeFileSync(data, 'x');
    createDataFile(data);
    expect(readFileSync(data, 'utf8')).toBe('x');
  });

  test('may be named like a URL of SQLite, and the name for memory names no file', async () => {
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      const name = 'file:x?mode=memory';
      await createSandbox({ data: name }).close();
      expect([mode(name), statSync(name).size > 0]).toEqual(['600', true]);
      await createSandbox().close();
      expect(existsSync(':memory:')).toBe(false);
      writeFileSync(':memory:', 'x', { mode: 0o644 });
      await createSandbox().close();
      expect([mode(':memory:'), readFileSync(':memory:', 'utf8')]).toEqual(['644', 'x']);
    } finally {
      process.chdir(cwd);
    }
  });
});

describe('an error of the store', () => {
  test('of a disk that is full says so, and nothing that had a response is lost', () => {
    const store = new Store(data);
    const tenants = tenantsOf(store);
    create(tenants);
    const { page_count: pages } = store.database.prepare('PRAGMA page_count').get() as { page_count: number };
    store.database.exec(`PRAGMA max_page_count = ${pages + 5}`);
    const ids = [];
    let failure: unknown;
    while (failure === undefined) {
      try {
        ids.push(create(tenants, 'x'.repeat(1000)).id);
      } catch (error) {
        failure = error;
      }
    }
    expect(failure).toMatchObject({
      code: 'store_failed',
      message: `The data file ${data} could not be written: the disk is full (SQLite: database or disk is full). Free some space, or use another file.`,
      cause: { errcode: 13 },
    });
    const { verifications } = tenants.get('tw_sk_test_one');
    expect(verifications.count()).toBe(ids.length + 1);
    store.database.exec('PRAGMA max_page_count = 10000');
    ids.push(create(tenants, 'after').id);
    expect(ids.filter((id) => verifications.find(id) === undefined)).toEqual([]);
    store.close();
    const again = new Store(data);
    const { verifications: kept } = tenantsOf(again).get('tw_sk_test_one');
    expect(ids.filter((id) => kept.find(id) === undefined)).toEqual([]);
    again.close();
  });

  test('at the first create of a key leaves it without a number that another key gets', () => {
    const store = new Store(data);
    const tenants = tenantsOf(store);
    const { page_count: pages } = store.database.prepare('PRAGMA page_count').get() as { page_count: number };
    store.database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    expect(() => create(tenants, 'x'.repeat(100_000))).toThrow('the disk is full');
    store.database.exec('PRAGMA max_page_count = 10000');
    const other = tenants.get('tw_sk_test_two');
    other.people.set([{ social_security_number: '000-55-0001' }]);
    create(tenants);
    store.close();
    const again = new Store(data);
    const kept = tenantsOf(again);
    const [one, two] = ['one', 'two'].map((name) => kept.get(`tw_sk_test_${name}`));
    expect([one?.verifications.count(), one?.people.list().length]).toEqual([1, 0]);
    expect([two?.verifications.count(), two?.people.list().length]).toEqual([0, 1]);
    again.close();
  });

  test('keeps what is due for later, and is thrown to whoever asks meanwhile', () => {
    let now = Date.UTC(2019, 10, 5);
    const store = new Store(data);
    const tenants = tenantsOf(store, () => now);
    const { id } = create(tenants);
    const tenant = tenants.get('tw_sk_test_one');
    const before = tenant.snapshot();
    now += 100;
    tenant.runDue();
    tenant.restore(before);
    expect(tenant.snapshot(), 'though an event of before was handled').toEqual(before);
    // Every change of a state is stored, as that of an event is.
    tenants.verifications.onStateChange.push(() => tenant.transaction(() => {}));
    store.database.exec('PRAGMA query_only = ON');
    now += 100;
    for (const _ of [1, 2]) {
      expect(() => tenant.runDue()).toThrow(`${data} cannot be written: it is read-only`);
      expect(tenant.verifications.find(id)?.state).toBe('pending-approval');
    }
    store.database.exec('PRAGMA query_only = OFF');
    tenant.runDue();
    expect(tenant.verifications.find(id)).toMatchObject({ state: 'processing', revision: 2 });
    store.close();
  });

  test('retries a webhook whose attempt cannot be stored once a second, and ends an advance', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    onTestFinished(() => void process.off('unhandledRejection', unhandled));
    let sent = 0;
    let isFull = false;
    const failure = explainStoreError(Object.assign(new Error('full'), { errcode: 13 }), data);
    const update = Statement.prototype.run;
    vi.spyOn(Statement.prototype, 'run').mockImplementation(function (this: Statement, ...values) {
      // Of an attempt there is what came of it.
      if (isFull && String(values[2]).includes('"status"')) throw failure;
      return update.apply(this, values);
    });
    const sandbox = createSandbox({
      data,
      send: async () => {
        sent += 1;
        return new Response(null, { status: 204 });
      },
    });
    const { clock, webhooks } = sandbox.tenant('tw_sk_test_one');
    webhooks.add('https://a.example');
    isFull = true;
    const target = { ...person, social_security_number: '000-91-0002' };
    await send(sandbox, 'tw_sk_test_one', 'POST', '/verification-requests/', {
      ...verificationInput,
      target,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toBe(10);
    expect(unhandled).not.toHaveBeenCalled();
    expect(reported.mock.calls).toEqual(Array(10).fill(['The sandbox failed at webhook.', failure]));
    for (const advanced of [clock, sandbox.clock]) {
      await expect(advanced.advance('1 hour')).rejects.toMatchObject({ code: 'store_failed' });
    }
    expect(sent).toBe(12);
    isFull = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([sent, webhooks.deliveries().map(({ state }) => state)]).toEqual([13, ['delivered']]);
    vi.useRealTimers();
    await sandbox.close();
  });

  test('retries a change of a state that cannot be stored once a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
    const sandbox = createSandbox({ data, send: async () => new Response(null, { status: 204 }) });
    const { verifications, webhooks } = sandbox.tenant('tw_sk_test_one');
    webhooks.add('https://a.example');
    for (const _ of [1, 2])
      await send(sandbox, 'tw_sk_test_one', 'POST', '/verification-requests/', verificationInput);
    const [last] = verifications.list({ limit: 1 });
    const failure = explainStoreError(Object.assign(new Error('full'), { errcode: 13 }), data);
    const update = Statement.prototype.run;
    // What is done before it has the next webhook sent at once.
    const written = vi.spyOn(Statement.prototype, 'run').mockImplementation(function (
      this: Statement,
      ...values
    ) {
      if (String(values).includes(`${last?.id}`)) throw failure;
      return update.apply(this, values);
    });
    await vi.advanceTimersByTimeAsync(9_100);
    expect(reported.mock.calls).toEqual(
      Array(10).fill(['The sandbox could not handle a scheduled event, and retries.', failure]),
    );
    written.mockRestore();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([verifications.count('completed'), webhooks.deliveries().length]).toEqual([2, 4]);
    vi.useRealTimers();
    await sandbox.close();
  });

  test('of a file that is damaged names it and the way out', () => {
    const store = new Store(data);
    const tenants = tenantsOf(store);
    for (let count = 0; count < 50; count += 1) create(tenants, 'x'.repeat(500));
    store.close();
    const bytes = readFileSync(data);
    bytes.fill(0x5a, 4096);
    writeFileSync(data, bytes);
    expect(() => tenantsOf(new Store(data)).get('tw_sk_test_one').verifications.list({ limit: 1 })).toThrow(
      expect.objectContaining({
        code: 'store_failed',
        message: expect.stringMatching(/^The data file .*sandbox\.db is damaged \(SQLite: .*Delete it/),
      }),
    );
  });

  test('of a file that SQLite did not write, of a folder, or of a pipe, names it', () => {
    // SQLite takes the short ones for empty ones.
    for (const text of ['x', '[]', 'x'.repeat(511), 'x'.repeat(5000)]) {
      writeFileSync(data, text);
      expect(() => createSandbox({ data })).toThrow(
        expect.objectContaining({
          code: 'store_failed',
          message: `The data file ${data} is not a file of the sandbox, and was left as it is. Use another file.`,
        }),
      );
      expect(readFileSync(data, 'utf8')).toBe(text);
    }
    expect(() => createSandbox({ data: folder })).toThrow(`The data file ${folder} is a folder`);
    // A device would be taken away from everybody else.
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => createSandbox({ data: pipe })).toThrow(`The data file ${pipe} is not a file of the sandbox`);
  });

  test('is not hidden by a rollback that fails, too', () => {
    const store = new Store(':memory:');
    const failing = () =>
      store.transaction(() => {
        store.execute('ROLLBACK');
        throw new Error('the first failure');
      });
    expect(failing).toThrow('the first failure');
    expect(store.transaction(() => 1)).toBe(1);
    store.close();
  });

  test.for<[string, (tenants: Tenants, tenant: Tenant) => unknown]>([
    ['what is due', (_, tenant) => tenant.runDue()],
    ['an advance of the key', (_, tenant) => tenant.advance(0)],
    ['an advance of all', (tenants) => tenants.advance(0)],
    ['a look at its people', (tenants) => handleOf('tw_sk_test_one', { tenants } as never).people.list()],
  ])('that leaves memory behind is made good before %s', async ([, use]) => {
    const store = new Store(data);
    const tenants = tenantsOf(store);
    create(tenants);
    const tenant = tenants.get('tw_sk_test_one');
    const load = vi.spyOn(tenant.verifications, 'load').mockImplementationOnce(() => {
      throw new Error('the disk is gone');
    });
    expect(() =>
      tenant.transaction(() => {
        throw new Error('the first failure');
      }),
    ).toThrow('the first failure');
    expect(load).toHaveBeenCalledTimes(1);
    await use(tenants, tenant);
    expect(load).toHaveBeenCalledTimes(2);
    expect(tenant.verifications.count()).toBe(1);
    store.close();
  });

  test('is a 500 of the API and of the admin API, with the cause and the file', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const written = vi.spyOn(Statement.prototype, 'run');
    const sandbox = createSandbox({ data });
    written.mockImplementation(() => {
      throw explainStoreError(Object.assign(new Error('database or disk is full'), { errcode: 13 }), data);
    });
    const reason = `The data file ${data} could not be written: the disk is full (SQLite: database or disk is full). Free some space, or use another file.`;
    for (const [path, body, error] of [
      ['/credentials/session', sessionInput, { message: `The sandbox itself failed. ${reason}` }],
      ['/_sandbox/reset', {}, { code: 'store_failed', message: reason }],
    ] as const) {
      const response = await send(sandbox, 'tw_sk_test_one', 'POST', path, body);
      expect([response.status, await response.json()]).toEqual([500, { error }]);
    }
    vi.restoreAllMocks();
    await sandbox.close();
  });

  test('at the start leaves the file free for another try', async () => {
    const bad = { data, webhookEndpoints: [{ url: 'http://a.example' }] };
    expect(() => createSandbox(bad)).toThrow(expect.objectContaining({ code: 'invalid_webhook_endpoint' }));
    await createSandbox({ data }).close();
  });
});
