import { apiVersion, type Connection, connect } from '@truework-legacy/client';
import { createSandbox, type FaultOperation } from '@truework-legacy/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { callOf, type Ids, methodThatIsNotAllowed, requestOf } from '../../src/calls.ts';
import { type Exchange, recording } from '../../src/exchange.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { operationOf } from '../../src/spec-findings.ts';
import { operationsOfTheSpec, type SpecOperation } from '../../src/spec-operations.ts';
import type { SuiteEvidence } from '../../src/suite-evidence.ts';
import { testKey } from '../../src/system-under-test.ts';
import { fullInput } from '../../src/verification-inputs.ts';
import { wrongRequestOf } from '../../src/wrong-requests.ts';

// Every status that the spec has for an operation is reached in the sandbox, validated, and read by the client as what it is.

let now = Date.UTC(2019, 10, 5, 17, 8, 44);
const sandbox = createSandbox({
  validateResponses: false,
  clock: { now: () => now, elapsed: () => now },
  rateLimit: { perKey: 10, perAddress: false },
});
const { fetch, exchanges } = recording(sandbox.fetch);
afterAll(() => sandbox.close());

interface Request {
  path?: string;
  method?: string;
  key?: string;
  accept?: string;
  body?: unknown;
}

/** How to get to a status: the requests to try, in order. `code`: of the error that the client has to make of it. */
interface Way {
  readonly code?: string;
  readonly ask: (operation: SpecOperation) => readonly (() => Request | Promise<Request>)[];
}

// Whatever has ids is asked of a new verification, and then of a completed one.
const success: Way = {
  ask: ({ id }) => [async () => requestOf(id, await created()), async () => requestOf(id, await completed())],
};

const ways: Record<string, Way> = {
  200: success,
  201: success,
  202: success,
  204: success,
  400: {
    code: 'validation',
    ask: ({ id }) => [async () => wrongRequestOf(id, await created()) ?? byFault(id, 400)],
  },
  401: { code: 'authentication', ask: ({ id }) => [() => ({ ...requestOf(id), key: 'tw_pk_test_0000' })] },
  403: {
    code: 'permission',
    ask: ({ id }) => [
      async () => requestOf(id, await completed()),
      () => ({ ...requestOf(id), key: 'tw_sk_test_responds_403' }),
    ],
  },
  404: { code: 'not-found', ask: ({ id }) => [() => requestOf(id)] },
  405: {
    code: 'request-rejected',
    ask: ({ id }) => [() => ({ path: requestOf(id).path, method: methodThatIsNotAllowed(id) })],
  },
  406: {
    code: 'version-rejected',
    ask: ({ id }) => [() => ({ ...requestOf(id), accept: 'application/json; version=2020-12-07' })],
  },
  429: {
    code: 'rate-limited',
    ask: (operation) => [
      async () => {
        const key = `${testKey}429`;
        for (let call = 0; call < 10; call += 1) await send(operation, { ...requestOf(operation.id), key });
        return { ...requestOf(operation.id), key };
      },
    ],
  },
  451: { code: 'frozen-data', ask: byNumberOrKey('000-90-0451', 451) },
  500: { code: 'server', ask: byNumberOrKey('000-90-0500', 500) },
  501: { code: 'server', ask: byNumberOrKey('000-90-0501', 501) },
};

/** The way to any other error: the sandbox is made to respond with it. */
function otherWay(status: number): Way {
  if (status < 400) return expect.unreachable(`nothing is known to lead to ${status}: add it to this file`);
  return { code: expect.any(String), ask: ({ id }) => [() => byFault(id, status)] };
}

/** A person whose number leads to the status, if the operation takes a person; else a key that does. */
function byNumberOrKey(socialSecurityNumber: string, status: number): Way['ask'] {
  return ({ id }) => {
    const request = requestOf(id);
    const { target } = (request.body ?? {}) as { target?: object };
    if (target === undefined) return [() => ({ ...request, key: `tw_sk_test_responds_${status}` })];
    const body = {
      ...(request.body as object),
      target: { ...target, social_security_number: socialSecurityNumber },
    };
    return [() => ({ ...request, body })];
  };
}

/** What no request leads to, the sandbox is made to respond with. */
function byFault(id: string, status: number): Request {
  sandbox
    .tenant(testKey)
    .faults.add({ operation: id as FaultOperation, fault: `status; code=${status}`, times: 1 });
  return requestOf(id);
}

