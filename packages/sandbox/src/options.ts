import type { UnknownPeople } from './api/index.ts';
import {
  aBoolean,
  aFunction,
  aListOf,
  anInteger,
  aPath,
  aString,
  isRecord,
  oneOf,
  type Rule,
} from './errors/index.ts';
import type { UseCase } from './generated/types.gen.ts';
import type { LoggedRequest } from './http/index.ts';
import { type ReportShape, reportShapes, type TestPerson } from './people/index.ts';
import { schemaValidator } from './spec/index.ts';
import type { RateLimits } from './state/index.ts';
import type { Clock } from './time/index.ts';
import type { WebhookEndpointInput } from './webhooks/index.ts';

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /**
   * The source of time, such as a `testClock`. States change as time passes. If the clock has `after`, scheduled events run by
   * themselves, as with the system's clock. If it only has `now`, they run before the next request and when the sandbox's clock
   * is advanced.
   * @defaultValue The system's clock. If somebody sets it while an event is scheduled, the sandbox keeps counting on its own.
   */
  clock?: Clock | undefined;
  /**
   * What ids, tokens, made-up data and the signing key are derived from: the same seed and the same calls give the same bytes.
   * @defaultValue `truework-legacy`
   */
  seed?: string | undefined;
  /**
   * Path of an SQLite file that stores the state across restarts. Only its owner can read it (mode 0600).
   * @defaultValue none: the state is in memory
   */
  data?: string | undefined;
  /**
   * How many requests to an endpoint are accepted within a second; the rest get a 429. A number sets both limits,
   * false removes them.
   * @defaultValue 10 for each key and for each address, except those of this machine
   */
  rateLimit?: number | false | Partial<Record<keyof RateLimits, number | false | undefined>> | undefined;
  /**
   * What happens when a verification is created for an unknown social security number.
   * @defaultValue `rejected`
   */
  unknownPeople?: UnknownPeople | undefined;
  /**
   * The `use_case` of a verification or a credentials session that is created without one: the verifier type in an account's settings.
   * @defaultValue `mortgage`
   */
  accountUseCase?: UseCase | undefined;
  /**
   * What reports look like: as the spec says, or as in 2019 or 2022. For code that has to read any of them. The clients and the
   * validators of this project report the shape of 2019 as drift.
   * @defaultValue `current`
   */
  reportShape?: ReportShape | undefined;
  /**
   * Your own test people, for every key. They stay when a key is reset. A key can have its own: `tenant(key).people`.
   * @defaultValue none
   */
  people?: readonly TestPerson[] | undefined;
  /**
   * Whether responses are signed, with the sandbox's own key.
   * @defaultValue true
   */
  signing?: boolean | undefined;
  /**
   * Whether every response and every webhook is validated against the spec before it is sent. A response that does not match becomes a
   * 500 that says why.
   * @defaultValue true
   */
  validateResponses?: boolean | undefined;
  /**
   * How many verifications, and how many credentials sessions, a key can have: the oldest are deleted, so that memory
   * stays bounded.
   * @defaultValue no limit
   */
  verificationCap?: number | undefined;
  /**
   * Sends the webhooks, so that a test can receive them without a port. The sandbox sends nothing else.
   * @defaultValue The global `fetch` at the time of sending
   */
  send?: typeof globalThis.fetch | undefined;
  /**
   * Webhook endpoints that every key has from its first request on, in addition to its own.
   * @defaultValue none
   */
  webhookEndpoints?: readonly WebhookEndpointInput[] | undefined;
  /**
   * Whether to serve the admin API and the inspector, under `/_sandbox/`.
   * @defaultValue true
   */
  admin?: boolean | undefined;
  /** Called with every response of the API, without keys and personal data. Its errors are ignored. */
  onResponse?: ((response: LoggedRequest) => void) | undefined;
}

const isLimit = (value: unknown) => value === false || anInteger(1).fits(value);

export const optionRules: Readonly<Record<keyof SandboxOptions, Rule>> = {
  clock: {
    expected: 'an object with the function now(), and optionally after() and elapsed()',
    fits: isClock,
  },
  seed: aString,
  data: aPath,
  rateLimit: {
    expected: 'an integer of 1 or more, false, or an object with perKey and perAddress',
    fits: isRateLimit,
  },
  unknownPeople: oneOf(['rejected', 'made-up']),
  accountUseCase: {
    expected: 'a use_case of the API, such as mortgage',
    fits: (value) => schemaValidator('#/components/schemas/UseCase')(value) === true,
  },
  reportShape: oneOf(reportShapes),
  // Problems in it have their own code and message.
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
  const { now, after, elapsed }: Record<keyof Clock, unknown> = Object(value);
  const others = [after, elapsed].filter((other) => other !== undefined);
  return [now, ...others].every((part) => typeof part === 'function');
}

function isRateLimit(value: unknown): boolean {
  if (!isRecord(value)) return isLimit(value);
  return Object.entries(value).every(
    ([name, limit]) =>
      (name === 'perKey' || name === 'perAddress') && (limit === undefined || isLimit(limit)),
  );
}

function isEndpointInput(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.keys(value).every((name) => name === 'url' || name === 'token') && 'url' in value;
}

/** The limits that `rateLimit` stands for. */
export function readRateLimits(limit: NonNullable<SandboxOptions['rateLimit']>): RateLimits {
  return typeof limit === 'object'
    ? { perKey: limit.perKey ?? 10, perAddress: limit.perAddress ?? 10 }
    : { perKey: limit, perAddress: limit };
}
