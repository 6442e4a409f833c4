import { afterEach, describe, expect, test, vi } from 'vitest';
import { ordersApi } from '../test/support/orders-api.ts';
import { errorsOf, example } from '../test/support/schemas.ts';
import type { OrdersFetchOptions } from './fetch/options.ts';
import { ordersFetch } from './fetch/orders-fetch.ts';
import { findOrders } from './find-orders.ts';
import type { Order, OrderVerification } from './generated/later-types.gen.ts';
import type { VerificationInput } from './generated/types.gen.ts';

const token = 'tw_sk_test_synthetic';
const price = { amount: '39.95', currency: 'USD' } as const;
const base = 'https://api.truework.com';
const purpose = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
} as const;
const target = { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' };
const input: VerificationInput = {
  ...purpose,
  target: { ...target, company: { name: 'Example Widgets LLC' } },
};
const verificationId = 'AAAAAAAAVmUAB0dfnq3Yh2Zt5mTjS7v1cQpXlB0wKaRuEoVgMxIbNy';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Calls as the client makes them. */
function caller(api: ReturnType<typeof ordersApi>, options: Partial<OrdersFetchOptions> = {}) {
  const fetch = ordersFetch({ price, fetch: api.fetch, ...options });
  return async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const accept = 'application/json; version=2019-10-15';
    const headers = { accept, authorization: `Bearer ${token}`, 'content-type': 'application/json', ...more };
    const { signal } = new AbortController();
    const init = {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    } as const;
    const response = await fetch(`${base}${path}`, init);
    return { status: response.status, headers: response.headers, data: JSON.parse(await response.text()) };
  };
}

/** A create, as the client sends it. */
const create = (api: ReturnType<typeof ordersApi>, options?: Partial<OrdersFetchOptions>) =>
  caller(api, options)('POST', '/verification-requests/', input);

/** What the client calls its `fetch` with. */
const initOf = (method: string, accept: string, signal = new AbortController().signal) =>
  ({ method, headers: { accept }, redirect: 'manual', signal }) as const;

