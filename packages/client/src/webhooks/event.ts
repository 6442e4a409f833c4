import { isObject } from '../check-options.ts';
import type {
  CredentialsSessionStateChange,
  CredentialsSessionStateChangeWebhookRequest,
  VerificationRequestStateChangeWebhookRequest,
  VerificationStateChange,
} from '../generated/types.gen.ts';
import { isDeeperThan } from './json-depth.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

/** A verification entered another state. `data.state` may be one that this version does not list: treat it as not final. */
export interface VerificationStateChangeEvent extends VerificationStateChange {
  /** The name of the event, as in `hook.event`. */
  readonly type: VerificationRequestStateChangeWebhookRequest['key'];
}

/** A credentials session entered another state. */
export interface CredentialsSessionStateChangeEvent extends CredentialsSessionStateChange {
  /** The name of the event, as in `hook.event`. */
  readonly type: CredentialsSessionStateChangeWebhookRequest['key'];
}

/** An event that this version of the API does not have. Everything is as it came. */
export interface UnknownEvent {
  /** Tells it from the events of this version. */
  readonly type: 'unknown';
  /** The hook that it came through. */
  readonly hook: {
    /** The event's name, as Truework sent it. */
    readonly event: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** What a webhook receives. `type` says which event it is. Fields that the API has added are there, without a type. */
export type WebhookEvent = VerificationStateChangeEvent | CredentialsSessionStateChangeEvent | UnknownEvent;

/** The events of this version, by name. */
export interface KnownEvents {
  /** A verification changed its state. */
  'verification_request.state.change': VerificationStateChangeEvent;
  /** A credentials session changed its state. */
  'credentials_session.state.change': CredentialsSessionStateChangeEvent;
}

/** The deepest body of the API has three objects and lists inside each other. What handles an event may well be recursive. */
const deepest = 100;

/** What `data` of each event cannot be without. */
const neededFields: {
  readonly [Type in keyof KnownEvents]: readonly (keyof KnownEvents[Type]['data'])[];
} = {
  'verification_request.state.change': ['verification_request_id', 'state'],
  'credentials_session.state.change': ['token', 'state'],
};

/**
 * Reads the body of a delivery.
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

/** The names of the events that a handler may be given for. */
export const eventTypes: readonly string[] = Object.keys(neededFields);

function parseJson(body: Uint8Array): unknown {
  if (isDeeperThan(deepest, body)) {
    throw new WebhookInvalidError('body-too-deep', `The body is nested more than ${deepest} levels deep.`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // What JSON.parse throws quotes the body, so it is not kept as a cause.
    throw new WebhookInvalidError('body-not-json', 'The body is not JSON.');
  }
}

function isKnown(type: string): type is keyof KnownEvents {
  return Object.hasOwn(neededFields, type);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
