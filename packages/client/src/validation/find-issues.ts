import { isObject } from '../check-options.ts';
import type { Clock } from '../clock.ts';
import { isPromise } from '../ignore-errors.ts';
import { withinTime } from '../time-limit.ts';
import type { StandardSchema } from './standard-schema.ts';

/** An issue of a validator, made safe to show. */
export interface Issue {
  /** Names of the fields from the value to the issue. `*` for a name that may be data. */
  readonly path: readonly string[];
  readonly message: string;
  readonly kind: string;
}

/** The issues that a validator found, or why it failed. */
export type Finding = { readonly issues: readonly Issue[] } | { readonly failure: string };

/** How long a validator may take. */
export interface FindLimits {
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'after'>;
}

const mostIssues = 1_000;
const mostSteps = 100;
const longestName = 64;
const longestMessage = 1_000;

/**
 * Runs a validator. Returns undefined if the value is valid. Returns no promise if the validator does not, because a promise costs more than
 * most checks. Never throws or rejects.
 */
export function findIssues(
  schema: StandardSchema,
  value: unknown,
  limits: FindLimits,
): Finding | undefined | Promise<Finding | undefined> {
  try {
    const result: unknown = schema['~standard'].validate(value);
    return isPromise(result) ? findLater(result, limits) : readResult(result);
  } catch {
    return { failure: 'it threw' };
  }
}

async function findLater(
  result: PromiseLike<unknown>,
  { clock, timeoutMs }: FindLimits,
): Promise<Finding | undefined> {
  let failure = 'it rejected';
  try {
    const ended = () => {
      failure = `it took longer than timeoutMs (${timeoutMs})`;
      return new Error(failure);
    };
    const awaited = await withinTime({ clock, milliseconds: timeoutMs, ended }, async () => await result);
    failure = 'its result cannot be read';
    return readResult(awaited);
  } catch {
    return { failure };
  }
}

function readResult(result: unknown): Finding | undefined {
  if (!isObject(result)) return { failure: 'its result is not an object' };
  const { issues } = result;
  if (issues === undefined || issues === null) return undefined;
  if (!Array.isArray(issues)) return { failure: 'its issues are not an array' };
  return {
    issues: Array.from({ length: Math.min(issues.length, mostIssues) }, (_, at) => readIssue(issues, at)),
  };
}

function readIssue(issues: readonly unknown[], index: number): Issue {
  let path: string[] = [];
  let shownMessage = 'Not valid.';
  let shownKind = 'mismatch';
  try {
    const issue = issues[index] as { path?: unknown; message?: unknown; kind?: unknown };
    if (Array.isArray(issue.path)) path = issue.path.slice(0, mostSteps).map(nameOf);
    const { message, kind } = issue;
    if (typeof message === 'string' && message.length <= longestMessage) shownMessage = message;
    if (typeof kind === 'string' && /^[a-z-]{1,40}$/.test(kind)) shownKind = kind;
  } catch {
    // The part that could be read is shown.
  }
  return { path, message: shownMessage, kind: shownKind };
}

function nameOf(step: unknown): string {
  const key = isObject(step) ? step['key'] : step;
  if (typeof key !== 'string' && typeof key !== 'number') return '*';
  const name = String(key);
  return name.length > longestName ? '*' : name;
}
