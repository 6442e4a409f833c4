import * as core from 'zod/v4/core';
import { reportOn } from './find-issues.ts';
import type { IssueKind, Report } from './issue.ts';
import { shownName, unreadable } from './issue-messages.ts';
import { isOwn, isOwnCatchall, type Validator } from './validator.ts';
import { type ObjectDef, zodDefOf } from './zod-def.ts';

// Schemas that users derive from ours, with fields or refinements of their own. zod validates what they added, and this package the rest.
// No issue of either contains a value.

type Payload = core.ParsePayload;
type Context = core.ParseContextInternal;
type Field = readonly [name: string, schema: core.$ZodType];

/** Validates by a schema with parts that are not of this package. */
export function runDerived(
  schema: core.$ZodType,
  validator: Validator,
  payload: Payload,
  context: Context,
): core.util.MaybeAsync<Payload> {
  const { value } = payload;
  const report = reportOn(validator, value, false);
  const run: Payload = { value, issues: report.issues as unknown as core.$ZodRawIssue[] };
  const def = zodDefOf(schema);
  const isRead = report.issues.every(({ path }) => path.length > 0);
  const fields = def.type === 'object' && isRead ? runFields(def, run, report, context) : undefined;
  const rest = () => runChecks(schema, run, context);
  const done = () => {
    payload.value = run.value;
    payload.issues.push(...run.issues);
    return payload;
  };
  const checked = fields === undefined ? rest() : fields.then(rest);
  return checked === undefined ? done() : checked.then(done);
}

/** Undefined if the value cannot be read. The report then says so. */
function copyOf(value: object, report: Report): Record<string, unknown> | undefined {
  try {
    return { ...value };
  } catch {
    unreadable(report);
    return undefined;
  }
}

/** Has zod validate the fields that are not of this package. @returns A promise if one of them is asynchronous. */
function runFields(
  def: ObjectDef,
  run: Payload,
  report: Report,
  context: Context,
): Promise<void> | undefined {
  const output = copyOf(run.value as object, report);
  if (output === undefined) return undefined;
  run.value = output;
  const pending: Promise<void>[] = [];
  for (const [name, schema] of addedFields(def, output)) {
    const isAbsent = !Object.hasOwn(output, name);
    const { optin, optout } = schema._zod;
    const take = ({ value, issues }: Payload) => {
      // As in zod: what may be absent has no issue if it is, and anything else has one.
      if (isAbsent && optin !== undefined && optout === 'optional' && issues.length > 0) return;
      if (isAbsent && optin === undefined && issues.length === 0)
        issues.push({ code: 'invalid_type', expected: 'nonoptional', input: undefined });
      const step = Object.hasOwn(def.shape, name) ? name : '*';
      run.issues.push(...issues.map((issue) => sealed(issue, context, [step])));
      if (!isAbsent || value !== undefined) output[name] = value;
    };
    const inside = isAbsent ? undefined : output[name];
    const result = schema._zod.run({ value: inside, issues: [] }, context);
    if (result instanceof Promise) pending.push(result.then(take));
    else take(result);
  }
  // Without a catchall, zod removes the other fields.
  for (const name of def.catchall === undefined ? Object.keys(output) : [])
    if (!Object.hasOwn(def.shape, name)) delete output[name];
  return pending.length > 0 ? Promise.all(pending).then(() => {}) : undefined;
}

function addedFields({ shape, catchall }: ObjectDef, value: object): Field[] {
  const named = Object.entries(shape).filter(([, schema]) => !isOwn(schema));
  if (catchall === undefined || isOwnCatchall(catchall)) return named;
  const others = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
  return [...named, ...others.map((name): Field => [name, catchall])];
}

