import { AdminEntry } from './admin/index.ts';
import { Api, checkWebhook } from './api/index.ts';
import { checkOptions } from './errors/index.ts';
import { FaultTable } from './faults/index.ts';
import {
  fetchFrom,
  isForLanding,
  Lifecycle,
  type ListenOptions,
  landing,
  listen,
  loggedRequest,
  RequestLog,
  type SandboxEntry,
  type SandboxServer,
} from './http/index.ts';
import { optionRules, readRateLimits, type SandboxOptions } from './options.ts';
import { readPeople } from './people/index.ts';
import { ResponseSigner, type SigningKey } from './seed/index.ts';
import {
  type AdvanceableClock,
  byNumber,
  Changes,
  type PeopleByNumber,
  Store,
  Tenants,
} from './state/index.ts';
import { clockOf, type HandleParts, handleOf, type TenantHandle } from './tenant-handle.ts';
import {
  StandingWebhookEndpoints,
  sendEvents,
  type WebhookEndpointInput,
  WebhookTable,
} from './webhooks/index.ts';

/**
 * The API on this machine. Once it is closed, everything except `signingKey` and `clock.now` throws or rejects with the
 * {@link SandboxError} `closed`.
 */
export interface Sandbox {
  /**
   * Responds to requests without a port: pass it to a client as its `fetch`.
   *
   * @param input - As for the global `fetch`. The host is ignored.
   */
  readonly fetch: typeof globalThis.fetch;
  /** The time that all tenants share. */
  readonly clock: AdvanceableClock;
  /** The public half of the key that responses are signed with. */
  readonly signingKey: SigningKey;
  /**
   * Everything that belongs to a bearer key.
   *
   * @throws {@link SandboxError} `invalid_key` unless it is a sandbox key.
   */
  tenant(key: string): TenantHandle;
  /** Serves the sandbox on a port. It may listen on several. */
  listen(options?: ListenOptions): Promise<SandboxServer>;
  /**
   * Closes the sandbox: it accepts no new requests, responds to pending ones, and then closes its servers and its state. A second
   * call waits for the first.
   *
   * @throws {@link SandboxError} `store_failed` if the state could not be written. Everything is closed anyway.
   */
  close(): Promise<void>;
}

/**
 * Starts a sandbox. Every bearer key that begins with `tw_sk_test_` works, and has its own data.
 *
 * @throws {@link SandboxError} `invalid_option`; `invalid_people`; `invalid_webhook_endpoint` or `too_many_webhook_endpoints`;
 * `store_failed` if the data file cannot be used.
 * @example
 * ```ts
 * const sandbox = createSandbox({ clock: testClock('2019-11-05T12:00:00Z') });
 * const truework = createTruework({ token: 'tw_sk_test_example', fetch: sandbox.fetch, environment: 'local' });
 * await sandbox.clock.advance('1 hour');
 * await sandbox.close();
 * ```
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  checkOptions('createSandbox', options, optionRules);
  const people = byNumber(options.people === undefined ? [] : readPeople(options.people));
  const store = new Store(options.data ?? ':memory:');
  try {
    return assemble(store, people, options);
  } catch (error) {
    // Otherwise the file would stay locked.
    store.close();
    throw error;
  }
}

function assemble(store: Store, people: PeopleByNumber, options: SandboxOptions): Sandbox {
  const { clock, seed = 'truework-legacy', rateLimit = {}, signing = true, admin = true, send } = options;
  const { validateResponses = true, verificationCap = Number.POSITIVE_INFINITY, onResponse } = options;
  const { unknownPeople = 'rejected', webhookEndpoints = [] } = options;
  const { accountUseCase = 'mortgage', reportShape = 'current' } = options;
  const lifecycle = new Lifecycle();
  const changes = new Changes();
  const log = new RequestLog(admin);
  const faults = new FaultTable(() => changes.bump());
  const signer = new ResponseSigner(seed);
  const rateLimits = readRateLimits(rateLimit);
  const tenants = new Tenants(store, { clock, seed, verificationCap, rateLimits, people }, lifecycle);
  const webhooks = new WebhookTable(store, {
    send,
    checkPayload: validateResponses ? checkWebhook : () => {},
    changed: () => changes.bump(),
  });
  addParts({ tenants, faults, webhooks, log, changes }, webhookEndpoints);
  if (onResponse !== undefined) log.subscribe((call) => onResponse(loggedRequest(call)));
  const apiOptions = {
    unknownPeople,
    accountUseCase,
    reportShape,
    signs: signing,
    validatesResponses: validateResponses,
  };
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

/** The parts of the sandbox. */
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
    clock: clockOf(tenants.time, (duration) => tenants.advance(duration), tenants),
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
  webhooks.sender.close();
  // Whoever waits for a change.
  changes.bump();
  await lifecycle.settled();
  await Promise.allSettled([...servers].map((server) => server.close()));
  try {
    await tenants.finish();
  } finally {
    tenants.store.close();
  }
}

/** Connects what belongs to tenants: their events, and what reset, snapshot and restore affect besides the store. */
function addParts(
  { tenants, faults, webhooks, log, changes }: HandleParts & { log: RequestLog; changes: Changes },
  webhookEndpoints: readonly WebhookEndpointInput[],
): void {
  tenants.parts.set('faults', faults);
  // The faults are replaced as well, and report the change.
  tenants.onReplace.push((tenant) => log.clear(tenant.key));
  if (webhookEndpoints.length > 0) {
    const standing = new StandingWebhookEndpoints(webhookEndpoints, webhooks);
    tenants.onReplace.push((tenant) => standing.forget(tenant));
    log.subscribe(({ key }) => {
      if (key !== undefined) standing.register(tenants.get(key));
    });
  }
  sendEvents({ tenants, faults, webhooks });
  tenants.verifications.onStateChange.push(() => changes.bump());
}
