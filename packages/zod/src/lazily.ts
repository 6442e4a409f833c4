/** A function that makes a value when it is first called. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Defines a property whose value is made when it is first read. */
export function lazily(object: object, name: string, make: () => unknown): void {
  Object.defineProperty(object, name, { get: once(make), enumerable: true });
}
