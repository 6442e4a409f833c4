/** Defines a property whose value is made when it is first read. */
export function lazily(object: object, name: string, make: () => unknown): void {
  Object.defineProperty(object, name, {
    get() {
      const value = make();
      Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      return value;
    },
    enumerable: true,
    configurable: true,
  });
}
