import { hasMembers, type Members, reference } from './pointer.ts';

/**
 * A copy of the document in which a plain reference is written as an `anyOf` of one, wherever the other document has an `anyOf`
 * with the same reference. What became nullable then differs by one branch. Redocly would compare the inside of what is referred
 * to with a schema that has no inside, and find it harmless.
 */
export function alignReferences(document: Members, other: Members): Members {
  return align(document, other) as Members;
}

function align(node: unknown, other: unknown): unknown {
  if (Array.isArray(node) && Array.isArray(other)) return node.map((item, at) => align(item, other[at]));
  if (!hasMembers(node) || !hasMembers(other)) return node;
  const target = reference(node);
  const branches = other['anyOf'];
  if (
    target !== undefined &&
    Array.isArray(branches) &&
    branches.some((branch) => refersTo(branch, target))
  ) {
    const { $ref, ...siblings } = node;
    return { anyOf: [{ $ref }], ...siblings };
  }
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, align(member, other[name])]));
}

function refersTo(branch: unknown, target: string): boolean {
  return hasMembers(branch) && reference(branch) === target;
}
