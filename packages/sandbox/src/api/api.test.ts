import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FaultTable } from '../faults/fault-table.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { type LoggedRequest, RequestLog } from '../http/request-log.ts';
import { createSandbox } from '../sandbox.ts';
import { ResponseSigner } from '../seed/signing.ts';
import { specOperations } from '../spec/operations.ts';
import { stateEdges } from '../spec/verification-states.ts';
import { Changes } from '../state/changes.ts';
import { Rendered } from '../state/rendered.ts';
import { Store } from '../state/store.ts';
import { Tenants } from '../state/tenants.ts';
import { chooseMediaType } from './accept.ts';
import { Api } from './api.ts';
import { handlers } from './operations/index.ts';
import { checkWebhook, validateResponse } from './validate-response.ts';

const headers = { Authorization: 'Bearer tw_sk_test_api', 'Content-Type': 'application/json' };

afterEach(() => vi.restoreAllMocks());

async function companies(options: Parameters<typeof createSandbox>[0] = {}) {
  const sandbox = createSandbox({ rateLimit: false, ...options });
  const response = await sandbox.fetch('http://sandbox/companies/', { headers });
  await sandbox.close();
  return { status: response.status, text: await response.text() };
}

describe('a response that does not match the spec', () => {
  function breakCompanies(): void {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(handlers, 'searchCompanies').mockReturnValue({
      status: 200,
      body: { count: 'secret' },
    } as never);
  }

  test('is a 500 that says where, and not what', async () => {
    breakCompanies();
    const { status, text } = await companies();
    expect([status, JSON.parse(text)]).toEqual([
      500,
      {
        error: {
          message:
            "The sandbox itself failed. The response 200 of searchCompanies does not match the spec: / must have required property 'results'; /count must be integer.",
        },
      },
    ]);
  });

  test('goes out where nothing checks', async () => {
    breakCompanies();
    expect(await companies({ validateResponses: false })).toEqual({
      status: 200,
      text: '{"count":"secret"}',
    });
  });
});

describe('the media type of a response', () => {
  const [json, pdf] = ['application/json', 'application/pdf'];

  test.for([
    [undefined, json],
    [' ', json],
    ['*/*', json],
    ['application/*', json],
    ['APPLICATION/PDF', pdf],
    ['text/html, application/pdf', pdf],
    ['application/json;q=0.5, application/pdf ; q=0.6', pdf],
    ['application/pdf;q=0.6, application/json;q=0.5', pdf],
    ['application/json;q=0.5, application/pdf', pdf],
    ['application/json;q=1, application/pdf', json],
    ['application/json; version="2019-10-15"', json],
    ['application/json; version=2020-12-07, application/pdf', pdf],
    ['application/json; version=2020-12-07', undefined],
    ['application/json;q=0', undefined],
    ['application/jsonp', undefined],
    ['audio/*', undefined],
    ['app/*', undefined],
  ])('for %j is %s', ([accept, type]) => {
    const choose = () => chooseMediaType(accept, ['application/json', 'application/pdf']);
    if (type !== undefined) expect(choose()).toBe(type);
    else expect(choose).toThrow('as application/json or application/pdf.');
  });
});

describe('validateResponse', () => {
  const operation =
    specOperations.find(({ id }) => id === 'listVerifications') ?? expect.unreachable('it is in the spec');

  test('lets what `fields` left out be absent, at the top of an item alone', () => {
    const page = (item: object) =>
      Rendered.page({ count: 1, next: null, previous: null }, [Rendered.of(item)]);
    expect(() => validateResponse(operation, 200, page({ id: 'x' }), true)).not.toThrow();
    expect(() => validateResponse(operation, 200, page({ id: 'x' }), false)).toThrow(
      "required property 'created'",
    );
    expect(() => validateResponse(operation, 200, page({ price: {} }), true)).toThrow(
      "required property 'amount'",
    );
    expect(() => validateResponse(operation, 200, page([]), true)).toThrow('must be object');
  });

  test('knows the statuses of the operation', () => {
    expect(() => validateResponse(operation, 418, Rendered.of({}), false)).toThrow('no such status');
  });
});

describe('checkWebhook', () => {
  test('rejects a body and an event that the spec does not know', () => {
    const [event, data] = ['verification_request.state.change', { state: 'x' }];
    expect(() => checkWebhook(event, { data })).toThrow(
      /^The webhook verification_request.state.change does not match the spec: \/ must .*'hook'.*'verification_request_id'/,
    );
    expect(() => checkWebhook('order.completed', {})).toThrow(
      'The webhook order.completed does not match the spec: the spec has no such webhook',
    );
  });
});

describe('states', () => {
  test('those that lead nowhere are the ones that the spec calls final', () => {
    const { VerificationState: states } = openapi.components.schemas;
    expect(Object.keys(stateEdges).sort()).toEqual(states.enum.toSorted());
    const lastOnes = Object.entries(stateEdges).filter(([, next]) => next.length === 0);
    expect(lastOnes.map(([state]) => state).sort()).toEqual(states['x-final'].toSorted());
  });
});

describe('an operation without a handler', () => {
  test('gets a 501', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { searchCompanies } = handlers;
    try {
      Object.assign(handlers, { searchCompanies: undefined });
      const { status, text } = await companies();
      const message = 'The sandbox does not imitate searchCompanies yet.';
      expect([status, JSON.parse(text)]).toEqual([501, { error: { message } }]);
    } finally {
      Object.assign(handlers, { searchCompanies });
    }
  });
});

