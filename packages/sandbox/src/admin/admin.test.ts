import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { jsonSchemaOf, type OpenApiDocument, operationsOf } from '@truework-legacy/spec/document';
import { otherCanaries, personalCanaries, sessionInput } from '@truework-legacy/spec/test-data';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newFolder, openSandbox } from '../../test/support/open-sandbox.ts';
import { SandboxError } from '../errors/sandbox-error.ts';
import { faultOperations } from '../faults/catalogue.ts';
import adminSpec from '../generated/admin-openapi.json' with { type: 'json' };
import type { LoggedCall } from '../http/request-log.ts';
import { tenantId } from '../http/tenant-name.ts';
import type { Sandbox } from '../sandbox.ts';
import { toAdminError } from './admin-error.ts';
import { adminHandlers } from './admin-handlers.ts';
import { adminOperations, adminRouter } from './admin-requests.ts';
import { inspectorFile } from './inspector-files.ts';
import { presentRequest } from './presentation.ts';

const key = 'tw_sk_test_0123456789abcdef0123456789abcdef01234567';
const startMs = Date.UTC(2019, 10, 5, 17);
const person = { ...personalCanaries, social_security_number: '000-00-0000' };
const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  metadata: { reference: otherCanaries.metadata },
  target: person,
};
const session = { ...sessionInput, target: { ...person, social_security_number: '000-20-0000' } };

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(adminSpec, 'admin');
const described = operationsOf(adminSpec as unknown as OpenApiDocument);

let sandbox: Sandbox;
let received: string[];
/** What the receiver of webhooks responds. */
let receives: number;
/** The operations that succeeded. */
const succeeded = new Set<string>();

