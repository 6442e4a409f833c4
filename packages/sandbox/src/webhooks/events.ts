import type { FaultTable } from '../faults/index.ts';
import { stateEdges } from '../spec/index.ts';
import type { CompletedCredentialsSession, StoredVerification, Tenants } from '../state/index.ts';
import type { WebhookEvent } from './delivery.ts';
import { type AttemptPayload, isAttemptPayload } from './tenant-webhooks.ts';
import type { WebhookTable } from './webhook-table.ts';

/** Has webhooks sent for the events of every tenant. The first state of a verification is not an event. */
export function sendEvents({
  tenants,
  faults,
  webhooks,
}: {
  tenants: Tenants;
  faults: FaultTable;
  webhooks: WebhookTable;
}): void {
  tenants.verifications.onStateChange.push((tenant, verification) =>
    webhooks.of(tenant).emit(verificationEvent(verification), faults.of(tenant)),
  );
  tenants.credentialsSessions.onComplete.push((tenant, session) =>
    webhooks.of(tenant).emit(sessionEvent(session), faults.of(tenant)),
  );
  tenants.onReplace.push((tenant) => webhooks.of(tenant).startAnew());
  tenants.timelines.works.set('webhook', {
    background: true,
    accepts: isAttemptPayload,
    lane: (payload) => String((payload as unknown as AttemptPayload).target),
    run: (tenant, payload, atMs, patience) =>
      webhooks.of(tenant).proceed(payload as unknown as AttemptPayload, atMs, patience),
  });
}

function verificationEvent({ id, state, sessionToken, input }: StoredVerification): WebhookEvent {
  return {
    event: 'verification_request.state.change',
    operation: 'verificationRequestStateChange',
    data: {
      verification_request_id: id,
      state,
      ...(input.metadata ? { metadata: input.metadata } : {}),
      ...(sessionToken === null ? {} : { credentials_session_token: sessionToken }),
    },
    isLast: stateEdges[state].length === 0,
  };
}

function sessionEvent({ token, verificationId }: CompletedCredentialsSession): WebhookEvent {
  return {
    event: 'credentials_session.state.change',
    operation: 'credentialsSessionStateChange',
    data: { state: 'success', token, verification_request_id: verificationId },
  };
}
