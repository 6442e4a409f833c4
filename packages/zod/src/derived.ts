import * as core from 'zod/v4/core';
import { reportOn } from './find-issues.ts';
import type { Issue, IssueKind, Report } from './issue.ts';
import { shownName, unreadable } from './issue-messages.ts';
import { ruleOf } from './rules.ts';
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
  const own = report.issues as unknown as core.$ZodRawIssue[];
  const def = zodDefOf(schema);
  const isObject = def.type === 'object' && !report.issues.some(({ path }) => path.length === 0);
  const run: Payload = { value, issues: own };
  const copy = isObject ? copyOf(value as object, report) : undefined;
  const fields = def.type === 'object' && copy ? runFields(def, copy, run, context) : undefined;
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
  value: Readonly<Record<string, unknown>>,
  run: Payload,
  context: Context,
): Promise<void> | undefined {
  const output = { ...value };
  const pending: Promise<void>[] = [];
  for (const [name, schema] of addedFields(def, value)) {
    const inside = Object.hasOwn(value, name) ? value[name] : undefined;
    const { optin, optout } = schema._zod;
    const mayBeAbsent = !Object.hasOwn(value, name) && optin !== undefined && optout === 'optional';
    const take = (result: Payload) => {
      if (mayBeAbsent && result.issues.length > 0) return;
      run.issues.push(
        ...result.issues.map((issue) =>
          sealed(issue, context, [Object.hasOwn(def.shape, name) ? name : '*']),
        ),
      );
      if (result.value !== inside) output[name] = result.value;
    };
    const result = schema._zod.run({ value: inside, issues: [] }, context);
    if (result instanceof Promise) pending.push(result.then(take));
    else take(result);
  }
  if (def.catchall === undefined) {
    for (const name of Object.keys(output)) if (!Object.hasOwn(def.shape, name)) delete output[name];
  }
  const finish = () => {
    const names = Object.keys(output);
    const isSame =
      names.length === Object.keys(value).length && names.every((name) => output[name] === value[name]);
    if (!isSame) run.value = output;
  };
  if (pending.length > 0) return Promise.all(pending).then(finish);
  finish();
  return undefined;
}

function addedFields({ shape, catchall }: ObjectDef, value: object): Field[] {
  const named = Object.entries(shape).filter(([, schema]) => !isOwn(schema));
  if (catchall === undefined || isOwnCatchall(catchall)) return named;
  const others = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
  return [...named, ...others.map((name): Field => [name, catchall])];
}

/** Runs refinements and the like. As in zod, only if there was no issue before. */
function runChecks(schema: core.$ZodType, run: Payload, context: Context): Promise<void> | undefined {
  const added = (schema._zod.def.checks ?? []).filter((check) => ruleOf(check) === undefined);
  let chain: Promise<void> | undefined;
  for (const check of added) {
    const step = () => {
      if (run.issues.some((issue) => issue.continue !== true)) return;
      const known = run.issues.length;
      const seal = () => {
        const issues = run.issues.splice(known);
        run.issues.push(
          ...issues.map((issue) => ({ ...sealed(issue, context, []), continue: issue.continue ?? false })),
        );
      };
      const result = check._zod.check(run as Payload & { value: never }) as unknown;
      if (!(result instanceof Promise)) return seal();
      if (context.async === false) throw new core.$ZodAsyncError();
      return result.then(seal);
    };
    if (chain !== undefined) chain = chain.then(step);
    else chain = step() as Promise<void> | undefined;
  }
  return chain;
}

const safeKeys = [
  'code',
  'expected',
  'format',
  'origin',
  'minimum',
  'maximum',
  'inclusive',
  'divisor',
  'values',
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
  const steps = (issue.path ?? []).map((step) =>
    typeof step === 'number' ? step : typeof step === 'string' ? shownName(step) : '*',
  );
  const isOurs = (issue as Partial<Issue>).kind !== undefined && !('inst' in issue);
  if (isOurs) return { ...issue, path: [...path, ...(issue.path ?? [])] };
  const { input } = issue;
  const shown = { ...issue, path: [...path, ...steps], input: standIn(input), ...shownKeys(issue) };
  const kind = issue.code === 'invalid_type' ? typeKind(input) : kinds[issue.code];
  return {
    ...Object.fromEntries(safeKeys.filter((key) => key in issue).map((key) => [key, issue[key as 'code']])),
    ...shownKeys(issue),
    ...(kind !== undefined && { kind }),
    path: [...path, ...steps],
    message: messageOf(shown as core.$ZodRawIssue, context),
  } as core.$ZodRawIssue;
}

/** The message of an issue, from where zod takes it. `core.util` can do this, but is larger than all of this package. */
function messageOf(issue: core.$ZodRawIssue, context: Context): string {
  const { customError, localeError } = core.config();
  const errorOf = (part: unknown) => (part as core.$ZodType | undefined)?._zod.def.error;
  const maps = [errorOf(issue.inst), errorOf(issue['schema']), context.error, customError, localeError];
  for (const map of issue.message === undefined ? maps : []) {
    const message = map?.(issue as never);
    if (message) return typeof message === 'string' ? message : message.message;
  }
  return issue.message ?? 'Invalid input';
}

function typeKind(input: unknown): IssueKind {
  return input === undefined ? 'missing' : input === null ? 'null' : 'type';
}

/** A value of the same type, for functions that make messages. */
function standIn(input: unknown): unknown {
  if (typeof input === 'string') return '';
  if (typeof input === 'number') return Number.isNaN(input) ? input : 0;
  if (typeof input !== 'object' || input === null) return typeof input === 'symbol' ? Symbol() : input;
  return Array.isArray(input) ? [] : {};
}

function shownKeys(issue: core.$ZodRawIssue): object {
  const { keys, errors, issues, key, params } = issue as unknown as Record<string, unknown>;
  return {
    ...(Array.isArray(keys) && { keys: keys.map((name) => shownName(String(name))) }),
    ...(errors !== undefined && { errors: [] }),
    ...(issues !== undefined && { issues: [] }),
    ...(key !== undefined && { key: '*' }),
    ...(params !== undefined && { params: undefined }),
  };
}
