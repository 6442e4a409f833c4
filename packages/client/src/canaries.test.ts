import { inspect } from 'node:util';
import { canaryForms, otherCanaries, personalCanaries } from '@truework-legacy/spec/test-data';
import { afterAll, describe, expect, test } from 'vitest';
import {
  neverRespond,
  pageOf,
  type Responder,
  respondWith,
  stalledBody,
  type TestClient,
  testClient,
  verification,
} from '../test/support/test-client.ts';
import { testSigner } from '../test/support/test-signer.ts';
import { AmbiguousOutcomeError, TrueworkError } from './errors.ts';
import { personalData } from './generated/api.gen.ts';
import * as functions from './generated/functions.gen.ts';
import * as table from './generated/operations.gen.ts';
import type { VerificationInput } from './generated/types.gen.ts';
import { signatureVerifier } from './signatures/index.ts';
import { createTruework } from './truework.ts';
import { type StandardSchema, standardSchemas } from './validation/index.ts';

const token = 'tw_sk_test_Kanarienvogel77';

const target = { ...personalCanaries, social_security_number: '000-73-8461' };

const verificationInput: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target,
  documents: [{ filename: otherCanaries.filename, content: otherCanaries.content }],
  additional_information: otherCanaries.additional_information,
};

const session = {
  type: verificationInput.type,
  permissible_purpose: verificationInput.permissible_purpose,
  use_case: 'mortgage' as const,
};
const cancellation = {
  cancellation_reason: 'other' as const,
  cancellation_details: otherCanaries.cancellation_details,
};

/** The personal values in a request, by the name of their field. */
function personalValues(value: unknown, name = ''): [string, string][] {
  if (typeof value === 'string') return personalData.includes(name) ? [[name, value]] : [];
  return Object.entries(value ?? {}).flatMap(([inside, field]) =>
    personalValues(field, Array.isArray(value) ? name : inside),
  );
}

const written = [...personalValues(verificationInput), ...personalValues(cancellation)];

/** All other personal fields of the spec, for the body of operations that are not listed here. */
const others = Object.fromEntries(
  personalData
    .filter((name) => !written.some(([known]) => known === name))
    .map((name, index) => [name, `Stieglitz ${name} ${7_351 + index}`]),
);

const values = [...written, ...Object.entries(others)];

/** Forms of a value in which it is still readable. */
const canaries = [
  ...new Set(
    [...canaryForms, token, 'Kanarienvogel', ...values.map(([, value]) => value), '000738461', '8461'].map(
      (canary) => canary.toLowerCase(),
    ),
  ),
];

/** A call, and the values of its request that must not appear. */
interface Operation {
  readonly name: string;
  readonly input?: object;
  readonly call: (client: TestClient) => Promise<unknown>;
}

/** The bodies of these operations. Every other operation that is not a GET sends every personal field. */
const inputs: Readonly<Record<string, object>> = {
  createCredentialsSession: { ...session, target },
  createVerification: verificationInput,
  reverifyVerification: { report_id: 'BBBB' },
  cancelVerification: cancellation,
};

const calls = functions as unknown as Readonly<
  Record<string, (...parameters: unknown[]) => Promise<unknown>>
>;

/** A call of each operation of the spec. */
const ofTheSpec = Object.values(table).map(
  ({ id, method, path }): Omit<Operation, 'call'> & { call: WithOptions } => {
    const ids = [...path.matchAll(/{/g)].map((_, index) => ['AAAA', 'BBBB'][index] ?? 'CCCC');
    const input = method === 'GET' ? undefined : (inputs[id] ?? { ...others, ...target });
    return {
      name: id,
      ...(input !== undefined && { input }),
      call: async ({ connection }, options) => await calls[id]?.(connection, ...ids, input ?? {}, options),
    };
  },
);

type WithOptions = (client: TestClient, options?: { signal: AbortSignal }) => Promise<unknown>;

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
    call: ({ truework }) => truework.verifications.waitFor('AAAA', { deadlineMs: 60_000 }),
  },
  { name: 'getReportPdf', call: ({ truework }) => truework.reports.getPdf('AAAA', 'BBBB') },
  {
    name: 'reconcile',
    call: async ({ truework }) => {
      const error = await truework.verifications
        .create({ ...verificationInput, loan_id: 'L-1' })
        .catch((thrown: unknown) => thrown);
      if (!(error instanceof AmbiguousOutcomeError)) throw error;
      await error.reconcile();
      // Its result does not matter: the cause must not show anything either.
      throw error;
    },
  },
];

