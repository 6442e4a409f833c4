import { STATUS_CODES } from 'node:http';
import { createFieldBuilder, type Field, type FieldBuilder } from './field.ts';
import type {
  Example,
  Header,
  Link,
  MediaType,
  OpenApiDocument,
  Operation,
  Parameter,
  PathItem,
  Reference,
  Response,
  RetryClass,
  Source,
} from './openapi-document.ts';
import { componentName, resolve } from './resolve.ts';

/** Everything that the page of one operation, or of one webhook, shows. */
export interface OperationPage {
  readonly id: string;
  readonly kind: 'request' | 'webhook';
  readonly slug: string;
  readonly href: string;
  readonly method: string;
  /** The path of a request, the event of a webhook. */
  readonly target: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string | undefined;
  readonly deprecated: boolean;
  readonly retry: RetryClass | undefined;
  /** Whether only clients of the era call it: it is on no page of the version any more. */
  readonly legacy: boolean;
  /** What does the same in later versions, newest last. */
  readonly successors: readonly { readonly version: string; readonly operation: string }[];
  readonly source: Source | undefined;
  readonly externalDocs: Operation['externalDocs'];
  readonly parameters: readonly ParameterField[];
  readonly body: Body | undefined;
  readonly responses: readonly Answer[];
}

export interface ParameterField {
  readonly in: Parameter['in'];
  readonly field: Field;
}

export interface Body {
  readonly contentType: string;
  readonly required: boolean;
  readonly root: Field;
  readonly examples: readonly NamedExample[];
}

export interface NamedExample {
  readonly summary: string;
  readonly value: unknown;
}

export interface Answer {
  readonly status: string;
  readonly title: string;
  readonly anchor: string;
  readonly description: string;
  readonly source: Source | undefined;
  readonly headers: readonly Field[];
  /** The status under which the same headers stand already. */
  readonly headersAsUnder: string | undefined;
  readonly body: Body | undefined;
  /** The status under which the same body stands already. */
  readonly bodyAsUnder: string | undefined;
  /** Everything that the body can be had as. */
  readonly mediaTypes: readonly string[];
  /** The calls that can follow. */
  readonly links: readonly Link[];
}

export function pageOf(
  document: OpenApiDocument,
  place: {
    kind: OperationPage['kind'];
    target: string;
    method: string;
    item: PathItem;
    operation: Operation;
  },
): OperationPage {
  const { kind, target, method, item, operation } = place;
  const id = operation.operationId ?? target;
  const slug = kebabCase(id);
  const build = createFieldBuilder(document);
  return {
    id,
    kind,
    slug,
    href: `/reference/${slug}/`,
    method: method.toUpperCase(),
    target,
    summary: operation.summary ?? id,
    description: operation.description ?? '',
    tag: operation.tags?.[0],
    deprecated: operation.deprecated ?? false,
    retry: operation['x-retry'],
    legacy: operation['x-legacy'] === true,
    successors: Object.entries(operation['x-successor'] ?? {}).map(([version, successor]) => ({
      version,
      operation: successor,
    })),
    source: operation['x-source'],
    externalDocs: operation.externalDocs,
    parameters: parametersOf(document, build, [...(item.parameters ?? []), ...(operation.parameters ?? [])]),
    body: requestBodyOf(document, build, operation),
    responses: answersOf(document, build, operation),
  };
}

/** What stands for an operation in a badge. */
export function methodLabel({ kind, method }: Pick<OperationPage, 'kind' | 'method'>): string {
  return kind === 'webhook' ? 'EVENT' : method;
}

export function kebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

function parametersOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  declared: readonly (Parameter | Reference)[],
): ParameterField[] {
  // A parameter of the operation replaces the one of its path that has the same name and place.
  const byPlace = new Map<string, Parameter>();
  for (const parameter of declared.map((entry) => resolve<Parameter>(document, entry))) {
    byPlace.set(`${parameter.in}.${parameter.name}`, parameter);
  }
  return [...byPlace].map(([anchor, parameter]) => ({
    in: parameter.in,
    field: build(parameter.schema ?? {}, parameter.name, anchor, remarksOf(parameter)),
  }));
}

function requestBodyOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  operation: Operation,
): Body | undefined {
  if (!operation.requestBody) return undefined;
  const { content, required } = resolve(document, operation.requestBody);
  return bodyOf(document, build, content, 'body', required ?? false);
}

function bodyOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  content: Readonly<Record<string, MediaType>> | undefined,
  anchor: string,
  required: boolean,
): Body | undefined {
  const [contentType, media] = Object.entries(content ?? {})[0] ?? [];
  if (!contentType || !media) return undefined;
  return {
    contentType,
    required,
    root: build(media.schema ?? {}, anchor, anchor),
    examples: examplesOf(document, media),
  };
}

function examplesOf(document: OpenApiDocument, media: MediaType): NamedExample[] {
  const named = Object.entries(media.examples ?? {}).map(([name, entry]) => {
    const example = resolve<Example>(document, entry);
    return { summary: example.summary ?? name, value: example.value };
  });
  return media.example === undefined ? named : [{ summary: 'Example', value: media.example }, ...named];
}

function answersOf(document: OpenApiDocument, build: FieldBuilder, operation: Operation): Answer[] {
  const bodies = new Map<string, string>();
  const headerSets = new Map<string, string>();
  return Object.entries(operation.responses ?? {}).map(([status, entry]) => {
    const response = resolve<Response>(document, entry);
    const schema = Object.values(response.content ?? {})[0]?.schema;
    const component = schema && componentName(schema);
    const bodyAsUnder = component && bodies.get(component);
    if (component && !bodyAsUnder) bodies.set(component, status);
    const headerSet = JSON.stringify(response.headers ?? {});
    const headersAsUnder = headerSets.get(headerSet);
    if (!headersAsUnder) headerSets.set(headerSet, status);
    return {
      status,
      title: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
      anchor: answerAnchor(status),
      description: response.description,
      source: response['x-source'],
      headers: headersOf(document, build, response, status),
      headersAsUnder,
      body: bodyOf(document, build, response.content, answerAnchor(status), true),
      bodyAsUnder,
      mediaTypes: Object.keys(response.content ?? {}),
      links: Object.values(response.links ?? {}).map((link) => resolve<Link>(document, link)),
    };
  });
}

export function answerAnchor(status: string): string {
  return `response.${status}`;
}

function headersOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  response: Response,
  status: string,
): Field[] {
  return Object.entries(response.headers ?? {}).map(([name, entry]) => {
    const header = resolve<Header>(document, entry);
    return build(header.schema ?? {}, name, `response-header.${status}.${name}`, remarksOf(header));
  });
}

function remarksOf(described: Parameter | Header) {
  const { description, required, deprecated, example } = described;
  return { description, required, deprecated, example, source: described['x-source'] };
}
