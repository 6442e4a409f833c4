import { EventEmitter, getEventListeners } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { verificationInput as input } from '@truework-legacy/spec/test-data';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fetchFrom } from '../src/http/fetch.ts';
import { Lifecycle } from '../src/http/lifecycle.ts';
import { Sending } from '../src/http/sending.ts';
import type { SandboxOptions } from '../src/options.ts';
import { createSandbox, type Sandbox } from '../src/sandbox.ts';
import { Statement } from '../src/state/store.ts';
import { newFolder, openSandbox } from './support/open-sandbox.ts';

const key = 'tw_sk_test_closing';
const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
const verificationInput = JSON.stringify(input);
const closed = {
  name: 'SandboxError',
  code: 'closed',
  message: 'The sandbox is closed. Create another one with createSandbox().',
};

let sandbox: Sandbox;

function open(options: SandboxOptions = {}): void {
  sandbox = openSandbox(options);
}

function create(base = 'http://sandbox', fault?: string): Promise<Response> {
  const send = base === 'http://sandbox' ? sandbox.fetch : fetch;
  const init = { method: 'POST', headers: { ...headers }, body: verificationInput };
  if (fault !== undefined) Object.assign(init.headers, { 'X-Sandbox-Fault': fault });
  return send(`${base}/verification-requests/`, init);
}

test('once a sandbox is closed, a clock that was given has no timer of it', async () => {
  let nowMs = Date.UTC(2019, 10, 5);
  const timers = new Set<() => void>();
  const after = (_: number, callback: () => void) => {
    timers.add(callback);
    return () => timers.delete(callback);
  };
  const called = Promise.withResolvers<void>();
  const send = () => {
    called.resolve();
    return new Promise<never>(() => {});
  };
  open({ clock: { now: () => nowMs, after }, send });
  sandbox.tenant(key).webhooks.add('https://a.example');
  await create();
  expect(timers.size).toBe(1);
  nowMs += 200;
  for (const ring of timers) ring();
  await called.promise;
  const reported = vi.spyOn(console, 'error');
  // The call that is under way fails, and plans a retry.
  await sandbox.close();
  await setImmediate();
  expect(timers.size).toBe(0);
  expect(reported).not.toHaveBeenCalled();
  reported.mockRestore();
});

test('once a sandbox is closed, its data file is up to date', async () => {
  const data = join(newFolder(), 'sandbox.db');
  let nowMs = Date.UTC(2019, 10, 5);
  open({ data, clock: { now: () => nowMs } });
  await create();
  nowMs += 1000;
  await sandbox.fetch('http://sandbox/companies/', { headers });
  await sandbox.close();
  const database = new DatabaseSync(data);
  expect(database.prepare('SELECT state FROM verification').get()).toEqual({ state: 'completed' });
  database.close();
});

test('a sandbox whose state cannot be written says so when it is closed, and leaves its data file free', async () => {
  const data = join(newFolder(), 'sandbox.db');
  let nowMs = Date.UTC(2019, 10, 5);
  sandbox = createSandbox({ data, clock: { now: () => nowMs } });
  await create();
  nowMs += 1000;
  await sandbox.fetch('http://sandbox/companies/', { headers });
  const written = vi.spyOn(Statement.prototype, 'run').mockImplementationOnce(() => {
    throw new Error('full');
  });
  onTestFinished(() => written.mockRestore());
  await expect(sandbox.close()).rejects.toThrow('full');
  await createSandbox({ data }).close();
});

test('a request in process leaves no listener behind', async () => {
  const lifecycle = new Lifecycle();
  for (const transport of [undefined, { after: 1, effect: 'reset' }] as const) {
    const respond = async () => ({ status: 200, headers: {}, body: '{}', transport });
    await fetchFrom({ respond }, lifecycle)('http://sandbox/', { method: 'POST', body: 'x' });
    expect(getEventListeners(lifecycle.closing, 'abort')).toEqual([]);
  }
});

describe('a request whose body never ends', () => {
  const body = () => new ReadableStream({ pull: () => new Promise<void>(() => {}) });
  const send = (signal?: AbortSignal) =>
    sandbox.fetch('http://sandbox/verification-requests/', {
      method: 'POST',
      headers,
      body: body(),
      ...{ duplex: 'half' },
      ...(signal && { signal }),
    });

  test('is rejected when the sandbox is closed', async () => {
    open();
    const sent = send();
    await sandbox.close();
    for (const each of [sent, send()]) await expect(each).rejects.toMatchObject(closed);
  });

  test('is rejected when it is aborted, with the reason', async () => {
    open();
    const abort = new AbortController();
    const sent = send(abort.signal);
    abort.abort('enough');
    await expect(sent).rejects.toBe('enough');
    const early = sandbox.fetch('http://sandbox/companies/', { headers, signal: AbortSignal.abort('early') });
    await expect(early).rejects.toBe('early');
  });
});

