import { isRecord } from '../errors/index.ts';
import type {
  CredentialsSessionStateChange,
  CredentialsSessionStateChangeData,
  VerificationStateChange,
  VerificationStateChangeData,
} from '../generated/types.gen.ts';
import { isCount, isInstant, isText, parsed, type Row } from '../state/index.ts';

/**
 * Why an attempt failed: no 2xx, a redirect (redirects are not followed), no response within 10 seconds, or
 * no connection, also because the sandbox was closed.
 */
export type AttemptFailure = 'status' | 'redirect' | 'timeout' | 'unreachable';

/** One request to an endpoint. */
export interface WebhookAttempt {
  /** The tenant's time, milliseconds since 1970, UTC. */
  readonly atMs: number;
  /** Status of the response. Null if there was none. */
  readonly status: number | null;
  /** Null if the endpoint received the event: it responded with 2xx. */
  readonly failure: AttemptFailure | null;
}

/** An event on its way to one endpoint. */
export interface WebhookDelivery {
  /** Counted from 1 for each tenant. */
  readonly id: number;
  /** The `id` of the endpoint that it is sent to. */
  readonly endpointId: number;
  /** The body that is sent. It names no person, but contains the metadata of the request and the token of the session. */
  readonly payload: VerificationStateChange | CredentialsSessionStateChange;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** `failed`: the last attempt failed too, or the endpoint was removed. */
  readonly state: 'pending' | 'delivered' | 'failed';
  /** When the next attempt is due. Null unless it is pending. */
  readonly nextAttemptMs: number | null;
  /** The attempts so far, oldest first: the first one and the last 99. */
  readonly attempts: readonly WebhookAttempt[];
}

/** An event that endpoints are notified of. */
export type WebhookEvent = {
  /** Whether no other event of the same thing can come after it. Default: false. */
  isLast?: boolean;
} & (
  | {
      event: 'verification_request.state.change';
      /** The webhook's operationId in the spec. */
      operation: 'verificationRequestStateChange';
      data: VerificationStateChangeData;
    }
  | {
      event: 'credentials_session.state.change';
      operation: 'credentialsSessionStateChange';
      data: CredentialsSessionStateChangeData;
    }
);

/** A delivery as it is stored. */
export type DeliveryRow = Omit<WebhookDelivery, 'payload' | 'attempts'> & {
  payload: string;
  attempts: string;
};

export function deliveryOf({ payload, attempts, ...others }: DeliveryRow): WebhookDelivery {
  return {
    ...others,
    payload: JSON.parse(payload) as WebhookDelivery['payload'],
    attempts: JSON.parse(attempts) as WebhookAttempt[],
  };
}

/** Whether a row of a snapshot, which somebody may have written by hand, is a delivery. */
export function isDelivery({ endpointId, payload, createdMs, state, nextAttemptMs, attempts }: Row): boolean {
  const body = parsed(payload) as { hook?: unknown; data?: unknown } | undefined;
  const made = parsed(attempts);
  return (
    isCount(endpointId) &&
    isRecord(body) &&
    isRecord(body.hook) &&
    isText(body.hook['event']) &&
    isText(body.hook['target']) &&
    isRecord(body.data) &&
    isInstant(createdMs) &&
    ['pending', 'delivered', 'failed'].includes(String(state)) &&
    (nextAttemptMs === null || isInstant(nextAttemptMs)) &&
    Array.isArray(made) &&
    made.every((attempt) => isRecord(attempt) && isInstant(attempt['atMs']))
  );
}
