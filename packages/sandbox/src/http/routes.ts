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

interface Node<Operation> {
  literals: Map<string, Node<Operation>>;
  parameter?: { name: string; node: Node<Operation> };
  operations: Map<string, Operation>;
  allow: string;
}

/** Finds operations by path. */
export class Router<Operation extends Routed> {
  readonly #root: Node<Operation> = newNode();
  /** The routes of paths without a parameter. */
  readonly #fixed = new Map<string, Route<Operation>>();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) this.#add(operation);
    for (const { segments } of operations) {
      if (segments.some((segment) => segment.startsWith('{'))) continue;
      const pathname = `/${segments.join('/')}`;
      const route = this.#findInTree(pathname);
      if (route !== undefined) this.#fixed.set(pathname, route).set(`${pathname}/`, route);
    }
  }

  #add(operation: Operation): void {
    let node = this.#root;
    for (const segment of operation.segments) {
      if (segment.startsWith('{')) {
        node.parameter ??= { name: segment.slice(1, -1), node: newNode() };
        node = node.parameter.node;
      } else {
        const next = node.literals.get(segment) ?? newNode();
        node.literals.set(segment, next);
        node = next;
      }
    }
    node.operations.set(operation.method, operation);
    const methods = new Set([...node.operations.keys(), 'OPTIONS']);
    if (methods.has('GET')) methods.add('HEAD');
    node.allow = [...methods].sort().join(', ');
  }

  /** The route of a path, with or without a trailing slash. Returns undefined if there is no such path. */
  find(pathname: string): Route<Operation> | undefined {
    return this.#fixed.get(pathname) ?? this.#findInTree(pathname);
  }

  #findInTree(pathname: string): Route<Operation> | undefined {
    let node = this.#root;
    const path: Record<string, string> = {};
    for (const segment of pathSegments(pathname)) {
      const literal = node.literals.get(segment);
      if (literal !== undefined) {
        node = literal;
      } else if (node.parameter !== undefined && segment !== '') {
        path[node.parameter.name] = decodeSegment(segment);
        node = node.parameter.node;
      } else {
        return undefined;
      }
    }
    const { operations, allow } = node;
    return operations.size === 0 ? undefined : { operations, path, allow };
  }
}

function newNode<Operation>(): Node<Operation> {
  return { literals: new Map(), operations: new Map(), allow: '' };
}

/** A path's parts. A trailing slash is ignored: both forms are the same resource. */
function pathSegments(path: string): string[] {
  return path.slice(1, path.length > 1 && path.endsWith('/') ? -1 : undefined).split('/');
}

/** A part of a path, decoded, or as it is if it cannot be decoded. */
function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
