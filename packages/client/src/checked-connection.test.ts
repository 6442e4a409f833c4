import { expect, test } from 'vitest';
import { testClient, verificationInput } from '../test/support/test-client.ts';
import type { Connection } from './connection.ts';
import { reconcileVerification } from './created-verification.ts';
import { ConfigurationError } from './errors.ts';
import * as functions from './generated/functions.gen.ts';
import { handleEvent, waitForVerification } from './wait.ts';

// Every function that takes a connection first, with anything else: the caller forgot it, or passed the client of createTruework.

const throwing = new Proxy({}, { get: () => expect.unreachable('a property was read in vain') });
const wrong: Readonly<Record<string, unknown>> = {
  undefined,
  null: null,
  'an id': 'AAAA',
  'a number': 1,
  'an empty object': {},
  'a function, which has a method call': () => expect.unreachable('it was called'),
  'an object with another method call': { call: () => expect.unreachable('it was called') },
  'a clock alone': { clock: {} },
  'a client': testClient([]).truework,
  'an object that cannot be read': throwing,
};

const ofOperations: Readonly<Record<string, unknown>> = { ...functions };
const all = { ...ofOperations, reconcileVerification, waitForVerification } as Readonly<
  Record<string, (connection: Connection, ...rest: unknown[]) => Promise<unknown>>
>;

test.for(
  Object.entries(all).flatMap(([name, call]) =>
    Object.entries(wrong).map(([what, value]) => ({ name, call, what, value })),
  ),
)('$name rejects $what as the connection', async ({ call, value }) => {
  const called = call(value as Connection, verificationInput, { since: new Date() });
  const error = await called.catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toMatch(
    /^\w+: the first argument must be a connection made by connect\(\), not (undefined|null|1|an? \w+)\.$/,
  );
});

test.for(Object.entries(wrong))('handleEvent throws for %s as the connection', ([, value]) => {
  expect(() => handleEvent(value as Connection, { data: {} })).toThrow(
    /^handleEvent: the first argument must be a connection/,
  );
});

test('an iterated list rejects as well', async () => {
  const iterate = async () => {
    for await (const _ of functions.listVerifications(undefined as unknown as Connection))
      expect.unreachable('there is no item');
  };
  await expect(iterate()).rejects.toThrow(/^listVerifications: the first argument must be a connection/);
});

test.for(Object.entries(ofOperations))(
  '%s without its other arguments sends nothing that is not valid',
  async ([name, call]) => {
    const { connection, sent } = testClient(() => new Response());
    const error = await (call as (connection: Connection) => Promise<unknown>)(connection).catch(
      (failure: unknown) => failure,
    );
    // Only these have no argument that must be given.
    if (['listVerifications', 'searchCompanies'].includes(name)) return;
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(/ must be an? (id|object), not undefined\.$/);
    expect(sent).toEqual([]);
  },
);

test.for([null, 'Acme', 1, [], new Map(), Promise.resolve({})])(
  'a query that is %o sends nothing',
  async (query) => {
    const { truework, sent, errorOf } = testClient(() => new Response());
    const error = await errorOf(truework.companies.search(query as never));
    expect(error.message).toMatch(/^searchCompanies: the query must be an object, not /);
    expect(sent).toEqual([]);
  },
);
