import { inspect } from 'node:util';
import {
  AmbiguousOutcomeError,
  ConfigurationError,
  type Connection,
  cancelVerification,
  connect,
  createVerification,
  getVerification,
  listVerifications,
  type TrueworkOptions,
  waitForVerification,
} from '@truework-legacy/client';
import { signatureVerifier } from '@truework-legacy/client/signatures';
import { createSandbox, type FaultOperation, type WrittenFault } from '@truework-legacy/sandbox';
import { otherCanaries, personalCanaries } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callOf, operationIds, operationNamed } from '../../src/calls.ts';
import { canaryCancellation, canaryInput } from '../../src/canaries.ts';
import { type Exchange, recording } from '../../src/exchange.ts';
import { testKey } from '../../src/system-under-test.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

// What the client does when things go wrong, against the sandbox's faults. Attempts are counted on the sandbox's side.

let now: number;
let sandbox: ReturnType<typeof createSandbox>;
let exchanges: Exchange[];
let fetch: typeof globalThis.fetch;
let waits: number[];

/** Time that passes when the client waits, and only then: timeouts are never reached. */
const clock = {
  now: () => now,
  after: (milliseconds: number, ring: () => void) => {
    let isOff = false;
    if (waits.length === 1_000) throw new Error('The client waited a thousand times.');
    if (milliseconds < 60_000) {
      waits.push(milliseconds);
      setImmediate(() => {
        if (isOff) return;
        now += milliseconds;
        ring();
      });
    }
    return () => {
      isOff = true;
    };
  },
};

beforeEach(() => {
  now = Date.UTC(2019, 10, 5, 17, 8, 44);
  waits = [];
  sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false });
  ({ fetch, exchanges } = recording(sandbox.fetch));
});
afterEach(() => sandbox.close());

function connected(options: Partial<TrueworkOptions> = {}): Connection {
  return connect({
    token: testKey,
    environment: 'local',
    fetch,
    clock,
    rateLimiter: false,
    random: () => 0.5,
    ...options,
  });
}

function apply(operation: string, fault: WrittenFault, times: number | null = null): void {
  sandbox.tenant(testKey).faults.add({ operation: operation as FaultOperation, fault, times });
}

/** How often an operation arrived. */
function arrivals(): number {
  return sandbox.tenant(testKey).faults.list()[0]?.seen ?? 0;
}

/** Reading again changes nothing. Decided by the method, and so apart from what the spec says of retries. */
const isSafe = (operation: string) => operationNamed(operation).method === 'GET';
const faults: WrittenFault[] = [
  'connection-reset',
  'lost-response',
  'status; code=500',
  'status; code=502',
  'status; code=503',
  'status; code=504',
];

describe('a call is retried', () => {
  const all = operationIds.flatMap((operation) => faults.map((fault) => ({ operation, fault })));

  test.for(all)(
    '$operation after $fault: only where that cannot create twice',
    async ({ operation, fault }) => {
      apply(operation, fault);
      const failure = await thrownBy(Promise.resolve(callOf(operation)(connected())), Error);
      expect(arrivals(), `attempts of ${operation}`).toBe(isSafe(operation) ? 3 : 1);
      expect(failure instanceof AmbiguousOutcomeError).toBe(!isSafe(operation));
    },
  );

  test.for(operationIds)('%s after 429, whatever it does, when the server says', async (operation) => {
    apply(operation, 'status; code=429; retry-after=7', 2);
    await Promise.resolve(callOf(operation)(connected())).catch(() => {});
    expect(sandbox.tenant(testKey).faults.list()[0]).toMatchObject({ hits: 2, seen: 3 });
    expect(waits).toEqual([7_000, 7_000]);
  });

  test('never without a limit', async () => {
    apply('getVerification', 'status; code=503');
    await thrownBy(Promise.resolve(callOf('getVerification')(connected({ retries: 4 }))), Error);
    expect(arrivals()).toBe(5);
    expect(waits).toEqual([250, 500, 1_000, 2_000]);
  });
});

describe('a create whose outcome is not known', () => {
  test('is found by reconcile(), and exists once', async () => {
    apply('createVerification', 'lost-response', 1);
    const failure = await thrownBy(createVerification(connected(), fullInput), AmbiguousOutcomeError);
    const found = await failure.reconcile();
    expect(found).toMatchObject({ loan_id: fullInput.loan_id });
    expect(sandbox.tenant(testKey).verifications.count()).toBe(1);
  });

  test('is reported as not created if it was not', async () => {
    apply('createVerification', 'connection-reset', 1);
    const failure = await thrownBy(createVerification(connected(), fullInput), AmbiguousOutcomeError);
    expect(await failure.reconcile()).toBeUndefined();
    expect(sandbox.tenant(testKey).verifications.count()).toBe(0);
  });
});

describe('a response is rejected', () => {
  test.for([
    ['truncated-body', 'response-invalid'],
    ['empty-body', 'response-invalid'],
    ['html', 'response-invalid'],
    ['redirect', 'response-invalid'],
    ['body-reset', 'network'],
  ] as const)('%s: %s', async ([fault, code]) => {
    apply('searchCompanies', fault);
    await expect(callOf('searchCompanies')(connected())).rejects.toMatchObject({ code });
    expect(exchanges.filter(({ request }) => request.url.host !== '127.0.0.1:4019')).toEqual([]);
  });

  test.for(['altered', 'missing'] as const)('with a signature that is %s', async (how) => {
    const signatures = signatureVerifier({ mode: 'require', keys: [sandbox.signingKey] });
    await callOf('searchCompanies')(connected({ signatures }));
    apply('searchCompanies', `wrong-signature; how=${how}`);
    await expect(callOf('searchCompanies')(connected({ signatures }))).rejects.toMatchObject({
      code: 'signature-invalid',
    });
  });

  test('another version causes one warning', async () => {
    const warnings: string[] = [];
    apply('searchCompanies', 'wrong-version');
    const connection = connected({ onWarning: ({ code }) => warnings.push(code) });
    await callOf('searchCompanies')(connection);
    await callOf('searchCompanies')(connection);
    expect(warnings).toEqual(['version']);
  });
});

