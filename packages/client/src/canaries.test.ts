import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  allCanaries,
  canaries,
  echoesOf,
  headerEchoOf,
  inputOf,
  personalBody,
  personalValues,
  token,
  values,
  verificationInput,
} from '../test/support/canaries.ts';
import { echoingFailures, unreadFailures } from '../test/support/echoing-failures.ts';
import {
  neverRespond,
  pageOf,
  type Responder,
  respondWith,
  type TestClient,
  testClient,
} from '../test/support/test-client.ts';
import { testSigner } from '../test/support/test-signer.ts';
import { AmbiguousOutcomeError, ConfigurationError, TrueworkError } from './errors.ts';
import { personalData } from './generated/api.gen.ts';
import * as functions from './generated/functions.gen.ts';
import * as table from './generated/operations.gen.ts';
import type { TrueworkOptions } from './options.ts';
import { signatureVerifier } from './signatures/index.ts';
import { createTruework } from './truework.ts';
import { type StandardSchema, standardSchemas } from './validation/index.ts';

// Whatever fails, and whatever the server echoes: neither the key nor a personal value appears in an error, a hook, a warning or drift.

/** A call, and the body of its request. */
interface Operation {
  readonly name: string;
  readonly input?: object | undefined;
  readonly call: (client: TestClient, options?: { signal: AbortSignal }) => Promise<unknown>;
}

const calls = functions as unknown as Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;

/** A call of each operation of the spec. */
const ofTheSpec = Object.values(table).map(({ id, method, path }): Operation => {
  const ids = [...path.matchAll(/{/g)].map((_, index) => ['AAAA', 'BBBB'][index] ?? 'CCCC');
  const input = method === 'GET' ? undefined : inputOf(id);
  const call: Operation['call'] = async ({ connection }, options) =>
    await calls[id]?.(connection, ...ids, input ?? {}, options);
  return { name: id, input, call };
});

const operations: readonly Operation[] = [
  ...ofTheSpec,
  {
    name: 'listVerifications, iterated',
    call: async ({ truework }) => {
      for await (const _ of truework.verifications.list()) expect.unreachable();
    },
  },
  {
    name: 'waitFor',
    call: ({ truework }, options) =>
      truework.verifications.waitFor('AAAA', { deadlineMs: 60_000, ...options }),
  },
  {
    name: 'getReportPdf',
    call: ({ truework }, options) => truework.reports.getPdf('AAAA', 'BBBB', {}, options),
  },
  {
    name: 'reconcile',
    call: async ({ truework }, options) => {
      const error = await truework.verifications
        .create({ ...verificationInput, loan_id: 'L-1' }, options)
        .catch((thrown: unknown) => thrown);
      if (!(error instanceof AmbiguousOutcomeError)) throw error;
      await error.reconcile();
      // Its result does not matter: the cause must not show anything either.
      throw error;
    },
  },
];

/** An error and all its causes. */
function chainOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : [];
}

/** Reads everything in which an error or its surroundings can show something. */
function look(
  error: unknown,
  { attempts, outcomes, warnings }: TestClient,
  reported: readonly unknown[],
  where: string,
) {
  expect(error, where).toBeInstanceOf(TrueworkError);
  const sinks: Record<string, string> = {};
  chainOf(error).forEach((link, depth) => {
    sinks[`message ${depth}`] = link.message;
    sinks[`stack ${depth}`] = link.stack ?? '';
    sinks[`text ${depth}`] = String(link);
    sinks[`JSON ${depth}`] = JSON.stringify(link);
    sinks[`JSON of own properties ${depth}`] = JSON.stringify(link, Object.getOwnPropertyNames(link));
    sinks[`properties ${depth}`] = JSON.stringify({ ...link });
  });
  sinks['headers'] = JSON.stringify((error as { headers?: object }).headers ?? {});
  sinks['reason'] = String((error as { reason?: string }).reason);
  sinks['inspect'] = inspect(error, {
    depth: Infinity,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
  });
  sinks['a log of an object'] = inspect({ error }, { depth: Infinity, showHidden: true, getters: true });
  sinks['hooks'] = inspect([attempts, outcomes], { depth: Infinity, showHidden: true });
  sinks['warnings'] = inspect(warnings, { depth: Infinity, showHidden: true });
  sinks['drift'] = inspect(reported, { depth: Infinity, showHidden: true });
  for (const [sink, text] of Object.entries(sinks)) {
    const lower = text.toLowerCase();
    for (const canary of canaries) {
      if (lower.includes(canary)) expect.fail(`${where}: ${sink} shows ${canary}: ${text.slice(0, 2_000)}`);
    }
  }
}

/** A client with the canary as its key. */
function clientWith(respond: Responder, options: Partial<TrueworkOptions> = {}): TestClient {
  return testClient(respond, { token, retries: 1, ...options });
}

async function failureOf(client: TestClient, call: Operation['call']): Promise<unknown> {
  return await client.errorOf(Promise.resolve().then(() => call(client)));
}

/** Makes a call, which may succeed. */
async function attempt(client: TestClient, call: Operation['call']): Promise<void> {
  const calling = Promise.resolve().then(() => call(client));
  await client.clock.run(calling.catch(() => {}));
}

