import { AdminEntrance } from './admin-entrance.ts';
import { checkWebhook } from './answer-check.ts';
import { Api } from './api.ts';
import type { Answer, ApiRequest } from './api-request.ts';
import { Changes } from './changes.ts';
import { type Clock, systemClock } from './clock.ts';
import { fetchFrom } from './fetch.ts';
import type { UnknownPeople } from './handler.ts';
import { isForLanding, landing } from './landing.ts';
import { type ListenOptions, listen, type SandboxServer } from './listen.ts';
import { byNumber } from './people.ts';
import type { RateLimits } from './rate-limit.ts';
import { readPeople } from './read-people.ts';
import { type AnsweredRequest, answeredRequest, RequestLog } from './request-log.ts';
import { ResponseSigner, type SigningKey } from './signing.ts';
import { StandingWebhookTargets, type WebhookTargetInput } from './standing-webhook-targets.ts';
import { Store } from './store.ts';
import { type AdvanceableClock, Tenants } from './tenant.ts';
import { TenantFaults } from './tenant-faults.ts';
import { handleOf, type TenantHandle } from './tenant-handle.ts';
import type { TestPerson } from './test-person.ts';
import { sendEvents } from './webhook-events.ts';
import { WebhookDelivering } from './webhooks.ts';

/** Options of {@link createSandbox}. */
export interface SandboxOptions {
  /**
   * Where the time comes from. States change as it passes.
   * @defaultValue The system's clock, with which things also happen by themselves when they fall due.
   */
  clock?: Clock;
  /**
   * What ids, tokens, made-up data and the signing key are made from: the same seed and the same calls give the same bytes.
   * @defaultValue `truework-legacy`
   */
  seed?: string;
  /** Path of an SQLite file that keeps the state over a restart. In memory when absent. */
  data?: string;
  /**
   * How many requests each endpoint takes within a second; what is beyond is answered with 429. A number stands for both,
   * false for no limit.
   * @defaultValue 10 for each key and, but for those of this machine, each address
   */
  rateLimit?: number | false | Partial<RateLimits>;
  /**
   * What becomes of orders for people whom no list knows.
   * @defaultValue `refused`
   */
  unknownPeople?: UnknownPeople;
  /**
   * Test people of your own, for every key. They stay when a key is reset. A key can have others: `tenant(key).people`.
   * @defaultValue none
   */
  people?: readonly TestPerson[];
  /**
   * Whether answers are signed, with a key of the sandbox's own.
   * @defaultValue true
   */
  signing?: boolean;
  /**
   * Whether every response and every webhook is checked against the spec before it leaves. What breaks it is a 500 that says why.
   * @defaultValue true, also for the command
   */
  checkAnswers?: boolean;
  /**
   * How many verifications each key keeps at most: the oldest are forgotten, so that memory stays flat.
   * @defaultValue no limit
   */
  verificationCap?: number;
  /**
   * Sends the webhooks: a test can be their receiver without a port. Nothing else is ever sent anywhere.
   * @defaultValue The global `fetch`.
   */
  send?: typeof globalThis.fetch;
  /**
   * Webhook targets that every key has from its first request on, beside those of its own.
   * @defaultValue none
   */
  webhookTargets?: readonly WebhookTargetInput[];
  /**
   * Whether the admin API and the inspector are there, under `/_sandbox/`.
   * @defaultValue true
   */
  admin?: boolean;
  /** Told of every answer of the API. What it is told names no person and no key. */
  onAnswer?: (answer: AnsweredRequest) => void;
}

/** The API on this machine. */
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
  /** Ends every server of the sandbox and closes its state. A second call waits for the first. */
  close(): Promise<void>;
}

/** Where the adapters hand requests in. */
export interface SandboxEntrance {
  /** Whether a path belongs to the sandbox, whatever the method. */
  owns(pathname: string): boolean;
  answer(request: ApiRequest): Answer | Promise<Answer>;
}

/**
 * Starts a sandbox. Any bearer key that begins with `tw_sk_test_` is an account of its own.
 *
 * @throws {@link SandboxError} `invalid_people`.
 */
export function createSandbox({
  clock = systemClock,
  seed = 'truework-legacy',
  data = ':memory:',
  rateLimit = {},
  unknownPeople = 'refused',
  people = [],
  signing = true,
  checkAnswers = true,
  verificationCap = Number.POSITIVE_INFINITY,
  send = globalThis.fetch,
  webhookTargets = [],
  admin = true,
  onAnswer,
}: SandboxOptions = {}): Sandbox {
  // Before anything is opened that an error would leave open.
  const given = byNumber(readPeople(people));
  const store = new Store(data);
  const changes = new Changes();
  const log = new RequestLog();
  const faults = new TenantFaults(() => changes.bump());
  const signer = new ResponseSigner(seed);
  const tenants = new Tenants(store, {
    clock,
    seed,
    wakes: clock === systemClock,
    verificationCap,
    rateLimits: readRateLimits(rateLimit),
    people: given,
  });
  const webhooks = new WebhookDelivering(store, {
    send,
    check: checkAnswers ? checkWebhook : () => {},
    changed: () => changes.bump(),
  });
  tenants.parts.set('faults', faults);
  tenants.parts.set('requests', {
    save: () => null,
    load: (tenant) => {
      log.clear(tenant.key);
      changes.bump();
    },
  });
  if (webhookTargets.length > 0) {
    const standing = new StandingWebhookTargets(webhookTargets, webhooks);
    tenants.parts.set('standingWebhookTargets', standing);
    log.subscribe(({ key }) => {
      if (key !== undefined) standing.equip(tenants.get(key));
    });
  }
  if (onAnswer !== undefined) log.subscribe((call) => onAnswer(answeredRequest(call)));
  sendEvents({ tenants, faults, webhooks });
  tenants.stateChangeListeners.push(() => changes.bump());
  const api = new Api({
    tenants,
    faults,
    signer,
    log,
    changes,
    options: { unknownPeople, signs: signing, checksAnswers: checkAnswers },
  });
  const inspection = new AdminEntrance({ tenants, faults, webhooks, signer, signs: signing, log, changes });
  const entrance: SandboxEntrance = {
    owns: (pathname) => (admin && inspection.owns(pathname)) || api.owns(pathname),
    answer(request) {
      if (admin && inspection.owns(request.target)) return inspection.answer(request);
      return isForLanding(request) ? landing(request, { admin, nowMs: tenants.now() }) : api.answer(request);
    },
  };
  tenants.start();
  const servers = new Set<SandboxServer>();
  let closing: Promise<void> | undefined;
  const close = async () => {
    const open = [...servers];
    servers.clear();
    await Promise.all(open.map((server) => server.close()));
    webhooks.close();
    await tenants.close();
    store.close();
  };
  return {
    fetch: fetchFrom(entrance),
    clock: { now: () => tenants.now(), advance: (duration) => tenants.advance(duration) },
    get signingKey() {
      return signer.key;
    },
    tenant: (key) => handleOf(key, { tenants, faults, webhooks }),
    async listen(options = {}) {
      const server = await listen(entrance, options);
      servers.add(server);
      return {
        url: server.url,
        close: () => (servers.delete(server) ? server.close() : Promise.resolve()),
      };
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function readRateLimits(limit: number | false | Partial<RateLimits>): RateLimits {
  return typeof limit === 'object'
    ? { perKey: limit.perKey ?? 10, perAddress: limit.perAddress ?? 10 }
    : { perKey: limit, perAddress: limit };
}
