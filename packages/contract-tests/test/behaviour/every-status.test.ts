import { describe, expect, test } from 'vitest';
import { fullOrder, fullSession, orderWithoutCompany } from '../../src/orders.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { type Wire, wire } from '../../src/wire.ts';

// Each operation is made to answer each status that it can be made to answer by honest means. That the answers are what the spec
// says is judged with every other exchange.

const unknownId = 'AAAAAAAATiIAB';
const publishable = { Authorization: 'Bearer tw_pk_test_0000' };
const laterVersion = { Accept: 'application/json; version=1999-01-01' };

interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** A completed verification, and its report. */
async function completed(line: Wire): Promise<{ id: string; report: string }> {
  const { id } = await line.truework.verifications.create(orderWithoutCompany);
  await line.settle();
  const { reports } = await line.truework.verifications.get(id);
  return { id, report: reports?.[0]?.id ?? expect.unreachable('a completed verification has a report') };
}

/** A verification that waits for its verifier, and so can be cancelled. */
async function waiting(line: Wire): Promise<string> {
  const target = { ...fullOrder.target, social_security_number: '000-03-0000' };
  return (await line.truework.verifications.create({ ...fullOrder, target })).id;
}

const cancellation = { cancellation_reason: 'other' };

/** What is sent where every operation answers alike. */
const plain: Record<string, Attempt> = {
  createCredentialsSession: { method: 'POST', path: '/credentials/session', body: fullSession },
  createVerification: { method: 'POST', path: '/verification-requests/', body: orderWithoutCompany },
  listVerifications: { method: 'GET', path: '/verification-requests/?limit=1' },
  getVerification: { method: 'GET', path: `/verification-requests/${unknownId}` },
  reverifyVerification: {
    method: 'PUT',
    path: `/verification-requests/${unknownId}/reverify`,
    body: { report_id: unknownId },
  },
  cancelVerification: {
    method: 'PUT',
    path: `/verification-requests/${unknownId}/cancel`,
    body: cancellation,
  },
  getReport: { method: 'GET', path: `/verification-requests/${unknownId}/reports/${unknownId}` },
  getSingleReport: { method: 'GET', path: `/verification-requests/${unknownId}/report` },
  searchCompanies: { method: 'GET', path: '/companies/?q=widgets' },
};

/** What is sent for one status of one operation. */
const special: Record<string, (line: Wire) => Promise<Attempt>> = {
  'createCredentialsSession 400': async () => ({ method: 'POST', path: '/credentials/session', body: {} }),
  'createVerification 400': async () => ({ method: 'POST', path: '/verification-requests/', body: {} }),
  'listVerifications 400': async () => ({ method: 'GET', path: '/verification-requests/?state=unheard-of' }),
  'getVerification 200': async (line) => ({
    method: 'GET',
    path: `/verification-requests/${await waiting(line)}`,
  }),
  'reverifyVerification 201': async (line) => {
    const { id, report } = await completed(line);
    return { method: 'PUT', path: `/verification-requests/${id}/reverify`, body: { report_id: report } };
  },
  'reverifyVerification 400': async (line) => ({
    method: 'PUT',
    path: `/verification-requests/${(await completed(line)).id}/reverify`,
    body: {},
  }),
  'cancelVerification 200': async (line) => ({
    method: 'PUT',
    path: `/verification-requests/${await waiting(line)}/cancel`,
    body: cancellation,
  }),
  'cancelVerification 400': async (line) => ({
    method: 'PUT',
    path: `/verification-requests/${await waiting(line)}/cancel`,
    body: {},
  }),
  'cancelVerification 403': async (line) => ({
    method: 'PUT',
    path: `/verification-requests/${(await completed(line)).id}/cancel`,
    body: cancellation,
  }),
  'getReport 200': async (line) => {
    const { id, report } = await completed(line);
    return { method: 'GET', path: `/verification-requests/${id}/reports/${report}` };
  },
  'getSingleReport 200': async (line) => ({
    method: 'GET',
    path: `/verification-requests/${(await completed(line)).id}/report`,
  }),
};

/** What nobody can bring about by honest means. */
const outOfReach: Record<number, string> = {
  429: 'only by sending too much',
  451: 'only for a person who froze their data, and no test number is one',
  500: 'only by a failure of the server',
  501: 'only where something is not made yet',
};
const outOfReachHere = new Set([
  // Only where the account may not do it.
  ...operationsOfTheSpec()
    .filter(({ id }) => id !== 'cancelVerification')
    .map(({ id }) => `${id} 403`),
  // Nothing that may be sent is refused.
  'getVerification 400',
  'searchCompanies 400',
  // 400 or 404, as the spec says; which one is not known.
  'getReport 400',
  'getSingleReport 400',
]);

async function attemptFor(line: Wire, id: string, status: number): Promise<Attempt> {
  const attempt = await special[`${id} ${status}`]?.(line);
  if (attempt !== undefined) return attempt;
  const basic = plain[id] ?? expect.unreachable(`${id} has no request here`);
  if (status === 401) return { ...basic, headers: publishable };
  if (status === 405) return { method: 'DELETE', path: basic.path };
  if (status === 406) return { ...basic, headers: laterVersion };
  return basic;
}

describe.for(operationsOfTheSpec())('$id', ({ id, answers }) => {
  const line = wire();
  const reached = Object.keys(answers)
    .map(Number)
    .filter((status) => outOfReach[status] === undefined && !outOfReachHere.has(`${id} ${status}`));

  test.for(reached)('answers %s', async (status) => {
    const { method, path, body, headers } = await attemptFor(line, id, status);
    const answer = await line.send(path, {
      method,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(status);
  });
});
