import type * as Types from '../generated/admin-types.gen.ts';
import type { CompanyInput, Metadata } from '../generated/types.gen.ts';
import { depthLimit, isDeeper, type LoggedBody, type LoggedCall } from '../http/index.ts';
import type { Step } from '../people/index.ts';
import { stateEdges } from '../spec/index.ts';
import type {
  Advance,
  StateAt,
  StoredCredentialsSession,
  Tenant,
  VerificationRecord,
} from '../state/index.ts';
import type { WebhookDelivery } from '../webhooks/index.ts';
import { hidden, hideNumbers, hidePersonalData, hidePersonalDataInUrl, hideValues } from './personal-data.ts';

/** An instant as the admin API prints it: ISO 8601, UTC, with milliseconds. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function presentClock(tenant: Tenant): Types.Clock {
  const { nextMs } = tenant.timeline;
  return {
    now: instant(tenant.now()),
    aheadMs: tenant.time.aheadMs,
    next: Number.isFinite(nextMs) ? instant(nextMs) : null,
  };
}

export function presentAdvance({ events }: Advance, tenant: Tenant): Types.Advance {
  return {
    clock: presentClock(tenant),
    events: events.map(({ atMs, kind, detail }) => ({ at: instant(atMs), kind, detail })),
  };
}

export function presentVerification(
  verification: VerificationRecord,
  tenant: Tenant,
  showsPersonalData: boolean,
): Types.Verification {
  const { id, state, input, createdMs, history } = verification;
  return {
    id,
    loan_id: presentLoanId(input, showsPersonalData),
    state,
    type: input.type,
    created: instant(createdMs),
    target: presentPerson(input.target, showsPersonalData),
    company: companyName(input.target.company),
    metadata: presentMetadata(input, showsPersonalData),
    history: history.map(presentState),
    due: dueStates(verification, tenant).map(presentState),
    moves: [...stateEdges[state]],
  };
}

/** Whether what is shown of a verification contains a text, in any case. */
export function contains(
  { id, state, input }: VerificationRecord,
  text: string,
  showsPersonalData: boolean,
): boolean {
  const { first_name, last_name, social_security_number } = presentPerson(input.target, showsPersonalData);
  const loanId = presentLoanId(input, showsPersonalData);
  const wanted = text.trim().toLowerCase();
  return [id, state, loanId, `${first_name} ${last_name}`, social_security_number].some((shown) =>
    shown?.toLowerCase().includes(wanted),
  );
}

function presentLoanId(
  { loan_id }: { loan_id?: string | undefined },
  showsPersonalData: boolean,
): string | null {
  if (loan_id === undefined) return null;
  return showsPersonalData ? loan_id : hideNumbers(loan_id);
}

function presentMetadata(
  { metadata }: { metadata?: Metadata | null | undefined },
  showsPersonalData: boolean,
): Record<string, unknown> | null {
  if (!metadata) return null;
  return (showsPersonalData ? metadata : hideValues(metadata)) as Record<string, unknown>;
}

/** The states that it is going to enter by itself, unless something else happens to it. */
function dueStates({ sequence, revision }: VerificationRecord, tenant: Tenant): StateAt[] {
  for (const { kind, payload, dueMs } of tenant.timeline.upcoming()) {
    if (kind !== 'verification') continue;
    const [plannedFor, plannedAt, steps] = payload as unknown as [number, number, Step[]];
    if (plannedFor !== sequence || plannedAt !== revision) continue;
    let atMs = dueMs;
    return steps.map(({ state, afterMs }, index) => {
      if (index > 0) atMs += afterMs;
      return { state, atMs };
    });
  }
  return [];
}

function presentState({ state, atMs }: StateAt): Types.StateAt {
  return { state, at: instant(atMs) };
}

export function presentSession(
  { id, token, createdMs, input, verificationId }: StoredCredentialsSession,
  showsPersonalData: boolean,
): Types.CredentialsSession {
  return {
    id,
    token,
    state: verificationId === null ? 'open' : 'success',
    created: instant(createdMs),
    target: presentPerson(input.target, showsPersonalData),
    metadata: presentMetadata(input, showsPersonalData),
    verificationId,
  };
}

function presentPerson(
  { first_name, last_name, social_security_number }: Types.Person,
  showsPersonalData: boolean,
): Types.Person {
  return showsPersonalData
    ? { first_name, last_name, social_security_number }
    : {
        first_name: hidden,
        last_name: hidden,
        social_security_number: `***-**-${social_security_number.slice(-4)}`,
      };
}

function companyName(company: CompanyInput | undefined): string | null {
  if (company === undefined) return null;
  return company.name ?? `company ${company.id}`;
}

export function presentDelivery(delivery: WebhookDelivery, showsPersonalData: boolean): Types.Delivery {
  const { id, endpointId, payload, createdMs, state, nextAttemptMs, attempts } = delivery;
  return {
    id,
    endpointId,
    url: payload.hook.target,
    event: payload.hook.event,
    created: instant(createdMs),
    state,
    nextAttempt: nextAttemptMs === null ? null : instant(nextAttemptMs),
    attempts: attempts.map(({ atMs, status, failure }) => ({ at: instant(atMs), status, failure })),
    payload: (showsPersonalData ? payload : hidePersonalData(payload)) as Types.Delivery['payload'],
  };
}

export function presentRequest(call: LoggedCall, showsPersonalData: boolean): Types.LoggedRequest {
  const { id, atMs, method, target, operation, status, fault, milliseconds } = call;
  return {
    id,
    at: instant(atMs),
    method,
    path: showsPersonalData ? target : hidePersonalDataInUrl(target),
    operation: operation ?? null,
    status,
    fault: fault ?? null,
    durationMs: Math.round(milliseconds * 1000) / 1000,
    request: { headers: call.headers, ...presentBody(call.body, showsPersonalData) },
    response: { headers: { ...call.responseHeaders }, ...presentBody(call.responseBody, showsPersonalData) },
  };
}

function presentBody(
  body: LoggedBody,
  showsPersonalData: boolean,
): Pick<Types.LoggedMessage, 'body' | 'note'> {
  if (typeof body === 'number') return { body: null, note: `Too large to log: ${body} bytes.` };
  if (body === undefined || body.length === 0) return { body: null, note: null };
  const text = typeof body === 'string' ? body : Buffer.from(body).toString();
  try {
    const value: unknown = JSON.parse(text);
    if (isDeeper(value, depthLimit)) return { body: null, note: `Nested deeper than ${depthLimit} levels.` };
    return { body: showsPersonalData ? value : hidePersonalData(value), note: null };
  } catch {
    const what = `Not JSON, ${body.length} bytes`;
    if (text.includes('\0') || text.startsWith('%PDF')) return { body: null, note: `${what}.` };
    return showsPersonalData
      ? { body: text, note: `${what}.` }
      : { body: null, note: `${what}: shown with personal data.` };
  }
}
