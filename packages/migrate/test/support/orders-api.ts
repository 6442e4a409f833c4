import type { FetchLikeInit } from '../../src/fetch/fetch-like.ts';
import type { Order, OrderVerification } from '../../src/generated/later-types.gen.ts';
import { errorsOf, example } from './schemas.ts';

/** A request as it arrived. */
export interface Received {
  readonly call: string;
  readonly accept: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** As much of 2023-10-30 as the tests need, in memory. Every body is checked against the closed description. */
export function ordersApi(orders: Order[] = []) {
  const received: Received[] = [];
  const date = {
    date: 'Wed, 04 Mar 2026 05:06:07 GMT',
    version: '2023-10-30',
    'x-truework-signature': 'sig',
  };
  const respond = (status: number, data: unknown) =>
    new Response(JSON.stringify(data), { status, headers: { ...date, 'content-type': 'application/json' } });
  const missing = () => respond(404, { error: { message: 'Not found' } });
  const create = (schema: string, name: string, body: Record<string, unknown>) => {
    const errors = errorsOf('later', schema, body);
    if (errors.length > 0) return respond(400, { error: { message: errors.join(', ') } });
    const order = {
      ...example<Order>(name),
      id: `order-${orders.length}`,
      search_key: String(body['search_key'] ?? ''),
    };
    orders.unshift(order);
    return respond(201, order);
  };
  const fetch = async (url: string, init: FetchLikeInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    const body = init.body === undefined ? undefined : (JSON.parse(init.body) as Record<string, unknown>);
    const call = `${init.method} ${pathname}${new URL(url).search}`;
    received.push({ call, accept: init.headers['accept'] ?? '', headers: init.headers, body });
    const [, , id = '', action] = pathname.split('/');
    switch (`${init.method} ${pathname}`) {
      case 'POST /orders/target-employer':
        return create('TargetEmployerOrderInput', 'OrderTargetEmployer', body ?? {});
      case 'POST /orders/employer-search':
        return create('EmployerSearchOrderInput', 'OrderEmployerSearch', body ?? {});
      case 'POST /orders/truework-direct':
        return create('TrueworkDirectOrderInput', 'OrderTrueworkDirect', body ?? {});
      case 'POST /orders/reverification':
        return create('OrderReverificationInput', 'OrderTargetEmployer', body ?? {});
      case 'GET /orders':
        return respond(200, pageOf(orders, searchParams));
    }
    if (pathname.startsWith('/reports/')) {
      if (init.headers['accept']?.startsWith('application/pdf'))
        return new Response('%PDF', { headers: { 'content-type': 'application/pdf' } });
      const report = orders
        .flatMap(verificationsOf)
        .flatMap(({ reports }) => reports ?? [])
        .find((it) => it.id === id);
      return report ? respond(200, report) : missing();
    }
    const order = orders.find((it) => it.id === id);
    if (!order) return missing();
    if (action !== 'cancel') return respond(200, order);
    return respond(200, { ...example<object>('OrderCanceled'), id });
  };
  return { fetch, received, orders };
}

function verificationsOf(order: Order): OrderVerification[] {
  return order.verification_requests ?? [];
}

function pageOf(orders: readonly Order[], query: URLSearchParams): object {
  const id = query.get('verification_id');
  const key = query.get('search_key');
  const found = orders.filter(
    (order) =>
      (id === null || verificationsOf(order).some((it) => it.id === id)) &&
      (key === null || order.search_key === key),
  );
  const offset = Number(query.get('offset') ?? 0);
  const end = offset + Number(query.get('limit') ?? 25);
  const next = end < found.length ? `https://api.truework.com/orders?offset=${end}` : null;
  return { count: found.length, next, previous: null, results: found.slice(offset, end) };
}
