import { type OpenApi, operationsOf } from '../generation/openapi.ts';
import { hasMembers, type Members, reference, valueAt } from './pointer.ts';

/** For each component's pointer, the operations and webhooks that use it, directly or through other components. */
export function findReach(document: Members): Map<string, string[]> {
  const paths = (document['paths'] ?? {}) as OpenApi['paths'];
  const roots = [
    ...operationsOf({ paths } as OpenApi).map(({ path, method, operation }) => ({
      name: operation.operationId ?? `${method} ${path}`,
      node: { operation, shared: paths[path]?.['parameters'] } as unknown,
    })),
    ...Object.entries((document['webhooks'] ?? {}) as Members).map(([name, node]) => ({ name, node })),
  ];
  const reach = new Map<string, string[]>();
  for (const { name, node } of roots) {
    for (const pointer of referencesFrom(document, node))
      reach.set(pointer, [...(reach.get(pointer) ?? []), name]);
  }
  return reach;
}

function referencesFrom(document: Members, root: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const target = hasMembers(node) ? reference(node) : undefined;
    if (target !== undefined && !found.has(target)) {
      found.add(target);
      visit(valueAt(document, target));
    }
    for (const member of Object.values(node)) visit(member);
  };
  visit(root);
  return found;
}