/** Everything that a sandbox can be asked to do. */
function uses(tenant: ReturnType<Sandbox['tenant']>): Record<string, () => unknown> {
  return {
    fetch: () => sandbox.fetch('http://sandbox/companies/', { headers }),
    'fetch of the admin API': () => sandbox.fetch('http://sandbox/_sandbox/health'),
    listen: () => sandbox.listen({ port: -1 }),
    tenant: () => sandbox.tenant(key),
    'clock.advance': () => sandbox.clock.advance(1),
    'clock.after': () => sandbox.clock.after(1, () => {}),
    'tenant clock.advance': () => tenant.clock.advance(1),
    'tenant clock.after': () => tenant.clock.after(1, () => {}),
    reset: () => tenant.reset(),
    snapshot: () => tenant.snapshot(),
    restore: () => tenant.restore({} as never),
    'verifications.count': () => tenant.verifications.count(),
    'verifications.find': () => tenant.verifications.find('x'),
    'verifications.list': () => tenant.verifications.list({ limit: 1 }),
    'verifications.move': () => tenant.verifications.move('x', 'canceled'),
    'credentialsSessions.list': () => tenant.credentialsSessions.list(),
    'credentialsSessions.find': () => tenant.credentialsSessions.find('x'),
    'credentialsSessions.complete': () => tenant.credentialsSessions.complete('x'),
    'people.list': () => tenant.people.list(),
    'people.set': () => tenant.people.set([]),
    'faults.add': () => tenant.faults.add({ operation: '*', fault: 'html' }),
    'faults.list': () => tenant.faults.list(),
    'faults.remove': () => tenant.faults.remove(1),
    'faults.clear': () => tenant.faults.clear(),
    'webhooks.add': () => tenant.webhooks.add('https://a.example'),
    'webhooks.remove': () => tenant.webhooks.remove(1),
    'webhooks.endpoints': () => tenant.webhooks.endpoints(),
    'webhooks.deliveries': () => tenant.webhooks.deliveries(),
    'webhooks.redeliver': () => tenant.webhooks.redeliver(1),
  };
}

describe('once a sandbox is closed', () => {
  test.for(['closed', 'closing'])('nothing is done any more (%s)', async (when) => {
    open();
    const tenant = sandbox.tenant(key);
    const ended = sandbox.close();
    if (when === 'closed') await ended;
    for (const [name, use] of Object.entries(uses(tenant))) {
      await expect((async () => use())(), name).rejects.toMatchObject(closed);
    }
    expect(tenant.key).toBe(key);
    expect(sandbox.clock.now()).toBe(Date.UTC(2019, 10, 5));
    expect(sandbox.signingKey.keyId).toMatch(/^tw-local-/);
  });

  test('everything that is there is in that list', () => {
    open();
    const { clock, verifications, credentialsSessions, people, faults, webhooks, ...own } =
      sandbox.tenant(key);
    const names = Object.entries({ verifications, credentialsSessions, people, faults, webhooks }).flatMap(
      ([part, functions]) => Object.keys(functions).map((name) => `${part}.${name}`),
    );
    const listed = Object.keys(uses(sandbox.tenant(key)));
    expect(names.filter((name) => !listed.includes(name))).toEqual([]);
    expect(Object.keys(own).filter((name) => name !== 'key' && !listed.includes(name))).toEqual([]);
  });

  test('a second call waits for the first', async () => {
    open();
    const first = sandbox.close();
    expect(sandbox.close()).toBe(first);
    await first;
  });
});