/** Runs refinements and the like. As in zod, only if there was no issue before. */
function runChecks(schema: core.$ZodType, run: Payload, context: Context): Promise<void> | undefined {
  let chain: Promise<void> | undefined;
  for (const check of schema._zod.def.checks ?? []) {
    const step = () => {
      if (run.issues.some((issue) => issue.continue !== true)) return;
      const known = run.issues.length;
      const seal = () => {
        const issues = run.issues.splice(known);
        run.issues.push(
          ...issues.map((issue) => ({ ...sealed(issue, context, []), continue: issue.continue })),
        );
      };
      const result = check._zod.check(run as Payload & { value: never }) as unknown;
      return result instanceof Promise ? result.then(seal) : seal();
    };
    if (chain !== undefined) chain = chain.then(step);
    else chain = step() as Promise<void> | undefined;
  }
  return chain;
}

/** What is shown of an issue of zod: facts of the schema. */
const shownKeys = [
  'code',
  'expected',
  'format',
  'origin',
  'minimum',
  'maximum',
  'inclusive',
  'divisor',
  'values',
  'keys',
  'errors',
  'issues',
  'key',
];

const kinds: Record<string, IssueKind> = {
  invalid_format: 'format',
  invalid_value: 'unknown-value',
  too_big: 'bounds',
  too_small: 'bounds',
  unrecognized_keys: 'unknown-field',
};

/** An issue of zod without any part of the input: not the input itself, no name that may be data, no message made from it. */
function sealed(issue: core.$ZodRawIssue, context: Context, path: readonly PropertyKey[]): core.$ZodRawIssue {
  const steps = issue.path ?? [];
  // An issue of this package, which has no input.
  if (!('input' in issue)) return { ...(issue as core.$ZodRawIssue), path: [...path, ...steps] };
  const { code, input } = issue;
  const shown = { ...issue, ...withoutData(issue), path: [...path, ...steps.map(shownStep)] };
  const kind = code === 'invalid_type' ? typeKind(input) : kinds[code];
  return {
    ...Object.fromEntries(Object.entries(shown).filter(([key]) => shownKeys.includes(key))),
    ...(kind !== undefined && { kind }),
    path: shown.path,
    message: issue.message ?? messageOf(shown, context),
  } as core.$ZodRawIssue;
}

function shownStep(step: PropertyKey): PropertyKey {
  if (typeof step === 'number') return step;
  return typeof step === 'string' ? shownName(step) : '*';
}

/** What replaces the parts of an issue that may have data. */
function withoutData({
  input,
  keys,
  errors,
  issues,
  key,
}: core.$ZodRawIssue & Record<string, unknown>): object {
  return {
    input: standIn(input),
    params: undefined,
    ...(keys !== undefined && { keys: (keys as string[]).map(shownName) }),
    ...(errors !== undefined && { errors: [] }),
    ...(issues !== undefined && { issues: [] }),
    ...(key !== undefined && { key: '*' }),
  };
}

/** The message of an issue, from where zod takes it. `core.util` can do this, but is larger than all of this package. */
function messageOf(issue: core.$ZodRawIssue, context: Context): string | undefined {
  const { customError, localeError } = core.config();
  const errorOf = (part: unknown) => (part as core.$ZodType | undefined)?._zod.def.error;
  for (const map of [
    errorOf(issue.inst),
    errorOf(issue['schema']),
    context.error,
    customError,
    localeError,
  ]) {
    const message = map?.(issue as never);
    if (message) return typeof message === 'string' ? message : message.message;
  }
  return undefined;
}

function typeKind(input: unknown): IssueKind {
  return input === undefined ? 'missing' : input === null ? 'null' : 'type';
}

/** A value of the same type, for functions that make messages. */
function standIn(input: unknown): unknown {
  switch (typeof input) {
    case 'string':
      return '';
    case 'number':
      return Number.isFinite(input) ? 0 : input;
    case 'bigint':
      return 0n;
    case 'symbol':
      return Symbol();
    case 'object':
      return input === null ? null : Array.isArray(input) ? [] : {};
    default:
      return input;
  }
}
