import { runInNewContext } from 'node:vm';

function unreadable(): never {
  throw new Error('a trap');
}

/** Throws when anything of it is read. */
export const trap: object = new Proxy({}, { get: unreadable, getPrototypeOf: unreadable, has: unreadable });

const thrown: Readonly<Record<string, unknown>> = {
  'an Error': new Error('Riley Sample'),
  'a text': 'Riley Sample',
  undefined: undefined,
  null: null,
  'an error of another realm': runInNewContext("new TypeError('Riley Sample')"),
  'what cannot be read': trap,
};

/** A way in which plugged-in code fails. */
export interface Failing {
  readonly way: string;
  /** What it fails with. */
  readonly value: unknown;
  readonly fail: () => never;
}

/** Code that throws. */
export const throwing: readonly Failing[] = Object.entries(thrown).map(([name, value]) => ({
  way: `throws ${name}`,
  value,
  fail: () => {
    throw value;
  },
}));

/** Code whose promise rejects. */
export const rejecting: readonly Failing[] = Object.entries(thrown).map(([name, value]) => ({
  way: `rejects with ${name}`,
  value,
  fail: () => Promise.reject(value) as never,
}));

/** Code that returns what some libraries have in place of a promise. */
export const rejectingThenables: readonly Failing[] = Object.entries(thrown).map(([name, value]) => ({
  way: `returns a thenable that rejects with ${name}`,
  value,
  // biome-ignore lint/suspicious/noThenProperty: that is what is tested.
  fail: () => ({ then: (_: unknown, reject: (reason: unknown) => void) => reject(value) }) as never,
}));
