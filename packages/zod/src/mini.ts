import * as z from 'zod/mini';
import * as core from 'zod/v4/core';
import * as definitions from './mini-definitions.ts';
import { type Def, defOf, type Init, init } from './schema.ts';

// What the generated schemas for zod/mini are written in. classic.ts has the same for zod.

export * from './formats.ts';

/**
 * A schema of zod/mini for a type of the API. It answers with the value as it came. Its issues hold no part of the value, and each
 * is an `Issue`.
 */
export interface Schema<Type> extends z.ZodMiniType<Type, Type> {
  /** Never there: lets the compiler refuse a definition of any other type, narrower or wider. */
  readonly exactly?: (value: Type) => Type;
}

const TrueworkSchema = /* @__PURE__ */ core.$constructor<z.ZodMiniType, Def>(
  'TrueworkSchema',
  (schema, def) => {
    (z.ZodMiniCustom.init as Init)(schema, def);
    init(schema, def);
  },
);

/** A schema of its definition, which is built at the first use. Never compiled: zod's compiler weighs more than all of this. */
export function schema<Definition extends z.ZodMiniType>(
  define: () => Definition,
): Schema<z.output<Definition>> {
  return new TrueworkSchema(defOf(define)) as Schema<z.output<Definition>>;
}

/** The definition that a schema was made from, to be a part of another. */
export function definitionOf<Type>(schema: Schema<Type>): z.ZodMiniType<Type, Type> {
  return (schema._zod.def as unknown as Def).definition() as z.ZodMiniType<Type, Type>;
}

/** A member that may be absent. What is undefined counts as absent, as it does in JSON. */
export const optional: typeof z.optional = definitions.optional;

/** An object that may have members that the spec does not know. */
export const openObject: typeof z.object = definitions.looseObject as never;

/** One of the values that are listed, or any other string. The type has those that are listed. */
export function openEnum<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodMiniType<Values[number], Values[number]> {
  return definitions.union([definitions.enum(values), definitions.string()]) as never;
}
