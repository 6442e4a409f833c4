import { STATUS_CODES } from 'node:http';
import {
  type BodyEntry,
  bodiesOf,
  childrenOf,
  type Example,
  type Header,
  type Link,
  type OpenApiDocument,
  type Operation,
  type OperationEntry,
  type Parameter,
  pointerTo,
  type RetryClass,
  type Source,
} from '@truework-legacy/spec/document';
import { createFieldBuilder, type Field, type FieldBuilder } from './field.ts';
import { componentName } from './shape.ts';

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
  /** The client's method, such as `verifications.create`. Undefined for a webhook. */
  readonly sdk: string | undefined;
  /** Whether it needs a key. */
  readonly authenticated: boolean;
  /** Whether only clients of the era call it: it is on no page of the version any more. */
  readonly legacy: boolean;
  /** What does the same in later versions, newest last. */
  readonly successors: readonly { readonly version: string; readonly operation: string }[];
  readonly source: Source | undefined;
  readonly externalDocs: Operation['externalDocs'];
  readonly parameters: readonly ParameterField[];
  readonly body: Body | undefined;
  readonly responses: readonly OperationResponse[];
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

export interface OperationResponse {
  readonly status: string;
  readonly title: string;
  readonly anchor: string;
  readonly description: string;
  readonly source: Source | undefined;
  readonly headers: readonly Field[];
  /** The status that already shows the same headers. */
  readonly headersAsUnder: string | undefined;
  readonly body: Body | undefined;
  /** The status that already shows the same body. */
  readonly bodyAsUnder: string | undefined;
  /** Everything that the body can be had as. */
  readonly mediaTypes: readonly string[];
  /** The calls that can follow. */
  readonly links: readonly Link[];
}

export function pageOf(
  document: OpenApiDocument,
  kind: OperationPage['kind'],
  { id, method, path, operation, parameters, requestBody, responses }: OperationEntry,
  homes?: ReadonlyMap<string, string>,
): OperationPage {
  const build = createFieldBuilder(document);
  return {
    id,
    kind,
    slug: kebabCase(id),
    href: hrefOf(id),
    method,
    target: path,
    summary: operation.summary ?? id,
    description: operation.description ?? '',
    tag: operation.tags?.[0],
    deprecated: operation.deprecated ?? false,
    retry: operation['x-retry'],
    sdk: operation['x-sdk'],
    authenticated: (operation.security ?? document.security ?? []).length > 0,
    legacy: operation['x-legacy'] === true,
    successors: Object.entries(operation['x-successor'] ?? {}).map(([version, successor]) => ({
      version,
      operation: successor,
    })),
    source: operation['x-source'],
    externalDocs: operation.externalDocs,
    parameters: parameters.map(({ value }) => ({
      in: value.in,
      field: build(value.schema ?? {}, value.name, `${value.in}.${value.name}`, remarksOf(value)),
    })),
    body: bodyOf(document, build, bodiesOf(requestBody), 'body', requestBody?.value.required ?? false),
    responses: responsesOf(document, createFieldBuilder(document, homes), responses),
  };
}

function hrefOf(id: string): string {
  return `/reference/${kebabCase(id)}/`;
}

/** The components that operations read, each with the place on a page where its fields are. */
export function homesOf(operations: readonly OperationEntry[]): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const { id, responses } of operations.filter(({ method }) => method === 'GET')) {
    for (const response of responses.filter(({ status }) => status.startsWith('2'))) {
      const component = componentName(bodiesOf(response)[0]?.value.schema ?? {});
      if (component && !homes.has(component))
        homes.set(component, `${hrefOf(id)}#${responseAnchor(response.status)}`);
    }
  }
  return homes;
}

/** What a badge shows for an operation. */
export function methodLabel({ kind, method }: Pick<OperationPage, 'kind' | 'method'>): string {
  return kind === 'webhook' ? 'EVENT' : method;
}

export function kebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

function bodyOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  [first]: readonly BodyEntry[],
  anchor: string,
  required: boolean,
): Body | undefined {
  if (!first) return undefined;
  return {
    contentType: first.mediaType,
    required,
    root: build(first.value.schema ?? {}, anchor, anchor),
    examples: examplesOf(document, first),
  };
}

function examplesOf(document: OpenApiDocument, { pointer, value: media }: BodyEntry): NamedExample[] {
  const named = childrenOf<Example>(document, pointerTo(pointer, 'examples')).map(([name, { value }]) => ({
    summary: value.summary ?? name,
    value: value.value,
  }));
  return media.example === undefined ? named : [{ summary: 'Example', value: media.example }, ...named];
}

function responsesOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  responses: OperationEntry['responses'],
): OperationResponse[] {
  const bodies = new Map<string, string>();
  const headerSets = new Map<string, string>();
  return responses.map((entry) => {
    const { status, value: response } = entry;
    const bodiesHere = bodiesOf(entry);
    const component = componentName(bodiesHere[0]?.value.schema ?? {});
    const bodyAsUnder = component && bodies.get(component);
    if (component && !bodyAsUnder) bodies.set(component, status);
    const headerSet = JSON.stringify(response.headers ?? {});
    const headersAsUnder = headerSets.get(headerSet);
    if (!headersAsUnder) headerSets.set(headerSet, status);
    return {
      status,
      title: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
      anchor: responseAnchor(status),
      description: response.description,
      source: response['x-source'],
      headers: headersOf(document, build, entry),
      headersAsUnder,
      body: bodyOf(document, build, bodiesHere, responseAnchor(status), true),
      bodyAsUnder,
      mediaTypes: bodiesHere.map(({ mediaType }) => mediaType),
      links: childrenOf<Link>(document, pointerTo(entry.pointer, 'links')).map(([, { value }]) => value),
    };
  });
}

export function responseAnchor(status: string): string {
  return `response.${status}`;
}

function headersOf(
  document: OpenApiDocument,
  build: FieldBuilder,
  { pointer, status }: OperationEntry['responses'][number],
): Field[] {
  return childrenOf<Header>(document, pointerTo(pointer, 'headers')).map(([name, { value }]) =>
    build(value.schema ?? {}, name, `response-header.${status}.${name}`, remarksOf(value)),
  );
}

function remarksOf(described: Parameter | Header) {
  const { description, required, deprecated, example } = described;
  return { description, required, deprecated, example, source: described['x-source'] };
}
