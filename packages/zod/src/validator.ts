import type * as core from 'zod/v4/core';
import type { Report } from './issue.ts';
import { ruleOf } from './rules.ts';
import { isPlain, type ZodDef, zodDefOf } from './zod-def.ts';

/**
 * Whether a value matches a schema.
 *
 * @param report - Collects the issues.
 * @param depth - How many recursive schemas this one is nested in.
 */
export type Check = (value: unknown, report: Report, depth: number) => boolean;

/** What validates a schema in place of zod. Each part is made when it is first used: importing a schema makes nothing. */
export interface Validator {
  readonly check: () => Check;
  /** Whether every part of the schema is of this package. zod validates whatever was added to it. */
  readonly isOwn: () => boolean;
  /** True only if the value has no issues, nor drift if that is asked for. False may also mean that no fast check can be made. */
  readonly accepts: (value: unknown, drift: boolean) => boolean;
}

interface Internals {
  validator?: Validator;
}

/** Undefined if a schema is neither of this package nor made by zod from one that is. */
export function validatorOf(schema: core.$ZodType): Validator | undefined {
  return (schema._zod as unknown as Internals).validator;
}

export function setValidator(schema: core.$ZodType, validator: Validator): void {
  (schema._zod as unknown as Internals).validator = validator;
}

/** Whether a schema is of this package, or is one in a wrapper of zod that only makes it optional or nullable. */
export function isOwn(schema: core.$ZodType): boolean {
  const validator = validatorOf(schema);
  if (validator !== undefined) return validator.isOwn();
  const { def, traits } = schema._zod;
  const isWrapper = ['optional', 'nullable', 'nonoptional'].includes(def.type);
  return isWrapper && !traits.has('$ZodExactOptional') && isOwnDef(zodDefOf(schema));
}

export function isOwnDef(def: ZodDef): boolean {
  if (def.checks?.some((check) => ruleOf(check) === undefined)) return false;
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'nullable':
      return isOwn(def.innerType);
    case 'object':
      return isOwnCatchall(def.catchall) && Object.values(def.shape).every(isOwn);
    // The parts of other schemas cannot be replaced, and a reference stays what it was in the spec.
    default:
      return true;
  }
}

/** Whether this package validates the other fields of an object. Without a catchall, zod removes them. */
export function isOwnCatchall(catchall: core.$ZodType | undefined): boolean {
  return catchall !== undefined && (isPlain(catchall) || isOwn(catchall));
}