describe('a create', () => {
  test('becomes one order, with a search key, and is shown as its verification', async () => {
    const api = ordersApi();
    const created: unknown[] = [];
    const call = caller(api, {
      onOrder: (order) => created.push(order),
      supplied: { search_key: 'order-20011' },
    });
    const { status, data, headers } = await call('POST', '/verification-requests/', input);
    expect(status).toBe(201);
    expect(errorsOf('legacy', 'Verification', data)).toEqual([]);
    expect(data).toMatchObject({ id: verificationId, state: 'completed', price });
    expect(api.received.map(({ call: it }) => it)).toEqual(['POST /orders/target-employer']);
    expect(api.received[0]).toMatchObject({
      accept: 'application/json; version=2023-10-30',
      headers: { authorization: `Bearer ${token}` },
      body: { search_key: 'order-20011' },
    });
    expect(created).toEqual([
      { orderId: 'order-0', searchKey: 'order-20011', verificationIds: [verificationId] },
    ]);
    // They are of the bytes that came, and of another version.
    expect([headers.get('x-truework-signature'), headers.get('version')]).toEqual([null, null]);
  });

  test('without a price that is read has one that is null', async () => {
    const { data } = await create(ordersApi(), { price: 'not-read' });
    expect(data.price).toEqual({ amount: null, currency: null });
    expect(errorsOf('legacy', 'Verification', data)).toEqual([]);
  });

  test('gets a search key of its own if you supply none, and another one each time, which you can store before', async () => {
    const api = ordersApi();
    const stored: [string, number][] = [];
    const call = caller(api, { onSend: (key) => stored.push([key, api.received.length]) });
    await call('POST', '/verification-requests/', input);
    await call('POST', '/verification-requests/', input);
    const keys = api.received.map(({ body }) => (body as { search_key: string }).search_key);
    expect(new Set(keys).size).toBe(2);
    expect(stored).toEqual(keys.map((key, index) => [key, index]));
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
  });

  test('without what 2023-10-30 requires is rejected, and nothing is sent', async () => {
    const api = ordersApi();
    const stored: string[] = [];
    const call = caller(api, { onSend: (key) => stored.push(key) });
    const { status, data } = await call('POST', '/verification-requests/', { ...input, target });
    expect([status, stored]).toEqual([400, []]);
    expect(errorsOf('legacy', 'ApiErrorBody', data)).toEqual([]);
    expect(data.error.invalid_fields).toEqual({
      target: { date_of_birth: ['Required here. Supply date_of_birth.'] },
    });
    expect(api.received).toEqual([]);
  });

  test('takes what it lacks from you, by what is created', async () => {
    const api = ordersApi();
    const call = caller(api, {
      supplied: async ({ target: { last_name } }) => ({
        date_of_birth: last_name === 'Sample' ? '1990-01-31' : '',
      }),
    });
    const { status, data } = await call('POST', '/verification-requests/?fields=state,id', {
      ...input,
      target,
    });
    expect([status, data]).toEqual([201, { id: verificationId, state: 'canceled' }]);
    expect(api.received[0]?.body).toMatchObject({ target: { date_of_birth: '1990-01-31' } });
  });

  test('that is rejected has the names of 2019-10-15 in its error', async () => {
    const body = { error: { message: 'Invalid', invalid_fields: { authorization_forms: ['Wrong.'] } } };
    const api = { ...ordersApi(), fetch: async () => Response.json(body, { status: 400 }) };
    const { status, data } = await create(api);
    expect([status, data.error.invalid_fields]).toEqual([400, { documents: ['Wrong.'] }]);
  });

  test('whose connection breaks rejects as it broke, and is not retried', async () => {
    let sent = 0;
    const broken = async () => {
      sent += 1;
      throw new TypeError('fetch failed');
    };
    await expect(create({ ...ordersApi(), fetch: broken })).rejects.toThrow('fetch failed');
    expect(sent).toBe(1);
  });

  test('in Deno has a body that its fetch cannot retry with', async () => {
    const bodies: unknown[] = [];
    vi.stubGlobal('Deno', {});
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      bodies.push(init.body);
      return Response.json({}, { status: 400 });
    });
    await create(ordersApi(), { fetch: undefined });
    expect(bodies).toEqual([expect.any(Blob)]);
  });

  test('whose response cannot be read may exist, and one for which your own code fails before does not', async () => {
    for (const body of [[], { verification_requests: [null] }]) {
      const odd = async () => Response.json(body, { status: 201 });
      const unread = await create({ ...ordersApi(), fetch: odd });
      expect(unread.status).toBe(502);
    }
    const api = ordersApi();
    const fails = () => Promise.reject(new Error('no database'));
    for (const options of [{ supplied: fails }, { onSend: fails }]) {
      const { status, data } = await create(api, options);
      expect([status, data.error.message]).toEqual([400, expect.stringMatching(/^Nothing was sent/)]);
    }
    expect(api.received).toEqual([]);
  });

  test('whose order has no verification yet is there all the same, by the id of the order', async () => {
    const api = ordersApi();
    const call = caller(api);
    const fetchWithout: typeof api.fetch = async (url, init) => {
      const response = await api.fetch(url, init);
      const order = (await response.json()) as Order;
      api.orders[0] = { ...order, verification_requests: [] };
      return Response.json(api.orders[0], { status: 201, headers: response.headers });
    };
    const { status, data } = await create({ ...api, fetch: fetchWithout });
    expect(status).toBe(201);
    expect(data).toMatchObject({ id: 'order-0', state: 'processing', created: '2026-03-04T05:06:07.000Z' });
    expect(errorsOf('legacy', 'Verification', data)).toEqual([]);
    const none = { id: 'order-0', state: 'processing', loan_id: 'L-20011' };
    expect((await call('GET', '/verification-requests/order-0')).data).toMatchObject(none);
    expect((await call('GET', '/verification-requests/')).data.results).toMatchObject([none]);
    api.orders[0] = { ...example<Order>('OrderTargetEmployer'), id: 'order-0' };
    expect((await call('GET', '/verification-requests/order-0')).data.id).toBe(verificationId);
  });

  test('whose verification 2019-10-15 has no form for is there all the same', async () => {
    const api = ordersApi();
    const order = example<Order>('OrderTargetEmployer');
    const [first] = order.verification_requests ?? [];
    const odd = { ...order, verification_requests: [{ ...(first as OrderVerification), type: 'assets' }] };
    const fetch = async () => Response.json(odd, { status: 201 });
    const { data } = await create({ ...api, fetch });
    expect(data).toMatchObject({ id: verificationId, state: 'processing', type: 'employment-income' });
  });

  test('whose response breaks off was sent, whatever the code of the error is', async () => {
    const reset = Object.assign(new TypeError('terminated'), { cause: { code: 'ECONNREFUSED' } });
    const body = () => new ReadableStream({ pull: (stream) => stream.error(reset) });
    const broken = async () => new Response(body(), { status: 201 });
    const { status } = await create({ ...ordersApi(), fetch: broken });
    expect(status).toBe(502);
  });

  test('that has ended before it was sent is not sent later', async () => {
    const api = ordersApi();
    const controller = new AbortController();
    const init = initOf('POST', 'application/json; version=2019-10-15', controller.signal);
    const end = async () => {
      controller.abort(new Error('it ended'));
      return {};
    };
    for (const options of [{ supplied: end }, { onSend: end }]) {
      const fetch = ordersFetch({ price, fetch: api.fetch, ...options });
      const sending = fetch(`${base}/verification-requests/`, { ...init, body: JSON.stringify(input) });
      await expect(sending).rejects.toThrow('it ended');
    }
    expect(api.received).toEqual([]);
  });

  test('is not sent if the key was supplied under another name, and so would be lost', async () => {
    const api = ordersApi();
    const supplied = async () => ({ searchKey: 'order-20011' }) as object;
    const { status } = await create(api, { supplied });
    expect(status).toBe(400);
    expect(api.received).toEqual([]);
  });

  test('is shown whatever your own code throws', async () => {
    const api = ordersApi();
    const fail = () => {
      throw new Error('full disk');
    };
    const { status } = await create(api, { onOrder: fail, onNote: fail });
    expect(status).toBe(201);
    const rejects = (async () => fail()) as unknown as () => typeof price;
    for (const find of [fail, rejects, (() => 39.95) as unknown as () => typeof price]) {
      const { data } = await create(api, { price: find });
      expect([data.id, 'price' in data]).toEqual([verificationId, false]);
    }
  });

  test('that fails shows what identifies the request to support', async () => {
    const sent = {
      'cf-ray': 'c',
      'request-id': 'r',
      'x-request-id': 'x',
      version: '2023-10-30',
    };
    const fails = async () => Response.json({}, { status: 500, headers: sent });
    const { headers } = await create({ ...ordersApi(), fetch: fails });
    expect(Object.keys(sent).map((name) => headers.get(name))).toEqual(['c', 'r', 'x', null]);
  });
});

