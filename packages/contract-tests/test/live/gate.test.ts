import type { Clock } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { createsPerRun, openGate, requestsPerSecond, withoutResponsePerRun } from '../../src/live/gate.ts';
import { liveSystem } from '../../src/live/live-system.ts';
import { LiveModeError, liveSettings, vendorSandbox } from '../../src/live/settings.ts';
import { fullInput, fullSession } from '../../src/verification-inputs.ts';

const settings = { isVendor: true, origin: vendorSandbox, token: 'tw_sk_test_canary' };

/** A clock that goes on to what is due next as soon as nothing else is left to do. */
function jumpingClock(): Clock {
  let now = 0;
  const waiting: { due: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after(milliseconds, callback) {
      waiting.push({ due: now + milliseconds, callback });
      setImmediate(() => {
        waiting.sort((a, b) => a.due - b.due);
        const next = waiting.shift();
        now = Math.max(now, next?.due ?? now);
        next?.callback();
      });
      return () => {};
    },
  };
}

/** A gate whose other side responds to each request with a status, and the requests that came through. */
function gateTo(status: number | 'nothing' = 200, clock?: Clock) {
  const sent: { url: string; headers: Headers; redirect: unknown; at: number | undefined }[] = [];
  const gate = openGate(settings, {
    clock,
    async fetch(input, init) {
      const { headers, redirect } = init ?? {};
      sent.push({ url: String(input), headers: new Headers(headers), redirect, at: clock?.now() });
      if (status === 'nothing') throw new Error('canary');
      return new Response('{}', { status });
    },
  });
  const send = (path: string, body?: unknown, headers: Record<string, string> = {}, method = 'POST') =>
    gate.fetch(`${vendorSandbox}${path}`, {
      headers,
      method: body === undefined ? 'GET' : method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return { gate, sent, send };
}

describe('what a run is against', () => {
  const settingsWith = (token: string | undefined, url?: string) =>
    liveSettings({ TRUEWORK_SANDBOX_TOKEN: token, TRUEWORK_SANDBOX_URL: url });

  test("is the vendor's sandbox", () => {
    expect(settingsWith('tw_sk_test_0')).toEqual({
      isVendor: true,
      origin: 'https://api.truework-sandbox.com',
      token: 'tw_sk_test_0',
    });
    expect(settingsWith('tw_sk_test_0', 'http://127.0.0.1:4019')).toMatchObject({ isVendor: false });
  });

  test.for([undefined, ''])('is unverified without a key: %o', (token) => {
    expect(() => settingsWith(token)).toThrow(/^Unverified against the vendor: there is no key/);
  });

  test.for([
    'tw_sk_0123',
    'tw_pk_test_0123',
    'TWBT__0123',
    'tw_sk_test_',
    'x tw_sk_test_0',
    'tw_sk_test_0\n',
  ])('is never reached with the key %o, which is not shown', (token) => {
    expect(() => settingsWith(token)).toThrow(LiveModeError);
    expect(() => settingsWith(token)).toThrow(/^Unverified against the vendor: (?!.*0123)/);
  });

  test.for([
    'https://api.truework.com',
    'https://api.truework-sandbox.com.example.com',
    'https://user@example.com',
    'http://api.truework-sandbox.com',
    'http://127.0.0.1.example.com',
    'http://192.168.0.1',
    'file:///etc',
    'nonsense',
    '',
  ])('is never %o', (url) => {
    expect(() => settingsWith('tw_sk_test_0', url)).toThrow(LiveModeError);
  });
});

describe('the gate', () => {
  test('replaces its own key with the real one, and leaves others; follows no redirect', async () => {
    const { gate, sent, send } = gateTo();
    await send('/companies/', undefined, { Authorization: `Bearer ${gate.token}` });
    await send('/companies/', undefined, { Authorization: 'Bearer tw_pk_test_0' });
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer tw_sk_test_canary',
      'Bearer tw_pk_test_0',
    ]);
    expect(sent[0]?.redirect).toBe('manual');
    expect(sent[0]?.headers.get('accept-encoding'), 'of bytes that are signed').toBe('identity');
  });

  test.for<[string, string, unknown, Record<string, string>]>([
    ['a production key', '/companies/', undefined, { Authorization: 'Bearer tw_sk_canary' }],
    ['a production key in a body', '/verification-requests/', { ...fullInput, loan_id: 'tw_pk_canary' }, {}],
    ['an old production key', '/companies/', undefined, { Authorization: 'Bearer TWBT__canary' }],
    ['a person who is none of the test numbers', '/credentials/session', personOf('000-99-1234'), {}],
    ['a number without hyphens', '/credentials/session', personOf('123456789'), {}],
    ['half a number', '/credentials/session', personOf('1234'), {}],
    ['a number of another type', '/credentials/session', personOf(1234), {}],
    ['a number elsewhere', '/verification-requests/', { ...fullInput, loan_id: '123-45-6789' }, {}],
    ['a number in a query', '/companies/?q=123-45-6789', undefined, {}],
    ['a number in what is no JSON', '/verification-requests/', '{"x": 123-45-6789', {}],
  ])('does not send %s', async ([, path, body, headers]) => {
    const { gate, sent, send } = gateTo();
    await expect(send(path, body, headers)).rejects.toThrow('Not sent.');
    expect(sent).toEqual([]);
    expect(gate.rejections).toHaveLength(1);
    expect(gate.rejections.join()).not.toMatch(/canary|1234|6789/);
  });

  test('does not send to another server', async () => {
    const { gate, sent } = gateTo();
    await expect(gate.fetch('https://api.truework.com/companies/')).rejects.toThrow('another server');
    expect(sent).toEqual([]);
  });

  test('limits creates, counting each kind, and goes on reading', async () => {
    const { gate, sent, send } = gateTo();
    for (let count = 0; count < createsPerRun; count += 3) {
      await send('/verification-requests/', { ...fullInput, loan_id: `L-${count}` });
      await send('/credentials/session', fullSession);
      await send('/verification-requests/AAAA/reverify/', { report_id: 'AAAA' }, {}, 'PUT');
      if (count + 3 >= createsPerRun - 3) break;
    }
    while (gate.creates < createsPerRun) await send('/verification-requests', fullInput);
    expect(gate.creates).toBe(createsPerRun);
    await expect(send('/credentials/session', fullSession)).rejects.toThrow(`All ${createsPerRun} creates`);
    expect(sent).toHaveLength(createsPerRun);
    await send('/verification-requests/?limit=1');
    expect(sent).toHaveLength(createsPerRun + 1);
  });

  test.for([500, 503, 429, 'nothing'] as const)('does not repeat a create that got a %s', async (status) => {
    const { sent, send } = gateTo(status);
    await send('/verification-requests/', fullInput).catch(() => undefined);
    await expect(send('/verification-requests/', fullInput)).rejects.toThrow('repeated a create');
    expect(sent).toHaveLength(1);
  });

  test('gives up on a server that does not respond', async () => {
    const { gate, sent, send } = gateTo('nothing');
    for (let count = 0; count < 20; count += 1) await send('/companies/').catch(() => undefined);
    expect(sent).toHaveLength(withoutResponsePerRun);
    expect(gate.rejections.at(-1)).toContain('does not respond');
  });

  test('keeps its rate, whoever sends at once', async () => {
    const { sent, send } = gateTo(200, jumpingClock());
    await Promise.all(Array.from({ length: 20 }, () => send('/companies/')));
    const times = sent.map(({ at }) => at ?? Number.NaN).sort((a, b) => a - b);
    expect(times.at(-1)).toBe((19 / requestsPerSecond) * 1000);
    for (const start of times) {
      const within = times.filter((time) => time >= start && time < start + 1000);
      expect(within.length).toBeLessThanOrEqual(requestsPerSecond);
    }
  });
});