describe('a handler that fails', () => {
  test('is a 500 that points to the log, and the log has each reason once, up to a thousand', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let failure = new Error('broken');
    vi.spyOn(handlers, 'getVerification').mockImplementation(() => {
      throw failure;
    });
    const sandbox = createSandbox({ rateLimit: false });
    const fail = (id = 'x') => sandbox.fetch(`http://sandbox/verification-requests/${id}`, { headers });
    const response = await fail();
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: { message: 'The sandbox itself failed. Its log says why.' } },
    ]);
    await fail('y');
    const said = 'The sandbox failed on GET verification-requests/{verification_request_id}:';
    expect(log.mock.calls).toEqual([[said, failure]]);
    for (let count = 0; count < 1000; count += 1) {
      failure = new Error(`broken ${count}`);
      await fail();
    }
    expect(log).toHaveBeenCalledTimes(1000);
    await sandbox.close();
  });
});

describe('rates', () => {
  let nowMs = 0;

  /** The API without its adapters, so that requests can come from anywhere. */
  function api(perKey: number | false, perAddress: number | false) {
    const store = new Store(':memory:');
    const faults = new FaultTable(() => {});
    const tenants = new Tenants(store, {
      clock: { now: () => nowMs },
      seed: 'rates',
      verificationCap: 10,
      rateLimits: { perKey, perAddress },
    });
    const made = new Api({
      tenants,
      faults,
      signer: new ResponseSigner('rates'),
      log: new RequestLog(),
      changes: new Changes(),
      options: {
        unknownPeople: 'rejected',
        accountUseCase: 'mortgage',
        reportShape: 'current',
        signs: false,
        validatesResponses: true,
      },
    });
    const call = async (key: string, address: string, target = '/companies/', accept?: string) => {
      const request: ApiRequest = {
        method: 'GET',
        target,
        origin: 'http://sandbox',
        address,
        header: (name) => ({ authorization: `Bearer tw_sk_test_${key}`, accept })[name],
      };
      const { status, body } = await made.respond(request);
      if (status === 429)
        expect(body).toBe('{"error":{"message":"Request was throttled. Expected available in 1 second."}}');
      return status;
    };
    return Object.assign(call, { tenants });
  }

  test('of a key: as many as the limit for each endpoint, and the next is 429', async () => {
    const call = api(1, false);
    nowMs = 5000;
    expect([await call('a', '192.0.2.1'), await call('a', '192.0.2.2')]).toEqual([200, 429]);
    expect(await call('a', '192.0.2.1', '/verification-requests/')).toBe(200);
    expect(await call('b', '192.0.2.1')).toBe(200);
    nowMs = 6000;
    expect(await call('a', '192.0.2.1')).toBe(200);
  });

  test('of an address: over all keys, but not of this machine', async () => {
    const call = api(false, 2);
    nowMs = 5000;
    await call.tenants.get('tw_sk_test_c').advance('1 hour');
    expect([
      await call('a', '192.0.2.1'),
      await call('b', '192.0.2.1'),
      await call('c', '192.0.2.1'),
    ]).toEqual([200, 200, 429]);
    expect(await call('a', '192.0.2.2')).toBe(200);
    expect(await call('a', '192.0.2.1', '/verification-requests/')).toBe(200);
    for (const local of ['127.0.0.1', '::1', '::ffff:127.0.0.1', 'in-process']) {
      expect([await call('a', local), await call('a', local), await call('a', local)]).toEqual([
        200, 200, 200,
      ]);
    }
  });

  test('of both: the address does not make up for the key', async () => {
    const call = api(1, 2);
    nowMs = 5000;
    expect([await call('a', '192.0.2.1'), await call('a', '192.0.2.1')]).toEqual([200, 429]);
  });

  test('what is rejected before is not counted', async () => {
    const call = api(1, false);
    nowMs = 5000;
    expect(await call('responds_403', '::1')).toBe(403);
    expect(await call('a', '::1', '/companies/', 'text/html')).toBe(406);
    expect(await call('a', '::1', '/companies/')).toBe(200);
  });
});

describe('a response', () => {
  test('is reported with how long it took', async () => {
    const logged: LoggedRequest[] = [];
    const beforeMs = performance.now();
    await companies({ onResponse: (request) => logged.push(request) });
    const [{ milliseconds } = expect.unreachable()] = logged;
    expect(milliseconds).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(performance.now() - beforeMs);
  });

  test('to HEAD has exactly the headers of GET, and no body', async () => {
    const sandbox = createSandbox({
      clock: { now: () => Date.UTC(2021, 10, 12, 19, 28, 59, 999) },
      signing: false,
    });
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) =>
        sandbox.fetch('http://sandbox/companies/?limit=1', { method, headers }),
      ),
    );
    expect(await head?.text()).toBe('');
    expect(Object.fromEntries(head?.headers ?? [])).toEqual({
      'content-length': String((await get?.text())?.length),
      'content-type': 'application/json',
      date: 'Fri, 12 Nov 2021 19:28:59 GMT',
      version: '2019-10-15',
    });
    await sandbox.close();
  });

  test('says what time it is on the clock of the key, second by second', async () => {
    const sandbox = createSandbox({ clock: { now: () => 0 }, signing: false });
    const dateOf = async () =>
      (await sandbox.fetch('http://sandbox/companies/', { headers })).headers.get('date');
    const dates = [await dateOf()];
    for (const step of [999, 1, 86_400_000]) {
      await sandbox.tenant('tw_sk_test_api').clock.advance(step);
      dates.push(await dateOf());
    }
    expect(dates).toEqual([
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Thu, 01 Jan 1970 00:00:01 GMT',
      'Fri, 02 Jan 1970 00:00:01 GMT',
    ]);
    await sandbox.close();
  });
});
