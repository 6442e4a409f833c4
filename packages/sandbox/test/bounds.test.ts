import { sessionInput, verificationInput } from '@truework-legacy/spec/test-data';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SandboxOptions } from '../src/options.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { openSandbox } from './support/open-sandbox.ts';
import { send } from './support/send.ts';

// What grows with use has an end. README, "Limits", says the figures.

const key = 'tw_sk_test_bounds';

let sandbox: Sandbox;

function open(options: SandboxOptions = {}): void {
  sandbox = openSandbox(options);
}

async function post(path: string, body: object, bearer = key): Promise<{ id: string }> {
  return (await send(sandbox, bearer, 'POST', path, body)).json() as Promise<{ id: string }>;
}

/** How many things a response has. */
async function listed(path: string): Promise<number> {
  const response = await send(sandbox, key, 'GET', path);
  return ((await response.json()) as { results: unknown[] }).results.length;
}

afterEach(() => vi.restoreAllMocks());

describe('the log of requests', () => {
  test('is not kept if nobody can look at it', async () => {
    const { RequestLog } = await import('../src/http/request-log.ts');
    const log = new RequestLog(false);
    const heard: unknown[] = [];
    log.subscribe((call) => heard.push(call));
    const request = { method: 'GET', target: '/', origin: '', address: '', header: () => undefined };
    const call = { atMs: 0, key, request, operation: undefined, fault: undefined, milliseconds: 1 };
    log.add({ ...call, response: { status: 200, headers: {} } });
    expect(heard).toHaveLength(1);
    expect([log.list(key), log.keys()]).toEqual([[], []]);
  });

  test('hears of a listener that fails, and goes on', async () => {
    const failed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const listeners = [
      () => {
        throw new Error('at once');
      },
      async () => {
        throw new Error('later');
      },
    ];
    for (const onResponse of listeners) {
      open({ onResponse });
      expect((await post('/verification-requests/', verificationInput)).id).toHaveLength(56);
      await sandbox.close();
    }
    const said = 'A listener for requests of the sandbox failed.';
    expect(failed.mock.calls).toEqual([
      [said, new Error('at once')],
      [said, new Error('later')],
    ]);
  });
});

describe('of a key', () => {
  test('10,000 deliveries are kept in all, and 100 attempts of each', async () => {
    open({ send: async () => new Response(null, { status: 500 }), validateResponses: false });
    const tenant = sandbox.tenant(key);
    tenant.webhooks.add('https://a.example');
    const createAndSend = async () => {
      await post('/verification-requests/', verificationInput);
      await tenant.clock.advance('1 second');
    };
    await createAndSend();
    // As if there had been 10,000.
    const snapshot = tenant.snapshot();
    const { webhookDelivery, counter } = snapshot.tables;
    if (webhookDelivery === undefined || counter === undefined) expect.fail('A table has another name.');
    const [, ...cells] = webhookDelivery.rows[0] ?? [];
    webhookDelivery.rows = Array.from({ length: 10_000 }, (_, index) => [index + 1, ...cells]);
    counter.rows = counter.rows.map(([name, value]) => [
      name ?? '',
      name === 'webhookDelivery' ? 10_000 : (value ?? 0),
    ]);
    tenant.restore(snapshot);
    await createAndSend();
    const deliveries = tenant.webhooks.deliveries(20_000);
    expect([deliveries.length, deliveries.at(-1)?.id, deliveries[0]?.id]).toEqual([10_000, 3, 10_002]);
    expect([tenant.webhooks.deliveries().length, await listed('/_sandbox/deliveries')]).toEqual([1000, 100]);
    for (let count = 0; count < 105; count += 1) await tenant.webhooks.redeliver(10_002);
    const attempts = tenant.webhooks.deliveries(1)[0]?.attempts;
    expect(attempts).toHaveLength(100);
    expect(attempts?.[0]?.atMs).toBe(Date.UTC(2019, 10, 5) + 1200);
  });

  test('100 credentials sessions are listed, unless somebody asks for more', async () => {
    open();
    for (let count = 0; count < 101; count += 1) await post('/credentials/session', sessionInput);
    const { list } = sandbox.tenant(key).credentialsSessions;
    expect([list(0).length, list().length, list(101).length]).toEqual([0, 100, 101]);
    expect(await listed('/_sandbox/credentials-sessions')).toBe(100);
  });

  test('verificationCap holds for credentials sessions, too', async () => {
    open({ verificationCap: 3 });
    for (let count = 0; count < 5; count += 1) await post('/credentials/session', sessionInput);
    expect(
      sandbox
        .tenant(key)
        .credentialsSessions.list()
        .map(({ sequence }) => sequence),
    ).toEqual([5, 4, 3]);
  });
});