test('a session becomes an order with a login', async () => {
  const api = ordersApi();
  const call = caller(api, {
    supplied: { contact_email: 'riley.sample@example.com', date_of_birth: '1990-01-31' },
  });
  const { data } = await call('POST', '/credentials/session', { ...purpose, target });
  expect(data).toEqual({ id: 'order-0', token: 'E6kV9OolLMhHgGJQab43x6a9i_A8TU1xAihHnjyvvus' });
});

describe('what was created', () => {
  const one = () => ordersApi([example<Order>('OrderTargetEmployer')]);

  test('is read by the id of the verification', async () => {
    const api = one();
    const { data } = await caller(api)('GET', `/verification-requests/${verificationId}?fields=state`);
    expect(data).toEqual({ state: 'completed' });
    expect(api.received.map(({ call }) => call)).toEqual([`GET /orders?verification_id=${verificationId}`]);
    const { status } = await caller(one())('GET', '/verification-requests/none');
    expect(status).toBe(404);
  });

  test('has its reports, and a first one', async () => {
    const report = 'AAAAAAAAUmUAB0dfnq3Yh2Zt5mTjS7v1cQpXlB0wKaRuEoVgMxIbNy';
    const path = `/verification-requests/${verificationId}`;
    const call = `GET /reports/${report}?include_income_analytics=true`;
    const [api, apiOfSingle] = [one(), one()];
    const read = await caller(api)('GET', `${path}/reports/${report}?income_analytics=true`);
    expect(errorsOf('legacy', 'Report', read.data)).toEqual([]);
    expect(api.received.map((each) => each.call)).toEqual([call]);
    const reports = apiOfSingle.orders[0]?.verification_requests?.[0]?.reports;
    reports?.push({ ...(reports[0] as NonNullable<typeof reports>[0]), id: 'second' });
    const single = await caller(apiOfSingle)('GET', `${path}/report?income_analytics=true`);
    expect(single.data).toEqual(read.data);
    expect(apiOfSingle.received.at(-1)?.call).toBe(call);
  });

  test('is reverified by its report, and waits if it is asked to', async () => {
    const api = one();
    const body = { report_id: 'report-1' };
    const created: unknown[] = [];
    const call = caller(api, {
      onOrder: (order) => created.push(order),
      supplied: { search_key: 'another' },
    });
    const { status, data } = await call('PUT', `/verification-requests/${verificationId}/reverify`, body, {
      'request-sync': 'sync',
    });
    expect(status).toBe(201);
    expect(created).toEqual([{ orderId: 'order-1', searchKey: undefined, verificationIds: [data.id] }]);
    expect(api.received[0]).toMatchObject({
      call: 'POST /orders/reverification',
      body,
      headers: { 'request-sync': 'sync' },
    });
  });

  test('has its report as PDF, as the bytes that came', async () => {
    const api = one();
    const fetch = ordersFetch({ price, fetch: api.fetch });
    const init = initOf('GET', 'application/pdf; version=2019-10-15');
    const response = await fetch(`${base}/verification-requests/${verificationId}/reports/r`, init);
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'application/pdf',
      '%PDF',
    ]);
    expect(api.received[0]).toMatchObject({
      call: 'GET /reports/r',
      accept: 'application/pdf; version=2023-10-30',
    });
  });

  test('is not read beyond 32 MiB', async () => {
    let read = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const { status } = await caller({ ...one(), fetch: async () => new Response(endless) })(
      'GET',
      '/verification-requests/v',
    );
    expect(status).toBe(502);
    expect(read).toBeLessThan(40);
  });

  const cancellation = { cancellation_reason: 'other' };

  test('is cancelled by its order, by the id of either', async () => {
    const order = example<Order>('OrderTargetEmployer');
    for (const verification of order.verification_requests ?? [])
      verification.state = { canonical_value: 'processing', raw_value: 'processing' };
    for (const id of [verificationId, order.id]) {
      const api = ordersApi([order]);
      const { data } = await caller(api)('PUT', `/verification-requests/${id}/cancel`, cancellation);
      expect(data).toHaveProperty('id', verificationId);
      expect(errorsOf('legacy', 'CanceledVerification', data)).toEqual([]);
      expect(api.received.at(-1)?.call).toBe(`PUT /orders/${order.id}/cancel`);
    }
  });

  test.for<[string, () => Promise<Response>]>([
    ['breaks off', () => Promise.reject(new TypeError('fetch failed'))],
    ['fails', async () => new Response('{}', { status: 500 })],
    ['fails at a proxy', async () => new Response('<html>', { status: 408 })],
    ['is not JSON', async () => new Response('<html>')],
    ['is not an object', async () => new Response('7')],
  ])('is certainly not cancelled if the read of its order %s', async ([, respond]) => {
    const methods: string[] = [];
    const fetch = (_: string, { method }: { method: string }) => {
      methods.push(method);
      return respond();
    };
    const call = caller(one(), { fetch });
    const { status, data } = await call('PUT', '/verification-requests/v/cancel', cancellation);
    expect([status, data.error.message, methods]).toEqual([
      424,
      expect.stringContaining('Nothing was'),
      ['GET'],
    ]);
  });

  test('is not cancelled with others, unless you say so', async () => {
    const order = example<Order>('OrderTargetEmployer');
    const [first] = order.verification_requests ?? [];
    const processing = { canonical_value: 'processing', raw_value: 'processing' } as const;
    const other = { ...(first as OrderVerification), id: 'other', state: processing };
    const both = () => ordersApi([{ ...order, verification_requests: [first as OrderVerification, other] }]);
    const path = `/verification-requests/${verificationId}/cancel`;
    const api = both();
    expect((await caller(api)('PUT', path, cancellation)).status).toBe(403);
    expect(api.received).toHaveLength(1);
    expect((await caller(both(), { cancelWholeOrders: true })('PUT', path, cancellation)).status).toBe(200);
  });

  test.each([
    ...(['pending-approval', 'processing', 'action-required', 'other'] as const).map(
      (state) => [state, 403] as const,
    ),
    ...(['completed', 'canceled', 'invalid'] as const).map((state) => [state, 200] as const),
  ])('beside one that is %s gets %i', async (canonical_value, expected) => {
    const order = example<Order>('OrderTargetEmployer');
    const [first] = order.verification_requests ?? [];
    const state = { canonical_value, raw_value: canonical_value };
    const other = { ...(first as OrderVerification), id: 'other', state };
    const api = ordersApi([{ ...order, verification_requests: [first as OrderVerification, other] }]);
    const path = `/verification-requests/${verificationId}/cancel`;
    expect((await caller(api)('PUT', path, cancellation)).status).toBe(expected);
  });
});

