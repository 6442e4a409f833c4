/** What a router finds. */
interface Routed {
  readonly method: string;
  /** The path's parts: a literal, or the name of a parameter in braces. */
  readonly segments: readonly string[];
}

/** A path that a router knows. */
export interface Route<Operation> {
  /** Its operations by method. */
  operations: ReadonlyMap<string, Operation>;
  /** The parameters in the path, decoded. */
  path: Readonly<Record<string, string>>;
  /** Value of the `Allow` header. */
  allow: string;
}

interface KnownPath<Operation> {
  pattern: RegExp;
  operations: Map<string, Operation>;
  allow: string;
}

/** Finds operations by path. */
export class Router<Operation extends Routed> {
  /** Those without a parameter first: a literal is not the value of one. */
  readonly #paths: readonly KnownPath<Operation>[];

  constructor(operations: readonly Operation[]) {
    const byPath = Map.groupBy(operations, ({ segments }) => segments.join('/'));
    const literalFirst = [...byPath].sort(([one], [other]) => parametersIn(one) - parametersIn(other));
    this.#paths = literalFirst.map(([path, ofPath]) => {
      const methods = new Set([...ofPath.map(({ method }) => method), 'OPTIONS']);
      if (methods.has('GET')) methods.add('HEAD');
      return {
        pattern: patternOf(path),
        operations: new Map(ofPath.map((operation) => [operation.method, operation])),
        allow: [...methods].sort().join(', '),
      };
    });
  }

  /**
   * The route of a path, with or without a trailing slash, as both are the same resource. As in Django, whose messages the API has, it is
   * decoded first: `%2F` is a slash. Returns undefined if there is no such path.
   */
  find(pathname: string): Route<Operation> | undefined {
    const path = pathname.replace(/(?:%[\da-f]{2})+/gi, decoded);
    for (const { pattern, operations, allow } of this.#paths) {
      const found = pattern.exec(path);
      if (found !== null) return { operations, path: { ...found.groups }, allow };
    }
    return undefined;
  }
}

/** Matches a path of the document. Each parameter is a group, and the rest stands for itself. */
function patternOf(path: string): RegExp {
  const literal = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^/${literal.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}

function parametersIn(path: string): number {
  return path.split('{').length;
}

/** Bytes of a path as text, or as they are if they are not in UTF-8. */
function decoded(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}
