import {
  AmbiguousOutcomeError,
  createTruework,
  type RateLimiter,
  ValidationError,
  type VerificationInput,
} from '@truework-legacy/client';
import {
  findOrders,
  fromOrder,
  type Order,
  type OrdersFetchOptions,
  ordersFetch,
} from '@truework-legacy/migrate';
import later from '@truework-legacy/spec/2023-10-30/openapi.json' with { type: 'json' };
import { describe, expect, test, vi } from 'vitest';

// The application's own code, with the client as it is, over 2023-10-30: what a lender does from the create to the report.

const token = 'tw_sk_test_synthetic';
const baseUrl = 'https://api.truework-sandbox.com';
const price = { amount: '39.95', currency: 'USD' } as const;
const startMs = Date.parse('2026-03-04T05:06:07Z');

const input: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  loan_id: 'L-20011',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { name: 'Example Widgets LLC' },
  },
};

interface Init {
  method: string;
  body?: string;
}

/** Orders in memory, as 2023-10-30 shows them. A create may fail as `fail` says. */
function ordersApi(fail: (order: Order) => Promise<Response> | undefined = () => undefined) {
  const orders: Order[] = [];
  const calls: string[] = [];
  const json = (status: number, data: unknown) => {
    const headers = { 'content-type': 'application/json', date: new Date(startMs).toUTCString() };
    return new Response(JSON.stringify(data), { status, headers });
  };
  const created = (body: { search_key: string }): Order => {
    const order = structuredClone(later.components.examples.OrderTargetEmployer.value) as unknown as Order;
    const createdAt = new Date(startMs).toISOString();
    const verification_requests = (order.verification_requests ?? []).map((one) => ({
      ...one,
      created: createdAt,
    }));
    return { ...order, search_key: body.search_key, verification_requests };
  };
  const fetch = async (url: string, { method, body }: Init): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    calls.push(`${method} ${pathname}`);
    if (method === 'POST') {
      const order = created(JSON.parse(body ?? ''));
      orders.push(order);
      return (await fail(order)) ?? json(201, order);
    }
    const found = orders.filter(
      ({ search_key, verification_requests }) =>
        [null, search_key].includes(searchParams.get('search_key')) &&
        [null, ...(verification_requests ?? []).map(({ id }) => id)].includes(
          searchParams.get('verification_id'),
        ),
    );
    return json(200, { count: found.length, next: null, previous: null, results: found });
  };
  return { fetch, calls, orders };
}

function lender(
  api: ReturnType<typeof ordersApi>,
  options: Partial<OrdersFetchOptions> = {},
  rateLimiter?: RateLimiter,
) {
  const fetch = ordersFetch({ price, fetch: api.fetch, ...options });
  const clock = { now: () => startMs, elapsed: () => 0, after: () => () => {} };
  return createTruework({ token, environment: 'sandbox', fetch, clock, rateLimiter });
}

describe('the client over 2023-10-30', () => {
  test('creates, reads and finds the report by the same methods and types', async () => {
    const api = ordersApi();
    const truework = lender(api);
    const { id, price: paid } = await truework.verifications.create(input);
    const { state, reports } = await truework.verifications.get(id);
    expect([state, paid.amount, reports?.[0]?.employee.salary?.gross_pay]).toEqual([
      'completed',
      '39.95',
      '20.00',
    ]);
    const states: string[] = [];
    for await (const verification of truework.verifications.list()) states.push(verification.state);
    expect(states).toEqual(['completed']);
    expect(api.calls).toEqual(['POST /orders/target-employer', 'GET /orders', 'GET /orders']);
  });

  test('takes a turn of the rate limiter for each request that a call becomes', async () => {
    const api = ordersApi();
    const acquire = vi.fn(async () => {});
    const truework = lender(api, {}, { acquire });
    await truework.verifications.create(input);
    expect([api.calls.length, acquire.mock.calls.length]).toEqual([1, 1]);
    expect((await truework.verifications.get('none').result()).ok).toBe(false);
    expect([api.calls.length, acquire.mock.calls.length]).toEqual([3, 3]);
    expect(acquire).toHaveBeenLastCalledWith(expect.any(AbortSignal), 60_000);
  });

  test('reconciles a create whose response was lost, and never creates a second one', async () => {
    const broken = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    const api = ordersApi(() => Promise.reject(broken));
    const truework = lender(api, { supplied: { search_key: 'order-20011' } });
    const error = await truework.verifications.create(input).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    const found = await (error as AmbiguousOutcomeError).reconcile();
    expect(found?.loan_id).toBe('L-20011');
    const [order] = await findOrders('order-20011', { token, baseUrl, fetch: api.fetch });
    expect(order && fromOrder(order, { price }).verifications[0]?.id).toBe(found?.id);
    expect(api.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
  });

  test('knows that nothing was created if something has to be supplied', async () => {
    const api = ordersApi();
    const { company: _, ...target } = input.target;
    const error = await lender(api)
      .verifications.create({ ...input, target })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).invalidFields).toEqual({
      target: { date_of_birth: ['Required here. Supply date_of_birth.'] },
    });
    expect(api.calls).toEqual([]);
  });
});
