import {
  AmbiguousOutcomeError,
  type Connection,
  connect,
  createTruework,
  TrueworkError,
  type TrueworkOptions,
} from '@truework-legacy/client';
import { standardSchemas } from '@truework-legacy/client/validation';
import { jsonSchemaOf, operationsOf, type Schema } from '@truework-legacy/spec/document';
import { validation } from '@truework-legacy/zod';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callOf } from '../../src/calls.ts';
import { full, resolved } from '../../src/full-value.ts';
import { spec } from '../../src/spec.ts';
import { fullInput } from '../../src/verification-inputs.ts';

// Successes of every operation, made from the spec's schemas and then broken in one location each: a call settles with data or with an
// error of the client, and never with data that lacks what nothing can do without.

interface Success {
  readonly id: string;
  readonly retry: string | undefined;
  readonly status: number;
  readonly schema: Schema;
}

const successes: readonly Success[] = operationsOf(spec).map(({ id, operation, responses }) => {
  const success = responses.find(({ status }) => status.startsWith('2'));
  const schema = jsonSchemaOf(success)?.value ?? expect.unreachable(`${id} has no JSON for success`);
  return { id, retry: operation['x-retry'], status: Number(success?.status), schema };
});

/** One of those that respond alike and are retried alike. */
const distinct: readonly Success[] = [
  ...new Map(
    successes.toReversed().map((success) => [JSON.stringify([success.schema, success.retry]), success]),
  ).values(),
];

