import { keywords, reserved, toCase } from '@hey-api/openapi-ts';
import {
  bodiesOf,
  type Located,
  lastNameIn,
  type OpenApiDocument,
  type OperationEntry,
  operationsOf,
  type Parameter,
  pointerTo,
  type RequestBody,
  type Response,
  webhooksOf,
} from '@truework-legacy/spec/document';
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

/**
 * All that validators are generated for, as schemas in few forms.
 *
 * @throws UnsupportedSchemaError for whatever has no validator.
 */
export function validatorsInput(document: OpenApiDocument, strictness: Strictness): ValidatorsInput {
  const components = document.components?.schemas ?? {};
  const schemas = Object.fromEntries(
    Object.entries(components).map(([name, schema]): [string, PlainSchema] => {
      const pointer = pointerTo('#/components/schemas', name);
      checkName(name, pointer);
      if (toCase(name, 'PascalCase') !== name) {
        throw new UnsupportedSchemaError(pointer, `the name ${name}`, pascalCase);
      }
      const { description } = schema;
      const plain = plainSchema(document, schema, pointer);
      return [
        name,
        { ...plain, ...(description !== undefined && { description: safeComment(description) }) },
      ];
    }),
  );
  for (const name of Object.keys(schemas)) checkEnd(schemas, name);
  const operations = operationsOf(document);
  for (const { id, pointer } of operations) checkName(id, pointer);
  const parts = new PartsReader(document, schemas);
  return {
    schemas,
    components: Object.keys(components),
    operations: operations.map((entry) => {
      const { id, method, path } = entry;
      const line = `${method} ${path}`;
      return strictness === 'request'
        ? { id, description: `The request of ${id}: ${line}.`, parts: parts.requestOf(entry, true) }
        : {
            id,
            description: `The responses of ${id} by status: ${line}.`,
            parts: parts.responsesOf(entry),
          };
    }),
    webhooks: (strictness === 'request' ? [] : webhooksOf(document)).map((entry) => ({
      id: entry.id,
      description: `The request of the webhook ${entry.path}.`,
      parts: parts.requestOf(entry, false),
    })),
  };
}

/** @throws UnsupportedSchemaError if a schema is itself, by references alone or as one of several: nobody could say what it takes. */
function checkEnd(schemas: Readonly<Record<string, PlainSchema>>, name: string): void {
  const seen = new Set<string>();
  const visit = ({ $ref, anyOf = [] }: PlainSchema): void => {
    const target = $ref && lastNameIn($ref);
    if (target === name) {
      const pointer = pointerTo('#/components/schemas', name);
      throw new UnsupportedSchemaError(pointer, `$ref ${$ref}`, 'It is nothing but itself.');
    }
    if (target && !seen.has(target)) {
      seen.add(target);
      visit(schemas[target] ?? {});
    }
    for (const option of anyOf) visit(option);
  };
  visit(schemas[name] ?? {});
}

const pascalCase = 'The types of schemas are in PascalCase: rename it.';

// A module may well have an Event or a Document of its own: only words of the language are taken, not what a platform has.
reserved.runtime.set(() => [...keywords.javaScriptKeywords, ...keywords.typeScriptKeywords]);

/** What the generated files import, export or write under names of their own. */
const taken = ['z', 'types', 'operations', 'Array', 'Record', 'Blob', 'NonNullable', 'Uint8Array'];

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
  readonly #document: OpenApiDocument;
  readonly #schemas: Record<string, PlainSchema>;

  constructor(document: OpenApiDocument, schemas: Record<string, PlainSchema>) {
    this.#document = document;
    this.#schemas = schemas;
  }

  /** @param hasOtherHeaders - Whether there are headers that no operation declares, as in every request. */
  requestOf(
    { id, pointer, parameters, requestBody }: OperationEntry,
    hasOtherHeaders: boolean,
  ): OperationPart[] {
    return [
      ...this.#bodyOf(requestBody, 'body', id),
      ...['path', 'query', 'header'].flatMap((location) => {
        const inPlace = parameters.map(({ value }) => value).filter((parameter) => parameter.in === location);
        if (inPlace.length === 0) return [];
        const part = location === 'header' ? 'headers' : location;
        const schema = objectOf(inPlace);
        const isOpen = location === 'header' && hasOtherHeaders;
        const open = isOpen ? { ...schema, 'x-any-headers': true } : schema;
        return [{ part, schema: this.#named(open, part, id, pointerTo(pointer, 'parameters')) }];
      }),
    ];
  }

  /** Those that are JSON: the PDF of a report has no schema, and 204 has no body. A redirect is an error, whatever it has. */
  responsesOf({ id, responses }: OperationEntry): OperationPart[] {
    return responses
      .filter(({ status }) => !/^[13]/.test(status))
      .flatMap((response) => this.#bodyOf(response, response.status, id));
  }

  #bodyOf(body: Located<RequestBody | Response> | undefined, part: string, id: string): OperationPart[] {
    const json = bodiesOf(body).find(({ mediaType }) => /^application\/([\w.-]+\+)?json\b/.test(mediaType));
    if (json?.schema === undefined) return [];
    return [{ part, schema: this.#named(json.schema.value, part, id, json.schema.pointer) }];
  }

  /** The name of a schema. One without a name gets it from its location. */
  #named(schema: unknown, part: string, id: string, pointer: string): string {
    const plain = plainSchema(this.#document, schema, pointer);
    if (plain.$ref !== undefined) return lastNameIn(plain.$ref);
    const name = `${id}_${part}`;
    if (this.#schemas[name] !== undefined)
      throw new Error(
        `The spec has a schema ${name}, the name that is generated for ${pointer}. Rename the schema.`,
      );
    const isAnyHeaders = (schema as Record<string, unknown>)['x-any-headers'] === true;
    this.#schemas[name] = isAnyHeaders ? { ...plain, 'x-any-headers': true } : plain;
    return name;
  }
}

function objectOf(parameters: readonly Parameter[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema = true }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}
