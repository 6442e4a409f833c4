import { type Note, type Order, ordersFetch } from '@truework-legacy/migrate';
import later from '@truework-legacy/spec/2023-10-30/openapi.json' with { type: 'json' };
import legacy from '@truework-legacy/spec/openapi.json' with { type: 'json' };

// Each request of 2019-10-15, and what ordersFetch sends in its place. So the page shows what the package does.

/** A call before and after. */
export interface MigrationExample {
  readonly operation: string;
  readonly title: string;
  readonly before: string;
  /** One request or two. None if there is no successor. */
  readonly after: readonly string[];
  readonly notes: readonly Note[];
  /** A response of 2023-10-30, and what your code reads of it. */
  readonly response?: { readonly sent: string; readonly read: string } | undefined;
}

const sent = legacy.components.examples;
const responses = later.components.examples;
const order = responses.OrderTargetEmployer.value as unknown as Order;
const [verification] = order.verification_requests ?? [];
const [report] = verification?.reports ?? [];
const path = `/verification-requests/${verification?.id}`;

type Call = readonly [operation: string, title: string, request: string, body?: object];

const calls: readonly Call[] = [
  [
    'createVerification',
    'With a company',
    'POST /verification-requests/',
    sent.VerificationInputWithCompany.value,
  ],
  [
    'createVerification',
    'Without a company',
    'POST /verification-requests/',
    sent.VerificationInputWithoutCompany.value,
  ],
  [
    'createCredentialsSession',
    'A credentials session',
    'POST /credentials/session',
    sent.CredentialsSessionInputMortgage.value,
  ],
  ['listVerifications', 'A list', 'GET /verification-requests/?state=completed&limit=25'],
  ['getVerification', 'One verification', `GET ${path}`],
  ['cancelVerification', 'A cancellation', `PUT ${path}/cancel`, sent.CancellationInputOther.value],
  ['reverifyVerification', 'A reverification', `PUT ${path}/reverify`, sent.ReverificationInputReport.value],
  ['getReport', 'A report', `GET ${path}/reports/${report?.id}?income_analytics=true`],
  ['getSingleReport', 'The only report', `GET ${path}/report`],
];

/** Operations whose responses are shown as well. */
const shown = ['createCredentialsSession', 'getVerification', 'cancelVerification'];

const supplied = {
  use_case: 'mortgage',
  date_of_birth: '1990-01-31',
  contact_email: 'riley.sample@example.com',
  search_key: 'order-20011',
} as const;

function responseTo(pathname: string): object {
  if (pathname === '/orders') return { count: 1, next: null, previous: null, results: [order] };
  if (pathname === '/orders/employer-search') return responses.OrderEmployerSearch.value;
  if (pathname === '/orders/truework-direct') return responses.OrderTrueworkDirect.value;
  if (pathname.startsWith('/reports/')) return report ?? {};
  return pathname.endsWith('/cancel') ? responses.OrderCanceled.value : order;
}

function textOf(method: string, url: string, version: string, body?: string): string {
  const { pathname, search } = new URL(url);
  const head = `${method} ${pathname}${search}\nAccept: application/json; version=${version}`;
  return body === undefined ? head : `${head}\n\n${inLines(JSON.parse(body))}`;
}

const inLines = (value: unknown) => JSON.stringify(value, null, 2);

async function exampleOf([operation, title, request, body]: Call): Promise<MigrationExample> {
  const after: string[] = [];
  const notes: Note[] = [];
  let last: unknown;
  const fetch = ordersFetch({
    price: { amount: '39.95', currency: 'USD' },
    supplied,
    onNote: (note) => notes.push(note),
    fetch: async (url, init) => {
      after.push(textOf(init.method, url, '2023-10-30', init.body));
      last = responseTo(new URL(url).pathname);
      return Response.json(last, { status: init.method === 'POST' ? 201 : 200 });
    },
  });
  const [method = '', target = ''] = request.split(' ');
  const url = `https://api.truework.com${target}`;
  const headers = { accept: 'application/json; version=2019-10-15' };
  const { signal } = new AbortController();
  const text = body && JSON.stringify(body);
  const init = { method, headers, redirect: 'manual', signal, ...(text && { body: text }) } as const;
  const read = JSON.parse(await (await fetch(url, init)).text());
  return {
    ...{ operation, title, before: textOf(method, url, '2019-10-15', text), after, notes },
    response: shown.includes(operation) ? { sent: inLines(last), read: inLines(read) } : undefined,
  };
}

export const examples: readonly MigrationExample[] = await Promise.all(calls.map(exampleOf));
