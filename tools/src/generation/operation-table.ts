import {
  jsonSchemaOf,
  namesIn,
  type OpenApiDocument,
  operationsOf,
  type Parameter,
  resolve,
  type Schema,
  type Server,
} from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { methodsOf } from './client-plugin/method.ts';
import { jsonTypesOf } from './json-types.ts';
import { SpecProblem } from './spec-problem.ts';

/** What the client has to know at run time about the API as a whole: the version, where it is served, which states are final. */
export function apiFacts(document: OpenApiDocument): string {
  const { servers = [] } = document;
  const environments = Object.fromEntries(servers.map(environmentOf));
  return `${banner}

/** The version of the API. */
export const apiVersion = ${JSON.stringify(document.info.version, null, 2)};

/** Base URLs by environment. */
export const environments = ${JSON.stringify(environments, null, 2)} as const;

/** The states that a verification does not leave. */
export const finalStates = ${JSON.stringify(finalStates(document), null, 2)} as const;

/** The statuses from 400 to 499 that the API documents. */
export const errorStatuses: readonly number[] = ${JSON.stringify(errorStatuses(document), null, 2)};

/** Names of the request fields with personal data, at any depth. */
export const personalData: readonly string[] = ${JSON.stringify(personalDataIn(document), null, 2)};
`;
}

/** What the client needs to know about each operation at run time. One constant each, so that a bundler includes only those in use. */
export function operationTable(document: OpenApiDocument, written?: Iterable<string>): string {
  const rows = methodsOf(document, written).map(
    ({ id, pointer, operation, path, method, query, headers, success }) => ({
      path,
      method,
      retry: operation['x-retry'],
      id,
      query: query.map(({ name }) => name),
      headers: Object.fromEntries(headers.map((header) => [header.option, headerOf(document, header)])),
      shape: success.schema
        ? shapeOf(document, success.schema, [...namesIn(pointer), 'responses'])
        : 'nothing',
    }),
  );
  return `${banner}

// For each operation: how it is called, whether it may be repeated if it is unknown whether it took effect, its query parameters, the
// options that are sent as headers, and the shape that its response must have.

${rows.map((row) => `export const ${row.id} = ${JSON.stringify(row, null, 2)} as const;`).join('\n\n')}
`;
}

function environmentOf({ url, 'x-environment': name }: Server, index: number): [name: string, url: string] {
  if (name) return [name, url];
  throw new SpecProblem(
    ['servers', String(index)],
    `${url}: name the server, as in \`x-environment: sandbox\`.`,
  );
}

function errorStatuses(document: OpenApiDocument): number[] {
  const statuses = operationsOf(document).flatMap(({ responses }) =>
    responses.map(({ status }) => Number(status)),
  );
  return [...new Set(statuses)].filter((status) => status >= 400 && status < 500).sort((a, b) => a - b);
}

/** A header that an option of a call is sent as, with the values that it may have. */
function headerOf(document: OpenApiDocument, { name, schema = {} }: Parameter): object {
  const { enum: values } = resolve(document, schema);
  return { name, ...(values && { values }) };
}

type Shape = 'text' | Shape[] | { [field: string]: Shape };

/**
 * By the lists of `x-essential`: what they do not name may be missing.
 *
 * @throws {@link SpecProblem} if the client does not know whether a value has it.
 */
function shapeOf(document: OpenApiDocument, part: Schema, above: readonly string[]): Shape {
  const path = part.$ref ? namesIn(part.$ref) : above;
  const schema = resolve(document, part);
  const { items = {}, properties = {}, 'x-essential': essential = [] } = schema;
  const types = jsonTypesOf(document, schema);
  switch (types.join(' or ')) {
    case 'string':
      return 'text';
    case 'array':
      return [shapeOf(document, items, [...path, 'items'])];
    case 'object':
      return Object.fromEntries(
        essential.map((name) => {
          const property = properties[name];
          if (property) return [name, shapeOf(document, property, [...path, 'properties', name])];
          throw new SpecProblem(
            [...path, 'x-essential'],
            `x-essential names ${name}, which is not a property.`,
          );
        }),
      );
    default:
      throw new SpecProblem(
        path,
        `A response may have ${types.join(' or ')} here, and the client reads an object, a list or a string.`,
      );
  }
}

function finalStates(document: OpenApiDocument): readonly string[] {
  const states = Object.values(document.components?.schemas ?? {}).flatMap(
    (schema) => schema['x-final'] ?? [],
  );
  if (states.length === 0)
    throw new Error(
      'No schema of the spec has an x-final, so no state is known to be final. Add x-final to the schema of the states.',
    );
  return states;
}

/** Names of the fields marked `x-pii` in any request body, in the order of the spec. A schema inside itself is entered once. */
function personalDataIn(document: OpenApiDocument): string[] {
  const found = new Set<string>();
  const visit = (part: Schema, name: string, above: readonly string[]): void => {
    if (part.$ref && above.includes(part.$ref)) return;
    const inside = part.$ref ? [...above, part.$ref] : above;
    const resolved = resolve(document, part);
    if (resolved['x-pii'] === true) found.add(name);
    for (const [key, property] of Object.entries(resolved.properties ?? {})) visit(property, key, inside);
    const unnamed = [
      resolved.items,
      typeof resolved.additionalProperties === 'object' ? resolved.additionalProperties : undefined,
      ...(resolved.anyOf ?? []),
      ...(resolved.oneOf ?? []),
      ...(resolved.allOf ?? []),
    ];
    for (const schema of unnamed) if (schema !== undefined) visit(schema, name, inside);
  };
  for (const { requestBody } of operationsOf(document)) {
    const schema = jsonSchemaOf(requestBody);
    if (schema) visit(schema.value, '', []);
  }
  if (found.has('')) throw new Error('A whole request body is marked x-pii. Mark its properties instead.');
  return [...found];
}
