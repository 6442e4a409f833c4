import type * as z from 'zod/mini';
import type * as core from 'zod/v4/core';

// The words of zod/mini that definitions are written in, with zod's types and without its interpreter, which nobody would ask:
// check.ts reads what a definition says. That is half the weight of the schemas for zod/mini. Where zod/mini makes a schema, these
// make what zod's schema would say of itself.

interface Definition {
  readonly _zod: { readonly def: object };
  readonly check: (...checks: unknown[]) => Definition;
}

function definition(def: object): Definition {
  return { _zod: { def }, check: (...checks) => definition({ ...def, checks }) };
}

function rule(def: object): core.$ZodCheck<never> {
  return { _zod: { def } } as never;
}

export const string = (() => definition({ type: 'string' })) as unknown as typeof z.string;
export const int = (() => definition({ type: 'number' })) as unknown as typeof z.int;
export const boolean = (() => definition({ type: 'boolean' })) as unknown as typeof z.boolean;
export const literal = ((value: unknown) =>
  definition({ type: 'literal', values: [value] })) as unknown as typeof z.literal;
export const array = ((element: object) =>
  definition({ type: 'array', element })) as unknown as typeof z.array;
export const union = ((options: object[]) =>
  definition({ type: 'union', options })) as unknown as typeof z.union;
export const nullable = ((innerType: object) =>
  definition({ type: 'nullable', innerType })) as unknown as typeof z.nullable;
export const optional = ((innerType: object) =>
  definition({ type: 'optional', innerType })) as unknown as typeof z.optional;
export const record = ((_key: object, valueType: object) =>
  definition({ type: 'record', valueType })) as unknown as typeof z.record;
export const looseObject = ((shape: object) =>
  definition({ type: 'object', shape })) as unknown as typeof z.looseObject;
export const strictObject = ((shape: object) =>
  definition({
    type: 'object',
    shape,
    catchall: definition({ type: 'never' }),
  })) as unknown as typeof z.strictObject;
const enumOf = ((values: string[]) =>
  definition({ type: 'enum', entries: { ...values } })) as unknown as typeof z.enum;

export { enumOf as enum };

export const maxLength = ((maximum: number) => rule({ check: 'max_length', maximum })) as typeof z.maxLength;
export const minLength = ((minimum: number) => rule({ check: 'min_length', minimum })) as typeof z.minLength;
export const gte = ((value: number) => rule({ check: 'greater_than', value })) as typeof z.gte;
export const lte = ((value: number) => rule({ check: 'less_than', value })) as typeof z.lte;
export const regex = ((pattern: RegExp, words: string) =>
  rule({ check: 'string_format', pattern, error: () => words })) as typeof z.regex;
