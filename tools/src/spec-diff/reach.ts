import { methods, type PathItem } from '@truework-legacy/spec/document';
import { isObject, type JsonObject, reference, valueAt } from './pointer.ts';

/** For each component's pointer, the operations and webhooks that use it, directly or through other components. */
export function findReach(document: JsonObject): Map<string, string[]> {
  // Of any commit, and so not always whole: nothing is followed that may lead nowhere.
  const paths = Object.entries((document['paths'] ?? {}) as Record<string, PathItem>);
  const roots = [
    ...paths.flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        if (operation === undefined) return [];
        const name = operation.operationId ?? `${method.toUpperCase()} ${path}`;
        return [{ name, node: { operation, shared: item.parameters } as unknown }];
      }),
    ),
    ...Object.entries((document['webhooks'] ?? {}) as JsonObject).map(([name, node]) => ({ name, node })),
  ];
  const reach = new Map<string, string[]>();
  for (const { name, node } of roots) {
    for (const pointer of referencesFrom(document, node))
      reach.set(pointer, [...(reach.get(pointer) ?? []), name]);
  }
  return reach;
}

function referencesFrom(document: JsonObject, root: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const target = isObject(node) ? reference(node) : undefined;
    if (target !== undefined && !found.has(target)) {
      found.add(target);
      visit(valueAt(document, target));
    }
    for (const property of Object.values(node)) visit(property);
  };
  visit(root);
  return found;
}
