import { withoutOwnBounds } from '@truework-legacy/spec/document';
import { isObject, type JsonObject, reference, valueAt } from './pointer.ts';

/** Begins a text that represents a list or an object. No text of a spec begins with it. */
const mark = '\u0000';

/**
 * A copy of a document in which `redocly diff` sees what it would pass over: what is inside extensions and links, and what is
 * said beside a reference. Bounds of this project's own are left out: they reject nothing.
 *
 * @param other - The document that it will be compared with.
 */
export function comparable(document: JsonObject, other: JsonObject): JsonObject {
  const demanded = withoutOwnBounds(document);
  return align(demanded, withoutOwnBounds(other), demanded) as JsonObject;
}

/** A value of a comparable document, as it was written. */
export function asWritten(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? JSON.parse(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, asWritten(property)]));
}

function align(node: unknown, other: unknown, document: JsonObject): unknown {
  if (Array.isArray(node))
    return node.map((item, at) => align(item, Array.isArray(other) ? other[at] : undefined, document));
  if (!isObject(node)) return node;
  const [written, others] = [openReference(node, other, document), isObject(other) ? other : {}];
  return Object.fromEntries(
    Object.entries(written).map(([name, property]) => [
      name,
      isPassedOver(name, property, node)
        ? `${mark}${JSON.stringify(property)}`
        : align(property, others[name], document),
    ]),
  );
}

const ofLinks = new Set(['requestBody', 'parameters']);
const mayBeLists = new Set(['example', 'value', 'default', 'const']);

/** Whether `redocly diff` does not look inside a value. In version 2.77 a list in an extension is such a value, too. */
function isPassedOver(name: string, value: unknown, node: JsonObject): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (name.startsWith('x-')) return name !== 'x-enumDescriptions';
  const isLink = 'operationId' in node && !('responses' in node);
  return (isLink && ofLinks.has(name)) || (Array.isArray(value) && mayBeLists.has(name));
}

/**
 * A reference that says more than the reference, here or in the other document, as a schema that has a place for it:
 * with the reference as the only branch of an `anyOf`, or, if the other refers elsewhere or to nothing, with what it refers to.
 */
function openReference(node: JsonObject, other: unknown, document: JsonObject): JsonObject {
  const target = reference(node);
  if (target === undefined || !isObject(other)) return node;
  const { $ref, ...siblings } = node;
  const otherTarget = reference(other);
  const otherSaysMore = otherTarget !== undefined && Object.keys(other).length > 1;
  const saysMore = Object.keys(siblings).length > 0 || otherSaysMore;
  const branches = other['anyOf'];
  const isBranch = Array.isArray(branches) && branches.some((it) => isObject(it) && reference(it) === target);
  if (isBranch || (saysMore && otherTarget === target)) return { anyOf: [{ $ref }], ...siblings };
  const meant = valueAt(document, target);
  return saysMore && isObject(meant) ? { ...meant, ...siblings } : node;
}