/** An error that shows nothing, to look at what a call has left elsewhere. */
const nothing = new ConfigurationError('Nothing.');

test('every personal field that the spec knows is looked for', () => {
  const sent = operations.flatMap(({ input }) => personalValues(input));
  expect(new Set(values.map(([name]) => name))).toEqual(new Set(personalData));
  for (const [, value] of sent) expect(canaries).toContain(value.toLowerCase());
});

describe.for(operations)('$name shows nothing', ({ call, input }) => {
  test.for(echoingFailures.map((failure, turn) => ({ ...failure, turn })))(
    'after $name',
    async ({ name, respond, turn }) => {
      const all = echoesOf(input);
      // Each echo comes back with several of the statuses, and all of them with each status in one text.
      for (const echo of [...all.filter((_, index) => index % 7 === turn % 7), all.join(' ')]) {
        const client = clientWith(respond(echo, headerEchoOf(echo, input)));
        look(await failureOf(client, call), client, [], `${name}, ${echo}`);
      }
    },
  );

  test.for(Object.keys(unreadFailures))('after %s', async (name) => {
    const client = clientWith(unreadFailures[name] as Responder);
    look(await failureOf(client, call), client, [], name);
  });

  test('after the deadline', async () => {
    const client = clientWith(neverRespond, { deadlineMs: 10 });
    look(await failureOf(client, call), client, [], 'deadline');
  });

  test('after a signature that does not match', async () => {
    const { key } = await testSigner('test-key-1', 1);
    const date = 'Fri, 12 Nov 2021 19:28:59 GMT';
    const ofCanaries = `keyId="${token}", headers="date", signature="${token}"`;
    for (const signature of [undefined, allCanaries, ofCanaries]) {
      const headers = { date, ...(signature && { 'x-truework-signature': encodeURI(signature) }) };
      const respond = respondWith(200, personalBody(token), headers);
      const client = clientWith(respond, { signatures: signatureVerifier({ mode: 'require', keys: [key] }) });
      look(await failureOf(client, call), client, [], `signature ${signature}`);
      const warned = clientWith(respond, {
        signatures: signatureVerifier({ mode: 'warn', keys: [key] }),
        deadlineMs: 1_000,
      });
      await attempt(warned, call);
      look(nothing, warned, [], 'warn');
    }
  });

  test('in warnings and drift', async () => {
    const reported: unknown[] = [];
    const path = ['target', { key: 'last_name' }];
    const quoting: StandardSchema = {
      '~standard': {
        validate: (value) => ({
          issues: [
            { message: `Received ${JSON.stringify(value)}`, path, kind: 'type' },
            { message: `Received ${token}`, path: [] },
          ],
        }),
      },
    };
    const responses = Object.fromEntries(Object.keys(table).map((id) => [id, quoting]));
    const headers = { version: token, deprecation: token, sunset: encodeURI(allCanaries) };
    const body = { ...pageOf([]), ...(JSON.parse(personalBody(token)) as object), state: 'completed' };
    for (const onDrift of [undefined, (drift: unknown) => reported.push(drift)]) {
      const validation = standardSchemas({ responses }, { onDrift });
      const client = clientWith(respondWith(200, body, headers), { validation });
      await attempt(client, call);
      look(nothing, client, reported, 'drift');
    }
  });
});

const abortable = operations.filter(({ name }) => name !== 'listVerifications, iterated');
test.for(abortable)('$name shows nothing after its signal was aborted', async ({ call }) => {
  const controller = new AbortController();
  const client = clientWith((url, init) => {
    queueMicrotask(() => controller.abort(new Error(allCanaries, { cause: { init } })));
    return neverRespond(url, init);
  });
  look(await client.errorOf(call(client, controller)), client, [], 'during the call');
  look(await client.errorOf(call(client, controller)), client, [], 'before it was sent');
});

test('an issue of a validator that quotes the value shows nothing', async () => {
  for (const [name, value] of values) {
    const messages = [value, value.toUpperCase(), `Expected a name, received "${value}"`, `Not ${value}!`];
    const issues = messages.map((message) => ({ message, path: ['target', name, value] }));
    const quoting: StandardSchema = { '~standard': { validate: () => ({ issues }) } };
    const requests = Object.fromEntries(Object.keys(table).map((id) => [id, quoting]));
    const client = clientWith(neverRespond, { validation: standardSchemas({ requests }) });
    for (const { name: operation, input, call } of operations) {
      if (!personalValues(input).some(([, sent]) => sent === value)) continue;
      look(await failureOf(client, call), client, [], `${operation} ${name}`);
    }
    expect(client.sent).toHaveLength(0);
  }
});

test('a printed client shows nothing, and neither does what it makes global', () => {
  const { truework, connection } = clientWith(neverRespond);
  createTruework({ token, environment: 'sandbox' });
  const globals = Object.getOwnPropertySymbols(globalThis).map((key) => Reflect.get(globalThis, key));
  const all = [truework, connection, globals];
  const text = inspect(all, { depth: Infinity, showHidden: true }) + JSON.stringify(all);
  expect(text.toLowerCase()).not.toContain('kanarienvogel');
});
