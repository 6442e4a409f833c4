import { pointerTo, valueAt } from './json-pointer.ts';
import type { Reference } from './openapi-document.ts';

/** A part of the document, and where it is written: for a `$ref`, the component that it refers to. */
export interface Located<Part> {
  /** JSON pointer, beginning with `#`. */
  readonly pointer: string;
  readonly value: Part;
}

/** Whether a value is a reference, with or without fields beside its `$ref`. */
export function isReference(value: unknown): value is Reference {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, '$ref') &&
    typeof (value as Reference).$ref === 'string'
  );
}

/**
 * The part at a pointer. A `$ref` is followed, through any number of references. Fields beside a `$ref` override those of the part that it
 * refers to.
 *
 * @throws If the pointer or a `$ref` leads to nothing, out of the document, or back to itself.
 */
export function locate<Part>(document: object, pointer: string): Located<Part> {
  const passed = hops(document, pointer);
  return {
    pointer: passed.at(-1)?.pointer ?? pointer,
    value: merged(passed.map(({ value }) => value)) as Part,
  };
}

/** The fields or items of a part by name, each as {@link locate} finds it. Empty if the document has no such part. */
export function childrenOf<Part>(document: object, pointer: string): [name: string, child: Located<Part>][] {
  if (valueAt(document, pointer) === undefined) return [];
  const parent = hops(document, pointer).at(-1);
  return Object.keys(parent?.value ?? {}).map((name) => [
    name,
    locate<Part>(document, pointerTo(parent?.pointer ?? pointer, name)),
  ]);
}

/** A part without a `$ref`: itself, or what {@link locate} finds. The same object as in the document if nothing is beside the `$ref`. */
export function resolve<Part extends object>(document: object, part: Part | Reference): Part {
  if (!isReference(part)) return part;
  return merged([part, ...hops(document, part.$ref).map(({ value }) => value)]) as Part;
}

/** The parts that a pointer leads to: each `$ref` on the way, and at the end the part that it refers to. */
function hops(document: object, pointer: string): Located<unknown>[] {
  const passed: Located<unknown>[] = [];
  for (let at = pointer; ; ) {
    if (!/^#(\/|$)/.test(at))
      throw new Error(`${at} is not a JSON pointer into the document: it must begin with #/.`);
    if (passed.some((hop) => hop.pointer === at)) throw new Error(`${at} refers to itself.`);
    const value = valueAt(document, at);
    if (value === undefined) throw new Error(`The document has nothing at ${at}.`);
    passed.push({ pointer: at, value });
    if (!isReference(value)) return passed;
    at = value.$ref;
  }
}

/** The part that references lead to, overridden by the fields beside them, the first reference last. */
function merged(passed: readonly unknown[]): unknown {
  const target = passed.at(-1);
  const { $ref: _, ...beside } = Object.assign({}, ...passed.slice(0, -1).reverse()) as Partial<Reference>;
  return Object.keys(beside).length === 0 ? target : { ...(target as object), ...beside };
}