describe('nothing is sent', () => {
  test.for(['.', '..', ''])('to an id that is "%s"', async (id) => {
    await thrownBy(Promise.resolve(getVerification(connected(), id)), ConfigurationError);
    expect(exchanges).toEqual([]);
  });

  test.for(['http://api.truework.com', 'ftp://127.0.0.1', 'nonsense'])('to %s', (environment) => {
    expect(() => connected({ environment })).toThrow(ConfigurationError);
  });

  test('if the server redirects: no redirect is followed', async () => {
    const seen: (RequestRedirect | undefined)[] = [];
    const connection = connected({
      fetch: async (_input, init) => {
        seen.push(init?.redirect);
        return new Response(null, { status: 307, headers: { Location: 'https://elsewhere.example/' } });
      },
    });
    await expect(createVerification(connection, fullInput)).rejects.toMatchObject({
      code: 'ambiguous-outcome',
    });
    expect(seen).toEqual(['manual']);
  });

  test.for(['tw_pk_test_0000', 'tw_sk_', 'Bearer tw_sk_test_0000', ''])('with the key "%s"', (key) => {
    expect(() => connected({ token: key })).toThrow(ConfigurationError);
  });

  test('an id cannot leave its segment of the path', async () => {
    await thrownBy(Promise.resolve(getVerification(connected(), '../companies/?q=a')), Error);
    expect(exchanges[0]?.request.url.pathname).toBe('/verification-requests/..%2Fcompanies%2F%3Fq%3Da');
  });
});

describe('nobody sees', () => {
  // Metadata is the account's own.
  const { metadata: _, ...others } = otherCanaries;
  const canaries: Readonly<Record<string, string>> = { ...personalCanaries, ...others };
  const forms = {
    'as they are': (_: string, canary: string) => canary,
    'as words that look like nothing': (name: string) => `Quark${name.replaceAll('_', '')}`,
  };
  const statuses = [400, 401, 403, 404, 406, 429, 451, 500, 501];
  const cases = Object.entries(forms).flatMap(([form, write]) =>
    statuses.map((status) => ({ form, write, status })),
  );

  test.for(cases)(
    'the key or the person in an error, also where the server repeats them: $status, $form',
    async ({ status, write }) => {
      const written = <Input>(input: Input): Input =>
        JSON.parse(
          JSON.stringify(input, (name, value) => (name in canaries ? write(name, value) : value)),
        ) as Input;
      const secrets = [...Object.values(written(canaries)), testKey];
      const echo = JSON.stringify({
        error: { message: secrets.join(' '), invalid_fields: { target: secrets } },
      });
      const connection = connected({ fetch: async () => new Response(echo, { status }), retries: 0 });
      for (const call of [
        () => createVerification(connection, written(canaryInput)),
        () => cancelVerification(connection, 'AAAA', written(canaryCancellation)),
      ]) {
        const error = await thrownBy(Promise.resolve(call()), Error);
        const shown = `${inspect(error, { depth: null, showHidden: true })}${JSON.stringify(error)}${error.stack}`;
        const sent = (error as { operation?: string }).operation === 'cancelVerification';
        // Of what another call sent, nothing is known.
        const known = secrets.filter(
          (secret) => secret === testKey || (secret === written(canaries)['cancellation_details']) === sent,
        );
        expect(
          known.filter((secret) => shown.includes(secret)),
          'secrets shown',
        ).toEqual([]);
      }
    },
  );
});

describe('a list', () => {
  test('is walked to its end by offsets, each item once', async () => {
    const connection = connected();
    for (let made = 0; made < 7; made += 1) await createVerification(connection, inputWithoutCompany);
    exchanges.length = 0;
    const ids: string[] = [];
    for await (const { id } of listVerifications(connection, { limit: 3 })) ids.push(id);
    expect(new Set(ids).size).toBe(7);
    expect(ids).toHaveLength(7);
    // Pages overlap by one item, by which the client sees whether items moved.
    const offsets = exchanges.map(({ request }) => request.url.searchParams.get('offset') ?? '0');
    expect(offsets).toEqual(['0', '2', '4']);
  });
});

describe('a wait', () => {
  test.for([
    ['000-00-0000', 'completed'],
    ['000-01-0000', 'canceled'],
    ['000-91-0000', 'invalid'],
  ] as const)('for %s ends with %s', async ([socialSecurityNumber, state]) => {
    const connection = connected();
    const target = { ...inputWithoutCompany.target, social_security_number: socialSecurityNumber };
    const { id } = await createVerification(connection, { ...inputWithoutCompany, target });
    expect((await waitForVerification(connection, id)).state).toBe(state);
  });

  test('continues in an unknown state', async () => {
    const states = ['pending-approval', 'escalated', 'processing', 'completed'];
    let read = 0;
    const connection = connected({
      fetch: async () => {
        const state = states[read];
        read += 1;
        return Response.json({ id: 'AAAA', state, target: {} });
      },
    });
    expect((await waitForVerification(connection, 'AAAA')).state).toBe('completed');
    expect(read).toBe(4);
  });
});
