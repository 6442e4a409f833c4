import { apiVersion, type Connection, connect } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { callOf, unknownId } from '../../src/calls.ts';
import { type Exchange, recording } from '../../src/exchange.ts';
import { fullOrder, fullSession, orderWithoutCompany } from '../../src/orders.ts';
import { answerFindings, operationOf } from '../../src/spec-judge.ts';
import { operationsOfTheSpec, type SpecOperation } from '../../src/spec-operations.ts';
import type { SuiteEvidence } from '../../src/suite-evidence.ts';
import { testKey } from '../../src/target.ts';
import { judgeByValidators } from '../../src/validator-judge.ts';

// Every status that the spec has for an operation is reached in the sandbox, judged, and read by the client as what it is.

let now = Date.UTC(2019, 10, 5, 17, 8, 44);
const sandbox = createSandbox({
  checkAnswers: false,
  clock: { now: () => now },
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
  requestSync?: 'sync';
}

/** What the operations answer when all is well, and what they are asked. */
const successes: Record<string, () => Promise<Request>> = {
  createCredentialsSession: async () => ({ body: fullSession }),
  listVerifications: async () => ({}),
  createVerification: async () => ({ body: fullOrder }),
  getVerification: async () => ({ path: `/verification-requests/${(await completed()).id}` }),
  reverifyVerification: async () => {
    const { id, reportId } = await completed();
    return { path: `/verification-requests/${id}/reverify`, body: { report_id: reportId } };
  },
  cancelVerification: async () => ({
    path: `/verification-requests/${(await create()).id}/cancel`,
    body: { cancellation_reason: 'other' },
  }),
  getReport: async () => {
    const { id, reportId } = await completed();
    return { path: `/verification-requests/${id}/reports/${reportId}` };
  },
  getSingleReport: async () => ({ path: `/verification-requests/${(await completed()).id}/report` }),
  searchCompanies: async () => ({}),
};

/** What each operation refuses as wrong. */
const mistakes: Record<string, () => Promise<Request>> = {
  createCredentialsSession: async () => ({ body: { ...fullSession, type: 'assets' } }),
  listVerifications: async () => ({ path: '/verification-requests/?limit=0' }),
  createVerification: async () => ({ body: fullOrder, requestSync: 'sync' }),
  getVerification: async () => ({ path: `/verification-requests/${unknownId}?fields=,` }),
  reverifyVerification: async () => ({
    path: `/verification-requests/${(await create()).id}/reverify`,
    body: { report_id: unknownId },
  }),
  cancelVerification: async () => ({
    path: `/verification-requests/${(await create()).id}/cancel`,
    body: { cancellation_reason: 'no-match' },
  }),
  getReport: async () => ({ path: `/verification-requests/${(await create()).id}/reports/${unknownId}` }),
  getSingleReport: async () => ({ path: `/verification-requests/${(await create()).id}/report` }),
  searchCompanies: async () => ({ path: '/companies/?offset=-1' }),
};

/** The way to each status, and the `code` of the error that the client has to make of it. */
const ways: Record<string, { code?: string; ask(operation: SpecOperation): Promise<Request> }> = {
  200: { ask: ({ id }) => askedBy(successes, id) },
  201: { ask: ({ id }) => askedBy(successes, id) },
  400: { code: 'validation', ask: ({ id }) => askedBy(mistakes, id) },
  401: { code: 'authentication', ask: async () => ({ key: 'tw_pk_test_0000' }) },
  403: {
    code: 'permission',
    ask: async ({ id }) =>
      id === 'cancelVerification'
        ? {
            path: `/verification-requests/${(await completed()).id}/cancel`,
            body: { cancellation_reason: 'other' },
          }
        : { key: 'tw_sk_test_answers_403' },
  },
  404: {
    code: 'not-found',
    ask: async ({ id, method }) => ({
      ...(method === 'PUT' && {
        body: id === 'cancelVerification' ? { cancellation_reason: 'other' } : { report_id: unknownId },
      }),
    }),
  },
  405: { code: 'request-rejected', ask: async () => ({ method: 'DELETE' }) },
  406: { code: 'version-rejected', ask: async () => ({ accept: 'application/json; version=2020-12-07' }) },
  429: {
    code: 'rate-limited',
    ask: async (operation) => {
      const key = `${testKey}429`;
      for (let call = 0; call < 10; call += 1) await send(operation, { key });
      return { key };
    },
  },
  451: {
    code: 'frozen-data',
    ask: async ({ id }) =>
      id === 'createVerification'
        ? { body: withNumber('000-90-0451') }
        : id === 'createCredentialsSession'
          ? {
              body: {
                ...fullSession,
                target: { ...fullSession.target, social_security_number: '000-90-0451' },
              },
            }
          : { key: 'tw_sk_test_answers_451' },
  },
  500: {
    code: 'server',
    ask: async ({ id }) =>
      id === 'createVerification' ? { body: withNumber('000-90-0500') } : { key: 'tw_sk_test_answers_500' },
  },
  501: {
    code: 'server',
    ask: async ({ id }) =>
      id === 'createVerification' ? { body: withNumber('000-90-0501') } : { key: 'tw_sk_test_answers_501' },
  },
};

function askedBy(requests: Record<string, () => Promise<Request>>, id: string): Promise<Request> {
  const ask = requests[id] ?? expect.unreachable(`no request is written for ${id}: add it to this file`);
  return ask();
}

function withNumber(socialSecurityNumber: string): object {
  return {
    ...orderWithoutCompany,
    target: { ...orderWithoutCompany.target, social_security_number: socialSecurityNumber },
  };
}

/** Sends a request of an operation, and gives what went over the wire. */
async function send(operation: SpecOperation, request: Request): Promise<Exchange> {
  const { key = testKey, accept = `application/json; version=${apiVersion}`, body, requestSync } = request;
  const path = request.path ?? operation.path.replaceAll(/{\w+}/g, unknownId);
  await fetch(`http://127.0.0.1:4019${path}`, {
    method: request.method ?? operation.method,
    headers: {
      Accept: accept,
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      ...(requestSync && { 'Request-Sync': requestSync }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return exchanges.at(-1) ?? expect.unreachable('nothing was recorded');
}

async function create(): Promise<{ id: string }> {
  now += 1_000;
  const [post] = operationsOfTheSpec().filter(({ id }) => id === 'createVerification');
  const { response } = await send(post as SpecOperation, { body: fullOrder });
  return JSON.parse(response.body) as { id: string };
}

async function completed(): Promise<{ id: string; reportId: string }> {
  const { id } = await create();
  now += 60_000;
  const answer = await sandbox.fetch(`http://127.0.0.1:4019/verification-requests/${id}`, {
    headers: { Authorization: `Bearer ${testKey}` },
  });
  const { reports } = (await answer.json()) as { reports: { id: string }[] };
  return { id, reportId: reports[0]?.id ?? expect.unreachable('it has no report') };
}

/** A client to which nothing but this answer comes. */
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

describe('every status of the spec is reached, is as the spec says, and is what the client says it is', () => {
  const all = operationsOfTheSpec().flatMap((operation) =>
    Object.keys(operation.answers).map((status) => ({ operation, id: operation.id, status })),
  );

  test.for(all)('$id $status', async ({ operation, id, status }, { task }) => {
    const way =
      ways[status] ?? expect.unreachable(`nothing is known to lead to ${status}: add it to this file`);
    now += 2_000;
    const exchange = await send(operation, await way.ask(operation));
    const { response } = exchange;
    expect(String(response.status), `${id} ${status}: what was asked leads elsewhere`).toBe(status);
    if (status !== '405') expect(operationOf(exchange)).toBe(id);
    expect(answersAs(operation, exchange)).toEqual([]);
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(response.body)));

    const { connection, attempts } = clientThatHears(response);
    const outcome = await callOf(id)(connection).then(
      (data) => ({ data }),
      (error: unknown) => ({ error }),
    );
    if (way.code === undefined) {
      expect(outcome).toEqual({ data: JSON.parse(response.body) });
      expect(attempts()).toBe(1);
    } else {
      const isAmbiguous = status === '500' && operation.method !== 'GET';
      expect(outcome).toMatchObject({
        error: { code: isAmbiguous ? 'ambiguous-outcome' : way.code, operation: id, status: Number(status) },
      });
      const isRepeated = status === '429' || (status === '500' && operation.method === 'GET');
      expect(attempts(), 'attempts').toBe(isRepeated ? 3 : 1);
    }
    (task.meta as SuiteEvidence).driven = [{ operation: id, status: Number(status) }];
  });
});

/** What is wrong with an answer. One to a method that no operation has is judged as that of the operation of the path. */
function answersAs({ method }: SpecOperation, { request, response }: Exchange): string[] {
  const exchange = { request: { ...request, method }, response };
  return [
    ...answerFindings(exchange).map(({ where, expected }) => `${where}: ${expected}`),
    ...judgeByValidators(exchange),
  ];
}
