// JSON pointers (RFC 6901), either as a `$ref` has them, such as `#/paths/~1companies~1/get`, or without the `#`, as ajv reports
// them. Imports nothing, so that a build, a browser and a hook that changes a document as it is read can use it.

/** A pointer extended by names. It keeps its form: `#` stands for the whole document in one, the empty string in the other. */
export function pointerTo(pointer: string, ...names: readonly (string | number)[]): string {
  const isFragment = pointer.startsWith('#');
  const tokens = names.map((name) => {
    const token = String(name).replaceAll('~', '~0').replaceAll('/', '~1');
    return isFragment ? token.replaceAll('%', '%25') : token;
  });
  return [pointer, ...tokens].join('/');
}

/** The names in a pointer, from the top of the document down. */
export function namesIn(pointer: string): string[] {
  const text = pointer.startsWith('#') ? decodePercent(pointer.slice(1)) : pointer;
  return text
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The last name in a pointer, such as `Money` in `#/components/schemas/Money`. Empty for the whole document. */
export function lastNameIn(pointer: string): string {
  return namesIn(pointer).at(-1) ?? '';
}

/** The value at a pointer. Returns undefined if the document has none. */
export function valueAt(document: unknown, pointer: string): unknown {
  return namesIn(pointer).reduce<unknown>(childOf, document);
}

function childOf(parent: unknown, name: string): unknown {
  if (Array.isArray(parent)) return /^(0|[1-9]\d*)$/.test(name) ? parent[Number(name)] : undefined;
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name)) return undefined;
  return (parent as Record<string, unknown>)[name];
}

/** A fragment, percent-decoded, or as it is if it is not valid percent-encoding. */
function decodePercent(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
