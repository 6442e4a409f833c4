import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../mutation/planted-fault.ts';

/** The bundled spec, as every judge reads it. */
export const specFile: string = join(root, 'spec/generated/openapi.json');

type Paths = Record<string, Record<string, { operationId?: string }>>;

const { paths } = JSON.parse(readFileSync(specFile, 'utf8')) as { paths: Paths };

const operations = Object.entries(paths).flatMap(([template, item]) =>
  Object.entries(item).flatMap(([method, { operationId }]) =>
    operationId === undefined
      ? []
      : {
          operationId,
          method: method.toUpperCase(),
          path: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+').replace(/\/$/, '/?')}$`),
        },
  ),
);

/** The operationIds of the spec, sorted. */
export const operationIds: readonly string[] = operations.map(({ operationId }) => operationId).sort();

/**
 * The operationId of a request, or its method where the spec has no such operation. Never the path, which may
 * hold anything.
 */
export function operationOf(method: string, path: string): string {
  return operations.find((one) => one.method === method && one.path.test(path))?.operationId ?? method;
}
