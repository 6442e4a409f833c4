import { AdminEntry } from './admin-entry.ts';
import { Api } from './api.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { Changes } from './changes.ts';
import {
  aBoolean,
  aFunction,
  aListOf,
  anInteger,
  aPath,
  aString,
  checkOptions,
  oneOf,
  type Rule,
} from './check-options.ts';
import type { Clock } from './clock.ts';
import { fetchFrom } from './fetch.ts';
import type { UnknownPeople } from './handler.ts';
import { isForLanding, landing } from './landing.ts';
import { Lifecycle } from './lifecycle.ts';
import { type ListenOptions, listen, type SandboxServer } from './listen.ts';
import { byNumber, type PeopleByNumber } from './people.ts';
import type { RateLimits } from './rate-limit.ts';
import { readPeople } from './read-people.ts';
import { type LoggedRequest, loggedRequest, RequestLog } from './request-log.ts';
import { ResponseSigner, type SigningKey } from './signing.ts';
import { StandingWebhookEndpoints } from './standing-webhook-endpoints.ts';
import { Store } from './store.ts';
import { type AdvanceableClock, Tenants } from './tenant.ts';
import { TenantFaults } from './tenant-faults.ts';
import { clockOf, type HandleParts, handleOf, type TenantHandle } from './tenant-handle.ts';
import type { TestPerson } from './test-person.ts';
import { checkWebhook } from './validate-response.ts';
import type { WebhookEndpointInput } from './webhook-endpoint.ts';
import { sendEvents } from './webhook-events.ts';
import { WebhookDelivering } from './webhooks.ts';

/** Options of {@link createSandbox}. */
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

/**
 * The API on this machine. Once it is closed, everything but `signingKey` and `clock.now` throws or rejects with the
 * {@link SandboxError} `closed`.
 */
export interface Sandbox {
  /**
   * Answers a request without a port: give it to a client as its `fetch`.
   *
   * @param input - As for the global `fetch`. The host plays no part.
   */
  readonly fetch: typeof globalThis.fetch;
  /** The time of all tenants. */
  readonly clock: AdvanceableClock;
  /** The public half of the key that answers are signed with. */
  readonly signingKey: SigningKey;
  /**
   * What belongs to a bearer key.
   *
   * @throws {@link SandboxError} `invalid_key` where the key is none for a sandbox.
   */
  tenant(key: string): TenantHandle;
  /** Serves the sandbox on a port. It may listen on several. */
  listen(options?: ListenOptions): Promise<SandboxServer>;
  /**
   * Closes the sandbox: nothing begins any more, what is under way is answered, then its servers and its state are closed. A second
   * call waits for the first.
   *
   * @throws {@link SandboxError} `store_failed` if the state could not be written. Everything is closed nevertheless.
   */
  close(): Promise<void>;
}

