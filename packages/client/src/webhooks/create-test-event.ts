import { aRecord, checkOptions, oneOf } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import { eventTypes, type KnownEvents } from './event.ts';
import { checkToken, tokenHeader } from './token-check.ts';

/** Options of {@link testEvent}. */
export interface TestEventOptions<Type extends keyof KnownEvents> {
  /** The token that the handler under test accepts. */
  readonly token: string;
  /** The name of the event. */
  readonly type: Type;
  /** Fields of `data`. The others get synthetic values. */
  readonly data?: Partial<KnownEvents[Type]['data']> | undefined;
  /** Fields of `hook`. The others get synthetic values. */
  readonly hook?: Partial<KnownEvents[Type]['hook']> | undefined;
}

/** A delivery as Truework sends it. Pass it to `new Request(url, delivery)` or `fetch(url, delivery)`. */
export interface TestDelivery {
  /** HTTP method. */
  readonly method: 'POST';
  /** The headers that Truework sends. */
  readonly headers: {
    /** JSON. */
    readonly 'Content-Type': string;
    /** The hook's token. */
    readonly 'X-Truework-Token': string;
  };
  /** The event as JSON. */
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

const rules = {
  token: { expected: 'a string', isRight: (token: unknown) => typeof token === 'string' },
  type: oneOf(...eventTypes),
  data: aRecord('an object'),
  hook: aRecord('an object'),
};

/**
 * Makes a delivery for your tests.
 *
 * @throws {@link ConfigurationError} if an option is invalid, or `data` or `hook` cannot be serialized as JSON.
 * @example
 * ```ts
 * const delivery = testEvent({ token, type: 'verification_request.state.change', data: { state: 'canceled' } });
 * const response = await receive(new Request('https://lender.example.com/webhooks/truework', delivery));
 * ```
 */
export function testEvent<Type extends keyof KnownEvents>(options: TestEventOptions<Type>): TestDelivery {
  const { token, type, data, hook } = checkOptions('testEvent', options, rules);
  checkToken('testEvent', token);
  if (type === undefined) throw new ConfigurationError(`testEvent: type must be ${rules.type.expected}.`);
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [tokenHeader]: token },
    body: toJson(() => ({
      hook: { id: 1, event: type, target: 'https://lender.example.com/webhooks/truework', ...hook },
      data: { ...syntheticData[type], ...data },
    })),
  };
}

function toJson(envelope: () => object): string {
  const text = ignoringErrors(() => JSON.stringify(envelope()));
  if (text !== undefined) return text;
  throw new ConfigurationError(
    'testEvent: data and hook must be serializable as JSON: no BigInt, no circular reference, not thousands of levels.',
  );
}
