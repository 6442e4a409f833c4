import adminSpec from '../../admin/openapi.json' with { type: 'json' };
import { type FaultDescription, type FaultRule, faultCatalogue, faultOperations } from '../faults/index.ts';
import type { VerificationState } from '../generated/types.gen.ts';
import { shortKey, tenantId } from '../http/index.ts';
import type { TestPerson } from '../people/index.ts';
import { apiVersion } from '../spec/index.ts';
import type { Snapshot, Tenant, VerificationRecord } from '../state/index.ts';
import type { Duration } from '../time/index.ts';
import { AdminError } from './admin-error.ts';
import type { AdminParts } from './admin-parts.ts';
import { knownKeys } from './known-keys.ts';
import {
  contains,
  instant,
  presentAdvance,
  presentClock,
  presentDelivery,
  presentRequest,
  presentSession,
  presentVerification,
} from './presentation.ts';
import type * as Types from './types.ts';

/** What every handler of the admin API gets. It was checked against the document before. */
interface AdminRequest {
  parts: AdminParts;
  path: Record<string, string>;
  query: Record<string, string | number>;
  body: unknown;
}

interface TenantRequest extends AdminRequest {
  tenant: Tenant;
}

interface Result<Body> {
  status: number;
  body?: Body;
}

/** How long `awaitChange` waits. */
const longestWaitMs = 20_000;

const withoutTenant = {
  getHealth: (): Result<Types.Health> => ({ status: 200, body: { status: 'ok', apiVersion } }),

  getOpenapi: (): Result<object> => ({ status: 200, body: adminSpec }),

  getSigningKey: ({ parts: { signer, signs } }: AdminRequest): Result<Types.SigningKey> => ({
    status: 200,
    body: { ...signer.key, algorithm: 'Ed25519', signs },
  }),

  async awaitChange({ parts: { changes }, query }: AdminRequest): Promise<Result<{ revision: number }>> {
    const { since } = query;
    const revision =
      since === undefined ? changes.revision : await changes.after(Number(since), longestWaitMs);
    return { status: 200, body: { revision } };
  },

  listTenants: ({ parts }: AdminRequest): Result<Types.TenantList> => ({
    status: 200,
    body: {
      keylessRequests: parts.log.list(undefined).length,
      results: knownKeys(parts.tenants, parts.log).map((key) => describeTenant(key, parts)),
    },
  }),

  getFaultCatalogue: (): Result<Types.FaultCatalogue> => ({
    status: 200,
    body: { faults: Object.entries(faultCatalogue).map(describeFault), operations: faultOperations },
  }),

  listKeylessRequests: ({ parts, query }: AdminRequest): Result<Types.List<Types.LoggedRequest>> => ({
    status: 200,
    body: { results: parts.log.list(undefined).map((call) => presentRequest(call, showsPersonal(query))) },
  }),
};

