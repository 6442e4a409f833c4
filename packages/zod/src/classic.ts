import * as z from 'zod';
import * as core from 'zod/v4/core';
import { closedOf } from './closed.ts';
import { type Compile, type Def, defOf, type Init, init } from './schema.ts';

// What the generated schemas for zod are written in. mini.ts has the same for zod/mini.

export * from './formats.ts';

/**
 * A schema of zod for a type of the API. It answers with the value as it came. Its issues hold no part of the value, and each is
 * an `Issue`.
 */
export interface Schema<Type> extends z.ZodType<Type, Type> {
  /** Never there: lets the compiler refuse a definition of any other type, narrower or wider. */
  readonly exactly?: (value: Type) => Type;
}

const TrueworkSchema = /* @__PURE__ */ core.$constructor<z.ZodType, Def>('TrueworkSchema', (schema, def) => {
  (z.ZodCustom.init as Init)(schema, def);
  init(schema, def);
});

/** A schema of its definition, which is built at the first use, and then compiled where code may be made from strings. */
export function schema<Definition extends z.ZodType>(define: () => Definition): Schema<z.output<Definition>> {
  return new TrueworkSchema(defOf(define, compile, compileClosed)) as Schema<z.output<Definition>>;
}

const compile: Compile = (definition) => {
  if (z.config().jitless === true || !core.util.allowsEval.value || definition._zod.def.type === 'record') {
    return undefined;
  }
  const compiled = z.compile(definition);
  // What zod cannot compile it hands back.
  return compiled === definition ? undefined : (value) => z.validate(compiled, value);
};

const compileClosed: Compile = (definition) => compile(closedOf(definition, compile));

/** The definition that a schema was made from, to be a part of another. */
export function definitionOf<Type>(schema: Schema<Type>): z.ZodType<Type, Type> {
  return (schema._zod.def as unknown as Def).definition() as z.ZodType<Type, Type>;
}

/** A member that may be absent. What is undefined counts as absent, as it does in JSON. */
export const optional: typeof z.optional = z.optional;

/** An object that may have members that the spec does not know. */
export const openObject: typeof z.object = z.looseObject as never;

/** One of the values that are listed, or any other string. The type has those that are listed. */
export function openEnum<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodType<Values[number], Values[number]> {
  return z.union([z.enum(values), z.string()]) as never;
}