/** The values of the request, in several forms. */
function saidForms(input: object | undefined): string[] {
  const said = personalValues(input).map(([, value]) => value);
  return [token, `Bearer ${token}`, ...said].flatMap((value) => [
    value,
    value.toUpperCase(),
    `No match for ${value}.`,
    `"${value}" is not a valid choice.`,
    // A part of it, as in a message about the family name of somebody with two.
    ...value.split(/\W+/).filter(({ length }) => length > 5),
  ]);
}

/** The echoes that a header can contain. An id of a request may look like a number or a document, but not like these. */
function headerEcho(echo: string, input: object | undefined): string {
  const reported = [target.social_security_number, '000738461', '000 73 8461', target.contact_email];
  return [...saidForms(input), ...reported].includes(echo) ? echo : token;
}

/** The echoes of a server: the values of the request, each in several forms. */
function echoesFor(input: object | undefined): string[] {
  const said = personalValues(input).map(([, value]) => value);
  const forms = saidForms(input);
  // Not in this request, but recognized by their form.
  const reported = [
    target.social_security_number,
    '000738461',
    '000 73 8461',
    target.contact_email,
    target.date_of_birth,
    target.phone_number,
    verificationInput.documents?.[0]?.content ?? '',
    ...values.map(([, value]) => `"${value}" is not valid.`),
  ];
  return [...forms, ...reported, said.join(' '), JSON.stringify(input ?? {})];
}

/** A failure of the server or the network, with a text that must not appear. */
interface FailureCase {
  readonly name: string;
  readonly respond: (echo: string, headerEcho: string) => Responder;
  /** One echo is enough if no text of the response is ever read. */
  readonly isSecret?: true;
}

const html = { 'content-type': 'text/html' };

/** A success response full of personal data. */
const personalBody = (echo: string) =>
  JSON.stringify({
    ...verification('AAAA'),
    target,
    note: echo,
    documents: verificationInput.documents,
    token,
    cancellation,
  });

const network = (make: (echo: string, url: string, init: RequestInit) => unknown): FailureCase['respond'] => {
  return (echo) => (url, init) => Promise.reject(make(echo, url, init));
};

const failures: readonly FailureCase[] = [
  ...[400, 401, 402, 403, 404, 405, 406, 409, 410, 413, 415, 418, 422, 429, 451].map(echoing),
  ...[500, 501, 502, 503, 504, 599].map(echoing),
  ...[301, 302, 303, 307, 308].map(
    (status): FailureCase => ({
      name: `${status} with an echo in Location`,
      respond: (echo) =>
        respondWith(status, echo, { location: `https://example.com/${encodeURIComponent(echo)}` }),
      isSecret: true,
    }),
  ),
  ...[200, 400, 500].flatMap((status): FailureCase[] => [
    {
      name: `${status} in HTML`,
      respond: (echo) => respondWith(status, `<p>${echo} ${personalBody(echo)}</p>`, html),
      isSecret: true,
    },
    { name: `${status} with an empty body`, respond: () => respondWith(status, ''), isSecret: true },
    {
      name: `${status} that is no JSON`,
      respond: (echo) => respondWith(status, personalBody(echo).slice(0, -1)),
      isSecret: true,
    },
    {
      name: `${status} that is a bare text`,
      respond: (echo) => respondWith(status, JSON.stringify(echo)),
      isSecret: true,
    },
  ]),
  {
    name: 'a success under another content type',
    respond: (echo) => respondWith(200, personalBody(echo), { 'content-type': `text/${token}` }),
    isSecret: true,
  },
  {
    name: 'a network error that carries the request',
    respond: network((echo, url, init) =>
      Object.assign(new Error(`${echo} ${url}`, { cause: { init, code: echo } }), {
        url,
        init,
        request: { headers: init.headers, body: init.body },
        code: echo,
      }),
    ),
    isSecret: true,
  },
  { name: 'a thrown text', respond: network((echo) => `${echo} ${token}`), isSecret: true },
  {
    name: 'a connection cut before the body',
    respond: network((_echo, _url, init) =>
      Object.assign(new TypeError('terminated'), { cause: { code: 'ECONNRESET', init } }),
    ),
    isSecret: true,
  },
  {
    name: 'a connection cut inside the body',
    respond: (echo) => (_url, init) =>
      new Response(
        new ReadableStream({
          start(stream) {
            stream.enqueue(new TextEncoder().encode(personalBody(echo).slice(0, 40)));
            stream.error(
              Object.assign(new TypeError('terminated'), { cause: { code: 'UND_ERR_SOCKET', init, echo } }),
            );
          },
        }),
        { headers: { 'content-type': 'application/json' } },
      ),
    isSecret: true,
  },
  {
    name: 'a connection cut after the body, before its end',
    respond: (echo) => (_url, init) => {
      let isSent = false;
      return new Response(
        new ReadableStream({
          pull(stream) {
            if (isSent) stream.error(Object.assign(new TypeError('terminated'), { cause: { init, echo } }));
            else stream.enqueue(new TextEncoder().encode(personalBody(echo)));
            isSent = true;
          },
        }),
        { headers: { 'content-type': 'application/json' } },
      );
    },
    isSecret: true,
  },
  { name: 'silence', respond: () => neverRespond, isSecret: true },
  {
    name: 'a stalled body',
    respond: (echo) => (_url, init) =>
      new Response(stalledBody(init, personalBody(echo)), {
        headers: { 'content-type': 'application/json' },
      }),
    isSecret: true,
  },
];