const ofTenant = {
  resetTenant({ tenant }: TenantRequest): Result<never> {
    tenant.reset();
    return { status: 204 };
  },

  takeSnapshot: ({ tenant }: TenantRequest): Result<Snapshot> => ({ status: 200, body: tenant.snapshot() }),

  restoreSnapshot({ tenant, body }: TenantRequest): Result<never> {
    tenant.restore(body as Snapshot);
    return { status: 204 };
  },

  getClock: ({ tenant }: TenantRequest): Result<Types.Clock> => ({ status: 200, body: presentClock(tenant) }),

  async setClock({ tenant, body }: TenantRequest): Promise<Result<Types.Advance>> {
    const { now } = body as { now: string };
    const byMs = Date.parse(now) - tenant.now();
    if (byMs < 0) {
      throw new AdminError(
        409,
        'clock_goes_forward',
        `The clock shows ${instant(tenant.now())} and does not go back. Restore a snapshot, or reset.`,
      );
    }
    return await moved(tenant, byMs);
  },

  async advanceClock({ tenant, body }: TenantRequest): Promise<Result<Types.Advance>> {
    const { by } = body as { by: string | number };
    return await moved(tenant, by);
  },

  listVerifications({ tenant, query }: TenantRequest): Result<Types.Page<Types.AdminVerification>> {
    tenant.runDue();
    const shown = showsPersonal(query);
    const { count, found } = search(tenant, query, shown);
    return {
      status: 200,
      body: { count, results: found.map((verification) => presentVerification(verification, tenant, shown)) },
    };
  },

  moveVerification({ tenant, path, query, body }: TenantRequest): Result<Types.AdminVerification> {
    tenant.runDue();
    const { state } = body as { state: VerificationState };
    const moved = tenant.verifications.move(path['id'] ?? '', state);
    return { status: 200, body: presentVerification(moved, tenant, showsPersonal(query)) };
  },

  listCredentialsSessions: ({
    tenant,
    query,
  }: TenantRequest): Result<Types.List<Types.CredentialsSession>> => ({
    status: 200,
    body: {
      results: tenant.credentialsSessions
        .list()
        .map((session) => presentSession(session, showsPersonal(query))),
    },
  }),

  completeCredentialsSession({ tenant, path }: TenantRequest): Result<Types.CredentialsSession> {
    const token = path['token'] ?? '';
    tenant.credentialsSessions.complete(token);
    const session = tenant.credentialsSessions.find(token);
    if (session === undefined) throw new Error('A session that was completed is gone.');
    return { status: 200, body: presentSession(session, false) };
  },

  // As they were given, numbers too: they are no real person's, and a list that is read can be set again.
  listPeople: ({ tenant }: TenantRequest): Result<Types.List<TestPerson>> => ({
    status: 200,
    body: { results: tenant.people.list() },
  }),

  setPeople({ tenant, body }: TenantRequest): Result<never> {
    tenant.people.set(body as TestPerson[]);
    return { status: 204 };
  },

  listFaults: ({ parts, tenant }: TenantRequest): Result<Types.List<Types.FaultRule>> => ({
    status: 200,
    body: { results: parts.faults.of(tenant).list() },
  }),

  addFault: ({ parts, tenant, body }: TenantRequest): Result<Types.FaultRule> => ({
    status: 201,
    body: parts.faults.of(tenant).add(body as FaultRule),
  }),

  clearFaults({ parts, tenant }: TenantRequest): Result<never> {
    parts.faults.of(tenant).clear();
    return { status: 204 };
  },

  removeFault({ parts, tenant, path }: TenantRequest): Result<never> {
    parts.faults.of(tenant).remove(Number(path['id']));
    return { status: 204 };
  },

  listWebhookEndpoints: ({ parts, tenant }: TenantRequest): Result<Types.List<Types.WebhookEndpoint>> => ({
    status: 200,
    body: { results: parts.webhooks.of(tenant).endpoints() },
  }),

  addWebhookEndpoint({ parts, tenant, body }: TenantRequest): Result<Types.WebhookEndpoint> {
    const { url, token } = body as { url: string; token?: string };
    return { status: 201, body: parts.webhooks.of(tenant).add(url, token) };
  },

  removeWebhookEndpoint({ parts, tenant, path }: TenantRequest): Result<never> {
    parts.webhooks.of(tenant).remove(Number(path['id']));
    return { status: 204 };
  },

  listDeliveries: ({ parts, tenant, query }: TenantRequest): Result<Types.List<Types.Delivery>> => ({
    status: 200,
    body: {
      results: parts.webhooks
        .of(tenant)
        .deliveries(100)
        .map((delivery) => presentDelivery(delivery, showsPersonal(query))),
    },
  }),

  async redeliver({ parts, tenant, path }: TenantRequest): Promise<Result<Types.Attempt>> {
    const { atMs, ...attempt } = await parts.webhooks.of(tenant).redeliver(Number(path['id']));
    return { status: 200, body: { at: instant(atMs), ...attempt } };
  },

  listRequests: ({ parts, tenant, query }: TenantRequest): Result<Types.List<Types.LoggedRequest>> => ({
    status: 200,
    body: { results: parts.log.list(tenant.key).map((call) => presentRequest(call, showsPersonal(query))) },
  }),

  clearRequests({ parts, tenant }: TenantRequest): Result<never> {
    parts.log.clear(tenant.key);
    return { status: 204 };
  },
};

/** Id of an operation of the admin API. */
export type AdminOperationId = keyof typeof withoutTenant | keyof typeof ofTenant;

/** Whether an operation is about one tenant. */
export function concernsTenant(id: AdminOperationId): id is keyof typeof ofTenant {
  return Object.hasOwn(ofTenant, id);
}

/** Carries out an operation. */
export function carryOut(
  id: AdminOperationId,
  request: AdminRequest,
  tenant: () => Tenant,
): Result<unknown> | Promise<Result<unknown>> {
  return concernsTenant(id) ? ofTenant[id]({ ...request, tenant: tenant() }) : withoutTenant[id](request);
}

function showsPersonal(query: AdminRequest['query']): boolean {
  return query['personalData'] === 'shown';
}

/** A page of the verifications that contain a text, or of all. */
function search(
  { verifications }: Tenant,
  { q = '', limit, offset }: AdminRequest['query'],
  showsPersonalData: boolean,
): { count: number; found: VerificationRecord[] } {
  const page = { limit: Number(limit), offset: Number(offset) };
  const count = verifications.count();
  if (q === '') return { count, found: verifications.list(page) };
  const all = verifications
    .list({ limit: count })
    .filter((verification) => contains(verification, String(q), showsPersonalData));
  return { count: all.length, found: all.slice(page.offset, page.offset + page.limit) };
}

function describeTenant(key: string, { tenants, log, faults, webhooks }: AdminParts): Types.Tenant {
  const tenant = tenants.visit(key);
  const calls = log.list(key);
  const [last] = calls;
  return {
    id: tenantId(key),
    key: shortKey(key),
    verifications: tenant.verifications.count(),
    requests: calls.length,
    faults: faults.of(tenant).list().length,
    webhookEndpoints: webhooks.of(tenant).endpoints().length,
    lastUsed: last === undefined ? null : instant(last.atMs),
  };
}

function describeFault([type, { description, appliesTo, settings }]: [
  string,
  FaultDescription,
]): Types.FaultKind {
  return {
    type,
    description,
    appliesTo,
    settings: Object.entries(settings).map(([name, setting]) => ({
      name,
      description: setting.description,
      required: setting.default === null,
      preset: setting.default ?? null,
    })),
  };
}

/** Moves a tenant's clock on. */
async function moved(tenant: Tenant, by: Duration): Promise<Result<Types.Advance>> {
  return { status: 200, body: presentAdvance(await tenant.advance(by), tenant) };
}
