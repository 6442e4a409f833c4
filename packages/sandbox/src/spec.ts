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
}

/** The version of the API that the spec describes. */
export const apiVersion: string = openapi.info.version;

/** The bundled spec. */
export const spec: object = openapi;

type Reference = { $ref: string };
type RawParameter = Omit<Parameter, 'pointer'>;
interface RawOperation {
  operationId: string;
  parameters?: (RawParameter | Reference)[];
  requestBody?: object;
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
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function readOperation(path: string, method: string, item: Record<string, unknown>): SpecOperation {
  const raw = item[method] as RawOperation;
  const pathPointer = `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const operation: SpecOperation = {
    id: raw.operationId as OperationId,
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

function readParameters(parameters: RawOperation['parameters'] = [], pointer: string): Parameter[] {
  return parameters.map((parameter, index) => {
    if (!('$ref' in parameter)) return { ...parameter, pointer: `${pointer}/parameters/${index}/schema` };
    const name = parameter.$ref.replace(
      '#/components/parameters/',
      '',
    ) as keyof typeof openapi.components.parameters;
    return { ...(openapi.components.parameters[name] as RawParameter), pointer: `${parameter.$ref}/schema` };
  });
}
