import * as z from 'zod/mini';
import * as core from 'zod/v4/core';
import { validateInPlaceOfZod } from './in-place-of-zod.ts';
import { lazily } from './lazily.ts';
import { whole } from './rules.ts';
import type { AnyField, Fields } from './zod-def.ts';

// The functions that the generated schemas for zod/mini call; classic.ts has the same for zod. Each makes the schema of zod/mini that it
// is named after, without zod's interpreter: it would never run, and is half of the size.

export * from './formats.ts';
export * from './rules.ts';

/** Any schema for a type of the API. */
export type Schema<Type> = z.ZodMiniType<Type, Type>;

type Def = core.$ZodTypeDef & Record<string, unknown>;

const OwnSchema = /* @__PURE__ */ core.$constructor<z.ZodMiniType, Def>('TrueworkZodMini', (schema, def) => {
  (z.ZodMiniType.init as (schema: z.ZodMiniType, def: Def) => void)(schema, def);
  const internals = schema._zod as unknown as Record<string, unknown>;
  const name = def.type.charAt(0).toUpperCase() + def.type.slice(1);
  schema._zod.traits.add(`$Zod${name}`).add(`ZodMini${name}`);
  if (def.type === 'optional') Object.assign(internals, { optin: 'optional', optout: 'optional' });
  if (def.type === 'object') lazily(schema, 'shape', () => def['shape']);
  if (def.type === 'lazy') lazily(internals, 'innerType', def['getter'] as () => unknown);
  const { entries, values = entries && Object.values(entries) } = def;
  if (values !== undefined) internals['values'] = new Set(values as unknown[]);
  if (entries !== undefined) Object.assign(schema, { options: values });
  validateInPlaceOfZod(schema);
});

function made(def: Def): never {
  return new OwnSchema(def) as never;
}

/** Builds a schema in a single expression, which bundlers drop as a whole if nothing uses it. */
export function schema<Type>(build: () => Type): Type {
  return build();
}

export function string(): z.ZodMiniString<string> {
  return made({ type: 'string' });
}

export function number(): z.ZodMiniNumber<number> {
  return made({ type: 'number' });
}

/** An integer of any size. */
export function int(): z.ZodMiniNumber<number> {
  return made({ type: 'number', checks: [whole] });
}

export function boolean(): z.ZodMiniBoolean<boolean> {
  return made({ type: 'boolean' });
}

const nothing = (): z.ZodMiniNull => made({ type: 'null' });

export { nothing as null };

export function unknown(): z.ZodMiniUnknown {
  return made({ type: 'unknown' });
}

function enumOf<const Values extends readonly string[]>(
  values: Values,
): z.ZodMiniEnum<core.util.ToEnum<Values[number]>> {
  return made({ type: 'enum', entries: Object.fromEntries(values.map((value) => [value, value])) });
}

export { enumOf as enum };

/** One value, or one of a list. */
export function literal<const Value extends core.util.Literal>(
  value: Value | readonly Value[],
): z.ZodMiniLiteral<Value> {
  return made({ type: 'literal', values: [value].flat() });
}

/** One of the listed values, or any other value of their type. In TypeScript, one of the listed values. */
export interface OpenEnum<Listed extends core.SomeType> extends Schema<core.output<Listed>> {
  readonly _zod: Schema<core.output<Listed>>['_zod'] & {
    readonly def: { readonly options: readonly [listed: Listed, other: z.ZodMiniType] };
  };
}

export function openEnum<Listed extends z.ZodMiniType>(
  listed: Listed,
  other: z.ZodMiniType,
): OpenEnum<Listed> {
  return made({ type: 'union', options: [listed, other], isOpenEnum: true });
}

export function array<Item extends core.SomeType>(element: Item): z.ZodMiniArray<Item> {
  return made({ type: 'array', element });
}

export function tuple<const Items extends readonly [core.SomeType, ...core.SomeType[]]>(
  items: Items,
): z.ZodMiniTuple<Items, null> {
  return made({ type: 'tuple', items, rest: null });
}

/** The fields are built on first use, so importing a schema does not build the schemas in it. */
function object(shape: () => object, catchall: core.$ZodType, isOpen: boolean): never {
  const def = { type: 'object', catchall, isOpen };
  lazily(def, 'shape', shape);
  return made(def as unknown as Def);
}

/** An object without other fields. */
export interface StrictObject<Shape extends Fields>
  extends z.ZodMiniObject<core.util.Writeable<ReturnType<Shape>>, core.$strict> {}

export function strictObject<Shape extends Fields>(shape: Shape): StrictObject<Shape> {
  return object(shape, made({ type: 'never' }), false);
}

/** An object that may have fields that the spec does not have. */
export interface OpenObject<Shape extends Fields>
  extends z.ZodMiniObject<core.util.Writeable<ReturnType<Shape>>, core.$strip> {}

export function openObject<Shape extends Fields>(shape: Shape): OpenObject<Shape> {
  return object(shape, unknown(), true);
}

/** An object whose other fields all match a schema. */
export function objectWith<Shape extends core.$ZodLooseShape, Others extends core.SomeType>(
  others: Others,
  shape: () => Shape,
): z.ZodMiniObject<
  core.util.Writeable<Shape>,
  { out: Record<string, AnyField<Shape, Others>>; in: Record<string, AnyField<Shape, Others>> }
> {
  return object(shape, others as never, false);
}

export function record<Value extends core.SomeType>(
  keys: z.ZodMiniString<string>,
  values: Value,
): z.ZodMiniRecord<z.ZodMiniString<string>, Value> {
  return made({ type: 'record', keyType: keys, valueType: values });
}

export function union<const Options extends readonly core.SomeType[]>(
  options: Options,
): z.ZodMiniUnion<Options> {
  return made({ type: 'union', options });
}

/** A value that exactly one of several schemas accepts. */
export function xor<const Options extends readonly core.SomeType[]>(
  options: Options,
): z.ZodMiniUnion<Options> {
  return made({ type: 'union', options, inclusive: false });
}

export function nullable<Inner extends core.SomeType>(inner: Inner): z.ZodMiniNullable<Inner> {
  return made({ type: 'nullable', innerType: inner });
}

/** A field that may be absent. As in JSON, undefined counts as absent. */
export function optional<Inner extends core.SomeType>(inner: Inner): z.ZodMiniOptional<Inner> {
  return made({ type: 'optional', innerType: inner });
}

/** A schema that refers to itself. */
export function lazy<Inner extends core.SomeType>(getter: () => Inner): z.ZodMiniLazy<Inner> {
  return made({ type: 'lazy', getter });
}
