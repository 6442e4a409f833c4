import { type FaultDescription, type FaultRule, faultCatalogue, faultOperations } from '../faults/index.ts';
import adminDocument from '../generated/admin-openapi.json' with { type: 'json' };
import type { AdminOperationTypes } from '../generated/admin-operations.gen.ts';
import type * as Types from '../generated/admin-types.gen.ts';
import { shortKey, tenantId } from '../http/index.ts';
import type { TestPerson } from '../people/index.ts';
import { apiVersion } from '../spec/index.ts';
import type { Snapshot, StoredCredentialsSession, Tenant, VerificationRecord } from '../state/index.ts';
import { type Duration, instantMs } from '../time/index.ts';
import { AdminError } from './admin-error.ts';
import { type AdminParts, knownKeys } from './admin-parts.ts';
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

/** Id of an operation of the admin API. */
export type AdminOperationId = keyof AdminOperationTypes;

/** What a handler may use. */
export interface AdminContext {
  readonly parts: AdminParts;
  /** The tenant of the request. Throws an `AdminError` if the request names none. */
  tenant(): Tenant;
}

type Parts<Request> = {
  [Name in ('body' | 'path' | 'query') & keyof Request]-?: NonNullable<Request[Name]>;
};
/** The status 200 is left out. */
type Results<Responses> = {
  [Status in keyof Responses]: Status extends 200
    ? { body: Responses[Status] }
    : { status: Status; body?: Responses[Status] };
}[keyof Responses];

/** Handles one operation. The request was validated against the document before. */
type AdminHandler<Id extends AdminOperationId> = (
  request: Parts<AdminOperationTypes[Id]['request']>,
  context: AdminContext,
) => Results<AdminOperationTypes[Id]['responses']> | Promise<Results<AdminOperationTypes[Id]['responses']>>;

/** How long `awaitChange` waits. */
const longestWaitMs = 20_000;