/** What is asked until the status comes. */
async function exchangeWith(status: number, operation: SpecOperation, { ask }: Way): Promise<Exchange> {
  const seen: number[] = [];
  for (const request of ask(operation)) {
    now += 2_000;
    const exchange = await send(operation, await request());
    if (exchange.response.status === status) return exchange;
    seen.push(exchange.response.status);
  }
  return expect.unreachable(
    `${operation.id} never responds with ${status}, but with ${seen.join(' and ')}. If it takes an id of something other than a ` +
      'verification or a report, add that to created() or completed() in test/statuses/every-status.test.ts.',
  );
}

/** Sends a request of an operation, and returns the exchange. */
async function send(operation: SpecOperation, request: Request): Promise<Exchange> {
  const { key = testKey, accept = `application/json; version=${apiVersion}`, body } = request;
  const path = request.path ?? requestOf(operation.id).path;
  await fetch(`http://127.0.0.1:4019${path}`, {
    method: request.method ?? operation.method,
    headers: {
      Accept: accept,
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return exchanges.at(-1) ?? expect.unreachable('nothing was recorded');
}

/** A new verification. */
async function created(): Promise<Ids> {
  now += 1_000;
  const { id } = await verifications('/', { method: 'POST', body: JSON.stringify(fullInput) });
  return { verification_request_id: id };
}

/** A completed verification, and its report. */
async function completed(): Promise<Ids> {
  const { verification_request_id: id = '' } = await created();
  now += 60_000;
  const { reports } = await verifications(`/${id}`);
  const report = reports?.[0]?.id ?? expect.unreachable('it has no report');
  return { verification_request_id: id, verification_report_id: report, report_id: report };
}

async function verifications(
  path: string,
  init: RequestInit = {},
): Promise<{ id: string; reports?: { id: string }[] }> {
  const headers = { Authorization: `Bearer ${testKey}`, 'Content-Type': 'application/json' };
  const response = await sandbox.fetch(`http://127.0.0.1:4019/verification-requests${path}`, {
    ...init,
    headers,
  });
  return (await response.json()) as { id: string; reports?: { id: string }[] };
}

/** A client to which nothing but this response comes. */
function clientThatHears({ status, headers, body }: Exchange['response']): {
  connection: Connection;
  attempts(): number;
} {
  let attempts = 0;
  const connection = connect({
    token: testKey,
    environment: 'local',
    rateLimiter: false,
    // Waits between attempts pass at once, timeouts do not.
    clock: {
      now: () => 0,
      after: (milliseconds, ring) => {
        if (milliseconds < 30_000) setImmediate(ring);
        return () => {};
      },
    },
    fetch: async () => {
      attempts += 1;
      return new Response(body, { status, headers });
    },
  });
  return { connection, attempts: () => attempts };
}

describe('every status of the spec is reached, matches the spec, and is what the client reports', () => {
  const all = operationsOfTheSpec().flatMap((operation) =>
    Object.keys(operation.responses).map((status) => ({ operation, id: operation.id, status })),
  );

  test.for(all)('$id $status', async ({ operation, id, status }, { task }) => {
    const way = ways[status] ?? otherWay(Number(status));
    const exchange = await exchangeWith(Number(status), operation, way);
    const { response } = exchange;
    if (status !== '405') expect(operationOf(exchange)).toBe(id);
    // One to a method that no operation has is checked as that of the operation of the path.
    expectAsSpecified([{ ...exchange, request: { ...exchange.request, method: operation.method } }]);
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(response.body)));

    const { connection, attempts } = clientThatHears(response);
    const outcome = await callOf(id)(connection).then(
      (data) => ({ data }),
      (error: unknown) => ({ error }),
    );
    if (way.code === undefined) {
      expect(outcome).toEqual({ data: response.body === '' ? undefined : JSON.parse(response.body) });
      expect(attempts()).toBe(1);
    } else {
      const isAmbiguous = status === '500' && operation.method !== 'GET';
      expect(outcome).toMatchObject({
        error: { code: isAmbiguous ? 'ambiguous-outcome' : way.code, operation: id, status: Number(status) },
      });
      const isRepeated = status === '429' || (status === '500' && operation.method === 'GET');
      if (status in ways) expect(attempts(), 'attempts').toBe(isRepeated ? 3 : 1);
    }
    (task.meta as SuiteEvidence).driven = [{ operation: id, status: Number(status) }];
  });
});
