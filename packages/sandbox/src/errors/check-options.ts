import { nearestName } from './nearest-name.ts';
import { kindOf } from './quote.ts';
import { SandboxError } from './sandbox-error.ts';

/** What a value may be. */
export interface Rule {
  /** In words, as in "must be a string". */
  readonly expected: string;
  fits(value: unknown): boolean;
  /** Code of the error. Default: `invalid_option` */
  readonly code?: string;
}

/**
 * Checks options: names, kinds and ranges. One that is undefined counts as absent.
 *
 * @param where - What they are given to, such as `createSandbox`.
 * @throws {@link SandboxError} `invalid_option`, unless a rule has another code. It never says the value: it may be a key.
 */
export function checkOptions(where: string, options: unknown, rules: Readonly<Record<string, Rule>>): void {
  if (options === undefined) return;
  if (!isRecord(options)) {
    throw new SandboxError(
      'invalid_option',
      `${where}: the options must be an object, not ${kindOf(options)}.`,
    );
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(rules, name)) continue;
    const nearest = nearestName(name, Object.keys(rules));
    const hint =
      nearest === undefined
        ? `The options are ${Object.keys(rules).join(', ')}.`
        : `Did you mean \`${nearest}\`?`;
    throw new SandboxError(
      'invalid_option',
      `${where}: there is no option \`${name.slice(0, 48)}\`. ${hint}`,
    );
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = options[name];
    if (value !== undefined) checkValue(where, name, value, rule);
  }
}

/** Whether a value is an object with named properties. Of a `Map`, a `Date` or a promise, every option would be ignored. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/**
 * Checks a value that is given as it is.
 *
 * @throws {@link SandboxError} `invalid_option`, unless the rule has another code.
 */
export function checkValue(where: string, name: string, value: unknown, rule: Rule): void {
  if (rule.fits(value)) return;
  throw new SandboxError(
    rule.code ?? 'invalid_option',
    `${where}: \`${name}\` must be ${rule.expected}, not ${kindOf(value)}.`,
  );
}

export const aBoolean: Rule = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };

export const aFunction: Rule = { expected: 'a function', fits: (value) => typeof value === 'function' };

export const aString: Rule = { expected: 'a string', fits: (value) => typeof value === 'string' };

/** A path of the file system, or the like. */
export const aPath: Rule = {
  expected: 'a path: a string that is not blank, without NUL',
  fits: (value) => typeof value === 'string' && value.trim() !== '' && !value.includes('\0'),
};

/** An integer. */
export function anInteger(from: number, to = Number.MAX_SAFE_INTEGER): Rule {
  return {
    expected:
      to === Number.MAX_SAFE_INTEGER ? `an integer of ${from} or more` : `an integer from ${from} to ${to}`,
    fits: (value) => Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to,
  };
}

/** A span of time in milliseconds. */
export const aSpan: Rule = {
  expected: 'milliseconds: a number of 0 or more',
  fits: (value) => typeof value === 'number' && value >= 0,
};

/** One of some strings. */
export function oneOf(values: readonly string[]): Rule {
  return {
    expected: `one of ${values.join(', ')}`,
    fits: (value) => values.includes(value as string),
  };
}

/** An array whose items all fit, without holes. */
export function aListOf(expected: string, fits: (item: unknown) => boolean): Rule {
  return {
    expected: `an array of ${expected}`,
    fits: (value) => Array.isArray(value) && [...value].every(fits),
  };
}
