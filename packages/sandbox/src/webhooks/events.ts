import type { TenantFaults } from '../faults/index.ts';
import { stateEdges } from '../spec/index.ts';
import type { Tenants } from '../state/index.ts';
import type { WebhookDelivering, WebhookDue } from './webhooks.ts';

/** Has the webhooks of every tenant tell what happens to it. The first state of a verification is not told of. */
export function sendEvents({
  tenants,
  faults,
  webhooks,
}: {
  tenants: Tenants;
  faults: TenantFaults;
  webhooks: WebhookDelivering;
}): void {
  tenants.stateChangeListeners.push((tenant, { verification, to }) => {
    const { id, sessionToken, input } = verification;
    webhooks.of(tenant).emit(
      {
        event: 'verification_request.state.change',
        operation: 'verificationRequestStateChange',
        data: {
          verification_request_id: id,
          state: to,
          ...(input.metadata ? { metadata: input.metadata } : {}),
          ...(sessionToken === null ? {} : { credentials_session_token: sessionToken }),
        },
        isLast: stateEdges[to].length === 0,
      },
      faults.of(tenant),
    );
  });
  tenants.sessionListeners.push((tenant, { token, verificationId }) => {
    webhooks.of(tenant).emit(
      {
        event: 'credentials_session.state.change',
        operation: 'credentialsSessionStateChange',
        data: { state: 'success', token, verification_request_id: verificationId },
        isLast: false,
      },
      faults.of(tenant),
    );
  });
  tenants.work.works.set('webhook', {
    background: true,
    lane: (payload) => String((payload as unknown as WebhookDue).target),
    run: (tenant, payload, atMs, patience) =>
      webhooks.of(tenant).proceed(payload as unknown as WebhookDue, atMs, patience),
  });
  tenants.parts.set('webhooks', { save: () => null, load: (tenant) => webhooks.of(tenant).startAnew() });
}
