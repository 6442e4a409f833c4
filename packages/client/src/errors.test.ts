import { describe, expect, test } from 'vitest';
import * as errors from './errors.ts';
import {
  AmbiguousOutcomeError,
  CallError,
  ConfigurationError,
  NetworkError,
  TrueworkError,
} from './errors.ts';

const classes = Object.entries(errors).filter(
  ([name, value]) => typeof value === 'function' && !['TrueworkError', 'CallError'].includes(name),
) as [string, new (known: never) => TrueworkError][];

/** The same classes in the package's other module format. */
async function otherFormat(): Promise<typeof errors> {
  const path = './errors.ts?other';
  return (await import(/* @vite-ignore */ path)) as typeof errors;
}

test.for(classes)('%s has its name even if it was minified', ([name, Kind]) => {
  const known = { operation: 'createVerification', problem: 'sample' };
  const error = new Kind((name === 'ConfigurationError' || name === 'UndecidedError' ? 'x' : known) as never);
  expect(error.name).toBe(name);
  expect(String(error)).toMatch(new RegExp(`^${name}: `));
  const logged = JSON.parse(JSON.stringify(error));
  expect(logged).toMatchObject({ code: error.code, message: error.message });
  expect(logged, 'a log needs no paths of this machine').not.toHaveProperty('stack');
});

test('a message is cut after 2,000 characters', () => {
  const { message } = new NetworkError({ operation: 'getReport', problem: 'x'.repeat(1_989) });
  expect(message).toBe(`getReport: ${'x'.repeat(1_989)}`);
  const longer = new NetworkError({ operation: 'getReport', problem: 'x'.repeat(1_990) });
  expect(longer.message).toBe(`${message}…`);
});

describe('instanceof', () => {
  const failure = { operation: 'createVerification', problem: 'sample' } as const;

  test('distinguishes classes', () => {
    const error = new NetworkError(failure);
    expect(error instanceof NetworkError).toBe(true);
    expect(error instanceof CallError).toBe(true);
    expect(error instanceof TrueworkError).toBe(true);
    expect(error instanceof Error).toBe(true);
    expect(error instanceof AmbiguousOutcomeError).toBe(false);
    expect(error instanceof ConfigurationError).toBe(false);
    expect(new ConfigurationError('x') instanceof CallError).toBe(false);
  });

  test('recognizes the errors of the other module format, and of another version', async () => {
    const other = await otherFormat();
    expect(other.NetworkError).not.toBe(NetworkError);
    const error = new other.NetworkError(failure);
    expect(Object.getOwnPropertySymbols(error)).toEqual([Symbol.for('@truework-legacy/client')]);
    expect(error instanceof NetworkError).toBe(true);
    expect(error instanceof CallError).toBe(true);
    expect(error instanceof AmbiguousOutcomeError).toBe(false);
  });

  test('of a derived class works as usual', () => {
    class OwnError extends ConfigurationError {}
    expect(new OwnError('x') instanceof OwnError).toBe(true);
    expect(new OwnError('x') instanceof ConfigurationError).toBe(true);
    expect(new ConfigurationError('x') instanceof OwnError).toBe(false);
  });

  test.for([null, undefined, 'text', 7, {}, [], new Error('x'), Object.create(null)])(
    '%o is not an error of this package',
    (value) => {
      expect(value instanceof TrueworkError).toBe(false);
    },
  );
});