describe('a list', () => {
  /** Orders with 0, 1, 2, 3, 0, 1, … verifications, each with an id of its own. */
  const orders = (length: number) =>
    Array.from({ length }, (_, index) => {
      const order = example<Order>('OrderTargetEmployer');
      const [one] = order.verification_requests ?? [];
      const all = Array.from({ length: index % 4 }, (__, nth) => ({
        ...(one as OrderVerification),
        id: `${index}-${nth}`,
      }));
      return { ...order, id: `order-${index}`, target_employer: null, verification_requests: all };
    });
  const ids = (of: readonly Order[]) =>
    of.flatMap((order) => (order.verification_requests ?? []).map(({ id }) => id));

  test.each([2, 3, 7, 25])('by pages of %i has every verification once, in order', async (limit) => {
    const api = ordersApi(orders(40));
    const call = caller(api);
    const seen: string[] = [];
    for (;;) {
      const path = `/verification-requests/?limit=${limit}&offset=${seen.length}`;
      const { data } = await call('GET', path);
      expect(errorsOf('legacy', 'VerificationPage', data)).toEqual([]);
      expect(data.count).toBeGreaterThanOrEqual(seen.length + data.results.length);
      seen.push(...data.results.map(({ id }: { id: string }) => id));
      if (data.next === null) break;
      expect(data.results).toHaveLength(limit);
    }
    expect(seen).toEqual(ids(orders(40)));
    // Each page goes on where the one before ended.
    expect(api.received.length).toBeLessThan(seen.length / limit + 40 / limit + 40);
  });

  test.each(['limit=0', 'limit=-5', 'limit=x&offset=-3', 'offset=', 'limit=1e9'])(
    'with a limit or offset that counts as absent has the default: %s',
    async (query) => {
      const [one, other] = [ordersApi(orders(80)), ordersApi(orders(80))];
      const { data } = await caller(one)('GET', `/verification-requests/?${query}`);
      expect(data.results).toHaveLength(25);
      expect(data).toEqual((await caller(other)('GET', '/verification-requests/')).data);
    },
  );

  test('has at most 100 on a page, and the next one has the rest of the query too', async () => {
    const query = 'limit=1000&fields=id,state&income_analytics=true';
    const { data } = await caller(ordersApi(orders(200)))('GET', `/verification-requests/?${query}`);
    expect(data.results).toHaveLength(100);
    const next = new URL(data.next);
    expect([next.pathname, Object.fromEntries(next.searchParams)]).toEqual([
      '/verification-requests/',
      { limit: '100', fields: 'id,state', income_analytics: 'true', offset: '100' },
    ]);
  });

  test('of a server that ignores offsets ends', async () => {
    const page = { count: 8, next: `${base}/orders`, previous: null, results: orders(4) };
    let sent = 0;
    const deaf = async () => {
      sent += 1;
      return Response.json(page, { status: sent > 20 ? 500 : 200 });
    };
    const { data } = await caller({ ...ordersApi(), fetch: deaf })(
      'GET',
      '/verification-requests/?state=invalid',
    );
    expect([data.results, data.next, sent]).toEqual([[], null, 2]);
  });

  test('from the middle is the same as from the beginning', async () => {
    const { data } = await caller(ordersApi(orders(40)))('GET', '/verification-requests/?limit=5&offset=11');
    expect(data.results.map(({ id }: { id: string }) => id)).toEqual(ids(orders(40)).slice(11, 16));
  });

  test('shows what came on top of it since', async () => {
    const api = ordersApi(orders(8));
    const call = caller(api);
    await call('GET', '/verification-requests/?limit=1');
    api.orders.unshift({
      ...(orders(2)[1] as Order),
      id: 'new',
      verification_requests: [
        { ...(orders(2)[1]?.verification_requests?.[0] as OrderVerification), id: 'new' },
      ],
    });
    const { data } = await call('GET', '/verification-requests/?limit=1');
    expect(data.results[0].id).toBe('new');
  });

  test('of one state is filtered here', async () => {
    const api = ordersApi([...orders(8), example<Order>('OrderEmployerSearch')]);
    const { data } = await caller(api)('GET', '/verification-requests/?state=canceled');
    expect(data.results.map(({ state }: { state: string }) => state)).toEqual(['canceled']);
    expect(data).toMatchObject({ count: 1, next: null });
  });
});

