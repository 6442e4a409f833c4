// JSON pointers as the bundled spec and its tools write them: beginning with `#`. Knows no document, so that whatever changes one
// as it is read can use it.

/** A pointer one or more steps further. */
export function pointerTo(pointer: string, ...names: (string | number)[]): string {
  const tokens = names.map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [pointer, ...tokens].join('/');
}

/** The names on the way that a pointer goes. */
export function namesIn(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a pointer of a document. Undefined where nothing does. */
export function valueAt(document: unknown, pointer: string): unknown {
  return namesIn(pointer).reduce(
    (node, name) => (node as Record<string, unknown> | undefined)?.[name],
    document,
  );
}
