import { join } from 'node:path';
import { root } from '../mutation/mutant.ts';
import { operationsOfTheSpec } from '../src/spec-operations.ts';

/** The bundled spec, as every validator reads it. */
export const specFile: string = join(root, 'spec/generated/openapi.json');

const operations = operationsOfTheSpec().map(({ id, method, path }) => ({
  id,
  method,
  path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+').replace(/\/$/, '/?')}$`),
}));

/**
 * The operationId of a request, or its method if the spec has no such operation. Never the path, which may
 * contain anything.
 */
export function operationOf(method: string, path: string): string {
  return operations.find((one) => one.method === method && one.path.test(path))?.id ?? method;
}