/** Where the adapters hand requests in. */
export interface SandboxEntry {
  /** Whether a path belongs to the sandbox, whatever the method. */
  owns(pathname: string): boolean;
  respond(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
}

/**
 * Starts a sandbox. Any bearer key that begins with `tw_sk_test_` is an account of its own.
 *
 * @throws {@link SandboxError} `invalid_option`; `invalid_people`; `invalid_webhook_endpoint` or `too_many_webhook_endpoints`;
 * `store_failed` if the data file cannot be used.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  checkOptions('createSandbox', options, optionRules);
  const people = byNumber(options.people === undefined ? [] : readPeople(options.people));
  const store = new Store(options.data ?? ':memory:');
  try {
    return assemble(store, people, options);
  } catch (error) {
    // Else the file would stay locked.
    store.close();
    throw error;
  }
}

function assemble(store: Store, people: PeopleByNumber, options: SandboxOptions): Sandbox {
  const { clock, seed = 'truework-legacy', rateLimit = {}, signing = true, admin = true, send } = options;
  const { validateResponses = true, verificationCap = Number.POSITIVE_INFINITY, onResponse } = options;
  const { unknownPeople = 'refused', webhookEndpoints = [] } = options;
  const lifecycle = new Lifecycle();
  const changes = new Changes();
  const log = new RequestLog(admin);
  const faults = new TenantFaults(() => changes.bump());
  const signer = new ResponseSigner(seed);
  const rateLimits = readRateLimits(rateLimit);
  const tenants = new Tenants(store, { clock, seed, verificationCap, rateLimits, people }, lifecycle);
  const check = validateResponses ? checkWebhook : () => {};
  const webhooks = new WebhookDelivering(store, { send, check, changed: () => changes.bump() });
  addParts({ tenants, faults, webhooks, log, changes }, webhookEndpoints);
  if (onResponse !== undefined) log.subscribe((call) => onResponse(loggedRequest(call)));
  const apiOptions = { unknownPeople, signs: signing, validatesResponses: validateResponses };
  const api = new Api({ tenants, faults, signer, log, changes, options: apiOptions });
  const inspection = new AdminEntry({ tenants, faults, webhooks, signer, signs: signing, log, changes });
  const entry: SandboxEntry = {
    owns: (pathname) => (admin && inspection.owns(pathname)) || api.owns(pathname),
    respond(request) {
      lifecycle.check();
      const isInspection = admin && inspection.owns(request.target);
      if (isInspection) return lifecycle.track(inspection.respond(request));
      if (isForLanding(request)) return landing(request, { admin, nowMs: tenants.now() });
      return lifecycle.track(api.respond(request));
    },
  };
  tenants.start();
  return sandboxOf(entry, { tenants, faults, webhooks, signer, changes, lifecycle });
}

/** What the sandbox is put together from. */
interface SandboxParts extends HandleParts {
  signer: ResponseSigner;
  changes: Changes;
  lifecycle: Lifecycle;
}

function sandboxOf(entry: SandboxEntry, parts: SandboxParts): Sandbox {
  const { tenants, signer, lifecycle } = parts;
  const servers = new Set<SandboxServer>();
  let closing: Promise<void> | undefined;
  return {
    fetch: fetchFrom(entry, lifecycle),
    clock: clockOf(
      {
        now: () => tenants.now(),
        elapsed: () => tenants.elapsed(),
        advance: (duration) => tenants.advance(duration),
      },
      tenants.alarms,
      tenants,
    ),
    get signingKey() {
      return signer.key;
    },
    tenant: (key) => handleOf(key, parts),
    async listen(options) {
      lifecycle.check();
      const server = await listen(entry, options);
      servers.add(server);
      if (!lifecycle.closing.aborted) return server;
      await server.close();
      return lifecycle.check() as never;
    },
    close() {
      closing ??= closeAll(servers, parts);
      return closing;
    },
  };
}

/** Closes everything, whatever fails on the way. */
async function closeAll(servers: ReadonlySet<SandboxServer>, parts: SandboxParts): Promise<void> {
  const { tenants, webhooks, changes, lifecycle } = parts;
  lifecycle.close();
  tenants.stop();
  webhooks.close();
  // Whoever waits for a change.
  changes.bump();
  await lifecycle.settled();
  const ended = await Promise.allSettled([...servers].map((server) => server.close()));
  const [finished] = await Promise.allSettled([tenants.finish()]);
  tenants.store.close();
  const failed = [finished, ...ended].find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Connects what belongs to tenants: their events, and what a reset, a snapshot and a restore concern beside the store. */
function addParts(
  { tenants, faults, webhooks, log, changes }: HandleParts & { log: RequestLog; changes: Changes },
  webhookEndpoints: readonly WebhookEndpointInput[],
): void {
  tenants.parts.set('faults', faults);
  tenants.parts.set('requests', {
    save: () => null,
    load: (tenant) => {
      log.clear(tenant.key);
      changes.bump();
    },
  });
  if (webhookEndpoints.length > 0) {
    const standing = new StandingWebhookEndpoints(webhookEndpoints, webhooks);
    tenants.parts.set('standingWebhookTargets', standing);
    log.subscribe(({ key }) => {
      if (key !== undefined) standing.register(tenants.get(key));
    });
  }
  sendEvents({ tenants, faults, webhooks });
  tenants.stateChangeListeners.push(() => changes.bump());
}

const aLimit: Rule = {
  expected: 'an integer of 1 or more, or false',
  fits: (value) => value === false || (Number.isSafeInteger(value) && Number(value) > 0),
};

const optionRules: Readonly<Record<keyof SandboxOptions, Rule>> = {
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

function readRateLimits(limit: number | false | Partial<RateLimits>): RateLimits {
  return typeof limit === 'object'
    ? { perKey: limit.perKey ?? 10, perAddress: limit.perAddress ?? 10 }
    : { perKey: limit, perAddress: limit };
}
