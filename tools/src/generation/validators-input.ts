import { reserved, toCase } from '@hey-api/openapi-ts';
import { type OpenApi, type Operation, operationsOf, resolve } from './openapi.ts';
import { safeComment } from './safe-comments.ts';
import { type PlainSchema, plainSchema, UnsupportedSchemaError } from './validators-schema.ts';

/** What a file of schemas is for. `request`: what Truework receives; closed. `response`: what it sends; open to what is new. */
export type Strictness = 'request' | 'response';

/** A part of an operation, such as its query, and the name of the schema that it has. */
export interface OperationPart {
  readonly part: string;
  readonly schema: string;
}

/** What one operation or webhook takes, or what it responds by status. */
export interface OperationParts {
  readonly id: string;
  readonly description: string;
  readonly parts: readonly OperationPart[];
}

export interface ValidatorsInput {
  /** Every schema by its name: the components, and those of operations that have no name of their own. */
  readonly schemas: Record<string, PlainSchema>;
  /** Those of `schemas` that are components of the spec. */
  readonly components: readonly string[];
  /** What each operation takes, or what it responds with. */
  readonly operations: readonly OperationParts[];
  /** What each webhook brings. Of responses alone: Truework sends them. */
  readonly webhooks: readonly OperationParts[];
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: unknown;
}

interface MediaTypes {
  content?: Record<string, { schema?: unknown } | undefined>;
}

/**
 * All that validators are generated for, as schemas in few forms.
 *
 * @throws UnsupportedSchemaError for whatever has no validator.
 */
export function validatorsInput(api: OpenApi, strictness: Strictness): ValidatorsInput {
  const components = Object.keys(api.components.schemas);
  const schemas = Object.fromEntries(
    components.map((name): [string, PlainSchema] => {
      checkName(name, `#/components/schemas/${name}`);
      if (toCase(name, 'PascalCase') !== name) {
        throw new UnsupportedSchemaError(`#/components/schemas/${name}`, `the name ${name}`, pascalCase);
      }
      const schema = api.components.schemas[name] as { description?: string };
      const { description } = schema;
      const plain = plainSchema(api, schema, `#/components/schemas/${name}`);
      return [
        name,
        { ...plain, ...(description !== undefined && { description: safeComment(description) }) },
      ];
    }),
  );
  for (const { operation } of operationsOf(api)) {
    checkName(operation.operationId, `the operation ${operation.operationId}`);
  }
  const parts = new PartsReader(api, schemas);
  const operations = operationsOf(api).map(({ path, method, operation }) => ({
    ...operation,
    parameters: [...((api.paths[path]?.['parameters'] ?? []) as unknown[]), ...(operation.parameters ?? [])],
    line: `${method} ${path}`,
    pointer: `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}`,
  }));
  return {
    schemas,
    components,
    operations: operations.map((operation) =>
      strictness === 'request'
        ? {
            id: operation.operationId,
            description: `What ${operation.operationId} takes: ${operation.line}.`,
            parts: parts.requestOf(operation, operation.pointer, true),
          }
        : {
            id: operation.operationId,
            description: `What ${operation.operationId} responds with, by status: ${operation.line}.`,
            parts: parts.responsesOf(operation, operation.pointer),
          },
    ),
    webhooks: (strictness === 'request' ? [] : Object.entries(api.webhooks ?? {})).map(
      ([event, { post }]) => ({
        id: post.operationId,
        description: `What the webhook ${event} brings.`,
        parts: parts.requestOf(post, `#/webhooks/${event}/post`, false),
      }),
    ),
  };
}

const pascalCase = 'The types of schemas are in PascalCase: rename it.';

/** What the files of schemas import and export under names of their own. */
const taken = ['z', 'types', 'operations'];

/** @throws UnsupportedSchemaError if something else has the name: the generator would give it another one, and nobody would find it. */
function checkName(name: string, pointer: string): void {
  const isName = /^[A-Za-z_$][\w$]*$/.test(name) && !taken.includes(name);
  if (isName && !reserved.runtime['~values'].has(name) && !reserved.type['~values'].has(name)) return;
  throw new UnsupportedSchemaError(
    pointer,
    `the name ${name}`,
    'TypeScript has another use for it: rename it.',
  );
}

class PartsReader {
  readonly #api: OpenApi;
  readonly #schemas: Record<string, PlainSchema>;

  constructor(api: OpenApi, schemas: Record<string, PlainSchema>) {
    this.#api = api;
    this.#schemas = schemas;
  }

  /** @param hasOtherHeaders - Whether there are headers that no operation declares, as in every request. */
  requestOf(operation: Operation, pointer: string, hasOtherHeaders: boolean): OperationPart[] {
    const parameters = (operation.parameters ?? []).map((parameter) => this.#resolve<Parameter>(parameter));
    const body = operation.requestBody && this.#resolve<MediaTypes>(operation.requestBody);
    return [
      ...this.#bodyOf(body, 'body', operation.operationId, `${pointer}/requestBody`),
      ...['path', 'query', 'header'].flatMap((place) => {
        const inPlace = parameters.filter((parameter) => parameter.in === place);
        if (inPlace.length === 0) return [];
        const part = place === 'header' ? 'headers' : place;
        const schema = objectOf(inPlace);
        const isOpen = place === 'header' && hasOtherHeaders;
        const open = isOpen ? { ...schema, 'x-any-headers': true } : schema;
        return [{ part, schema: this.#named(open, part, operation.operationId, `${pointer}/parameters`) }];
      }),
    ];
  }

  /** Those that are JSON: the PDF of a report has no schema, and 204 has no body. */
  responsesOf({ operationId, responses }: Operation, pointer: string): OperationPart[] {
    return Object.entries(responses).flatMap(([status, response]) =>
      this.#bodyOf(
        this.#resolve<MediaTypes>(response),
        status,
        operationId,
        `${pointer}/responses/${status}`,
      ),
    );
  }

  #bodyOf(body: MediaTypes | undefined, part: string, id: string, pointer: string): OperationPart[] {
    const [type, json] =
      Object.entries(body?.content ?? {}).find(([type]) => /^application\/([\w.-]+\+)?json\b/.test(type)) ??
      [];
    if (json?.schema === undefined) return [];
    const at = `${pointer}/content/${type?.replaceAll('/', '~1')}/schema`;
    return [{ part, schema: this.#named(json.schema, part, id, at) }];
  }

  /** The name of a schema. One that has none gets it from where it stands. */
  #named(schema: unknown, part: string, id: string, pointer: string): string {
    const plain = plainSchema(this.#api, schema, pointer);
    if (plain.$ref !== undefined) return plain.$ref.slice(plain.$ref.lastIndexOf('/') + 1);
    const name = `${id}_${part}`;
    if (this.#schemas[name] !== undefined)
      throw new Error(`The spec has a schema ${name}, which is taken for ${pointer}.`);
    const isAnyHeaders = (schema as Record<string, unknown>)['x-any-headers'] === true;
    this.#schemas[name] = isAnyHeaders ? { ...plain, 'x-any-headers': true } : plain;
    return name;
  }

  #resolve<Found>(part: unknown): Found {
    return resolve(this.#api, part as { $ref?: string }) as Found;
  }
}

function objectOf(parameters: readonly Parameter[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema = true }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}