describe('settling', () => {
  /** A server whose one verification has one state after the other, the last for ever. */
  async function looksAt(states: string[]): Promise<number> {
    let looks = 0;
    const system = liveSystem(
      { baseUrl: 'http://127.0.0.1', token: 't', pollMs: 2_000 },
      async (input) => {
        const { method } = new Request(input);
        if (method === 'POST') return Response.json({ id: 'AAAA', state: states[0] }, { status: 201 });
        return Response.json({ state: states[Math.min(looks++, states.length - 1)] });
      },
      jumpingClock(),
    );
    await system.fetch('http://127.0.0.1/verification-requests/', { method: 'POST', body: '{}' });
    await system.settle();
    const first = looks;
    await system.settle();
    expect(looks, 'what has settled is not looked at again').toBe(first);
    return looks;
  }

  test('ends at once with a final state', async () => {
    expect(await looksAt(['pending-approval', 'processing', 'completed'])).toBe(3);
  });

  test('ends if nothing changes any more', async () => {
    expect(await looksAt(['processing', 'action-required'])).toBe(6);
  });

  test('does not end in a state that the API leaves by itself, however long that looks the same', async () => {
    const waiting = Array.from({ length: 9 }, () => 'pending-approval');
    const worked = Array.from({ length: 9 }, () => 'processing');
    expect(await looksAt([...waiting, ...worked, 'completed'])).toBe(19);
  });

  test('ends if the state changes for ever', async () => {
    expect(await looksAt(Array.from({ length: 100 }, (_, index) => `state-${index}`))).toBe(30);
  });
});

function personOf(number: unknown): object {
  return { ...fullSession, target: { ...fullSession.target, social_security_number: number } };
}
