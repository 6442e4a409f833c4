import { locate, methods } from '@truework-legacy/spec/document';

/** The parts of an OpenAPI 3.1 document that the generation reads. */
export interface OpenApi {
  info: { version: string };
  servers: { url: string; 'x-environment': string }[];
  paths: Record<string, PathItem>;
  webhooks: Record<string, { post: Operation }>;
  components: Record<string, Record<string, unknown>> & { schemas: Record<string, Schema> };
}

export interface PathItem {
  [method: string]: Operation | unknown;
}

export interface Operation {
  operationId: string;
  description?: string;
  deprecated?: boolean;
  'x-sdk'?: string;
  'x-legacy'?: boolean;
  'x-retry'?: 'safe' | 'never';
  parameters?: unknown[];
  requestBody?: { $ref?: string; required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: (string | null)[];
  format?: string;
  contentEncoding?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: Schema | boolean;
  'x-pii'?: boolean;
  'x-enumDescriptions'?: Record<string, string>;
  'x-final'?: string[];
  'x-essential'?: string[];
}

/** Every operation of the document with its path and upper-case method, in the document's order. */
export function operationsOf(api: OpenApi): { path: string; method: string; operation: Operation }[] {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => method in item)
      .map((method) => ({ path, method: method.toUpperCase(), operation: item[method] as Operation })),
  );
}

/** The schema that a local reference names, or the schema itself where it is none. */
export function resolveSchema(api: OpenApi, schema: Schema): Schema {
  return resolve(api, schema) as Schema;
}

/** What a local reference leads to, the very object in the document, or the value itself where it is none. */
export function resolve(api: OpenApi, value: { $ref?: string }): unknown {
  return value.$ref === undefined ? value : locate(api, value.$ref).value;
}

/** What the generator's types of an operation begin with. */
export function typeNameOf(operationId: string): string {
  return operationId.charAt(0).toUpperCase() + operationId.slice(1);
}
