import { banner } from './banner.ts';
import {
  type OpenApi,
  type Operation,
  operationsOf,
  type Schema as SpecSchema,
  typeNameOf,
} from './openapi.ts';

/** What a file of schemas is for. `request`: what Truework receives; closed. `response`: what it sends; open to what is new. */
type Strictness = 'request' | 'response';

/** The library that a file of schemas is written in. */
type Library = 'zod' | 'zod/mini';

interface Schema extends SpecSchema {
  description?: string;
  type?: string | string[];
  enum?: (string | null)[];
  const?: string;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  maxProperties?: number;
  required?: string[];
}

interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** Keywords that say nothing about which values are right. `default` is what the API fills in, `contentEncoding` is for readers. */
const annotations = [
  'contentEncoding',
  'contentMediaType',
  'default',
  'deprecated',
  'description',
  'example',
];

/** The keywords that each kind of schema is checked by. What is listed nowhere is not generated, and so has to be written here. */
const keywords = {
  reference: ['$ref'],
  union: ['anyOf'],
  object: ['type', 'properties', 'required'],
  map: ['type', 'additionalProperties', 'maxProperties'],
  array: ['type', 'items', 'maxItems'],
  enum: ['type', 'enum'],
  const: ['type', 'const'],
  string: ['type', 'maxLength', 'minLength', 'pattern', 'format'],
  integer: ['type', 'minimum', 'maximum'],
  boolean: ['type'],
};

/** What people are told of a pattern of the spec, who may not read patterns. */
const patternWords: Record<string, string> = {
  '^(\\d{3}-\\d{2}-\\d{4}|\\d{9})$': 'a social security number, XXX-XX-XXXX or nine digits',
  '^-?\\d+\\.\\d{2}$': 'a decimal number with two places in a string, such as "1234.50"',
  '^\\d{4}$': 'a year of four digits in a string, such as "2021"',
  '^[a-z_0-9]+(,[a-z_0-9]+)*$': 'names of members with commas between them, such as id,state',
};

const formatChecks: Record<string, string> = {
  date: 'date',
  'date-time': 'dateTime',
  email: 'email',
  uri: 'uri',
};

/**
 * The zod schemas of every component and every operation, in one strictness.
 *
 * @throws Where the spec uses a keyword, a format or a pattern that nothing is written for yet.
 */
export function validators(api: OpenApi, strictness: Strictness, library: Library): string {
  const generation = new Generation(api, strictness);
  const components = Object.entries(api.components.schemas).map(([name, schema]) =>
    generation.component(name, schema),
  );
  const operations =
    strictness === 'request' ? generation.requests() : [...generation.responses(), ...generation.webhooks()];
  const ids = operationsOf(api).map(({ operation }) => operation.operationId);
  const text = [
    ...components,
    ...operations,
    `/** The ${strictness === 'request' ? 'requests' : 'answers'} of every operation. */\nexport const operations = {\n${ids.map((id) => `  ${id},`).join('\n')}\n} as const;`,
  ].join('\n\n');
  return `${banner}

import * as z from '${library === 'zod' ? 'zod' : '../mini-definitions.ts'}';
import { ${[...generation.used, 'type Schema', 'schema'].sort().join(', ')} } from '../${library === 'zod' ? 'classic' : 'mini'}.ts';
import type * as types from './types.gen.ts';

${text}
`;
}

class Generation {
  readonly #api: OpenApi;
  readonly #strictness: Strictness;
  /** What of classic.ts or mini.ts the definitions use, beside what all of them do. */
  readonly used = new Set<string>();

  constructor(api: OpenApi, strictness: Strictness) {
    this.#api = api;
    this.#strictness = strictness;
  }

  /** The type and the schema of a component. */
  component(name: string, schema: Schema): string {
    return `${comment(schema.description)}export type ${name} = types.${name};
export const ${name}: Schema<types.${name}> = ${this.#schema(schema)};`;
  }

