import type { OpenApiDocument, Reference, Schema } from './openapi-document.ts';

/** Follows `$ref` until there is none. What stands beside a `$ref` wins over what it points to. */
export function resolve<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  let resolved: object = value;
  while ('$ref' in resolved) {
    const { $ref, ...siblings } = resolved as Reference;
    resolved = { ...lookUp(document, $ref), ...siblings };
  }
  return resolved as T;
}

/** The component that a schema refers to by name, or undefined for a schema written in place. */
export function componentName(schema: Schema): string | undefined {
  return schema.$ref?.replace('#/components/schemas/', '');
}

function lookUp(document: OpenApiDocument, pointer: string): object {
  const keys = pointer
    .replace(/^#\//, '')
    .split('/')
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  let found: unknown = document;
  for (const key of keys) found = (found as Record<string, unknown> | undefined)?.[key];
  if (typeof found !== 'object' || found === null) throw new Error(`${pointer} points to nothing.`);
  return found;
}
