import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  abortSignal,
  aFunction,
  checkOptions,
  count,
  milliseconds,
  objectWith,
  oneOf,
} from './check-options.ts';
import { ConfigurationError } from './errors.ts';

const rules = {
  timeoutMs: milliseconds,
  retries: count(0),
  fetch: aFunction,
  signal: abortSignal,
  clock: objectWith(['now'], 'a clock with now()'),
  mode: oneOf('warn', 'require'),
};

function messageOf(options: unknown): string {
  try {
    checkOptions('sample', options as object, rules);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('It was accepted.');
}

describe('an invalid option', () => {
  test.for([
    [{ timeoutMs: Number.NaN }, 'timeoutMs must be a number of milliseconds above 0, not NaN.'],
    [{ timeoutMs: 0 }, 'timeoutMs must be a number of milliseconds above 0, not 0.'],
    [{ timeoutMs: '30s' }, 'timeoutMs must be a number of milliseconds above 0, not a string.'],
    [{ retries: -1 }, 'retries must be a whole number of at least 0, not -1.'],
    [{ retries: 1.5 }, 'retries must be a whole number of at least 0, not 1.5.'],
    [{ fetch: null }, 'fetch must be a function, not null.'],
    [{ fetch: {} }, 'fetch must be a function, not an object.'],
    ...[
      { aborted: true },
      { aborted: true, addEventListener() {} },
      { aborted: true, removeEventListener() {} },
      { addEventListener() {}, removeEventListener() {} },
    ].map((signal) => [{ signal }, 'signal must be an AbortSignal, not an object.'] as const),
    [{ signal: null }, 'signal must be an AbortSignal, not null.'],
    [{ clock: {} }, 'clock must be a clock with now(), not an object.'],
    [{ mode: 'Require' }, "mode must be 'warn' or 'require', not a string."],
    [{ mode: true }, "mode must be 'warn' or 'require', not true."],
  ] as const)('%o: %s', ([options, message]) => {
    expect(messageOf(options)).toBe(`sample: ${message}`);
  });

  test.for([
    [null, 'options must be an object, not null.'],
    [undefined, 'options must be an object, not undefined.'],
    [[], 'options must be an object, not an array.'],
    ['canary', 'options must be an object, not a string.'],
    [() => {}, 'options must be an object, not a function.'],
    [new Map(), 'options must be an object, not an iterable.'],
    [
      Object.defineProperty({}, 'mode', { get: () => expect.unreachable() }),
      'options cannot be read, because a getter throws.',
    ],
    [Promise.resolve({ retries: 0 }), 'options must be an object, not a promise.'],
  ] as const)('%o instead of options', ([options, message]) => {
    expect(messageOf(options)).toBe(`sample: ${message}`);
  });
});

test('a promise instead of options may reject', () => {
  expect(messageOf(Promise.reject(new Error('canary')))).toBe(
    'sample: options must be an object, not a promise.',
  );
});

test.for([AbortSignal.abort(), new Date(0), new URL('https://example.com')])(
  '%s instead of options has none of them',
  (instance) => {
    expect(messageOf(instance)).toBe('sample: options must be a plain object.');
  },
);

describe('an unknown option', () => {
  test.for([
    ['timeout', 'timeoutMs'],
    ['timeoutMS', 'timeoutMs'],
    ['timeout_ms', 'timeoutMs'],
    ['maxRetries', 'retries'],
    ['retrys', 'retries'],
    ['singal', 'signal'],
    ['Fetch', 'fetch'],
    ['retrieSignal', 'retries'],
    ['clockwork', 'clock'],
  ])('%s: did you mean %s?', ([name, meant]) => {
    expect(messageOf({ [name as string]: undefined })).toBe(
      `sample: unknown option "${name}". Did you mean "${meant}"?`,
    );
  });

  test('that is close to no other lists them all', () => {
    expect(messageOf({ colour: 1 })).toBe(
      'sample: unknown option "colour". Known options: timeoutMs, retries, fetch, signal, clock, mode.',
    );
  });

  test('is named by its first 50 characters', () => {
    expect(messageOf({ ['x'.repeat(51)]: 1 })).toContain(`unknown option "${'x'.repeat(50)}".`);
  });

  test('is rejected even if every object has its name', () => {
    expect(messageOf({ constructor: 1 })).toContain('unknown option "constructor"');
    expect(messageOf(JSON.parse('{"__proto__": 1}'))).toContain('unknown option "__proto__"');
  });
});

test('accepts options that are valid, undefined, absent or inherited', () => {
  checkOptions('sample', {}, rules);
  checkOptions('sample', runInNewContext('({})'), rules);
  checkOptions('sample', Object.create(new Date(0), { retries: { value: 1 } }), rules);
  expect(checkOptions('sample', Object.create({ retries: 1 }), rules)).toEqual({ retries: 1 });
  checkOptions('sample', { retries: 1, [Symbol.toStringTag]: 'Module' }, rules);
  checkOptions('sample', { timeoutMs: undefined, retries: undefined }, rules);
  class Clock {
    now(): number {
      return 0;
    }
  }
  checkOptions(
    'sample',
    { timeoutMs: Infinity, retries: 0, fetch, signal: AbortSignal.abort(), clock: new Clock(), mode: 'warn' },
    rules,
  );
  checkOptions('sample', { clock: Date }, rules);
});