test('a search for companies is passed on as it is', async () => {
  const urls: string[] = [];
  const fetch = ordersFetch({
    price: 'not-read',
    fetch: async (url, { headers }) => {
      urls.push(`${url} ${headers['accept']}`);
      return Response.json({ count: 0, results: [] });
    },
  });
  await fetch(`${base}/companies/?q=x`, initOf('GET', 'application/json; version=2019-10-15'));
  expect(urls).toEqual([`${base}/companies/?q=x application/json; version=2019-10-15`]);
});

test.each<[options: unknown, problem: string]>([
  [{}, 'ordersFetch: price must be an amount and a currency, a function, or '],
  [{ price: { amount: 39.95, currency: 'USD' } }, 'ordersFetch: price must be '],
  [{ price, cancelWholeOrders: 'false' }, 'ordersFetch: cancelWholeOrders must be true or false.'],
  [{ price, reports: true }, 'ordersFetch: reports must be an object.'],
  [{ price, reports: { emptyEmployee: 1 } }, 'ordersFetch: reports: emptyEmployee must be true or false.'],
  [{ price, reports: { addressAs: 'lines' } }, "ordersFetch: reports: addressAs must be 'object' or 'text'."],
  [
    { price, supplied: { search_key: '' } },
    'ordersFetch: supplied: search_key must be a string that is not empty and has no spaces around it.',
  ],
  [undefined, 'ordersFetch: this must be an object.'],
  [{ price, onsend: () => {} }, 'ordersFetch: unknown option "onsend". Known options: price, '],
  [{ price, onSend: 'store' }, 'ordersFetch: onSend must be a function.'],
  [{ price, supplied: null }, 'ordersFetch: supplied must be an object or a function.'],
  [{ price, supplied: { searchKey: 'a' } }, 'ordersFetch: supplied: unknown option "searchKey".'],
  [{ price, supplied: { search_key: ' a' } }, 'ordersFetch: supplied: search_key must be a string that is '],
])('wrong options are errors: %j', (options, problem) => {
  expect(() => ordersFetch(options as OrdersFetchOptions)).toThrow(problem);
});

