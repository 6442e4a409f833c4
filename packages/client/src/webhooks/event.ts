import { isObject } from '../check-options.ts';
import type {
  CredentialsSessionStateChange,
  CredentialsSessionStateChangeWebhookRequest,
  VerificationRequestStateChangeWebhookRequest,
  VerificationStateChange,
} from '../generated/types.gen.ts';
import { isDeeperThan } from '../json-depth.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

/** A verification changed its state. `data.state` may be a state that this version does not list: treat it as not final. */
export interface VerificationStateChangeEvent extends VerificationStateChange {
  /** The name of the event, as in `hook.event`. */
  readonly type: VerificationRequestStateChangeWebhookRequest['key'];
}

/** A credentials session changed its state. */
export interface CredentialsSessionStateChangeEvent extends CredentialsSessionStateChange {
  /** The name of the event, as in `hook.event`. */
  readonly type: CredentialsSessionStateChangeWebhookRequest['key'];
}

/** An event that this version of the API does not have, unchanged. */
export interface UnknownEvent {
  /** Distinguishes it from the events of this version. */
  readonly type: 'unknown';
  /** The hook that sent it. */
  readonly hook: {
    /** The name of the event, as Truework sent it. */
    readonly event: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** An event of a webhook. Narrow it by `type`. Fields that the API has added since are present, but not in its type. */
export type WebhookEvent = VerificationStateChangeEvent | CredentialsSessionStateChangeEvent | UnknownEvent;

/** The events of this version, by name. */
export interface KnownEvents {
  /** A verification changed its state. */
  'verification_request.state.change': VerificationStateChangeEvent;
  /** A credentials session changed its state. */
  'credentials_session.state.change': CredentialsSessionStateChangeEvent;
}

/** How deep a body may be nested, because handlers may be recursive. The API's bodies have three levels. */
const deepest = 100;

/** The fields that `data` of each event must have. */
const neededFields: {
  readonly [Type in keyof KnownEvents]: readonly (keyof KnownEvents[Type]['data'])[];
} = {
  'verification_request.state.change': ['verification_request_id', 'state'],
  'credentials_session.state.change': ['token', 'state'],
};

/**
 * Parses the body of a delivery.
 *
 * @throws {@link WebhookInvalidError} if it is not an event.
 */
export function parseEvent(body: Uint8Array): WebhookEvent {
  const envelope = parseJson(body);
  const { hook, data } = isObject(envelope) ? envelope : {};
  if (!isObject(hook) || !isText(hook['event'])) {
    throw new WebhookInvalidError('not-an-event', 'The body has no hook.event.');
  }
  const type = hook['event'];
  if (!isKnown(type)) return { ...(envelope as UnknownEvent), type: 'unknown' };
  for (const field of neededFields[type]) {
    if (!isObject(data) || !isText(data[field])) {
      throw new WebhookInvalidError('not-an-event', `The body of ${type} has no data.${field}.`);
    }
  }
  return { ...(envelope as WebhookEvent), type } as WebhookEvent;
}

/** The names of the events of this version. */
export const eventTypes: readonly string[] = Object.keys(neededFields);

function parseJson(body: Uint8Array): unknown {
  if (isDeeperThan(deepest, body)) {
    throw new WebhookInvalidError('body-too-deep', `The body is nested more than ${deepest} levels deep.`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Not with a cause, because the error of JSON.parse quotes the body.
    throw new WebhookInvalidError('body-not-json', 'The body is not JSON.');
  }
}

function isKnown(type: string): type is keyof KnownEvents {
  return Object.hasOwn(neededFields, type);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