/** Headers that errors contain, and that a server can fill with anything. */
const loggedHeaders = ['x-request-id', 'request-id', 'cf-ray', 'server'];

/** A valid header value that does not end within a key, because a text may be cut there. */
function latin(echo: string): string {
  return `${'-'.repeat(190)} ${echo.replace(/[^ -~]/g, (character) => encodeURIComponent(character))}`;
}

function echoing(status: number): FailureCase {
  return {
    name: `${status} with an echo`,
    respond: (echo, inHeaders) =>
      respondWith(
        status,
        {
          error: {
            message: echo,
            invalid_fields: {
              target: { last_name: [echo, `Not ${echo}`] },
              [echo]: [echo],
              deep: { deeper: { [echo]: { list: [echo, 7, { echo }] } } },
            },
            [echo]: echo,
          },
          echo,
        },
        {
          'x-echo': encodeURIComponent(echo),
          version: '2019-10-15',
          'retry-after': '1',
          // Safe by their names, but their values come from the server.
          ...Object.fromEntries(loggedHeaders.map((name) => [name, latin(inHeaders)])),
        },
      ),
  };
}

/** An error and all its causes. */
function chainOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : [];
}

let looks = 0;
let combinations = 0;

afterAll(() => {
  console.log(
    `canaries: ${combinations} combinations of operation, failure and echo; ${looks} sinks read; ${canaries.length} values looked for in each`,
  );
});

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
  combinations += 1;
  for (const [sink, text] of Object.entries(sinks)) {
    looks += 1;
    const lower = text.toLowerCase();
    for (const canary of canaries) {
      if (lower.includes(canary)) expect.fail(`${where}: ${sink} shows ${canary}: ${text.slice(0, 2_000)}`);
    }
  }
}

async function failureOf(client: TestClient, call: Operation['call']): Promise<unknown> {
  return await client.errorOf(Promise.resolve().then(() => call(client)));
}

test('every personal field that the spec knows is looked for', () => {
  const said = operations.flatMap(({ input }) => personalValues(input));
  expect(new Set(values.map(([name]) => name))).toEqual(new Set(personalData));
  for (const [, value] of said) expect(canaries).toContain(value.toLowerCase());
});

