import { apiVersion, type Connection, connect } from '@truework-legacy/client';
import { createSandbox, type FaultOperation } from '@truework-legacy/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { callOf, type Ids, requestOf } from '../../src/calls.ts';
import { type Exchange, recording } from '../../src/exchange.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { operationOf } from '../../src/spec-findings.ts';
import { operationsOfTheSpec, type SpecOperation } from '../../src/spec-operations.ts';
import type { SuiteEvidence } from '../../src/suite-evidence.ts';
import { testKey } from '../../src/system-under-test.ts';
import { fullInput } from '../../src/verification-inputs.ts';
import { type Attempt, howToReach, waysTo } from '../../src/ways-to-statuses.ts';
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

const authorized = (key: string) => ({ Authorization: `Bearer ${key}` });

/** What the client has to make of an error, by its status. */
const codes: Readonly<Record<number, string>> = {
  400: 'validation',
  401: 'authentication',
  403: 'permission',
  404: 'not-found',
  405: 'request-rejected',
  406: 'version-rejected',
  429: 'rate-limited',
  451: 'frozen-data',
  500: 'server',
  501: 'server',
};

/** What leads to a status, in order: by honest means, by what only the sandbox knows, and at last by a fault. */
function allWaysTo(status: number, operation: SpecOperation): readonly (() => Promise<Attempt> | Attempt)[] {
  const { id } = operation;
  return [
    ...waysTo(status, operation, { completed, waiting }),
    ...(status === 400 ? [async () => wrongRequestOf(id, await waiting()) ?? byFault(id, 400)] : []),
    ...(status === 429 ? [() => afterTen(operation)] : []),
    ...(status === 403 || status > 450 ? [() => byNumberOrKey(id, status)] : []),
    ...(status < 400 ? [] : [() => byFault(id, status)]),
  ];
}

/** The eleventh request of a second. */
async function afterTen(operation: SpecOperation): Promise<Attempt> {
  const request = { ...requestOf(operation.id), headers: authorized(`${testKey}429`) };
  for (let call = 0; call < 10; call += 1) await send(request);
  return request;
}

/** A person whose number leads to the status, if the operation takes a person; else a key that does. */
function byNumberOrKey(id: string, status: number): Attempt {
  const request = requestOf(id);
  const { target, ...body } = (request.body ?? {}) as { target?: object };
  const number = `000-90-0${status}`;
  if (target === undefined || status === 403)
    return { ...request, headers: authorized(`tw_sk_test_responds_${status}`) };
  return { ...request, body: { ...body, target: { ...target, social_security_number: number } } };
}

/** What no request leads to, the sandbox is made to respond with. */
function byFault(id: string, status: number): Attempt {
  const fault = `status; code=${status}` as const;
  sandbox.tenant(testKey).faults.add({ operation: id as FaultOperation, fault, times: 1 });
  return requestOf(id);
}

/** Tries one way after the other, until the status comes. */
async function exchangeWith(status: number, operation: SpecOperation): Promise<Exchange> {
  const seen: number[] = [];
  for (const attempt of allWaysTo(status, operation)) {
    now += 2_000;
    const exchange = await send(await attempt());
    if (exchange.response.status === status) return exchange;
    seen.push(exchange.response.status);
  }
  return expect.unreachable(
    `${operation.id} never responds with ${status}, but with ${seen.join(' and ')}. ${howToReach}`,
  );
}

async function send({ path, method, headers, body }: Attempt): Promise<Exchange> {
  await fetch(`http://127.0.0.1:4019${path}`, {
    method,
    headers: {
      Accept: `application/json; version=${apiVersion}`,
      ...authorized(testKey),
      'Content-Type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return exchanges.at(-1) ?? expect.unreachable('nothing was recorded');
}

/** A new verification. */
async function waiting(): Promise<Ids> {
  now += 1_000;
  const { id } = await verifications('POST', '/', fullInput);
  return { verification_request_id: id };
}

/** A completed verification, and its report. */
async function completed(): Promise<Ids> {
  const { verification_request_id: id = '' } = await waiting();
  now += 60_000;
  const { reports } = await verifications('GET', `/${id}`);
  const report = reports?.[0]?.id ?? expect.unreachable('it has no report');
  return { verification_request_id: id, verification_report_id: report, report_id: report };
}

async function verifications(
  method: string,
  path: string,
  body?: object,
): Promise<{ id: string; reports?: { id: string }[] }> {
  const { response } = await send({ method, path: `/verification-requests${path}`, body });
  return JSON.parse(response.body);
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
    const exchange = await exchangeWith(Number(status), operation);
    const code = Number(status) < 400 ? undefined : (codes[Number(status)] ?? expect.any(String));
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
    if (code === undefined) {
      expect(outcome).toEqual({ data: response.body === '' ? undefined : JSON.parse(response.body) });
      expect(attempts()).toBe(1);
    } else {
      const isAmbiguous = status === '500' && operation.method !== 'GET';
      expect(outcome).toMatchObject({
        error: { code: isAmbiguous ? 'ambiguous-outcome' : code, operation: id, status: Number(status) },
      });
      const isRepeated = status === '429' || (status === '500' && operation.method === 'GET');
      if (status in codes) expect(attempts(), 'attempts').toBe(isRepeated ? 3 : 1);
    }
    (task.meta as SuiteEvidence).driven = [{ operation: id, status: Number(status) }];
  });
});
