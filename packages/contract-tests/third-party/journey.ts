import {
  type CancellationInput,
  connect,
  createTruework,
  type TrueworkOptions,
  type Verification,
  type VerificationInput,
} from '@truework-legacy/client';
import { callOf, type Ids, operationIds, requestOf } from '../src/calls.ts';
import { fullInput, fullSession, inputWithoutCompany } from '../src/verification-inputs.ts';
import { newAccount } from './validator.ts';

/**
 * What a request of the journey is for. `valid`: it is as the spec says, whatever the response. `invalid`: it
 * is not, and has to be rejected. A number: it is as the spec says, and its key makes the sandbox respond
 * with this status.
 */
export type Intent = 'valid' | 'invalid' | number;

/** One exchange of the journey, as the client saw it through the validator. */
export interface Leg {
  readonly intent: Intent;
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  /** Names in the query. */
  readonly parameters: readonly string[];
  readonly response: Response;
}

/** How the journey goes. */
export interface Roads {
  /** Where the requests go: a validator that passes them on to the sandbox. */
  readonly through: string;
  /** The sandbox itself. */
  readonly sandbox: string;
}

const someoneWho = (social_security_number: string): VerificationInput => ({
  ...inputWithoutCompany,
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number },
});
const staysPending = someoneWho('000-91-0001');
const noLongerNeeded: CancellationInput = {
  cancellation_reason: 'other',
  cancellation_details: 'Not needed.',
};

/** The ids of a verification and of its first report. Empty if there is no verification. */
function idsOf(verification: Verification | undefined): Ids {
  if (verification === undefined) return {};
  const report = verification.reports?.[0]?.id;
  return {
    verification_request_id: verification.id,
    ...(report !== undefined && { verification_report_id: report, report_id: report }),
  };
}

/**
 * A journey of the client that calls every operation in good and in bad ways. What the client cannot be made
 * to send is sent by hand. It asserts nothing: whatever the response, it goes on as far as it can.
 */
