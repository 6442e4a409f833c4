import { type SpecOperation, specOperations } from '../spec/index.ts';

/** A path that the API has. */
export interface Route {
  /** Its operations by method. */
  operations: ReadonlyMap<string, SpecOperation>;
  /** The parameters in the path, decoded. */
  path: Readonly<Record<string, string>>;
  /** Value of the `Allow` header. */
  allow: string;
}

interface Node {
  literals: Map<string, Node>;
  parameter?: { name: string; node: Node };
  operations: Map<string, SpecOperation>;
  allow: string;
}

function newNode(): Node {
  return { literals: new Map(), operations: new Map(), allow: '' };
}

const root = newNode();

for (const operation of specOperations) {
  let node = root;
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

/** The routes of paths without a parameter. */
const fixed = new Map<string, Route>();

for (const { segments } of specOperations) {
  if (segments.some((segment) => segment.startsWith('{'))) continue;
  const pathname = `/${segments.join('/')}`;
  const route = routeInTree(pathname);
  if (route !== undefined) fixed.set(pathname, route).set(`${pathname}/`, route);
}

/** The route of a path, with or without a trailing slash. Returns undefined if the API has no such path. */
export function findRoute(pathname: string): Route | undefined {
  return fixed.get(pathname) ?? routeInTree(pathname);
}

function routeInTree(pathname: string): Route | undefined {
  let node = root;
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