/** A handler for every operation of the document. */
export const adminHandlers: { readonly [Id in AdminOperationId]: AdminHandler<Id> } = {
  getHealth: () => ({ body: { status: 'ok', apiVersion } }),

  getOpenapi: () => ({ body: adminDocument }),

  getSigningKey: (_, { parts: { signer, signs } }) => ({
    body: { ...signer.key, algorithm: 'Ed25519', signs },
  }),

  async awaitChange({ query: { since } }, { parts: { changes } }) {
    return { body: { revision: await changes.after(since, longestWaitMs) } };
  },

  listTenants: (_, { parts }) => ({
    body: {
      keylessRequests: parts.log.list(undefined).length,
      results: knownKeys(parts).map((key) => describeTenant(key, parts)),
    },
  }),

  getFaultCatalogue: () => ({
    body: {
      faults: Object.entries(faultCatalogue).map(describeFault),
      operations: { response: [...faultOperations.response], webhook: [...faultOperations.webhook] },
    },
  }),

  listKeylessRequests: ({ query }, { parts }) => ({
    body: { results: parts.log.list(undefined).map((call) => presentRequest(call, showsPersonal(query))) },
  }),

  resetTenant(_, { tenant }) {
    tenant().reset();
    return { status: 204 };
  },

  takeSnapshot: (_, { tenant }) => ({ body: tenant().snapshot() }),

  restoreSnapshot({ body }, { tenant }) {
    tenant().restore(body as Snapshot);
    return { status: 204 };
  },

  getClock: (_, { tenant }) => ({ body: presentClock(tenant()) }),

  setClock({ body }, context) {
    const tenant = context.tenant();
    const givenMs = instantMs(body.now);
    if (Number.isNaN(givenMs)) {
      throw new AdminError(
        400,
        'invalid_request',
        'body.now must be an instant, such as 2019-11-05T12:00:00Z.',
      );
    }
    const byMs = givenMs - tenant.now();
    if (byMs < 0) {
      throw new AdminError(
        409,
        'clock_goes_forward',
        `The clock shows ${instant(tenant.now())} and does not go back. Restore a snapshot, or reset.`,
      );
    }
    return advance(tenant, byMs);
  },

  advanceClock: ({ body }, { tenant }) => advance(tenant(), body.by),

  listVerifications({ query }, context) {
    const tenant = context.tenant();
    tenant.runDue();
    const shown = showsPersonal(query);
    const { count, found } = search(tenant, query as Search, shown);
    const results = found.map((verification) => presentVerification(verification, tenant, shown));
    return { body: { count, results } };
  },

  moveVerification({ path, query, body }, context) {
    const tenant = context.tenant();
    tenant.runDue();
    const moved = tenant.verifications.move(path.id, body.state);
    return { body: presentVerification(moved, tenant, showsPersonal(query)) };
  },

  listCredentialsSessions: ({ query }, { tenant }) => ({
    body: {
      results: tenant()
        .credentialsSessions.list()
        .map((session) => presentSession(session, showsPersonal(query))),
    },
  }),

  completeCredentialsSession({ path: { token } }, { tenant }) {
    const { credentialsSessions } = tenant();
    credentialsSessions.complete(token);
    const session = credentialsSessions.find(token) as StoredCredentialsSession;
    return { body: presentSession(session, false) };
  },

  // As they were given, numbers too: they belong to no real person, and a list that is read can be set again.
  listPeople: (_, { tenant }) => ({
    body: { results: tenant().people.list() as unknown as Types.TestPerson[] },
  }),

  setPeople({ body }, { tenant }) {
    tenant().people.set(body as unknown as TestPerson[]);
    return { status: 204 };
  },

  listFaults: (_, { parts, tenant }) => ({
    body: { results: parts.faults.of(tenant()).list() },
  }),

  addFault: ({ body }, { parts, tenant }) => ({
    status: 201,
    body: parts.faults.of(tenant()).add(body as FaultRule),
  }),

  clearFaults(_, { parts, tenant }) {
    parts.faults.of(tenant()).clear();
    return { status: 204 };
  },

  removeFault({ path }, { parts, tenant }) {
    parts.faults.of(tenant()).remove(path.id);
    return { status: 204 };
  },

  listWebhookEndpoints: (_, { parts, tenant }) => ({
    body: { results: parts.webhooks.of(tenant()).endpoints() },
  }),

  addWebhookEndpoint: ({ body: { url, token } }, { parts, tenant }) => ({
    status: 201,
    body: parts.webhooks.of(tenant()).add(url, token),
  }),

  removeWebhookEndpoint({ path }, { parts, tenant }) {
    parts.webhooks.of(tenant()).remove(path.id);
    return { status: 204 };
  },

  listDeliveries: ({ query }, { parts, tenant }) => ({
    body: {
      results: parts.webhooks
        .of(tenant())
        .deliveries(100)
        .map((delivery) => presentDelivery(delivery, showsPersonal(query))),
    },
  }),

  async redeliver({ path }, { parts, tenant }) {
    const { atMs, ...attempt } = await parts.webhooks.of(tenant()).redeliver(path.id);
    return { body: { at: instant(atMs), ...attempt } };
  },

  listRequests: ({ query }, { parts, tenant }) => ({
    body: {
      results: parts.log.list(tenant().key).map((call) => presentRequest(call, showsPersonal(query))),
    },
  }),

  clearRequests(_, { parts, tenant }) {
    parts.log.clear(tenant().key);
    return { status: 204 };
  },
};

function showsPersonal({ personalData }: { personalData?: Types.PersonalData | undefined }): boolean {
  return personalData === 'shown';
}

/** The document has a default for each. */
interface Search {
  q: string;
  limit: number;
  offset: number;
}

/** A page of the verifications that contain a text, or of all. */
function search(
  { verifications }: Tenant,
  { q, limit, offset }: Search,
  showsPersonalData: boolean,
): { count: number; found: VerificationRecord[] } {
  const count = verifications.count();
  if (q === '') return { count, found: verifications.list({ limit, offset }) };
  const all = verifications
    .list({ limit: count })
    .filter((verification) => contains(verification, q, showsPersonalData));
  return { count: all.length, found: all.slice(offset, offset + limit) };
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

async function advance(tenant: Tenant, by: Duration): Promise<{ body: Types.Advance }> {
  return { body: presentAdvance(await tenant.advance(by), tenant) };
}
