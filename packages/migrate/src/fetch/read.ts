import { itemsOf } from '../fields.ts';
import { fromReport } from '../from-report.ts';
import type { Order, OrderPage, OrderReport } from '../generated/later-types.gen.ts';
import type { Verification } from '../generated/types.gen.ts';
import { type Exchange, failure } from './exchange.ts';
import type { FetchLikeResponse } from './fetch-like.ts';
import { shownOf } from './shown.ts';
import { json, type LaterResponse } from './transport.ts';

/** The requested fields, or all if none were requested. A create always has its id. */
export function chosenFields(value: object, { route }: Exchange): object {
  const asked = route.query.get('fields')?.split(',');
  if (!asked) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => asked.includes(name)));
}

/** The order of a verification, by the id of either. Undefined if there is no such order. */
async function orderOf(exchange: Exchange): Promise<LaterResponse<Order | undefined>> {
  const [id = ''] = exchange.route.ids;
  const query = { verification_id: id };
  const page = await exchange.transport.send<OrderPage>({ method: 'GET', path: '/orders', query });
  if (page.failure) return page;
  const found = itemsOf(page.data.results).find(({ verification_requests }) =>
    itemsOf(verification_requests).some((verification) => verification.id === id),
  );
  if (found) return { data: found, response: page.response };
  const byItsOwn = await exchange.transport.send<Order>({
    method: 'GET',
    path: `/orders/${encodeURIComponent(id)}`,
  });
  if (!byItsOwn.failure) return byItsOwn;
  return byItsOwn.failure.status === 404 ? { data: undefined, response: page.response } : byItsOwn;
}

/** The requested verification: by its own id, or the first of an order by the order's id. */
function verificationOf(order: Order, exchange: Exchange): Verification | undefined {
  const [id] = exchange.route.ids;
  const verifications = shownOf(order, exchange);
  return (
    verifications.find((verification) => verification.id === id) ??
    (order.id === id ? verifications[0] : undefined)
  );
}

export const notFound = () => failure(404, 'No order has this verification.');

const notRepresentable = () => failure(501, '2019-10-15 has nothing like what was found. See the notes.');

export async function getVerification(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { data: order, response, failure: failed } = await readOrder(exchange);
  if (failed) return failed;
  const verification = verificationOf(order, exchange);
  return verification ? json(200, chosenFields(verification, exchange), response) : notRepresentable();
}

/** As {@link orderOf}, but a missing order is a failure. */
export async function readOrder(exchange: Exchange): Promise<LaterResponse<Order>> {
  const found = await orderOf(exchange);
  if (found.failure) return found;
  return found.data ? { data: found.data, response: found.response } : { failure: notFound() };
}

/** The longest page, as of the API. */
const mostItems = 100;

/** A whole number of a query. Undefined for any other text. */
function wholeOf(text: string | null): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export async function listVerifications(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { list, transport } = exchange;
  const { baseUrl, query } = exchange.route;
  const offset = wholeOf(query.get('offset')) ?? 0;
  const limit = Math.min(wholeOf(query.get('limit')) || 25, mostItems);
  const state = query.get('state');
  const states = state?.split(',');
  const convert = (order: Order) =>
    shownOf(order, exchange).filter((verification) => !states || states.includes(verification.state));
  const page = await list.read(transport, { offset, limit, filter: state ?? '' }, convert);
  if (page.failure) return page.failure;
  const { results, hasMore, orders } = page.data;
  const seen = offset + results.length;
  // The API does not count verifications. This is how many are known, so that paging continues to the end.
  const count = hasMore ? Math.max(orders, seen + 1) : seen;
  query.set('limit', `${limit}`);
  query.set('offset', `${seen}`);
  query.sort();
  const next = hasMore ? `${baseUrl}/verification-requests/?${query}` : null;
  const shown = results.map((verification) => chosenFields(verification, exchange));
  return json(200, { count, next, previous: null, results: shown }, page.response);
}

export async function getReport(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  return await readReport(exchange, exchange.route.ids[1] ?? '');
}

/** The first report of a verification. */
export async function getSingleReport(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { data: order, failure: failed } = await readOrder(exchange);
  if (failed) return failed;
  const [id] = exchange.route.ids;
  const all = itemsOf(order.verification_requests);
  const verification = all.find((it) => it.id === id) ?? all[0];
  const [report] = itemsOf(verification?.reports);
  return report ? await readReport(exchange, report.id) : failure(404, 'The verification has no report.');
}

async function readReport(exchange: Exchange, id: string): Promise<Response | FetchLikeResponse> {
  const { init, options, route, transport } = exchange;
  const path = `/reports/${encodeURIComponent(id)}`;
  if (init.headers['accept']?.startsWith('application/pdf'))
    return await transport.sendForBytes({ method: 'GET', path });
  const wantsAnalytics = route.query.get('income_analytics') === 'true';
  const query = { include_income_analytics: wantsAnalytics || undefined };
  const {
    data,
    response,
    failure: failed,
  } = await transport.send<OrderReport>({ method: 'GET', path, query });
  if (failed) return failed;
  const { report, notes } = fromReport(data, options.reports);
  exchange.note(notes);
  return report ? json(200, chosenFields(report, exchange), response) : notRepresentable();
}
