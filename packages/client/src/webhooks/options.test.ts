import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { testEvent } from './create-test-event.ts';
import { recentStates } from './deduplicate.ts';
import { eventTypes } from './event.ts';
import { nodeWebhookHandler } from './node-webhook-handler.ts';
import { readEvent } from './read-event.ts';
import { webhookHandler } from './webhook-handler.ts';

const token = 'c4n4ryT0k3n';
const on = {};

/** The message of what a function throws, which has to be a ConfigurationError. */
function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).not.toContain('c4n4ry');
    return (error as Error).message;
  }
  return expect.unreachable('It was accepted.');
}

describe.for([
  ['webhookHandler', webhookHandler],
  ['nodeWebhookHandler', nodeWebhookHandler],
] as const)('%s', ([caller, make]) => {
  test.for([
    [null, 'options must be an object, not null.'],
    [{ token, on, dedupeStores: {} }, 'unknown option "dedupeStores". Did you mean "dedupeStore"?'],
    [{ token, on, timeout: 1 }, 'unknown option "timeout". Did you mean "timeoutMs"?'],
    [{ token, on, maxBodyBytes: 0 }, 'maxBodyBytes must be a whole number of at least 1, not 0.'],
    [{ token, on, timeoutMs: 0 }, 'timeoutMs must be a number of milliseconds above 0, not 0.'],
    ...[{ get() {} }, { set() {} }].map(
      (dedupeStore) =>
        [
          { token, on, dedupeStore },
          'dedupeStore must be a store, which has get() and set(), not an object.',
        ] as const,
    ),
    [{ token, on, onError: null }, 'onError must be a function, not null.'],
    ...[{ now() {} }, { after() {} }].map(
      (clock) =>
        [{ token, on, clock }, 'clock must be a Clock, which has now() and after(), not an object.'] as const,
    ),
  ] as const)('does not take %j', ([options, problem]) => {
    expect(problemOf(() => make(options as never))).toBe(`${caller}: ${problem}`);
  });

  test.for([
    [undefined, ': on: options must be an object, not undefined.'],
    [null, ': on must be an object with a handler for each event, not null.'],
    ['x', ': on must be an object with a handler for each event, not a string.'],
    [Promise.resolve({}), ': on must be an object with a handler for each event, not a promise.'],
    [
      { 'verification_request.state.changed': () => {} },
      ': on: unknown option "verification_request.state.changed". Did you mean "verification_request.state.change"?',
    ],
    [{ unknwon: () => {} }, ': on: unknown option "unknwon". Did you mean "unknown"?'],
    [{ unknown: {} }, ': on: unknown must be a function, not an object.'],
    [
      { 'credentials_session.state.change': null },
      ': on: credentials_session.state.change must be a function, not null.',
    ],
  ] as const)('does not take handlers that cannot work: %j', ([handlers, problem]) => {
    expect(problemOf(() => make({ token, on: handlers } as never))).toBe(caller + problem);
  });

  test.for([
    [undefined, 'undefined. Is the environment variable set?'],
    [null, 'null. Is the environment variable set?'],
    ['', 'an empty string. Is the environment variable set?'],
    [5, '5. Copy it from the developer settings.'],
    [{}, 'an object. Copy it from the developer settings.'],
    [`${token}\n`, 'one with spaces, line breaks or commas. Copy it from the developer settings.'],
    [
      [token, `${token} ${token}`],
      'one with spaces, line breaks or commas. Copy it from the developer settings.',
    ],
    [[token, undefined], 'undefined. Is the environment variable set?'],
    [[[token]], 'an array. Copy it from the developer settings.'],
  ] as const)('does not take the token %j', ([wrong, problem]) => {
    expect(problemOf(() => make({ token: wrong, on } as never))).toBe(
      `${caller}: token must be the hook's token, or a list of tokens, not ${problem}`,
    );
  });

  test('does not take a list of tokens that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable([token], {});
    revoke();
    expect(problemOf(() => make({ token: proxy, on }))).toContain(
      `${caller}: token must be the hook's token`,
    );
  });

  test('does not take an empty list of tokens', () => {
    expect(problemOf(() => make({ token: [], on }))).toBe(`${caller}: token must not be an empty list.`);
  });
});

test.for([
  [null, 'options must be an object, not null.'],
  [{ maxEntry: 5 }, 'unknown option "maxEntry". Did you mean "maxEntries"?'],
  [{ maxEntries: 0 }, 'maxEntries must be a whole number of at least 1, not 0.'],
  [{ maxEntries: '5' }, 'maxEntries must be a whole number of at least 1, not a string.'],
  [{ maxAgeMs: Number.NaN }, 'maxAgeMs must be a number of milliseconds above 0, not NaN.'],
  [{ clock: {} }, 'clock must be a Clock, which has now(), not an object.'],
] as const)('recentStates does not take %j', ([options, problem]) => {
  expect(problemOf(() => recentStates(options as never))).toBe(`recentStates: ${problem}`);
});

const type = 'verification_request.state.change';
const circle: { self?: unknown } = {};
circle.self = circle;
const noJson =
  'data and hook must be serializable as JSON: no BigInt, no circular reference, not thousands of levels.';

test.for([
  [undefined, 'options must be an object, not undefined.'],
  [{ token, type, payload: {} }, 'unknown option "payload". Known options: token, type, data, hook.'],
  [{ token }, "type must be 'verification_request.state.change' or 'credentials_session.state.change'."],
  [
    { token, type: 'order.completed' },
    "type must be 'verification_request.state.change' or 'credentials_session.state.change', not a string.",
  ],
  [{ token: [token], type }, 'token must be a string, not an array.'],
  [
    { token: '', type },
    "token must be the hook's token, or a list of tokens, not an empty string. Is the environment variable set?",
  ],
  [{ token, type, data: null }, 'data must be an object, not null.'],
  [{ token, type, data: [1] }, 'data must be an object, not an array.'],
  [{ token, type, data: new Map([['state', 'canceled']]) }, 'data must be an object, not an iterable.'],
  [{ token, type, hook: 'x' }, 'hook must be an object, not a string.'],
  [{ token, type, data: { state: 1n } }, noJson],
  [{ token, type, data: circle }, noJson],
  [
    {
      token,
      type,
      hook: {
        toJSON() {
          throw new Error('canary');
        },
      },
    },
    noJson,
  ],
] as const)('testEvent does not take such options: %#', ([options, problem]) => {
  expect(problemOf(() => testEvent(options as never))).toBe(`testEvent: ${problem}`);
});

test.for(eventTypes)('testEvent makes a whole %s', async (name) => {
  expect(await readEvent(testEvent({ token, type: name as never }), token)).toHaveProperty('type', name);
});

test('testEvent keeps names of prototypes and lone surrogates as they are', async () => {
  const data = JSON.parse('{"__proto__":{"state":"no"},"state":"\\ud800"}');
  const event = await readEvent(testEvent({ token, type, data }), token);
  expect(JSON.stringify(event.data)).toBe(
    '{"verification_request_id":"test-verification","state":"\\ud800","__proto__":{"state":"no"}}',
  );
  expect('no' in {}).toBe(false);
});
