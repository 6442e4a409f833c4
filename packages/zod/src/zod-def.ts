import type * as core from 'zod/v4/core';
import type { Listed } from './issue-messages.ts';

/** The definitions of the schemas that the generation writes. */
export type ZodDef = { checks?: core.$ZodCheck[] } & (
  | { type: 'optional' | 'nullable' | 'nonoptional'; innerType: core.$ZodType }
  | { type: 'string' | 'number' | 'boolean' | 'null' | 'unknown' }
  | { type: 'literal'; values: Listed[] }
  | { type: 'enum'; entries: Record<string, string> }
  | { type: 'array'; element: core.$ZodType }
  | { type: 'tuple'; items: core.$ZodType[] }
  | ObjectDef
  | { type: 'record'; valueType: core.$ZodType }
  | { type: 'union'; options: core.$ZodType[]; inclusive?: boolean; isOpenEnum?: boolean }
  | { type: 'lazy'; getter: () => core.$ZodType }
);
export type DefOf<Type extends ZodDef['type']> = Extract<ZodDef, { type: Type }>;

export interface ObjectDef {
  type: 'object';
  shape: Record<string, core.$ZodType>;
  catchall?: core.$ZodType | undefined;
  checks?: core.$ZodCheck[];
  /** Whether it accepts fields that the spec does not have, as in a response. False if the spec itself accepts any field. */
  isOpen?: boolean;
}

export function zodDefOf(schema: core.$ZodType): ZodDef {
  return schema._zod.def as unknown as ZodDef;
}

/** Whether a catchall accepts every other field or none, so that it needs no check. */
export function isPlain(catchall: core.$ZodType): boolean {
  return catchall._zod.def.type === 'never' || catchall._zod.def.type === 'unknown';
}

/** The listed values of an open enum, which also accepts any other value of their type. */
export function listedValuesOf({ options }: DefOf<'union'>): readonly Listed[] {
  const def = zodDefOf(options[0] as core.$ZodType) as DefOf<'enum'> | DefOf<'literal'>;
  return def.type === 'enum' ? Object.values(def.entries) : def.values;
}

/** Makes the fields of an object. */
export type Fields = () => core.$ZodLooseShape;

/** The type of any field of an object, which for TypeScript includes the fields with a schema of their own. */
export type AnyField<Shape, Others extends core.SomeType> =
  unknown extends core.output<Others>
    ? unknown
    : core.output<Others> | { [Name in keyof Shape]: core.output<Shape[Name]> }[keyof Shape];
