import * as z from 'zod';
import * as core from 'zod/v4/core';
import { compilable } from './compilable.ts';
import { type Compile, validateInPlaceOfZod } from './in-place-of-zod.ts';
import { lazily } from './lazily.ts';
import { whole } from './rules.ts';
import type { AnyField, Fields } from './zod-def.ts';

// The functions that the generated schemas for zod call; mini.ts has the same for zod/mini. Each makes the schema of zod that it is named
// after, which this package validates.

export * from './formats.ts';
export * from './rules.ts';

/** Any schema for a type of the API. */
export type Schema<Type> = z.ZodType<Type, Type>;

const compile: Compile = (schema, isClosed) =>
  z.config().jitless !== true && core.util.allowsEval.value ? compiled(schema, isClosed) : undefined;

function compiled(schema: core.$ZodType, isClosed: boolean): (value: unknown) => boolean {
  const plain = compilable(schema, isClosed, compiled);
  // zod would run its interpreter on whatever the compiled function rejects.
  plain._zod.run = (payload) => ({ ...payload, issues: [{} as core.$ZodRawIssue] });
  const made = z.compile(plain);
  return (value) => z.validate(made, value);
}

/** A class of schemas of zod that this package validates. */
function own<Type extends core.$ZodType>(Base: core.$constructor<Type>): core.$constructor<Type> {
  return core.$constructor<Type>(`Truework${Base.name}`, (schema, def) => {
    (Base.init as (schema: Type, def: Type['_zod']['def']) => void)(schema, def);
    validateInPlaceOfZod(schema, compile);
  });
}

const OwnString = /* @__PURE__ */ own(z.ZodString);
const OwnNumber = /* @__PURE__ */ own(z.ZodNumber);
const OwnBoolean = /* @__PURE__ */ own(z.ZodBoolean);
const OwnNull = /* @__PURE__ */ own(z.ZodNull);
const OwnUnknown = /* @__PURE__ */ own(z.ZodUnknown);
const OwnEnum = /* @__PURE__ */ own(z.ZodEnum);
const OwnLiteral = /* @__PURE__ */ own(z.ZodLiteral);
const OwnArray = /* @__PURE__ */ own(z.ZodArray);
const OwnTuple = /* @__PURE__ */ own(z.ZodTuple);
const OwnObject = /* @__PURE__ */ own(z.ZodObject);
const OwnRecord = /* @__PURE__ */ own(z.ZodRecord);
const OwnUnion = /* @__PURE__ */ own(z.ZodUnion);
const OwnNullable = /* @__PURE__ */ own(z.ZodNullable);
const OwnOptional = /* @__PURE__ */ own(z.ZodOptional);
const OwnLazy = /* @__PURE__ */ own(z.ZodLazy);

/** Builds a schema in a single expression, which bundlers drop as a whole if nothing uses it. */
export function schema<Type>(build: () => Type): Type {
  return build();
}

export function string(): z.ZodString {
  return new OwnString({ type: 'string' });
}

export function number(): z.ZodNumber {
  return new OwnNumber({ type: 'number' });
}

/** An integer of any size. */
export function int(): z.ZodNumber {
  return new OwnNumber({ type: 'number', checks: [whole] });
}

export function boolean(): z.ZodBoolean {
  return new OwnBoolean({ type: 'boolean' });
}

const nothing = (): z.ZodNull => new OwnNull({ type: 'null' });

export { nothing as null };

export function unknown(): z.ZodUnknown {
  return new OwnUnknown({ type: 'unknown' });
}

function enumOf<const Values extends readonly string[]>(
  values: Values,
): z.ZodEnum<core.util.ToEnum<Values[number]>> {
  const entries = Object.fromEntries(values.map((value) => [value, value]));
  return new OwnEnum({ type: 'enum', entries }) as never;
}

export { enumOf as enum };

/** One value, or one of a list. */
export function literal<const Value extends core.util.Literal>(
  value: Value | readonly Value[],
): z.ZodLiteral<Value> {
  return new OwnLiteral({ type: 'literal', values: [value].flat() as core.util.Literal[] }) as never;
}

/** One of the listed values, or any other value of their type. In TypeScript, one of the listed values. */
export interface OpenEnum<Listed extends core.SomeType> extends Schema<core.output<Listed>> {
  readonly options: readonly [listed: Listed, other: z.ZodType];
}

export function openEnum<Listed extends z.ZodType>(listed: Listed, other: z.ZodType): OpenEnum<Listed> {
  return new OwnUnion({ type: 'union', options: [listed, other], isOpenEnum: true } as never) as never;
}

export function array<Item extends core.SomeType>(element: Item): z.ZodArray<Item> {
  return new OwnArray({ type: 'array', element: element as never }) as never;
}

export function tuple<const Items extends readonly [core.SomeType, ...core.SomeType[]]>(
  items: Items,
): z.ZodTuple<Items, null> {
  return new OwnTuple({ type: 'tuple', items: items as never, rest: null }) as never;
}

/** The fields are built on first use, so importing a schema does not build the schemas in it. */
function object(shape: () => object, others: core.$ZodType, isOpen: boolean): never {
  const def = { type: 'object', catchall: others, isOpen };
  lazily(def, 'shape', shape);
  return new OwnObject(def as never) as never;
}

/** An object without other fields. */
export interface StrictObject<Shape extends Fields>
  extends z.ZodObject<core.util.Writeable<ReturnType<Shape>>, core.$strict> {}

export function strictObject<Shape extends Fields>(shape: Shape): StrictObject<Shape> {
  return object(shape, z.never(), false);
}

/** An object that may have fields that the spec does not have. */
export interface OpenObject<Shape extends Fields>
  extends z.ZodObject<core.util.Writeable<ReturnType<Shape>>, core.$strip> {}

export function openObject<Shape extends Fields>(shape: Shape): OpenObject<Shape> {
  return object(shape, z.unknown(), true);
}

/** An object whose other fields all match a schema. */
export function objectWith<Shape extends core.$ZodLooseShape, Others extends core.SomeType>(
  others: Others,
  shape: () => Shape,
): z.ZodObject<
  core.util.Writeable<Shape>,
  { out: Record<string, AnyField<Shape, Others>>; in: Record<string, AnyField<Shape, Others>> }
> {
  return object(shape, others as never, false);
}

export function record<Value extends core.SomeType>(
  keys: z.ZodString,
  values: Value,
): z.ZodRecord<z.ZodString, Value> {
  return new OwnRecord({ type: 'record', keyType: keys, valueType: values as never }) as never;
}

export function union<const Options extends readonly core.SomeType[]>(options: Options): z.ZodUnion<Options> {
  return new OwnUnion({ type: 'union', options: options as never }) as never;
}

/** A value that exactly one of several schemas accepts. */
export function xor<const Options extends readonly core.SomeType[]>(options: Options): z.ZodUnion<Options> {
  return new OwnUnion({ type: 'union', options: options as never, inclusive: false }) as never;
}

export function nullable<Inner extends core.SomeType>(inner: Inner): z.ZodNullable<Inner> {
  return new OwnNullable({ type: 'nullable', innerType: inner as never }) as never;
}

/** A field that may be absent. As in JSON, undefined counts as absent. */
export function optional<Inner extends core.SomeType>(inner: Inner): z.ZodOptional<Inner> {
  return new OwnOptional({ type: 'optional', innerType: inner as never }) as never;
}

/** A schema that refers to itself. */
export function lazy<Inner extends core.SomeType>(getter: () => Inner): z.ZodLazy<Inner> {
  return new OwnLazy({ type: 'lazy', getter: getter as never }) as never;
}