describe('what is under way when a sandbox is closed', () => {
  test.for(['in process', 'on a port'])(
    'a request that waits gets its whole response (%s)',
    async (where) => {
      open();
      const base = where === 'in process' ? 'http://sandbox' : (await sandbox.listen({ port: 0 })).url;
      const response = create(base, 'latency; duration=1 hour');
      await expect.poll(() => sandbox.tenant(key).verifications.count()).toBe(1);
      await sandbox.close();
      const { status, headers: sent } = await response;
      expect([status, sent.get('x-sandbox-fault')]).toEqual([201, 'latency']);
      expect(await (await response).json()).toMatchObject({ state: 'pending-approval' });
    },
  );

  test('requests that were just accepted get their whole responses, over connections that stay open', async () => {
    open();
    const { url } = await sandbox.listen({ port: 0 });
    await create(url);
    const { promise: taken, resolve } = Promise.withResolvers<void>();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    const over = new Promise((end) => socket.on('close', end));
    socket.write(`GET /companies/?q=bank HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`, () =>
      resolve(),
    );
    await taken;
    await expect.poll(() => received).toContain('"count":1');
    await sandbox.close();
    await over;
    await expect(create(url)).rejects.toThrow();
  });

  test('a response is waited for until the connection is done with it, but not for long', async () => {
    const sending = new Sending();
    const response = Object.assign(new EventEmitter(), { closed: false, writeHead() {}, end() {} });
    const send = () => {
      const sent = { status: 200, headers: {}, body: '' };
      sending.send(sent, response as unknown as ServerResponse);
      // Nothing more comes of these.
      sending.send(sent, { ...response, closed: true } as unknown as ServerResponse);
      const transport = { after: 0, effect: 'stall' } as const;
      sending.send({ ...sent, transport }, { writeHead() {}, write() {} } as unknown as ServerResponse);
    };
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    for (const isSent of [true, false]) {
      send();
      if (isSent) await setImmediate();
      let isDrained = false;
      sending.drain().then(() => {
        isDrained = true;
      });
      await setImmediate();
      expect(isDrained).toBe(false);
      response.emit('close');
      await setImmediate();
      expect(isDrained).toBe(true);
    }
    expect(timers()).toBeLessThanOrEqual(before);
    send();
    await sending.drain();
  });

  test('a body that stalls stays open, and a connection that is gone already is not reset', async () => {
    const sending = new Sending();
    const { promise, resolve } = Promise.withResolvers<string>();
    const write = (_: unknown, done: () => void) => done();
    const send = (effect: 'reset' | 'stall', after: number | 'headers', socket: object | null) =>
      sending.send({ status: 200, headers: {}, body: '{}', transport: { after, effect } }, {
        writeHead() {},
        write,
        socket,
      } as never);
    send('reset', 'headers', null);
    for (const effect of ['stall', 'reset'] as const) {
      send(effect, 1, { resetAndDestroy: () => resolve(effect) });
    }
    await sending.drain();
    expect(await promise).toBe('reset');
  });

  test('is cut off: a request whose body is still to come, and a body that stalls', async () => {
    open();
    const { url } = await sandbox.listen({ port: 0 });
    const upload = request(`${url}/verification-requests/`, { method: 'POST', headers });
    const cut = new Promise<NodeJS.ErrnoException>((resolve) => upload.on('error', resolve));
    upload.write('{"type":');
    const stalled = await create(url, 'stalled-body');
    const inProcess = await create('http://sandbox', 'stalled-body');
    const bodies = [stalled.text(), inProcess.text()].map((body) => body.catch((error) => error));
    await sandbox.close();
    expect((await cut).code).toBe('ECONNRESET');
    expect((await Promise.all(bodies)).map((error) => error.message)).toEqual(['terminated', 'terminated']);
  });

  test('is rejected: a request in process whose body is still to come', async () => {
    open();
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const init = { method: 'POST', headers, body: body.readable, duplex: 'half' } as const;
    const response = sandbox.fetch('http://sandbox/verification-requests/', init);
    const ended = sandbox.close();
    const writer = body.writable.getWriter();
    writer.write(Buffer.from(verificationInput));
    writer.close();
    await expect(response).rejects.toMatchObject(closed);
    await ended;
  });

  test('an advance rejects, and time stays where it got to', async () => {
    const begun = Promise.withResolvers<void>();
    open({
      send: async () => {
        begun.resolve();
        return await new Promise<never>(() => {});
      },
    });
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add('https://a.example');
    await create();
    const advances = [tenant.clock.advance('1 day'), sandbox.clock.advance('1 day')];
    await begun.promise;
    const ended = sandbox.close();
    for (const advance of advances) await expect(advance).rejects.toMatchObject(closed);
    await ended;
    expect(tenant.clock.now() - Date.UTC(2019, 10, 5)).toBe(100);
  });

  test('whoever waits for a clock is called back', async () => {
    open();
    const rang: string[] = [];
    sandbox.clock.after(1000, () => rang.push('all'));
    sandbox.tenant(key).clock.after(1000, () => rang.push('one'));
    await sandbox.close();
    expect(rang).toEqual(['all', 'one']);
  });

  test('who waits for a change gets a response', async () => {
    open();
    const waiting = sandbox.fetch('http://sandbox/_sandbox/changes?since=0');
    await sandbox.close();
    expect((await waiting).status).toBe(200);
  });

  test('a server that is only beginning to listen is closed', async () => {
    open();
    const servers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
    const before = servers();
    const listening = sandbox.listen({ port: 0 });
    await sandbox.close();
    await expect(listening).rejects.toMatchObject(closed);
    await expect.poll(servers).toBeLessThanOrEqual(before);
  });
});
