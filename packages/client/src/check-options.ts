import { ConfigurationError } from './errors.ts';
import { ignoringErrors, isPromise } from './ignore-errors.ts';
import { nearestName } from './nearest-name.ts';

/** What an option must be. Every option may be undefined. */
export interface OptionRule {
  /** What it must be, in words that follow "must be". */
  readonly expected: string;
  readonly isRight: (value: unknown) => boolean;
}

/**
 * Checks the types, ranges and names of options.
 *
 * @param caller - The function that was called with the options, for the message.
 * @param rules - The rule of each option.
 * @param what - What the options are, for the message.
 * @param where - Which argument they are, for the message, if it may have been mistaken for another.
 * @returns A copy of the options that are not undefined. Use it: the caller's object may change, and a spread leaves out what is inherited.
 * @throws {@link ConfigurationError} if an option is invalid or unknown. Of values, the message shows only numbers and booleans.
 */
export function checkOptions<Options extends object>(
  caller: string,
  options: Options,
  rules: Readonly<Record<string, OptionRule>>,
  what = 'options',
  where = '',
): Options {
  const known = Object.keys(rules);
  const fail = (problem: string) => new ConfigurationError(`${caller}: ${problem}`);
  if (!isRecord(options)) throw fail(`${what} must be an object, not ${describe(options)}.`);
  const given = ignoringErrors(() => propertiesOf(options, known));
  if (!given) throw fail(`${what} cannot be read, because a getter throws.`);
  const checked: Record<string, unknown> = {};
  for (const [name, value] of given) {
    if (!Object.hasOwn(rules, name))
      throw fail(`unknown option "${name.slice(0, 50)}"${where}. ${hintFor(name, known)}`);
    if (value === undefined) continue;
    const { expected, isRight } = rules[name] as OptionRule;
    if (!ignoringErrors(() => isRight(value)))
      throw fail(`${name} must be ${expected}, not ${describe(value)}.`);
    checked[name] = value;
  }
  // A signal or a date in place of options has properties, but none of these.
  const isPlain = () => Object.prototype.toString.call(options) === '[object Object]';
  if (Object.keys(checked).length === 0 && !ignoringErrors(isPlain))
    throw fail(`${what} must be a plain object.`);
  return checked as Options;
}

/** All own properties, and those with known names, which may be inherited. */
function propertiesOf(options: Record<string, unknown>, known: readonly string[]): [string, unknown][] {
  return [...new Set([...Object.keys(options), ...known])].map((name) => [name, copyOf(options[name])]);
}

/** A copy of an array, because the caller's may change. One that cannot be read is left to its rule. */
function copyOf(value: unknown): unknown {
  return ignoringErrors(() => Array.isArray(value) && [...value]) || value;
}

function hintFor(name: string, known: readonly string[]): string {
  const meant = nearestName(name, known);
  return meant ? `Did you mean "${meant}"?` : `Known options: ${known.join(', ')}.`;
}

/** Whether a value is an object, but not an array or a function. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is an object with named properties. A `Map`, `Headers` and a promise that was not awaited have none. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return ignoringErrors(() => isObject(value) && !(Symbol.iterator in value) && !isPromise(value)) ?? false;
}

/** The type of a value, in words. Shows no string: it may be a key or personal data. */
export function describe(value: unknown): string {
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (ignoringErrors(() => Array.isArray(value))) return 'an array';
  // Its error is no longer anybody's.
  if (ignoringErrors(() => isPromise(ignoringErrors(() => value)))) return 'a promise';
  return isRecord(value) ? 'an object' : 'an iterable';
}

/** A duration in milliseconds, which may be `Infinity`. */
export const milliseconds: OptionRule = {
  expected: 'a number of milliseconds above 0',
  isRight: (value) => typeof value === 'number' && value > 0,
};

/** A number of the API's, which decides itself how large it may be. */
export const whole: OptionRule = { expected: 'a whole number', isRight: Number.isSafeInteger };

/** A number of retries, bytes and the like. */
export function count(least: number): OptionRule {
  return {
    expected: `a whole number of at least ${least}`,
    isRight: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  };
}

export const aFunction: OptionRule = {
  expected: 'a function',
  isRight: (value) => typeof value === 'function',
};

/** Checked by its properties, not its class: a signal may come from a library or another realm. */
export const abortSignal: OptionRule = {
  expected: 'an AbortSignal',
  isRight: (value) =>
    typeof (value as AbortSignal).aborted === 'boolean' &&
    hasMethods(value, ['addEventListener', 'removeEventListener']),
};

/** An option that whoever uses it checks. */
export const anything: OptionRule = { expected: '', isRight: () => true };

export function aRecord(expected: string): OptionRule {
  return { expected, isRight: isRecord };
}

/** An object or a class that has methods. */
export function objectWith(methods: readonly string[], expected: string): OptionRule {
  return { expected, isRight: (value) => hasMethods(value, methods) };
}

export function oneOf(...choices: readonly string[]): OptionRule {
  return {
    expected: choices.map((choice) => `'${choice}'`).join(' or '),
    isRight: (value) => choices.includes(value as string),
  };
}

/** Whether a value is an object or a class that has methods. */
export function hasMethods(value: unknown, methods: readonly string[]): boolean {
  const named = value as Readonly<Record<string, unknown>> | null | undefined;
  return methods.every((method) => typeof named?.[method] === 'function');
}
