import { pointerTo } from './json-pointer.ts';
import {
  type MediaType,
  methods,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
  type RequestBody,
  type Response,
  type Schema,
} from './openapi-document.ts';
import { childrenOf, type Located, locate } from './references.ts';

/** An operation or a webhook, with what it refers to. */
export interface OperationEntry {
  /** Its operationId, or its path if it has none. */
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** As the document writes it. Of a webhook, the name of the event. */
  readonly path: string;
  /** JSON pointer to the operation, beginning with `#`. */
  readonly pointer: string;
  readonly operation: Operation;
  /** Those of the path, then those of the operation, which replace one of the path with the same name and location. */
  readonly parameters: readonly Located<Parameter>[];
  readonly requestBody: Located<RequestBody> | undefined;
  readonly responses: readonly ResponseEntry[];
}

/** A response, and the status or the range of statuses that it describes, such as `200`, `2XX` or `default`. */
export interface ResponseEntry extends Located<Response> {
  readonly status: string;
}

/** One form of a body. */
export interface BodyEntry extends Located<MediaType> {
  readonly mediaType: string;
  /** Undefined if the document does not describe the body. */
  readonly schema: Located<Schema> | undefined;
}

/** Every operation of the document: path by path, in the order of {@link methods}. */
export function operationsOf(document: OpenApiDocument): OperationEntry[] {
  return entriesOf(document, '#/paths');
}

/** Every webhook of the document, with the name of its event as its path. */
export function webhooksOf(document: OpenApiDocument): OperationEntry[] {
  return entriesOf(document, '#/webhooks');
}

/** Every form of a request's or a response's body. Empty if there is no body. */
export function bodiesOf(described: Located<RequestBody | Response> | undefined): BodyEntry[] {
  return Object.entries(described?.value.content ?? {}).map(([mediaType, value]) => {
    const pointer = pointerTo(described?.pointer ?? '', 'content', mediaType);
    const schema = value.schema && { pointer: pointerTo(pointer, 'schema'), value: value.schema };
    return { mediaType, pointer, value, schema };
  });
}

/** The schema of a request's or a response's JSON body. Undefined if there is no JSON body. */
export function jsonSchemaOf(
  described: Located<RequestBody | Response> | undefined,
): Located<Schema> | undefined {
  return bodiesOf(described).find(({ mediaType }) => mediaType === 'application/json')?.schema;
}

function entriesOf(document: OpenApiDocument, pointer: string): OperationEntry[] {
  return childrenOf<PathItem>(document, pointer).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item.value[method];
      return operation === undefined ? [] : [entryOf(document, path, method, item, operation)];
    }),
  );
}

function entryOf(
  document: OpenApiDocument,
  path: string,
  method: string,
  item: Located<PathItem>,
  operation: Operation,
): OperationEntry {
  const pointer = pointerTo(item.pointer, method);
  return {
    id: operation.operationId ?? path,
    method: method.toUpperCase(),
    path,
    pointer,
    operation,
    parameters: parametersOf(document, [item.pointer, pointer]),
    requestBody: operation.requestBody && locate<RequestBody>(document, pointerTo(pointer, 'requestBody')),
    responses: childrenOf<Response>(document, pointerTo(pointer, 'responses')).map(([status, response]) => ({
      status,
      ...response,
    })),
  };
}

function parametersOf(document: OpenApiDocument, holders: readonly string[]): Located<Parameter>[] {
  const parameters = holders.flatMap((holder) =>
    childrenOf<Parameter>(document, pointerTo(holder, 'parameters')),
  );
  const byNameAndLocation = new Map(
    parameters.map(([, parameter]) => [`${parameter.value.in} ${parameter.value.name}`, parameter]),
  );
  return [...byNameAndLocation.values()];
}
