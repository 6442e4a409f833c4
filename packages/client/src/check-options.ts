import { ConfigurationError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** What an option must be. Every option may be undefined. */
export interface OptionRule {
  /** What it must be, in words that follow "must be". */
  readonly expected: string;
  isRight(value: unknown): boolean;
}

/**
 * Checks the types, ranges and names of options.
 *
 * @param caller - The function that was called with the options, for the message.
 * @param rules - The rule of each option.
 * @throws {@link ConfigurationError} if an option is invalid or unknown. Of values, the message shows only numbers and booleans.
 */
export function checkOptions(
  caller: string,
  options: unknown,
  rules: Readonly<Record<string, OptionRule>>,
): void {
  if (!isObject(options)) {
    throw new ConfigurationError(`${caller}: options must be an object, not ${describe(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(rules, name)) continue;
    const meant = nearestName(name, Object.keys(rules));
    const hint = meant ? `Did you mean "${meant}"?` : `Known options: ${Object.keys(rules).join(', ')}.`;
    throw new ConfigurationError(`${caller}: unknown option "${name.slice(0, 50)}". ${hint}`);
  }
  for (const [name, { expected, isRight }] of Object.entries(rules)) {
    const value = options[name];
    if (value !== undefined && !isRight(value)) {
      throw new ConfigurationError(`${caller}: ${name} must be ${expected}, not ${describe(value)}.`);
    }
  }
}

/** Whether a value is an object, but not an array or a function. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type of a value, in words. Shows no string: it may be a key or personal data. */
export function describe(value: unknown): string {
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return String(value);
  if (Array.isArray(value)) return 'an array';
  return /^[aeiou]/.test(typeof value) ? `an ${typeof value}` : `a ${typeof value}`;
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
    isObject(value) &&
    typeof value['aborted'] === 'boolean' &&
    hasMethods(value, ['addEventListener', 'removeEventListener']),
};

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
  return (
    (isObject(value) || typeof value === 'function') &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function')
  );
}
