import type { KnownEvents } from './event.ts';
import { tokenHeader } from './token-check.ts';

/** Options of {@link testEvent}. */
export interface TestEventOptions<Type extends keyof KnownEvents> {
  /** The token that the handler under test accepts. */
  readonly token: string;
  /** Name of the event. */
  readonly type: Type;
  /** What `data` is to hold. Members that are left out get visibly synthetic values. */
  readonly data?: Partial<KnownEvents[Type]['data']>;
  /** What `hook` is to hold. Members that are left out get visibly synthetic values. */
  readonly hook?: Partial<KnownEvents[Type]['hook']>;
}

/** A delivery as Truework sends it. `new Request(url, delivery)` and `fetch(url, delivery)` take it as it is. */
export interface TestDelivery {
  readonly method: 'POST';
  readonly headers: { readonly 'Content-Type': string; readonly 'X-Truework-Token': string };
  readonly body: string;
}

const syntheticData: { readonly [Type in keyof KnownEvents]: KnownEvents[Type]['data'] } = {
  'verification_request.state.change': {
    verification_request_id: 'test-verification',
    state: 'completed',
  },
  'credentials_session.state.change': {
    state: 'success',
    token: 'test-session-token',
    verification_request_id: 'test-verification',
  },
};

/** Makes a delivery for your tests. */
export function testEvent<Type extends keyof KnownEvents>({
  token,
  type,
  data,
  hook,
}: TestEventOptions<Type>): TestDelivery {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [tokenHeader]: token },
    body: JSON.stringify({
      hook: { id: 1, event: type, target: 'https://lender.example.com/webhooks/truework', ...hook },
      data: { ...syntheticData[type], ...data },
    }),
  };
}