beforeEach(() => {
  received = [];
  receives = 204;
  sandbox = openSandbox({
    clock: { now: () => startMs },
    rateLimit: undefined,
    send: async (_, init) => {
      received.push(String(init?.body));
      return new Response(null, { status: receives });
    },
  });
});

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls the admin API, and validates the response against its document. */
async function admin(method: string, path: string, { body, headers }: Options = {}) {
  const response = await sandbox.fetch(`http://sandbox/_sandbox${path}`, {
    method,
    headers: headers ?? { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const length = response.status === 204 ? null : String(Buffer.byteLength(text));
  expect(response.headers.get('content-length')).toBe(length);
  expect(response.headers.get('content-type')).toBe(text === '' ? null : 'application/json');
  expect(response.headers.get('date')).toBe(new Date(sandbox.clock.now()).toUTCString());
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toBe(text === '' ? null : 'no-store');
  const found = adminRouter.find(path.split('?')[0] ?? '')?.operations.get(method);
  if (found !== undefined) {
    const { id } = found;
    expect(problems(id, response.status, text), `${id} responded ${response.status}: ${text}`).toEqual([]);
    if (response.ok) succeeded.add(id);
  }
  const allow = response.headers.get('allow');
  return { status: response.status, allow, text, json: text === '' ? undefined : JSON.parse(text) };
}

/** What is wrong with a response, by the document. */
function problems(id: string, status: number, text: string): unknown[] {
  const responses = described.find((operation) => operation.id === id)?.responses;
  const [response] = [String(status), '4XX'].flatMap(
    (key) => responses?.filter((it) => it.status === key) ?? [],
  );
  const isKnown = response?.status !== '4XX' || [400, 401, 403, 415].includes(status);
  if (response === undefined || !isKnown) return ['the document does not know this status'];
  const schema = jsonSchemaOf(response);
  if (schema === undefined) return text === '' ? [] : ['a body'];
  const validate = ajv.compile({ $ref: `admin${schema.pointer}` });
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? []);
}

async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await sandbox.fetch(`http://sandbox${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json().catch(() => undefined)) as { id: string; token: string; state: string };
  return { status: response.status, json };
}

describe('the admin API', () => {
  test('says what the sandbox is, and its schemas cause no warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    expect((await admin('GET', '/health')).json).toEqual({ status: 'ok', apiVersion: '2019-10-15' });
    expect((await admin('GET', '/openapi.json')).json).toEqual(adminSpec);
    const { json } = await admin('GET', '/signing-key');
    expect(json).toEqual({ ...sandbox.signingKey, algorithm: 'Ed25519', signs: true });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  test('lists the tenants without telling their keys', async () => {
    const tenant = sandbox.tenant(key);
    await api('POST', '/verification-requests/', verificationInput);
    await tenant.clock.advance('1 hour');
    tenant.webhooks.add('https://receiver.example/hook');
    for (const fault of ['html', 'latency'] as const) tenant.faults.add({ operation: 'getReport', fault });
    await api('GET', '/companies/');
    await api('GET', '/verification-requests/', undefined, { Authorization: 'Bearer nonsense' });
    for (const other of ['tw_sk_test_12345678', 'tw_sk_test_123456789']) sandbox.tenant(other);
    const { json, text } = await admin('GET', '/tenants');
    const unused = { verifications: 0, requests: 0, faults: 0, webhookEndpoints: 0, lastUsed: null };
    expect(json).toEqual({
      keylessRequests: 1,
      results: [
        {
          id: tenantId(key),
          key: 'tw_sk_test_…4567',
          verifications: 1,
          requests: 2,
          faults: 2,
          webhookEndpoints: 1,
          lastUsed: '2019-11-05T18:00:00.000Z',
        },
        { id: tenantId('tw_sk_test_123456789'), key: 'tw_sk_test_…6789', ...unused },
        { id: tenantId('tw_sk_test_12345678'), key: 'tw_sk_test_1…78', ...unused },
      ],
    });
    expect(text).not.toContain(key);
    const byId = await admin('GET', '/verifications', {
      headers: { 'X-Sandbox-Tenant': json.results[0].id },
    });
    expect(byId.json.count).toBe(1);
  });

  test('lists the tenants of a data file, the latest first', async () => {
    const data = join(newFolder(), 'sandbox.db');
    const before = openSandbox({ data });
    for (const number of [1, 3, 2]) before.tenant(`tw_sk_test_000000000${number}`).reset();
    await before.close();
    sandbox = openSandbox({ data });
    const { results } = (await admin('GET', '/tenants')).json;
    expect(results.map((tenant: { key: string }) => tenant.key.slice(-1))).toEqual(['2', '3', '1']);
  });

  test('lists 200 tenants at most', async () => {
    for (let count = 0; count < 201; count += 1) sandbox.tenant(`tw_sk_test_${count}`);
    expect((await admin('GET', '/tenants')).json.results).toHaveLength(200);
  });

  test('shows and moves verifications as they are by now, though nothing else has asked since', async () => {
    let nowMs = startMs;
    sandbox = openSandbox({ clock: { now: () => nowMs } });
    await api('POST', '/verification-requests/', verificationInput);
    nowMs += 200;
    const [{ id, state }] = (await admin('GET', '/verifications')).json.results;
    expect(state).toBe('completed');
    sandbox = openSandbox({ clock: { now: () => nowMs } });
    await api('POST', '/verification-requests/', verificationInput);
    nowMs += 200;
    const moved = await admin('PUT', `/verifications/${id}/state`, { body: { state: 'processing' } });
    const message =
      'A verification that is completed cannot become processing. It can become nothing else: the state is final.';
    expect([moved.status, moved.json.error]).toEqual([409, { code: 'impossible_state', message }]);
  });

  test('advances the clock, forward only, and reports what happened', async () => {
    await api('POST', '/verification-requests/', verificationInput);
    expect((await admin('GET', '/clock')).json).toEqual({
      now: '2019-11-05T17:00:00.000Z',
      aheadMs: 0,
      next: '2019-11-05T17:00:00.100Z',
    });
    const [{ id }] = (await admin('GET', '/verifications')).json.results;
    const moved = (at: string, from: string, to: string) => ({
      at: `2019-11-05T17:00:00.${at}00Z`,
      kind: 'verification',
      detail: { verification_request_id: id, from, to },
    });
    const advanced = await admin('POST', '/clock/advance', { body: { by: '2 hours' } });
    expect(advanced.json).toEqual({
      clock: { now: '2019-11-05T19:00:00.000Z', aheadMs: 7_200_000, next: null },
      events: [moved('1', 'pending-approval', 'processing'), moved('2', 'processing', 'completed')],
    });
    expect((await admin('PUT', '/clock', { body: { now: '2019-11-05T19:00:00Z' } })).json.events).toEqual([]);
    const set = await admin('PUT', '/clock', { body: { now: '2019-11-08T00:00:00Z' } });
    expect(set.json.clock.now).toBe('2019-11-08T00:00:00.000Z');
    const back = await admin('PUT', '/clock', { body: { now: '2019-11-07T00:00:00Z' } });
    expect([back.status, back.json.error]).toEqual([
      409,
      {
        code: 'clock_goes_forward',
        message:
          'The clock shows 2019-11-08T00:00:00.000Z and does not go back. Restore a snapshot, or reset.',
      },
    ]);
    const nonsense = await admin('POST', '/clock/advance', { body: { by: 'soon' } });
    expect([nonsense.status, nonsense.json.error.code]).toEqual([400, 'invalid_duration']);
    const end = await admin('PUT', '/clock', { body: { now: '9999-06-01T00:00:00Z' } });
    expect([end.status, end.json.error.code]).toEqual([400, 'invalid_duration']);
    expect((await admin('GET', '/clock')).json.now).toBe('2019-11-08T00:00:00.000Z');
  });

  test('shows verifications with their past and what is due, and moves them along the edges', async () => {
    await api('POST', '/verification-requests/', {
      ...verificationInput,
      target: { ...person, company: { name: 'Example Widgets LLC' } },
    });
    const [verification] = (await admin('GET', '/verifications')).json.results;
    expect(verification).toEqual({
      id: sandbox.tenant(key).verifications.list({ limit: 1 })[0]?.id,
      loan_id: null,
      state: 'pending-approval',
      type: 'employment-income',
      created: '2019-11-05T17:00:00.000Z',
      company: 'Example Widgets LLC',
      metadata: { reference: '•••' },
      target: { first_name: '•••', last_name: '•••', social_security_number: '***-**-0000' },
      history: [{ state: 'pending-approval', at: '2019-11-05T17:00:00.000Z' }],
      due: [
        { state: 'processing', at: '2019-11-05T17:00:00.100Z' },
        { state: 'completed', at: '2019-11-05T17:00:00.200Z' },
      ],
      moves: ['processing', 'canceled'],
    });
    await admin('POST', '/clock/advance', { body: { by: 50 } });
    await api('POST', '/verification-requests/', {
      ...verificationInput,
      target: { ...person, company: { id: 7 } },
    });
    expect((await admin('GET', '/verifications')).json.results[0]).toMatchObject({
      company: 'company 7',
      due: [
        { state: 'processing', at: '2019-11-05T17:00:00.150Z' },
        { state: 'completed', at: '2019-11-05T17:00:00.250Z' },
      ],
    });
    const path = `/verifications/${verification.id}/state`;
    const rejected = await admin('PUT', path, { body: { state: 'completed' } });
    expect(rejected.status).toBe(409);
    expect(rejected.json.error.message).toContain('processing, canceled');
    const moved = await admin('PUT', path, { body: { state: 'processing' } });
    expect(moved.json).toMatchObject({ state: 'processing', due: [] });
    expect((await api('GET', `/verification-requests/${verification.id}`)).json.state).toBe('processing');
    expect((await admin('PUT', '/verifications/none/state', { body: { state: 'processing' } })).status).toBe(
      404,
    );
  });

  describe('shows the lender’s own references', () => {
    const ids: string[] = [];

    beforeEach(async () => {
      ids.length = 0;
      for (const [loan_id, last_name, state] of [
        ['L-20011', 'Canaryone', 'processing'],
        ['L-20012', 'Canarytwo', undefined],
        ['000-00-1234', 'Canarytwo', undefined],
        [undefined, 'Canarythree', undefined],
      ]) {
        const { json } = await api('POST', '/verification-requests/', {
          ...verificationInput,
          ...(loan_id === undefined ? {} : { loan_id }),
          target: { ...person, last_name },
        });
        const { id } = json as unknown as { id: string };
        ids.push(id);
        if (state !== undefined) await admin('PUT', `/verifications/${id}/state`, { body: { state } });
      }
    });

    test('loan_id and metadata, of which nothing personal', async () => {
      const { results } = (await admin('GET', '/verifications')).json;
      const shown = (results as { loan_id: string; metadata: object }[]).map((one) => [
        one.loan_id,
        one.metadata,
      ]);
      expect(shown).toEqual([
        [null, { reference: '•••' }],
        ['***-**-1234', { reference: '•••' }],
        ['L-20012', { reference: '•••' }],
        ['L-20011', { reference: '•••' }],
      ]);
      const [, personal] = (await admin('GET', '/verifications?personalData=shown')).json.results;
      expect([personal.loan_id, personal.metadata]).toEqual([
        '000-00-1234',
        { reference: otherCanaries.metadata },
      ]);
    });

    test.for([
      ['q=L-20011', [0]],
      ['q=l-2001', [1, 0]],
      ['q=L-2001&limit=1', [1], 2],
      ['q=L-2001&limit=1&offset=1', [0], 2],
      ['q=processing', [0]],
      ['q=%20-APPROVAL%20', [3, 2, 1]],
      ['q=-approval&limit=1&offset=1', [2], 3],
      ['q=nothing', []],
      ['q=', [3, 2, 1, 0]],
      ['q=&limit=2&offset=1', [2, 1], 4],
      ['q=0000', [3, 2, 1, 0]],
      ['q=000-00-0000', []],
      ['q=000-00-1234', []],
      ['q=Canarytwo', []],
      ['q=quendolyn+canarytwo&personalData=shown', [2, 1]],
      ['q=000-00-1234&personalData=shown', [2]],
    ] as const)('and finds them: %s', async ([query, found, count = found.length]) => {
      const { json } = await admin('GET', `/verifications?${query}`);
      expect(json.results.map(({ id }: { id: string }) => ids.indexOf(id))).toEqual(found);
      expect(json.count).toBe(count);
    });

    test('and an id', async () => {
      const { json } = await admin('GET', `/verifications?q=${ids[2]}`);
      expect(json.results.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
    });
  });

  test('logs in to a credentials session, once', async () => {
    const { id, token } = (await api('POST', '/credentials/session', session)).json;
    await admin('POST', '/clock/advance', { body: { by: '1 hour' } });
    const [listed] = (await admin('GET', '/credentials-sessions')).json.results;
    const common = {
      id,
      token,
      created: '2019-11-05T17:00:00.000Z',
      target: { first_name: '•••', last_name: '•••', social_security_number: '***-**-0000' },
      metadata: null,
    };
    expect(listed).toEqual({ ...common, state: 'open', verificationId: null });
    const completed = await admin('POST', `/credentials-sessions/${token}/complete`);
    const [verification] = (await admin('GET', '/verifications')).json.results;
    expect(completed.json).toEqual({ ...common, state: 'success', verificationId: verification.id });
    expect((await api('GET', `/verification-requests/${completed.json.verificationId}`)).status).toBe(200);
    expect((await admin('POST', `/credentials-sessions/${token}/complete`)).status).toBe(409);
    expect((await admin('POST', '/credentials-sessions/none/complete')).status).toBe(404);
  });

  test('sets test people, all or none, and lists them as they were given', async () => {
    const people = [
      { social_security_number: '000-55-0001', states: [{ state: 'processing', after: '1 hour' }] },
    ];
    expect((await admin('PUT', '/people', { body: people })).status).toBe(204);
    expect((await admin('GET', '/people')).json).toEqual({ results: people });
    const target = { ...person, social_security_number: '000-55-0001' };
    expect((await api('POST', '/verification-requests/', { ...verificationInput, target })).status).toBe(201);
    const [verification] = (await admin('GET', '/verifications')).json.results;
    expect(verification.due).toEqual([{ state: 'processing', at: '2019-11-05T18:00:00.000Z' }]);
    const wrong = await admin('PUT', '/people', {
      body: [{ social_security_number: '123-45-6789', price: 5 }],
    });
    expect(wrong).toMatchObject({
      status: 400,
      json: {
        error: {
          code: 'invalid_people',
          message: 'These test people are invalid:\n  /0/price: Expected object.',
        },
      },
    });
    expect((await admin('PUT', '/people', { body: {} })).json.error.code).toBe('invalid_people');
    expect((await admin('GET', '/people')).json).toEqual({ results: people });
    expect((await admin('PUT', '/people', { body: [] })).status).toBe(204);
    expect((await admin('GET', '/people')).json).toEqual({ results: [] });
  });

  test('puts faults in force, and takes them back', async () => {
    const { json: catalogue } = await admin('GET', '/faults/catalogue');
    const { settings } = catalogue.faults.find(({ type }: { type: string }) => type === 'status');
    expect(settings).toMatchObject([
      { name: 'code', required: true, preset: null },
      { name: 'retry-after', required: false, preset: null },
      { name: 'retry-after-as', required: false, preset: 'seconds' },
    ]);
    expect(catalogue.operations).toEqual(faultOperations);
    const rule = { operation: 'listVerifications', times: 1, fault: 'status; code=503' };
    const added = await admin('POST', '/faults', { body: rule });
    expect(added.json).toMatchObject({ ...rule, after: 0, seen: 0, hits: 0 });
    expect((await api('GET', '/verification-requests/')).status).toBe(503);
    expect((await api('GET', '/verification-requests/')).status).toBe(200);
    expect((await admin('GET', '/faults')).json.results).toMatchObject([{ hits: 1, seen: 2 }]);
    expect((await admin('DELETE', `/faults/${added.json.id}`)).status).toBe(204);
    expect((await admin('DELETE', `/faults/${added.json.id}`)).status).toBe(404);
    const unknown = await admin('POST', '/faults', { body: { operation: '*', fault: 'gremlins' } });
    expect([unknown.status, unknown.json.error.code]).toEqual([400, 'unknown_fault']);
    await admin('POST', '/faults', { body: { operation: '*', fault: 'latency' } });
    await admin('DELETE', '/faults');
    expect((await admin('GET', '/faults')).json.results).toEqual([]);
  });

  test('registers webhook endpoints, shows deliveries, and repeats them', async () => {
    const { json: target } = await admin('POST', '/webhook-endpoints', {
      body: { url: 'https://receiver.example/hook', token: 'synthetic-token' },
    });
    expect((await admin('GET', '/webhook-endpoints')).json.results).toEqual([target]);
    await admin('POST', '/faults', {
      body: { operation: 'verificationRequestStateChange', fault: 'out-of-order; duration=50 ms' },
    });
    const { id: verification_request_id } = (await api('POST', '/verification-requests/', verificationInput))
      .json;
    await admin('POST', '/clock/advance', { body: { by: 1000 } });
    const { results } = (await admin('GET', '/deliveries')).json;
    const event = 'verification_request.state.change';
    const delivered = (id: number, state: string, createdMs: number, sentMs: number) => ({
      id,
      endpointId: target.id,
      url: target.url,
      event,
      created: new Date(createdMs).toISOString(),
      state: 'delivered',
      nextAttempt: null,
      attempts: [{ at: new Date(sentMs).toISOString(), status: 204, failure: null }],
      payload: {
        hook: { id: target.id, event, target: target.url },
        data: { verification_request_id, state, metadata: { reference: '•••' } },
      },
    });
    expect(results).toEqual([
      delivered(2, 'completed', startMs + 200, startMs + 200),
      delivered(1, 'processing', startMs + 100, startMs + 150),
    ]);
    expect(received).toHaveLength(2);
    const again = await admin('POST', `/deliveries/${results[0].id}/redeliver`);
    expect(again.json).toEqual({ at: '2019-11-05T17:00:01.000Z', status: 204, failure: null });
    expect(received[2]).toBe(received[1]);
    expect((await admin('POST', '/deliveries/999/redeliver')).status).toBe(404);
    const [{ payload }] = (await admin('GET', '/deliveries?personalData=shown')).json.results;
    expect(payload.data.metadata).toEqual({ reference: otherCanaries.metadata });
    expect((await admin('DELETE', `/webhook-endpoints/${target.id}`)).status).toBe(204);
    expect((await admin('DELETE', `/webhook-endpoints/${target.id}`)).status).toBe(404);
    const rejected = await admin('POST', '/webhook-endpoints', {
      body: { url: 'http://receiver.example/hook' },
    });
    expect([rejected.status, rejected.json.error.code]).toEqual([400, 'invalid_webhook_endpoint']);
    for (let count = 0; count < 10; count += 1) {
      await admin('POST', '/webhook-endpoints', { body: { url: `https://receiver.example/${count}` } });
    }
    expect(
      (await admin('POST', '/webhook-endpoints', { body: { url: 'https://receiver.example/11' } })).status,
    ).toBe(409);
    receives = 500;
    for (let count = 0; count < 6; count += 1)
      await api('POST', '/verification-requests/', verificationInput);
    await admin('POST', '/clock/advance', { body: { by: 200 } });
    const { results: latest } = (await admin('GET', '/deliveries')).json;
    expect(latest).toHaveLength(100);
    expect(latest[0]).toMatchObject({ state: 'pending', nextAttempt: '2019-11-05T17:01:01.200Z' });
    expect((await admin('GET', '/verifications')).json.results[0].due).toEqual([]);
  });

  test('keeps the last requests, without a key in them', async () => {
    await api('POST', '/verification-requests/?fields=id', verificationInput, { 'Request-Sync': 'async' });
    await api('GET', '/verification-requests/', undefined, { 'X-Sandbox-Fault': 'empty-body' });
    const { json, text } = await admin('GET', '/requests');
    const at = '2019-11-05T17:00:00.000Z';
    expect(json.results).toMatchObject([
      {
        id: 2,
        at: '2019-11-05T17:00:00.000Z',
        method: 'GET',
        path: '/verification-requests/',
        operation: 'listVerifications',
        status: 200,
        fault: 'empty-body',
        request: {
          headers: { 'content-type': 'application/json', 'x-sandbox-fault': 'empty-body' },
          body: null,
          note: null,
        },
        response: {
          headers: { Date: 'Tue, 05 Nov 2019 17:00:00 GMT', 'Content-Length': '0' },
          body: null,
          note: null,
        },
      },
      {
        id: 1,
        at,
        method: 'POST',
        path: '/verification-requests/?fields=id',
        operation: 'createVerification',
        status: 201,
        fault: null,
        request: { headers: { 'request-sync': 'async' }, body: { type: 'employment-income' } },
      },
    ]);
    expect(text).not.toContain(key);
    await api('GET', '/verification-requests/', undefined, { Authorization: 'Bearer nonsense' });
    await api('GET', '/nowhere');
    const { results: keyless } = (await admin('GET', '/requests/keyless')).json;
    expect(keyless).toMatchObject([{ operation: null, status: 404 }, { status: 401 }]);
    await admin('DELETE', '/requests');
    expect((await admin('GET', '/requests')).json.results).toEqual([]);
  });

  test('says why a body is not shown', async () => {
    const deep = `${'['.repeat(101)}${']'.repeat(101)}`;
    const bodies = ['', '{"type', 'a\0b', '%PDF-1.4', 'x'.repeat(64 * 1024 + 1), deep];
    const headers = { Authorization: `Bearer ${key}` };
    for (const body of bodies)
      await sandbox.fetch('http://sandbox/verification-requests/', { method: 'POST', headers, body });
    const requests = async (query: string) => {
      const { results } = (await admin('GET', `/requests${query}`)).json;
      return results.map(({ request }: { request: { body: unknown; note: unknown } }) => request);
    };
    const notes = [
      'Nested deeper than 100 levels.',
      'Too large to log: 65537 bytes.',
      'Not JSON, 8 bytes.',
      'Not JSON, 3 bytes.',
    ];
    const shown = (body: string | null, note: string) => ({
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body,
      note,
    });
    const others = [
      ...notes.map((note) => shown(null, note)),
      shown(null, 'Not JSON, 6 bytes: shown with personal data.'),
    ];
    expect((await requests('')).slice(0, 5)).toEqual(others);
    expect((await requests('?personalData=shown'))[4]).toEqual(shown('{"type', 'Not JSON, 6 bytes.'));
    expect((await requests(''))[5]).toMatchObject({ body: null, note: null });
  });

  test('shows what a request asked for only with personal data', async () => {
    await api('POST', '/verification-requests/?q=demo&nickname=Sample', verificationInput);
    const shown = ['', '?personalData=shown'].map(async (query) => {
      const [{ path, request }] = (await admin('GET', `/requests${query}`)).json.results;
      return [path, request.body.target.first_name];
    });
    expect(await Promise.all(shown)).toEqual([
      ['/verification-requests/?q=demo&•••=•••', '•••'],
      ['/verification-requests/?q=demo&nickname=Sample', person.first_name],
    ]);
  });

  test('shows how long a request took, to the microsecond', () => {
    const call = { atMs: 0, target: '/', milliseconds: 1234.5678 } as LoggedCall;
    expect(presentRequest(call, false).durationMs).toBe(1234.568);
  });

  test('takes a snapshot, restores it into another tenant, and resets', async () => {
    await api('POST', '/verification-requests/', verificationInput);
    const { json: snapshot } = await admin('GET', '/snapshot');
    const other = { Authorization: 'Bearer tw_sk_test_other', 'Content-Type': 'application/json' };
    expect((await admin('PUT', '/snapshot', { body: snapshot, headers: other })).status).toBe(204);
    expect((await admin('GET', '/snapshot', { headers: other })).json).toEqual(snapshot);
    expect((await admin('POST', '/reset')).status).toBe(204);
    expect((await admin('GET', '/verifications')).json.count).toBe(0);
    expect((await admin('GET', '/requests')).json.results).toEqual([]);
    expect((await admin('GET', '/verifications', { headers: other })).json.count).toBe(1);
  });

  test('reports a change as soon as there is one', async () => {
    const { revision } = (await admin('GET', '/changes')).json;
    const waiting = admin('GET', `/changes?since=${revision}`);
    await setImmediate();
    await api('GET', '/verification-requests/');
    expect((await waiting).json.revision).toBe(revision + 1);
    await admin('PUT', '/people', { body: [] });
    expect((await admin('GET', '/changes')).json.revision).toBe(revision + 2);
  });

  const withKey = { Authorization: `Bearer ${key}` };
  const unnamed =
    'Name the tenant: send its key as Authorization: Bearer tw_sk_test_…, or its id as X-Sandbox-Tenant.';
  const isProduction =
    'Invalid token. It looks like a production key: the sandbox takes keys that begin with tw_sk_test_.';
  const unknown = 'There is no tenant "ffff\\"". /_sandbox/tenants lists them.';
  const hint = '/_sandbox/openapi.json describes it.';
  const notFound = 'Unknown path. /_sandbox/openapi.json lists all paths.';
  const notJson = 'Send it with Content-Type: application/json.';
  const more = `The query must NOT have additional properties ("limit"). ${hint}`;

  const long = 'x'.repeat(100);

  test.for([
    ['GET /clock', {}, 401, 'no_tenant', unnamed],
    ['GET /clock', { 'X-Sandbox-Tenant': 'ffff"' }, 401, 'no_tenant', unknown],
    [
      'GET /clock',
      { 'X-Sandbox-Tenant': `${long}x` },
      401,
      'no_tenant',
      unknown.replace('ffff\\"', `${long}…`),
    ],
    ['GET /clock', { Authorization: 'Bearer tw_sk_0123' }, 401, 'invalid_key', isProduction],
    ['GET /tenants?limit=1', {}, 400, 'invalid_request', more],
    [`GET /tenants?${long}x=1`, {}, 400, 'invalid_request', more.replace('limit', `${long}…`)],
    ['GET /verifications?limit=0', withKey, 400, 'invalid_request', `query.limit must be >= 1. ${hint}`],
    ['DELETE /faults/first', withKey, 400, 'invalid_request', `path.id must be integer. ${hint}`],
    ['DELETE /faults/1?id=1', withKey, 400, 'invalid_request', more.replace('limit', 'id')],
    ['POST /reset', withKey, 415, 'not_json', notJson],
    ['PUT /people', withKey, 415, 'not_json', notJson],
    ['POST /reset', { 'Content-Type': 'application/jsonp' }, 415, 'not_json', notJson],
    ['POST /reset', { 'Content-Type': 'x-application/json' }, 415, 'not_json', notJson],
    ['POST /inspector.js', { 'Content-Type': 'application/json' }, 404, 'not_found', notFound],
    ['GET /nowhere', {}, 404, 'not_found', notFound],
    ['OPTIONS /clock', {}, 405, 'method_not_allowed', 'This path supports only GET, PUT.'],
    ['PATCH /clock', {}, 405, 'method_not_allowed', 'This path supports only GET, PUT.'],
  ] as const)('rejects %s with %j', async ([request, headers, status, code, message]) => {
    const [method = '', path = ''] = request.split(' ');
    const log = vi.spyOn(console, 'error');
    const response = await admin(method, path, { headers });
    expect([response.status, response.json]).toEqual([status, { error: { code, message } }]);
    expect(log).not.toHaveBeenCalled();
    expect(response.allow).toBe(status === 405 ? 'GET, PUT' : null);
  });

  test('takes a content type with parameters, in any case', async () => {
    const headers = { ...withKey, 'Content-Type': 'Application/JSON ; charset=utf-8' };
    expect((await admin('POST', '/reset', { headers })).status).toBe(204);
  });

  test('responds to HEAD as to GET, without the body', async () => {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => sandbox.fetch('http://sandbox/_sandbox/health', { method })),
    );
    expect([head?.status, await head?.text()]).toEqual([200, '']);
    expect(Object.fromEntries(head?.headers ?? [])).toEqual(Object.fromEntries(get?.headers ?? []));
  });

  test('says that it failed itself, and its log says why', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const failure = new Error('broken');
    vi.spyOn(adminHandlers, 'getClock').mockImplementation(() => {
      throw failure;
    });
    const response = await sandbox.fetch('http://sandbox/_sandbox/clock', { headers: withKey });
    const message = 'The sandbox itself failed. Its log says why.';
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: { code: 'sandbox_failed', message } },
    ]);
    expect(log.mock.calls).toEqual([['The admin API failed.', failure]]);
    vi.restoreAllMocks();
  });

  test.for([
    ['too_many_fault_rules', 409],
    ['store_failed', 500],
    ['closed', 503],
  ] as const)('has the status of the error %s: %i', ([code, status]) => {
    expect(toAdminError(new SandboxError(code, ''))?.status).toBe(status);
  });

  test('rejects an instant that no clock shows', async () => {
    const expected = 'body.now must be an instant, such as 2019-11-05T12:00:00Z.';
    for (const [now, message] of [
      ['2019-12-31T23:59:60Z', expected],
      ['2019-11-31T12:00:00Z', `body.now must match format "date-time". ${hint}`],
      ['2019-11-06 12:00:00Z', expected],
    ]) {
      const { status, json } = await admin('PUT', '/clock', { body: { now } });
      expect([status, json.error]).toEqual([400, { code: 'invalid_request', message }]);
    }
  });

  test('rejects a body that does not match its description', async () => {
    for (const body of [{}, { by: '1 day', more: 1 }, [], 'text', null]) {
      expect((await admin('POST', '/clock/advance', { body })).status).toBe(400);
    }
    const { json } = await admin('POST', '/clock/advance', { body: { by: -1 } });
    expect(json.error.message).toBe(`body.by must be >= 0. ${hint}`);
    const missing = await admin('POST', '/clock/advance');
    const message = 'JSON parse error. The body is empty.';
    expect([missing.status, missing.json.error]).toEqual([400, { code: 'invalid_request', message }]);
  });

  test('can be left out', async () => {
    const { fetch } = openSandbox({ admin: false });
    expect((await fetch('http://sandbox/_sandbox/health')).status).toBe(404);
  });

  test('needs a tenant if the document says so', async () => {
    const headers = { 'Content-Type': 'application/json' };
    for (const { id, method, path, operation } of described) {
      const options = method === 'GET' ? { headers } : { headers, body: {} };
      const { status } = await admin(method, path.replace(/\{\w+\}/, '1'), options);
      if (operation.security !== undefined) expect(status, id).toBe(200);
      else expect([400, 401], id).toContain(status);
    }
  });

  // Last: it counts what the others reached.
  test('has no operation that no test reached', () => {
    expect(adminOperations.map(({ id }) => id).filter((id) => !succeeded.has(id))).toEqual([]);
  });
});

