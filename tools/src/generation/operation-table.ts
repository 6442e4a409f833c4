import { banner } from './banner.ts';
import {
  type OpenApi,
  type Operation,
  operationsOf,
  resolveSchema,
  type Schema,
  typeNameOf,
} from './openapi.ts';

/** What the client has to know at run time, from the spec: operations, environments, the version, where personal data is. */
export function operationTable(api: OpenApi): string {
  const operations = operationsOf(api);
  const environments = Object.fromEntries(api.servers.map((server) => [server['x-environment'], server.url]));
  const rows = operations.map(({ path, method, operation }) => ({
    operationId: operation.operationId,
    method,
    path,
    retry: operation['x-retry'],
    personalData: personalDataIn(api, requestSchema(operation)),
  }));
  const typeNames = rows.map(({ operationId }) => typeNameOf(operationId));
  return `${banner}

import type {
${typeNames.flatMap((name) => [`  ${name}Data,`, `  ${name}Response,`]).join('\n')}
} from './types.gen.ts';

/** The version of the API that everything here describes. */
export const apiVersion = '${api.info.version}';

/** Base URLs by environment. */
export const environments = ${literal(environments)} as const;

/**
 * The operations of the API: how each is called, whether a failed call may be repeated, and the members of its request
 * body that hold personal data (\`*\` stands for each item of a list).
 */
export const operations = {
${rows.map(({ operationId, ...row }) => `  ${operationId}: ${literal(row, 1)},`).join('\n')}
} as const;

/** The request and the answer of each operation. */
export interface OperationTypes {
${rows.map(({ operationId }, index) => `  ${operationId}: { request: ${typeNames[index]}Data; response: ${typeNames[index]}Response };`).join('\n')}
}
`;
}

function requestSchema(operation: Operation): Schema | undefined {
  return operation.requestBody?.content['application/json']?.schema;
}

/** Paths of the members marked \`x-pii\`, in the schema's order. A schema inside itself is entered once. */
function personalDataIn(api: OpenApi, schema: Schema | undefined): string[] {
  const found = new Set<string>();
  const visit = (part: Schema, path: string[], above: Schema[]): void => {
    const resolved = resolveSchema(api, part);
    if (above.includes(resolved)) return;
    const inside = [...above, resolved];
    if (resolved['x-pii'] === true || part['x-pii'] === true) found.add(path.join('.'));
    for (const [name, property] of Object.entries(resolved.properties ?? {}))
      visit(property, [...path, name], inside);
    if (resolved.items !== undefined) visit(resolved.items, [...path, '*'], inside);
    if (typeof resolved.additionalProperties === 'object') {
      visit(resolved.additionalProperties, [...path, '*'], inside);
    }
    for (const variant of [...(resolved.anyOf ?? []), ...(resolved.oneOf ?? []), ...(resolved.allOf ?? [])]) {
      visit(variant, path, inside);
    }
  };
  if (schema !== undefined) visit(schema, [], []);
  return [...found];
}

/** A value as TypeScript, two spaces a level, keys quoted only where they must be. */
function literal(value: unknown, level = 0): string {
  const indent = '  '.repeat(level + 1);
  const close = '  '.repeat(level);
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) {
    return value.length === 0
      ? '[]'
      : `[\n${value.map((item) => `${indent}${literal(item, level + 1)},`).join('\n')}\n${close}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => {
      const name = /^[A-Za-z_]\w*$/.test(key) ? key : literal(key);
      return `${indent}${name}: ${literal(item, level + 1)},`;
    });
    return `{\n${entries.join('\n')}\n${close}}`;
  }
  return JSON.stringify(value);
}