  /** What each operation takes. */
  requests(): string[] {
    return operationsOf(this.#api).map(({ path, method, operation }) => {
      const { operationId: id } = operation;
      const data = `types.${typeNameOf(id)}Data`;
      const body = operation.requestBody?.content['application/json']?.schema.$ref;
      const parameters = this.#parametersOf(path, operation);
      const parts = (['path', 'query', 'header'] as const).flatMap((place) => {
        const inPlace = parameters.filter((parameter) => parameter.in === place);
        if (inPlace.length === 0) return [];
        const part = place === 'header' ? 'headers' : place;
        // Every request has headers that no operation declares.
        const schema = this.#schema(
          objectOf(inPlace),
          place === 'header' ? this.#use('openObject') : undefined,
        );
        return [[part, `NonNullable<${data}['${part}']>`, schema] as const];
      });
      const bodyName = body === undefined ? undefined : nameIn(body);
      return operationConstant(`What ${id} takes: ${method} ${path}.`, id, [
        ...(bodyName === undefined ? [] : [['body', `types.${bodyName}`, bodyName] as const]),
        ...parts,
      ]);
    });
  }

  /** What each operation answers, by status. The PDF of a report has no schema: it is not JSON. */
  responses(): string[] {
    return operationsOf(this.#api).map(({ path, method, operation }) => {
      const { operationId: id, responses } = operation;
      const answers = Object.entries(responses).map(([status, response]) => {
        const { content } = this.#resolve<{ content: Record<string, { schema: Schema }> }>(response);
        const name = nameIn(content['application/json']?.schema.$ref ?? '');
        const kind = Number(status) < 400 ? 'Responses' : 'Errors';
        return [status, `types.${typeNameOf(id)}${kind}[${status}]`, name] as const;
      });
      return operationConstant(`What ${id} answers, by status: ${method} ${path}.`, id, answers);
    });
  }

  /** What each webhook brings. */
  webhooks(): string[] {
    return Object.entries(this.#api.webhooks).map(([event, item]) => {
      const { operationId: id, parameters = [], requestBody } = item.post;
      const headers = parameters.map((parameter) => this.#resolve<Parameter>(parameter));
      const members = parameters.map((parameter, index) => {
        return `'${headers[index]?.name}': types.${nameIn((parameter as { $ref: string }).$ref)}`;
      });
      const body = nameIn(requestBody?.content['application/json']?.schema.$ref ?? '');
      return operationConstant(`What the webhook ${event} brings.`, id, [
        ['body', `types.${body}`, body],
        ['headers', `{ ${members.join('; ')} }`, this.#schema(objectOf(headers))],
      ]);
    });
  }

  #use(name: string): string {
    this.used.add(name);
    return name;
  }

  /** A schema with a definition that is built at its first use. */
  #schema(schema: Schema, object?: string): string {
    return `/* @__PURE__ */ schema(() =>\n  ${indented(this.#definition(schema, { isRoot: true, object }))},\n)`;
  }

  /** A schema of the spec in the words of zod. */
  #definition(
    schema: Schema,
    { isRoot = false, object }: { isRoot?: boolean; object?: string | undefined } = {},
  ): string {
    const { $ref, anyOf, type } = schema;
    if ($ref !== undefined) return this.#known(schema, 'reference', this.#reference(nameIn($ref)));
    if (anyOf !== undefined) return this.#known(schema, 'union', this.#union(anyOf));
    const types = [type ?? []].flat();
    const nullable = (text: string): string => (types.includes('null') ? `z.nullable(${text})` : text);
    const [only, ...others] = types.filter((name) => name !== 'null');
    if (others.length > 0)
      throw new Error(`No validator is written for a schema of the types ${types.join(', ')}.`);
    switch (only) {
      case 'object':
        return nullable(
          typeof schema.additionalProperties === 'object'
            ? this.#map(schema, isRoot)
            : this.#object(schema, object),
        );
      case 'array': {
        const items = this.#definition(schema.items ?? {});
        return this.#known(
          schema,
          'array',
          nullable(checked(`z.array(${items})`, [bound('maxLength', schema.maxItems)])),
        );
      }
      case 'string':
        return nullable(this.#string(schema));
      case 'integer': {
        const checks = [bound('gte', schema.minimum), bound('lte', schema.maximum)];
        return this.#known(schema, 'integer', nullable(checked('z.int()', checks)));
      }
      case 'boolean':
        return this.#known(schema, 'boolean', nullable('z.boolean()'));
      default:
        throw new Error(`No validator is written for a schema of the type ${only}.`);
    }
  }

  /** A map is referred to by its schema: zod's own map passes over a key \`__proto__\`, and a map may hold itself. */
  #reference(name: string): string {
    const target = this.#api.components.schemas[name];
    return typeof target?.additionalProperties === 'object' ? name : `${this.#use('definitionOf')}(${name})`;
  }

  #union(anyOf: Schema[]): string {
    const options = anyOf.filter(({ type }) => type !== 'null').map((option) => this.#definition(option));
    const union =
      options.length === 1
        ? (options[0] as string)
        : `z.union([\n  ${options.map(indented).join(',\n  ')},\n])`;
    return options.length < anyOf.length ? `z.nullable(${union})` : union;
  }

  #string(schema: Schema): string {
    const { enum: values, const: only, minLength, maxLength, pattern, format } = schema;
    if (values !== undefined) {
      const listed = `[${values
        .filter((value) => value !== null)
        .map((value) => quoted(value))
        .join(', ')}]`;
      return this.#known(
        schema,
        'enum',
        `${this.#strictness === 'request' ? 'z.enum' : this.#use('openEnum')}(${listed})`,
      );
    }
    if (only !== undefined) return this.#known(schema, 'const', `z.literal(${quoted(only)})`);
    if (pattern !== undefined && patternWords[pattern] === undefined) {
      throw new Error(`Nobody wrote down in words what the pattern ${pattern} wants: see patternWords.`);
    }
    if (format !== undefined && formatChecks[format] === undefined) {
      throw new Error(`No check is written for the format ${format}: see formatChecks.`);
    }
    // Lengths come first: nothing that is longer meets a pattern.
    return this.#known(
      schema,
      'string',
      checked('z.string()', [
        bound('maxLength', maxLength),
        bound('minLength', minLength),
        ...(pattern === undefined
          ? []
          : [`z.regex(/${pattern.replaceAll('/', '\\/')}/, ${quoted(patternWords[pattern] ?? '')})`]),
        ...(format === undefined ? [] : [this.#use(formatChecks[format] ?? '')]),
      ]),
    );
  }

  #object(
    schema: Schema,
    object = this.#strictness === 'request' ? 'z.strictObject' : this.#use('openObject'),
  ): string {
    const { properties = {}, required = [] } = schema;
    const members = Object.entries(properties).map(([name, member]) => {
      const definition = this.#definition(member);
      const key = /^\w+$/.test(name) ? name : quoted(name);
      return `  ${key}: ${indented(required.includes(name) ? definition : `${this.#use('optional')}(${definition})`)},`;
    });
    return this.#known(schema, 'object', `${object}({\n${members.join('\n')}\n})`);
  }

  #map(schema: Schema, isRoot: boolean): string {
    if (!isRoot)
      throw new Error('A map inside another schema is not generated: make it a component of its own.');
    const members = this.#definition(schema.additionalProperties as Schema);
    return this.#known(
      schema,
      'map',
      checked(`z.record(z.string(), ${members})`, [
        schema.maxProperties && `${this.#use('maxMembers')}(${schema.maxProperties})`,
      ]),
    );
  }

  /** @returns The text, where all keywords of the schema are known for its kind. */
  #known(schema: Schema, kind: keyof typeof keywords, text: string): string {
    const unknown = Object.keys(schema).filter(
      (keyword) =>
        !keyword.startsWith('x-') && !annotations.includes(keyword) && !keywords[kind].includes(keyword),
    );
    if (unknown.length === 0) return text;
    throw new Error(`No validator is written for ${unknown.join(', ')} in a schema of the kind ${kind}.`);
  }

  #parametersOf(path: string, operation: Operation): Parameter[] {
    const shared = (this.#api.paths[path]?.['parameters'] ?? []) as unknown[];
    return [...shared, ...(operation.parameters ?? [])].map((parameter) =>
      this.#resolve<Parameter>(parameter),
    );
  }

  #resolve<Found>(part: unknown): Found {
    const { $ref } = part as { $ref?: string };
    if ($ref === undefined) return part as Found;
    const [kind = '', name = ''] = $ref.split('/').slice(2);
    return this.#api.components[kind]?.[name] as Found;
  }
}

function objectOf(parameters: Parameter[]): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

/** An object of schemas, each a part of an operation. */
function operationConstant(
  description: string,
  id: string,
  parts: readonly (readonly [name: string, type: string, schema: string])[],
): string {
  return `${comment(description)}export const ${id}: {
${parts.map(([name, type]) => `  readonly ${name}: Schema<${type}>;`).join('\n')}
} = {
${parts.map(([name, , schema]) => `  ${name}: ${indented(schema)},`).join('\n')}
};`;
}

function checked(schema: string, checks: (string | 0 | undefined)[]): string {
  const given = checks.filter((check) => check);
  return given.length === 0 ? schema : `${schema}.check(${given.join(', ')})`;
}

function bound(check: string, value: number | undefined): string | undefined {
  return value === undefined ? undefined : `z.${check}(${value})`;
}

function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function comment(description: string | undefined): string {
  if (description === undefined) return '';
  const lines = description.trim().split('\n');
  return lines.length === 1
    ? `/** ${lines[0]} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */\n`;
}