describe('the inspector', () => {
  test.for([
    ['/', 'text/html; charset=utf-8'],
    ['/inspector.js', 'text/javascript; charset=utf-8'],
    ['/views/clock.js', 'text/javascript; charset=utf-8'],
    ['/lit-html/lit-html.js', 'text/javascript; charset=utf-8'],
    ['/lit-html/directive.js', 'text/javascript; charset=utf-8'],
    ['/lit-html/directive-helpers.js', 'text/javascript; charset=utf-8'],
    ['/lit-html/directives/repeat.js', 'text/javascript; charset=utf-8'],
    ['/inspector.css', 'text/css; charset=utf-8'],
    ['/favicon.svg', 'image/svg+xml'],
  ])('serves %s as %s', async ([path, type]) => {
    const response = await sandbox.fetch(`http://sandbox/_sandbox${path}`);
    const { status, headers } = response;
    expect(headers.get('content-length')).toBe(String((await response.arrayBuffer()).byteLength));
    expect(headers.has('content-security-policy')).toBe(path === '/');
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      type,
      'no-cache',
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(inspectorFile('tsconfig.json'), 'no browser loads it').toBeUndefined();
  });

  test('is where a path without the slash leads', async () => {
    const { status, headers } = await sandbox.fetch('http://sandbox/_sandbox', { redirect: 'manual' });
    expect([status, headers.get('location'), headers.get('content-length')]).toEqual([
      308,
      '/_sandbox/',
      '0',
    ]);
    const elsewhere = await sandbox.fetch('http://sandbox/companies/_sandbox');
    expect(await elsewhere.json(), 'of the API').toEqual({ error: { message: expect.any(String) } });
  });

  test('takes nothing from elsewhere, and is in no frame', async () => {
    const response = await sandbox.fetch('http://sandbox/_sandbox/');
    const [, script = ''] = /<script type="importmap">(.+?)<\/script>/s.exec(await response.text()) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self' 'sha256-${hash}'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });
});
