import type { UnknownPeople } from './api/index.ts';
import { aBoolean, aFunction, aListOf, anInteger, aPath, aString, oneOf, type Rule } from './errors/index.ts';
import type { LoggedRequest } from './http/index.ts';
import type { TestPerson } from './people/index.ts';
import type { RateLimits } from './state/index.ts';
import type { Clock } from './time/index.ts';
import type { WebhookEndpointInput } from './webhooks/index.ts';

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /**
   * Where the time comes from, such as a `testClock`. States change as it passes. If it has `after`, what falls due happens by
   * itself, as with the system's clock; if it has `now` alone, before the next request and when the sandbox's clock is advanced.
   * @defaultValue The system's clock. When that is set while something is planned, the sandbox keeps to its own.
   */
  clock?: Clock | undefined;
  /**
   * What ids, tokens, made-up data and the signing key are made from: the same seed and the same calls give the same bytes.
   * @defaultValue `truework-legacy`
   */
  seed?: string | undefined;
  /** Path of an SQLite file that keeps the state over a restart, for its owner alone (mode 0600). In memory when absent. */
  data?: string | undefined;
  /**
   * How many requests each endpoint takes within a second; what is beyond is answered with 429. A number stands for both,
   * false for no limit.
   * @defaultValue 10 for each key and, but for those of this machine, each address
   */
  rateLimit?: number | false | Partial<RateLimits> | undefined;
  /**
   * What becomes of orders for people whom no list knows.
   * @defaultValue `rejected`
   */
  unknownPeople?: UnknownPeople | undefined;
  /**
   * Test people of your own, for every key. They stay when a key is reset. A key can have others: `tenant(key).people`.
   * @defaultValue none
   */
  people?: readonly TestPerson[] | undefined;
  /**
   * Whether answers are signed, with a key of the sandbox's own.
   * @defaultValue true
   */
  signing?: boolean | undefined;
  /**
   * Whether every response and every webhook is checked against the spec before it leaves. What breaks it is a 500 that says why.
   * @defaultValue true, also for the command
   */
  validateResponses?: boolean | undefined;
  /**
   * How many verifications, and how many credentials sessions, each key keeps at most: the oldest are forgotten, so that memory
   * stays flat.
   * @defaultValue no limit
   */
  verificationCap?: number | undefined;
  /**
   * Sends the webhooks: a test can be their receiver without a port. Nothing else is ever sent anywhere.
   * @defaultValue The global `fetch`, as it is when a webhook is sent.
   */
  send?: typeof globalThis.fetch | undefined;
  /**
   * Webhook targets that every key has from its first request on, beside those of its own.
   * @defaultValue none
   */
  webhookEndpoints?: readonly WebhookEndpointInput[] | undefined;
  /**
   * Whether the admin API and the inspector are there, under `/_sandbox/`.
   * @defaultValue true
   */
  admin?: boolean | undefined;
  /** Called with every answer of the API, without the names of persons and without keys. What it throws changes nothing. */
  onResponse?: ((response: LoggedRequest) => void) | undefined;
}

const aLimit: Rule = {
  expected: 'an integer of 1 or more, or false',
  fits: (value) => value === false || (Number.isSafeInteger(value) && Number(value) > 0),
};

export const optionRules: Readonly<Record<keyof SandboxOptions, Rule>> = {
  clock: {
    expected: 'an object with the function now(), and as functions after() and elapsed() if it has them',
    fits: isClock,
  },
  seed: aString,
  data: aPath,
  rateLimit: {
    expected: 'an integer of 1 or more, false, or an object with such as perKey and perAddress',
    fits: isRateLimit,
  },
  unknownPeople: oneOf(['refused', 'made-up']),
  // What is wrong in it has a code and a message of its own.
  people: { expected: 'an array of test people', fits: () => true },
  signing: aBoolean,
  validateResponses: aBoolean,
  verificationCap: {
    expected: 'an integer of 1 or more, or Infinity',
    fits: (value) => value === Number.POSITIVE_INFINITY || anInteger(1).fits(value),
  },
  send: aFunction,
  webhookEndpoints: aListOf('objects with url, and token if it has one', isEndpointInput),
  admin: aBoolean,
  onResponse: aFunction,
};

function isClock(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { now, after, elapsed } = value as Record<keyof Clock, unknown>;
  const others = [after, elapsed].filter((other) => other !== undefined);
  return [now, ...others].every((part) => typeof part === 'function');
}

function isRateLimit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return aLimit.fits(value);
  return Object.entries(value).every(
    ([name, limit]) =>
      (name === 'perKey' || name === 'perAddress') && (limit === undefined || aLimit.fits(limit)),
  );
}

function isEndpointInput(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).every((name) => name === 'url' || name === 'token') && 'url' in value;
}

/** The limits that `rateLimit` stands for. */
export function readRateLimits(limit: number | false | Partial<RateLimits>): RateLimits {
  return typeof limit === 'object'
    ? { perKey: limit.perKey ?? 10, perAddress: limit.perAddress ?? 10 }
    : { perKey: limit, perAddress: limit };
}
