import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import type { OperationTypes } from './generated/operations.gen.ts';

/** Id of an operation of the API. */
export type OperationId = keyof OperationTypes;

/** A parameter of an operation that is not in its path. */
export interface Parameter {
  name: string;
  in: 'query' | 'header' | 'path';
  allowEmptyValue?: boolean;
  schema: { type?: string; default?: string | number | boolean | null };
  /** JSON pointer to `schema` in the spec. */
  pointer: string;
  /** The bounds of its length, where the schema says nothing but them. */
  boundedText?: { least: number; most: number };
}

/** One operation of the spec, as the sandbox needs it. */
export interface SpecOperation {
  id: OperationId;
  method: string;
  /** The path's parts: a literal, or the name of a parameter in braces. */
  segments: string[];
  parameters: Parameter[];
  /** JSON pointer to the schema of the JSON body. Absent where the operation takes none. */
  bodyPointer?: string;
  /** JSON pointers to the schemas of its JSON answers, by status. */
  answerPointers: ReadonlyMap<number, string>;
  /** Media types of its success. */
  mediaTypes: readonly string[];
}

/** The version of the API that the spec describes. */
export const apiVersion: string = openapi.info.version;

/** The bundled spec. */
export const spec: object = openapi;

type Reference = { $ref: string };
type RawParameter = Omit<Parameter, 'pointer' | 'boundedText'>;
interface RawOperation {
  operationId: string;
  parameters?: (RawParameter | Reference)[];
  requestBody?: object;
  responses: Record<string, RawAnswer | Reference>;
}
interface RawAnswer {
  content?: Record<string, object>;
}

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** All operations of the spec. */
export const specOperations: SpecOperation[] = Object.entries(openapi.paths).flatMap(([path, item]) =>
  methods
    .filter((method) => method in item)
    .map((method) => readOperation(path, method, item as Record<string, unknown>)),
);

/** A path's parts. A slash at the end adds none: both forms are the same resource. */
export function pathSegments(path: string): string[] {
  return path.slice(1, path.length > 1 && path.endsWith('/') ? -1 : undefined).split('/');
}

/** JSON pointer to what a schema of an answer refers to. */
export function schemaPointer(pointer: string): string {
  let value: unknown = openapi;
  for (const part of pointer.slice(2).split('/')) {
    value = (value as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return (value as Partial<Reference>).$ref ?? pointer;
}

/** JSON pointer to the schema of a webhook's body. Undefined where the spec has no such event. */
export function webhookBodyPointer(event: string): string | undefined {
  if (!Object.hasOwn(openapi.webhooks, event)) return undefined;
  return `#/webhooks/${event}/post/requestBody/content/application~1json/schema`;
}

function readOperation(path: string, method: string, item: Record<string, unknown>): SpecOperation {
  const raw = item[method] as RawOperation;
  const pathPointer = `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const answers = Object.entries(raw.responses).map(
    ([status, answer]) =>
      [Number(status), ...resolveAnswer(answer, `${pathPointer}/${method}/responses/${status}`)] as const,
  );
  const operation: SpecOperation = {
    id: raw.operationId as OperationId,
    answerPointers: new Map(
      answers
        .filter(([, , { content = {} }]) => 'application/json' in content)
        .map(([status, pointer]) => [status, `${pointer}/content/application~1json/schema`]),
    ),
    mediaTypes: answers.flatMap(([status, , { content = {} }]) => (status < 300 ? Object.keys(content) : [])),
    method: method.toUpperCase(),
    segments: pathSegments(path),
    parameters: [
      ...readParameters((item['parameters'] ?? []) as RawOperation['parameters'], pathPointer),
      ...readParameters(raw.parameters, `${pathPointer}/${method}`),
    ],
  };
  if (raw.requestBody !== undefined) {
    operation.bodyPointer = `${pathPointer}/${method}/requestBody/content/application~1json/schema`;
  }
  return operation;
}

function resolveAnswer(answer: RawAnswer | Reference, pointer: string): [string, RawAnswer] {
  if (!('$ref' in answer)) return [pointer, answer];
  const name = answer.$ref.replace(
    '#/components/responses/',
    '',
  ) as keyof typeof openapi.components.responses;
  return [answer.$ref, openapi.components.responses[name]];
}

function readParameters(parameters: RawOperation['parameters'] = [], pointer: string): Parameter[] {
  return parameters.map((parameter, index) => {
    if (!('$ref' in parameter)) {
      return withBounds({ ...parameter, pointer: `${pointer}/parameters/${index}/schema` });
    }
    const name = parameter.$ref.replace(
      '#/components/parameters/',
      '',
    ) as keyof typeof openapi.components.parameters;
    return withBounds({
      ...(openapi.components.parameters[name] as RawParameter),
      pointer: `${parameter.$ref}/schema`,
    });
  });
}

function withBounds(parameter: Parameter): Parameter {
  const { type, minLength, maxLength, ...rest } = parameter.schema as {
    type?: string;
    minLength?: number;
    maxLength?: number;
  };
  // Below two, a length in code units and one in characters agree; above, a text has no more characters than units.
  const isBounded =
    type === 'string' && maxLength !== undefined && (minLength ?? 0) <= 1 && Object.keys(rest).length === 0;
  return isBounded ? { ...parameter, boundedText: { least: minLength ?? 0, most: maxLength } } : parameter;
}
