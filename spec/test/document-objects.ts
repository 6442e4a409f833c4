import { methods, pointerTo } from '../document/index.ts';
import { document, isObject, type JsonObject } from './openapi-document.ts';

/** The kinds of objects in the document, as the OpenAPI and JSON Schema specifications name them. */
export type Kind =
  | 'document'
  | 'info'
  | 'license'
  | 'external documentation'
  | 'server'
  | 'tag'
  | 'path'
  | 'operation'
  | 'webhook'
  | 'webhook operation'
  | 'parameter'
  | 'request body'
  | 'media type'
  | 'response'
  | 'header'
  | 'link'
  | 'example'
  | 'components'
  | 'security scheme'
  | 'schema';

/** An object of the document. A reference counts as an object of its kind, with the field `$ref`. */
export interface DocumentObject {
  kind: Kind;
  pointer: string;
  value: JsonObject;
}

type Child = { one: Kind } | { many: Kind };

const one = (kind: Kind): Child => ({ one: kind });
const many = (kind: Kind): Child => ({ many: kind });

const pathItem = (operation: Kind): Record<string, Child> => ({
  parameters: many('parameter'),
  servers: many('server'),
  ...Object.fromEntries(methods.map((method) => [method, one(operation)])),
});
const operation: Record<string, Child> = {
  externalDocs: one('external documentation'),
  parameters: many('parameter'),
  requestBody: one('request body'),
  responses: many('response'),
  servers: many('server'),
};
const childAt: Record<string, Child> = {
  schema: one('schema'),
  content: many('media type'),
  examples: many('example'),
};

const children: Record<Kind, Record<string, Child>> = {
  document: {
    info: one('info'),
    servers: many('server'),
    tags: many('tag'),
    paths: many('path'),
    webhooks: many('webhook'),
    components: one('components'),
    externalDocs: one('external documentation'),
  },
  info: { license: one('license') },
  license: {},
  'external documentation': {},
  server: {},
  tag: { externalDocs: one('external documentation') },
  path: pathItem('operation'),
  operation,
  webhook: pathItem('webhook operation'),
  'webhook operation': operation,
  parameter: childAt,
  'request body': { content: many('media type') },
  'media type': { schema: one('schema'), examples: many('example') },
  response: { headers: many('header'), content: many('media type'), links: many('link') },
  header: childAt,
  link: { server: one('server') },
  example: {},
  components: {
    schemas: many('schema'),
    responses: many('response'),
    parameters: many('parameter'),
    examples: many('example'),
    requestBodies: many('request body'),
    headers: many('header'),
    securitySchemes: many('security scheme'),
    links: many('link'),
    pathItems: many('path'),
  },
  'security scheme': {},
  schema: {
    properties: many('schema'),
    patternProperties: many('schema'),
    additionalProperties: one('schema'),
    propertyNames: one('schema'),
    items: one('schema'),
    prefixItems: many('schema'),
    contains: one('schema'),
    allOf: many('schema'),
    anyOf: many('schema'),
    oneOf: many('schema'),
    not: one('schema'),
    if: one('schema'),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: one('schema'),
    else: one('schema'),
    dependentSchemas: many('schema'),
    contentSchema: one('schema'),
    externalDocs: one('external documentation'),
  },
};

/** Fields whose arrays and objects are data, not parts of the description. */
const data = new Set([
  'const',
  'default',
  'dependentRequired',
  'enum',
  'example',
  'examples',
  'required',
  'requestBody',
  'scopes',
  'security',
  'tags',
  'type',
  'value',
]);

function* walk(kind: Kind, value: unknown, pointer: string): Generator<DocumentObject> {
  if (!isObject(value)) return;
  yield { kind, pointer, value };
  for (const [field, inside] of Object.entries(value)) {
    const child = children[kind][field];
    const location = pointerTo(pointer, field);
    if (child === undefined) {
      const isData = data.has(field) || field.startsWith('x-') || (kind === 'link' && field === 'parameters');
      if (typeof inside === 'object' && inside !== null && !isData) {
        throw new Error(`${location}: say in spec/test/document-objects.ts what a ${kind} contains there.`);
      }
    } else if ('one' in child) {
      yield* walk(child.one, inside, location);
    } else {
      for (const [name, property] of Object.entries(inside ?? {})) {
        yield* walk(child.many, property, pointerTo(location, name));
      }
    }
  }
}

/** Every object of the document, from the top down. */
export const documentObjects: readonly DocumentObject[] = [...walk('document', document, '#')];