test('an option may be undefined', () => {
  const none = { supplied: undefined, onSend: undefined, onOrder: undefined, fetch: undefined };
  expect(() => ordersFetch({ price, ...none })).not.toThrow();
});

test('an order is found by its search key, and no other', async () => {
  const api = ordersApi([example<Order>('OrderTargetEmployer'), example<Order>('OrderEmployerSearch')]);
  const found = await findOrders('order-20012', { token, baseUrl: `${base}/`, fetch: api.fetch });
  expect(found.map(({ search_key }) => search_key)).toEqual(['order-20012']);
  const deaf = async () => Response.json({ results: api.orders });
  expect(await findOrders('another', { token, baseUrl: base, fetch: deaf })).toEqual([]);
  const denied = async () => Response.json({ error: { message: token } }, { status: 401 });
  await expect(findOrders('x', { token, baseUrl: base, fetch: denied })).rejects.toThrow(
    /^findOrders: the API responded with 401\.$/,
  );
});

describe('a search by key', () => {
  const options = { token, baseUrl: base };
  const respondingWith = (data: unknown) => ({ ...options, fetch: async () => Response.json(data) });

  test('never says that there is none if the list is not filtered, is incomplete, or shows no keys', async () => {
    const results = [example<Order>('OrderTargetEmployer')];
    const more = { count: 101, next: `${base}/orders?offset=100`, results };
    const hidden = { next: null, results: [{ id: 'order-1' }] };
    for (const data of [
      more,
      { count: 1, results: [] },
      { next: more.next, results: [] },
      hidden,
      { results: [null, 7] },
    ])
      await expect(findOrders('another', respondingWith(data))).rejects.toThrow('the list does not show');
    expect(await findOrders('another', respondingWith({ count: 0, next: null, results: [] }))).toEqual([]);
  });

  test('finds it in another form of Unicode, as a server may store it', async () => {
    const order = { ...example<Order>('OrderTargetEmployer'), search_key: 'Büro-1' };
    expect(await findOrders('Bu\u0308ro-1', respondingWith({ count: 1, results: [order] }))).toEqual([order]);
  });

  test('shows nothing of a response that is not a list', async () => {
    const fetch = async () => new Response('<p>Riley Sample 000-00-0000</p>');
    await expect(findOrders('x', { ...options, fetch })).rejects.toThrow(
      /^findOrders: the response is not a list of orders\.$/,
    );
  });

  test.each<[key: unknown, options: object, problem: string | RegExp]>([
    ['', {}, 'searchKey must be a string that is not empty and has no spaces around it.'],
    // A server may store it without them, and would find no such order.
    ['order-20011 ', {}, 'searchKey must be a string that is not empty and has no spaces around it.'],
    [undefined, {}, 'searchKey must be a string that is not empty and has no spaces around it.'],
    ['x', { token: undefined }, 'token must be a secret key without spaces.'],
    ['x', { token: 'tw_sk_test_a\nb' }, /^findOrders: token must be a secret key without spaces\.$/],
    ['x', { baseUrl: '' }, 'baseUrl must be a string with a URL without a query.'],
    ['x', { baseUrl: `${base}?a=b` }, 'baseUrl must be a string with a URL without a query.'],
    ['x', { baseUrl: new URL(base) }, 'baseUrl must be a string with a URL without a query.'],
    ['x', { fetch: null }, 'fetch must be a function.'],
    ['x', { signal: 7 }, 'signal must be an AbortSignal.'],
    ['x', { timeout: 1 }, 'unknown option "timeout".'],
    ['x', { token: 'tw_sk_live', baseUrl: 'http://api.truework.com' }, 'baseUrl must use https: '],
  ])('sends nothing if an argument is wrong: %j, %j', async (key, wrong, problem) => {
    const fetch = async () => expect.unreachable('it was sent');
    await expect(findOrders(key as string, { ...options, fetch, ...wrong })).rejects.toThrow(problem);
  });
});
