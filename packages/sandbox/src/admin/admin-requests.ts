import {
  jsonSchemaOf,
  namesIn,
  type OpenApiDocument,
  operationsOf,
  type Parameter,
} from '@truework-legacy/spec/document';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { quote } from '../errors/index.ts';
import adminDocument from '../generated/admin-openapi.json' with { type: 'json' };
import { type ApiRequest, Router, readJsonBody } from '../http/index.ts';
import { AdminError } from './admin-error.ts';
import type { AdminOperationId } from './admin-handlers.ts';

/** One operation of the admin API, as its document describes it. */
export interface AdminOperation {
  id: AdminOperationId;
  method: string;
  /** The path's parts: a literal, or the name of a parameter in braces. */
  segments: string[];
  /** Whether it must be sent as JSON, even without a body: a form of another website cannot do that. */
  writes: boolean;
  parameters: Parameter[];
  /** JSON pointer to the schema of its body. */
  bodyPointer: string | undefined;
}

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(adminDocument, 'admin');
// What comes in a path or a query is text.
const ajvOfParameters = new Ajv2020({ strict: false, coerceTypes: true, useDefaults: true });

/** All operations of the admin API. */
export const adminOperations: readonly AdminOperation[] = operationsOf(
  adminDocument as unknown as OpenApiDocument,
).map(({ id, method, path, parameters, requestBody }) => ({
  id: id as AdminOperationId,
  method,
  segments: path.slice(1).split('/'),
  writes: method === 'POST' || method === 'PUT',
  parameters: parameters.map(({ value }) => value),
  bodyPointer: jsonSchemaOf(requestBody)?.pointer,
}));

/** The paths of the admin API. */
export const adminRouter = new Router(adminOperations);

for (const { id, parameters } of adminOperations) {
  for (const location of ['path', 'query']) {
    const described = parameters.filter((parameter) => parameter.in === location);
    const properties = Object.fromEntries(described.map(({ name, schema }) => [name, schema]));
    ajvOfParameters.addSchema({ properties, additionalProperties: false }, `${id} ${location}`);
  }
}

/** Their bodies are checked when they are carried out, with an error for each problem. */
const checkedLater: ReadonlySet<AdminOperationId> = new Set(['setPeople']);

/** The parameters in a path or a query, as what they are, with their defaults. */
export function readParameters(
  { id }: AdminOperation,
  location: 'path' | 'query',
  texts: Readonly<Record<string, string>>,
): Record<string, string | number> {
  const validate = ajvOfParameters.getSchema(`${id} ${location}`) as ValidateFunction;
  const values: Record<string, string | number> = { ...texts };
  if (!validate(values)) throw invalid(location, validate);
  return values;
}

/** The JSON body of a request. Returns undefined if the operation takes no body. */
export function readBody({ id, bodyPointer }: AdminOperation, request: ApiRequest): unknown {
  if (bodyPointer === undefined) return undefined;
  const value = readJson(request);
  if (checkedLater.has(id)) return value;
  const validate = ajv.getSchema(`admin${bodyPointer}`) as ValidateFunction;
  if (!validate(value)) throw invalid('body', validate);
  return value;
}

/** With the bounds of the API. */
function readJson(request: ApiRequest): unknown {
  try {
    return readJsonBody(request);
  } catch (error) {
    throw new AdminError(400, 'invalid_request', (error as Error).message);
  }
}

function invalid(location: string, { errors }: ValidateFunction): AdminError {
  const [{ params, instancePath, message }] = errors as [ErrorObject];
  const name = params['additionalProperty'];
  const names = namesIn(instancePath);
  const where = names.length > 0 ? [location, ...names].join('.') : `The ${location}`;
  return new AdminError(
    400,
    'invalid_request',
    `${where} ${message}${name === undefined ? '' : ` (${quote(name)})`}. /_sandbox/openapi.json describes it.`,
  );
}
