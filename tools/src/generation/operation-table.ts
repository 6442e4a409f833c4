import { banner } from './banner.ts';
import { methodsOf, type Parameter } from './client-plugin/method.ts';
import { literal } from './literal.ts';
import { type OpenApi, operationsOf, resolveSchema, type Schema } from './openapi.ts';

/** What the client has to know at run time about the API as a whole: the version, where it is served, which states are final. */
export function apiFacts(api: OpenApi): string {
  const environments = Object.fromEntries(api.servers.map((server) => [server['x-environment'], server.url]));
  return `${banner}

/** The version of the API that everything here describes. */
export const apiVersion = '${api.info.version}';

/** Base URLs by environment. */
export const environments = ${literal(environments)} as const;

/** The states that a verification does not leave again. */
export const finalStates = ${literal(finalStates(api))} as const;

/** The statuses from 400 to 499 that the API documents. */
export const errorStatuses: readonly number[] = ${literal(errorStatuses(api))};

/** The members of requests that hold personal data, at whatever depth. */
export const personalData: readonly string[] = ${literal(personalDataIn(api))};
`;
}

/** What the client has to know at run time about each operation, one constant each, so that a bundler keeps only those in use. */
export function operationTable(api: OpenApi): string {
  const rows = methodsOf(api).map(({ id, operation, path, method, query, headers, success }) => ({
    path,
    method,
    retry: operation['x-retry'],
    id,
    query: query.map(({ name }) => name),
    headers: Object.fromEntries(headers.map((header) => [header.option, headerOf(api, header)])),
    shape: success.schema ? shapeOf(api, success.schema) : 'nothing',
  }));
  return `${banner}

// Of each operation: how it is called, whether it may be called again after a failure that leaves open if it took effect, the
// parameters of its query, the options that are sent as headers, and what its response cannot be without: texts, objects, and lists of
// objects, or nothing at all.

${rows.map((row) => `export const ${row.id} = ${literal(row)} as const;`).join('\n\n')}
`;
}

function errorStatuses(api: OpenApi): number[] {
  const statuses = operationsOf(api).flatMap(({ operation }) => Object.keys(operation.responses).map(Number));
  return [...new Set(statuses)].filter((status) => status >= 400 && status < 500).sort((a, b) => a - b);
}

/** A header that an option of a call is sent as, with the values that it may have. */
function headerOf(api: OpenApi, { name, schema = {} }: Parameter): object {
  const { enum: values } = resolveSchema(api, schema);
  return { name, ...(values && { values }) };
}

type Shape = 'text' | Shape[] | { [field: string]: Shape };

/** By the lists of `x-essential`: what they do not name may be missing. */
function shapeOf(api: OpenApi, part: Schema): Shape {
  const schema = resolveSchema(api, part);
  if (schema.type === 'string') return 'text';
  if (schema.items !== undefined) return [shapeOf(api, schema.items)];
  const essential = (schema['x-essential'] ?? []).map((name): [string, Shape] => {
    const property = schema.properties?.[name];
    if (property === undefined) throw new Error(`x-essential names ${name}, which is no property there.`);
    return [name, shapeOf(api, property)];
  });
  return Object.fromEntries(essential);
}

function finalStates(api: OpenApi): readonly string[] {
  const states = Object.values(api.components.schemas).flatMap((schema) => schema['x-final'] ?? []);
  if (states.length === 0) throw new Error('No schema of the spec has an x-final: which states are final?');
  return states;
}

/** Names of the members marked `x-pii` in any request body, in the order of the spec. A schema inside itself is entered once. */
function personalDataIn(api: OpenApi): string[] {
  const found = new Set<string>();
  const visit = (part: Schema, name: string, above: Schema[]): void => {
    const resolved = resolveSchema(api, part);
    if (above.includes(resolved)) return;
    const inside = [...above, resolved];
    if (resolved['x-pii'] === true || part['x-pii'] === true) found.add(name);
    for (const [member, property] of Object.entries(resolved.properties ?? {}))
      visit(property, member, inside);
    const unnamed = [
      resolved.items,
      typeof resolved.additionalProperties === 'object' ? resolved.additionalProperties : undefined,
      ...(resolved.anyOf ?? []),
      ...(resolved.oneOf ?? []),
      ...(resolved.allOf ?? []),
    ];
    for (const schema of unnamed) if (schema !== undefined) visit(schema, name, inside);
  };
  for (const { operation } of operationsOf(api)) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (schema !== undefined) visit(schema, '', []);
  }
  if (found.has('')) throw new Error('A whole request body is marked x-pii. Mark its members.');
  return [...found];
}