describe.for(operations)('$name shows nothing', ({ call, input }) => {
  test.for(failures)('after $name', async ({ name, respond, isSecret }) => {
    const all = echoesFor(input);
    // Each echo comes back with a quarter of the statuses, and all of them with each status in one text.
    const turn = failures.findIndex((failure) => failure.name === name);
    const some = [...all.filter((_, index) => index % 4 === turn % 4), all.join(' ')];
    for (const echo of isSecret ? [canaries.join(' ')] : some) {
      const client = testClient(respond(echo, headerEcho(echo, input)), { token, retries: 1 });
      look(await failureOf(client, call), client, [], `${name}, ${echo}`);
    }
  });

  test('after the deadline', async () => {
    const client = testClient(neverRespond, { token, deadlineMs: 10 });
    look(await failureOf(client, call), client, [], 'deadline');
  });

  test('after a signature that does not match', async () => {
    const signer = await testSigner('test-key-1', 1);
    for (const signature of [
      undefined,
      canaries.join(' '),
      `keyId="${token}", headers="date", signature="${token}"`,
    ]) {
      const signatures = signatureVerifier({ mode: 'require', keys: [signer.key] });
      const headers = {
        date: 'Fri, 12 Nov 2021 19:28:59 GMT',
        ...(signature && { 'x-truework-signature': encodeURI(signature) }),
      };
      const client = testClient(respondWith(200, personalBody(token), headers), { token, signatures });
      look(await failureOf(client, call), client, [], `signature ${signature}`);
      const warned = testClient(respondWith(200, personalBody(token), headers), {
        token,
        signatures: signatureVerifier({ mode: 'warn', keys: [signer.key] }),
        deadlineMs: 1_000,
      });
      await warned.clock.run(
        Promise.resolve()
          .then(() => call(warned))
          .catch(() => {}),
      );
      look(await failureOf(testClient(neverRespond, { token, deadlineMs: 10 }), call), warned, [], 'warn');
    }
  });

  test('in warnings and drift', async () => {
    const reported: unknown[] = [];
    const quoting: StandardSchema = {
      '~standard': {
        validate: (value) => ({
          issues: [
            {
              message: `Received ${JSON.stringify(value)}`,
              path: ['target', { key: 'last_name' }],
              kind: 'type',
            },
            { message: `Received ${token}`, path: [] },
          ],
        }),
      },
    };
    const responses = Object.fromEntries(Object.keys(table).map((id) => [id, quoting]));
    const headers = { version: token, deprecation: token, sunset: encodeURI(canaries.join(' ')) };
    const body = { ...pageOf([]), ...(JSON.parse(personalBody(token)) as object), state: 'completed' };
    for (const onDrift of [undefined, (drift: unknown) => reported.push(drift)]) {
      const client = testClient(respondWith(200, body, headers), {
        token,
        validation: standardSchemas({ responses }, { onDrift }),
      });
      await client.clock.run(
        Promise.resolve()
          .then(() => call(client))
          .catch(() => {}),
      );
      look(
        await failureOf(testClient(neverRespond, { token, deadlineMs: 10 }), call),
        client,
        reported,
        'drift',
      );
    }
  });
});

test('a call aborted by its signal shows nothing', async () => {
  const all: readonly WithOptions[] = [
    ...ofTheSpec.map(({ call }) => call),
    ({ truework }, options) => truework.verifications.waitFor('AAAA', options),
    ({ truework }, options) => truework.reports.getPdf('AAAA', 'BBBB', {}, options),
  ];
  for (const call of all) {
    const controller = new AbortController();
    const client = testClient(
      (url, init) => {
        queueMicrotask(() => controller.abort(new Error(canaries.join(' '), { cause: { init } })));
        return neverRespond(url, init);
      },
      { token },
    );
    const error = await client.errorOf(call(client, controller));
    look(error, client, [], String(call));
    look(await client.errorOf(call(client, controller)), client, [], `${call}, before it was sent`);
  }
});

test('an issue of a validator that quotes the value shows nothing', async () => {
  for (const [name, value] of values) {
    const quoting: StandardSchema = {
      '~standard': {
        validate: () => ({
          issues: [value, value.toUpperCase(), `Expected a name, received "${value}"`, `Not ${value}!`].map(
            (message) => ({ message, path: ['target', name, value] }),
          ),
        }),
      },
    };
    const requests = Object.fromEntries(Object.keys(table).map((id) => [id, quoting]));
    const client = testClient(neverRespond, { token, validation: standardSchemas({ requests }) });
    for (const { name: operation, input, call } of operations) {
      if (input === undefined || !personalValues(input).some(([, said]) => said === value)) continue;
      look(await failureOf(client, call), client, [], `${operation} ${name}`);
    }
    expect(client.sent).toHaveLength(0);
  }
});

test('a printed client shows nothing, and neither does what it makes global', () => {
  const { truework, connection } = testClient(neverRespond, { token });
  createTruework({ token, environment: 'sandbox' });
  const globals = Object.getOwnPropertySymbols(globalThis).map((key) => Reflect.get(globalThis, key));
  const text =
    inspect([truework, connection, globals], { depth: Infinity, showHidden: true }) +
    JSON.stringify([truework, connection, globals]);
  expect(text.toLowerCase()).not.toContain('kanarienvogel');
});