export async function journey({ through, sandbox }: Roads): Promise<Leg[]> {
  const legs: Leg[] = [];
  let intent: Intent = 'valid';
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await globalThis.fetch(request);
    const { pathname: path, searchParams } = new URL(request.url);
    const parameters = [...searchParams.keys()];
    legs.push({ intent, method: request.method, path, parameters, response: response.clone() });
    return response;
  };
  const token = newAccount();
  const options: TrueworkOptions = {
    token,
    environment: through,
    fetch,
    retries: 0,
    rateLimiter: false,
    // Prism announces the end of what the spec calls deprecated.
    onWarning: () => {},
  };
  const clientWith = (others: Partial<TrueworkOptions>) => createTruework({ ...options, ...others });
  const truework = clientWith({});
  /** What the call returns. Undefined if it fails: the validator looks at why. */
  const attempt = async <Value>(call: PromiseLike<Value>): Promise<Value | undefined> => {
    try {
      return await call;
    } catch {
      return undefined;
    }
  };
  const byHand = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    attempt(
      fetch(through + path, {
        method,
        headers: {
          Accept: 'application/json; version=2019-10-15',
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  /** Lets time pass for the account. */
  const pass = (by: string) =>
    globalThis.fetch(`${sandbox}/_sandbox/clock/advance`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ by }),
    });

  const { credentials, verifications, reports, companies } = truework;

  // Nothing is there yet.
  await attempt(verifications.list());
  await attempt(credentials.createSession(fullSession));

  // Verifications, read in every state on their way.
  const verificationInput = await attempt(verifications.create(fullInput));
  const twice = await attempt(verifications.create(someoneWho('000-00-0007')));
  const atOnce = await attempt(verifications.create(inputWithoutCompany, { requestSync: 'sync' }));
  for (const number of ['000-00-0001', '000-00-0002', '000-01-0000', '000-03-0000', '000-91-0000']) {
    await attempt(verifications.create(someoneWho(number)));
  }
  for (const step of ['150 milliseconds', '1 second']) {
    if (verificationInput !== undefined) await attempt(verifications.get(verificationInput.id));
    await attempt(verifications.list({ limit: 5 }));
    await pass(step);
  }
  await attempt(verifications.list({ limit: 3, offset: 2 }));
  await attempt(verifications.list({ state: 'completed', income_analytics: true }));
  await attempt(verifications.list({ state: 'canceled', fields: ['id', 'state'] }));

  for (const created of [verificationInput, twice, atOnce]) {
    if (created === undefined) continue;
    const { id } = created;
    const read = await attempt(verifications.get(id, { income_analytics: true }));
    await attempt(verifications.get(id, { fields: ['id', 'reports'] }));
    await byHand('GET', `/verification-requests/${id}/report`);
    for (const report of read?.reports ?? []) {
      await attempt(reports.get(id, report.id));
      await attempt(reports.get(id, report.id, { income_analytics: true }));
      await attempt(reports.getPdf(id, report.id));
      await attempt(verifications.reverify(id, { report_id: report.id }));
    }
    await attempt(verifications.reverify(id, { report_id: 'no-such-report' }));
    await attempt(reports.get(id, 'no-such-report'));
    await attempt(verifications.cancel(id, noLongerNeeded));
  }
  const pending = await attempt(verifications.create(staysPending));
  if (pending !== undefined) {
    await byHand('GET', `/verification-requests/${pending.id}/report`);
    await attempt(verifications.reverify(pending.id, { report_id: 'no-such-report' }));
    await attempt(verifications.cancel(pending.id, noLongerNeeded));
    await attempt(verifications.get(pending.id));
    await attempt(verifications.cancel(pending.id, { cancellation_reason: 'immediate' }));
  }
  // Every operation as the spec's examples show it, of a new verification and of a completed one.
  const created = await attempt(verifications.create(staysPending));
  for (const ids of [
    idsOf(created),
    idsOf(verificationInput && (await attempt(verifications.get(verificationInput.id)))),
  ]) {
    for (const operation of operationIds) await attempt(callOf(operation, ids)(connect(options)));
  }
  await attempt(companies.search());
  await attempt(companies.search({ q: 'widgets', limit: 1, offset: 1 }));

  // Valid, and rejected all the same: nothing is there, or the sandbox does not know the number.
  const nothing = 'no-such-verification';
  const ofAnother = clientWith({ token: newAccount() });
  await attempt(verifications.get(nothing));
  await attempt(ofAnother.verifications.get(verificationInput?.id ?? nothing));
  await attempt(ofAnother.verifications.list());
  await attempt(verifications.cancel(nothing, noLongerNeeded));
  await attempt(verifications.reverify(nothing, { report_id: nothing }));
  await attempt(reports.get(nothing, nothing));
  await byHand('GET', `/verification-requests/${nothing}/report`);
  await attempt(verifications.create(someoneWho('000-99-9999')));
  await attempt(verifications.create(fullInput, { requestSync: 'sync' }));
  await byHand('GET', '/verification-requests/', undefined, {
    Accept: 'application/json; version=2020-12-07',
  });
  await byHand('GET', '/companies/', undefined, { Authorization: 'Bearer tw_pk_test_third_party' });
  await byHand('POST', '/credentials/session', fullSession, { Authorization: 'Bearer third-party' });

  for (const status of [401, 403, 429, 451, 500, 501]) {
    intent = status;
    const rejected = clientWith({ token: `tw_sk_test_responds_${status}` });
    await attempt(rejected.verifications.create(inputWithoutCompany));
    await attempt(rejected.verifications.list());
  }

  intent = 'invalid';
  const id = pending?.id ?? nothing;
  for (const operation of operationIds) {
    const { method, path, body } = requestOf(operation, { verification_request_id: id });
    await byHand(method, path, body, { Authorization: '' });
    if (body !== undefined) await byHand(method, path, {});
  }
  const { type: _, ...typeless } = inputWithoutCompany;
  const { target } = inputWithoutCompany;
  const verificationInputs: unknown[] = [
    typeless,
    [],
    { ...inputWithoutCompany, type: 'Employment' },
    { ...inputWithoutCompany, permissible_purpose: 'curiosity' },
    { ...inputWithoutCompany, loan_id: 20011 },
    { ...inputWithoutCompany, metadata: { application: { id: 'A-20011' } } },
    { ...inputWithoutCompany, target: { ...target, first_name: null } },
    { ...inputWithoutCompany, additional_information: 'x'.repeat(5000) },
    { ...inputWithoutCompany, target: { ...target, social_security_number: '000-00-000' } },
    { ...inputWithoutCompany, target: { ...target, date_of_birth: '31/01/1990' } },
    { ...inputWithoutCompany, target: { ...target, company: {} } },
    { ...inputWithoutCompany, documents: [{ filename: 'authorization.pdf' }] },
  ];
  for (const body of verificationInputs) await byHand('POST', '/verification-requests/', body);
  await byHand('POST', '/verification-requests/', inputWithoutCompany, { 'Request-Sync': 'later' });
  await byHand('POST', '/credentials/session', { ...fullSession, use_case: 'curiosity' });
  await byHand('PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'curiosity' });
  await byHand('GET', '/verification-requests/?state=done');
  await byHand('GET', `/verification-requests/${id}?income_analytics=perhaps`);
  return legs;
}