/** What replaces a value, as JSON text. Undefined: the field is missing. */
const replacements: Readonly<Record<string, string | undefined>> = {
  nothing: undefined,
  null: 'null',
  'a text': '"Sample"',
  'half a character': '"\\ud800"',
  'a number': '7',
  'an endless number': '1e999',
  true: 'true',
  'an object': '{}',
  'an array': '[]',
  'an array of an object': '[{}]',
  'an object that is not text': '{"toString": 1, "valueOf": null, "then": 2, "length": -1}',
  'a prototype': '{"__proto__": {"id": "AAAA", "state": "completed"}, "constructor": null}',
  'a field twice': '{"id": "AAAA", "id": null}',
  'arrays, 20,000 levels deep': '['.repeat(20_000) + ']'.repeat(20_000),
  'objects, 20,000 levels deep': `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  'a huge array': `[${'0,'.repeat(9_999)}0]`,
};

const placeholder = 'stands for what is broken';

/** A body with one value replaced, for each of its values: where that is, and the body's text before and after it. */
function* locationsOf(
  body: unknown,
  at: unknown = body,
  path: readonly string[] = [],
): Generator<[string, string]> {
  yield [`/${path.join('/')}`, JSON.stringify(withValue(body, path, placeholder))];
  if (typeof at !== 'object' || at === null) return;
  for (const [name, inside] of Object.entries(at)) yield* locationsOf(body, inside, [...path, name]);
}

function withValue(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const part = whole as Record<string, unknown>;
  if (Array.isArray(whole)) return whole.with(Number(name), withValue(part[name], rest, value));
  return { ...part, [name]: withValue(part[name], rest, value) };
}

function broken(text: string, replacement: string | undefined): string {
  if (replacement !== undefined) return text.replace(JSON.stringify(placeholder), () => replacement);
  return JSON.stringify(JSON.parse(text, (_, value) => (value === placeholder ? undefined : value))) ?? '';
}

/** Whether a value has all that nothing can do without. */
function isWhole(reference: Schema, value: unknown): boolean {
  const schema = resolved(reference);
  if (schema.type === 'string') return typeof value === 'string';
  if (schema.type === 'array')
    return Array.isArray(value) && value.every((item) => isWhole(schema.items ?? {}, item));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (schema['x-essential'] ?? []).every((name) =>
    isWhole(schema.properties?.[name] ?? {}, (value as Record<string, unknown>)[name]),
  );
}

/** How long the text of a replacement is that is put into every location. Longer ones take too long. */
const shortest = 1_000;

/**
 * All broken bodies of a schema.
 *
 * @param deepest - Down to which level of locations the replacements are put that are deep or huge.
 * @param within - Down to which level anything is replaced: what is read only there does not depend on what is deeper.
 */
function* bodiesOf(
  schema: Schema,
  deepest: number,
  within = Infinity,
): Generator<{ where: string; text: string; isWhole: boolean }> {
  for (const [location, text] of locationsOf(full(schema))) {
    // What is inside a report is broken where a report is read by itself.
    if (location.includes('/reports/0/')) continue;
    const level = location.split('/').length;
    if (level > within) continue;
    for (const [name, replacement] of Object.entries(replacements)) {
      if (level > deepest && (replacement?.length ?? 0) > shortest) continue;
      const body = broken(text, replacement);
      const where = `${name} at ${location}`;
      yield { where, text: body, isWhole: body !== '' && isWhole(schema, JSON.parse(body)) };
    }
  }
}

const settings = { token: 'tw_sk_test_example', environment: 'local', rateLimiter: false } as const;

const validators: Readonly<Record<string, Partial<TrueworkOptions>>> = {
  'no validators': {},
  'those of zod': { validation: standardSchemas(validation, { onDrift: () => {} }) },
};

function responding(text: string, status = 200, type = 'application/json'): () => Promise<Response> {
  return async () => new Response(text, { status, headers: { 'content-type': type } });
}

/** `data`, or the code of the error and of its cause. */
async function endOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'data';
  } catch (error) {
    if (!(error instanceof TrueworkError)) return `not an error of the client: ${String(error)}`;
    return error instanceof AmbiguousOutcomeError ? `${error.code} by ${error.cause.code}` : error.code;
  }
}

/** Lets time pass until a promise is settled. */
async function soon<Value>(promise: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const end = () => {
    isSettled = true;
  };
  promise.then(end, end);
  for (let timer = 0; !isSettled; timer += 1) {
    if (timer === 1_000) throw new Error('1,000 timers rang, and the call has not settled.');
    await vi.advanceTimersToNextTimerAsync();
  }
  return await promise;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe.for(Object.entries(validators))('with %s', ([, options]) => {
  test.for(distinct)('$id', { timeout: 60_000 }, async ({ id, retry, status, schema }) => {
    const call = callOf(id);
    let body = '';
    let type = 'application/json';
    const connection: Connection = connect({
      ...settings,
      ...options,
      onWarning: () => {},
      fetch: async () => await responding(body, status, type)(),
    });
    const invalid = retry === 'safe' ? 'response-invalid' : 'ambiguous-outcome by response-invalid';
    for (const { where, text, isWhole } of bodiesOf(schema, 2)) {
      body = text;
      expect(await endOf(call(connection)), where).toBe(isWhole ? 'data' : invalid);
    }
    body = JSON.stringify(full(schema));
    type = 'text/html';
    expect(await endOf(call(connection)), 'a page').toBe(invalid);
  });
});

const schemaOf = (id: string) => successes.find((success) => success.id === id)?.schema ?? {};

test('the id of a session and of a report may be missing, as the first SDKs with them do not know it', async () => {
  const essential = ({ schema }: Success) => String(resolved(schema)['x-essential']);
  const sessionsAndReports = successes.filter((success) =>
    /^(token|employer,employee)$/.test(essential(success)),
  );
  expect(new Set(sessionsAndReports.map(essential)).size).toBe(2);
  for (const { id, schema } of sessionsAndReports) {
    const { id: _, ...body } = full(schema) as { id: string };
    const connection = connect({ ...settings, fetch: responding(JSON.stringify(body)) });
    expect(await endOf(callOf(id)(connection)), id).toBe('data');
  }
});

test('while waitFor waits for a verification', { timeout: 60_000 }, async () => {
  const schema = schemaOf('getVerification');
  const completed = JSON.stringify({ ...(full(schema) as object), state: 'completed' });
  for (const { where, text, isWhole } of bodiesOf(schema, 2, 3)) {
    let reads = 0;
    const fetch = async () => {
      reads += 1;
      return await responding(reads === 1 ? text : completed)();
    };
    const truework = createTruework({ ...settings, fetch });
    const waits = [truework.verifications.waitFor('AAAA'), truework.verifications.waitFor('AAAA')];
    const ends = await soon(Promise.all(waits.map(endOf)));
    expect(ends, where).toEqual(Array(2).fill(isWhole ? 'data' : 'response-invalid'));
  }
});

test('while waitFor waits for many verifications by the list', { timeout: 60_000 }, async () => {
  const completed = { ...(full(schemaOf('getVerification')) as object), state: 'completed' };
  const ids = ['AAAA', 'BBBB', 'CCCC', 'DDDD'];
  for (const { where, text } of bodiesOf(schemaOf('listVerifications'), 2, 4)) {
    const fetch = async (url: string) => {
      const id = url.slice(-4);
      return await responding(ids.includes(id) ? JSON.stringify({ ...completed, id }) : text)();
    };
    const truework = createTruework({ ...settings, fetch });
    const ends = await soon(Promise.all(ids.map((id) => endOf(truework.verifications.waitFor(id)))));
    expect(ends, where).toEqual(['data', 'data', 'data', 'data']);
  }
});

test.for(['listVerifications', 'searchCompanies'])(
  'while %s is read page by page',
  {
    timeout: 60_000,
  },
  async (id) => {
    const schema = schemaOf(id);
    for (const { where, text, isWhole } of bodiesOf(schema, 2, 4)) {
      let pages = 0;
      const fetch = async () => {
        pages += 1;
        return await responding(text)();
      };
      const truework = createTruework({ ...settings, fetch });
      const read = async () => {
        const list = id === 'searchCompanies' ? truework.companies.search() : truework.verifications.list();
        for await (const _ of list as AsyncIterable<unknown>);
      };
      const end = await endOf(read());
      if (isWhole) expect(['data', 'response-invalid'], where).toContain(end);
      else expect(end, where).toBe('response-invalid');
      // A list whose pages stay the same ends, whatever it says of a next one.
      expect(pages, where).toBeLessThanOrEqual(7);
    }
  },
);

test('while reconcile looks for a lost create', { timeout: 120_000 }, async () => {
  const schema = schemaOf('listVerifications');
  for (const { where, text, isWhole } of bodiesOf(schema, 2, 4)) {
    const fetch = async (_: string, { method }: { method: string }) =>
      method === 'POST' ? Promise.reject(new TypeError('fetch failed')) : await responding(text)();
    const truework = createTruework({ ...settings, fetch });
    const error = await truework.verifications.create(fullInput).catch((thrown: unknown) => thrown);
    const end = await soon(endOf((error as AmbiguousOutcomeError).reconcile({ settleMs: 1 })));
    if (isWhole) expect(['data', 'undecided', 'response-invalid'], where).toContain(end);
    else expect(end, where).toBe('response-invalid');
  }
});
