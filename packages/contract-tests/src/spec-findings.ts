import {
  bodiesOf,
  type Located,
  type OperationEntry,
  operationsOf,
  type Parameter,
  type RequestBody,
  type Schema,
} from '@truework-legacy/spec/document';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { schemas } from './constraints.ts';
import type { Exchange } from './exchange.ts';
import { parsedJson } from './parsed-json.ts';
import { shapeOf } from './shape.ts';
import { spec } from './spec.ts';

// Validates an exchange by the bundled spec alone: no code of client, validators or sandbox takes part.

/** Something that is not as the spec says. Names locations, never values: those may be personal data. */
export interface Finding {
  operation: string;
  /** Where in the exchange, such as `request body /target`. */
  where: string;
  expected: string;
  /** What was there instead: a type or a shape, never a value. Absent if nothing was. */
  actual?: string;
  /** JSON pointer to what the spec says of it. */
  pointer?: string;
}

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
addFormats.default(ajv);
ajv.addSchema(spec, 'spec');

const operations = operationsOf(spec);

/** Id of the operation that an exchange is of. Undefined if the spec has no such path and method. */
export function operationOf({ request }: Exchange): string | undefined {
  return findOperation(request.method, request.url.pathname)?.operation.id;
}

/** What in an exchange the client did wrong. Empty if nothing is. */
export function requestFindings({ request }: Exchange): Finding[] {
  const found = findOperation(request.method, request.url.pathname);
  if (found === undefined) {
    return [
      {
        operation: 'none',
        where: `request ${request.method}`,
        expected: 'a path and method of the spec',
      },
    ];
  }
  const { operation, pathValues } = found;
  const sameForm = operation.path.endsWith('/') === request.url.pathname.endsWith('/');
  const form: Violation[] = sameForm ? [] : [['request path', `the form of the spec, ${operation.path}`]];
  return [
    ...form,
    ...validateParameters(operation, pathValues, request),
    ...validateRequestBody(operation.requestBody, request),
  ].map((violation) => findingOf(violation, operation.id, operation.pointer));
}

type Violation = [where: string, expected: string, actual?: string | undefined, pointer?: string | undefined];

function findingOf(
  [where, expected, actual, pointer]: Violation,
  operation: string,
  around: string,
): Finding {
  return { operation, where, expected, ...(actual !== undefined && { actual }), pointer: pointer ?? around };
}

function validateParameters(
  operation: OperationEntry,
  pathValues: Record<string, string>,
  request: Exchange['request'],
): Violation[] {
  const violations: Violation[] = [];
  const declared = new Set(
    operation.parameters.filter(({ value }) => value.in === 'query').map(({ value }) => value.name),
  );
  for (const name of request.url.searchParams.keys()) {
    if (!declared.has(name)) violations.push([`request query ${name}`, 'a parameter that the spec declares']);
  }
  for (const { value: parameter, pointer } of operation.parameters) {
    const text = parameterText(parameter, pathValues, request);
    const where = `request ${parameter.in} ${parameter.name}`;
    if (text === null) {
      if (parameter.required === true) violations.push([where, 'present', undefined, pointer]);
      continue;
    }
    if (text === '' && parameter.allowEmptyValue === true) continue;
    const { schema = {} } = parameter;
    violations.push(...check(schema, fromText(text, schema.type), where, pointer));
  }
  if (request.headers.get('accept') !== `application/json; version=${spec.info.version}`) {
    violations.push(['request header Accept', `application/json; version=${spec.info.version}`]);
  }
  if (!/^Bearer \S+$/.test(request.headers.get('authorization') ?? '')) {
    violations.push(['request header Authorization', 'a bearer key']);
  }
  return violations;
}

/** A parameter's value of the type that its schema names, or the text itself if it is not of that type. */
export function fromText(text: string, type: string | readonly string[] | undefined): unknown {
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function parameterText(
  parameter: Parameter,
  pathValues: Record<string, string>,
  request: Exchange['request'],
): string | null {
  if (parameter.in === 'path') return pathValues[parameter.name] ?? null;
  if (parameter.in === 'query') return request.url.searchParams.get(parameter.name);
  return request.headers.get(parameter.name);
}

function validateRequestBody(
  declared: Located<RequestBody> | undefined,
  { headers, body }: Exchange['request'],
): Violation[] {
  if (declared === undefined) return body === null ? [] : [['request body', 'none']];
  if (body === null) return declared.value.required === true ? [['request body', 'present']] : [];
  const forms = bodiesOf(declared);
  const form = forms.find(({ mediaType }) => mediaType === mediaTypeOf(headers));
  if (form === undefined)
    return [['request header Content-Type', forms.map(({ mediaType }) => mediaType).join(' or ')]];
  const value = parsedJson(body);
  if (value === undefined) return [['request body', 'JSON', 'something else']];
  return check(form.value.schema ?? {}, value, 'request body');
}

/** The media type of a body, without its parameters. */
export function mediaTypeOf(headers: Headers): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'none';
}

/** Whether a request asks for some fields of the response only. */
export function isPartial({ url }: Exchange['request']): boolean {
  return url.searchParams.has('fields');
}

/** Where in a partial response a required field may be absent: at the top, or at the top of a list's items. */
export const partialLocation = /^(\/results\/\d+)?$/;

/** Whether a schema of the spec takes a value. */
export function takes(schema: object, value: unknown): boolean {
  return validatorFor(schema)(value);
}

/** Everything in a value that is not as a schema of the spec says. */
export function valueFindings(
  schema: Located<Schema>,
  value: unknown,
  about: Pick<Finding, 'operation' | 'where'>,
): Finding[] {
  return check(schema.value, value, about.where).map((violation) =>
    findingOf(violation, about.operation, schema.pointer),
  );
}

function check(schema: object, value: unknown, where: string, around?: string): Violation[] {
  const validate = validatorFor(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error): Violation => [
      `${where} ${error.instancePath}`.trim(),
      describe(error),
      shapeOf(error.data, (name) => name),
      pointerOf(error) ?? around,
    ],
  );
}

const compiled = new Map<object, ValidateFunction>();

function validatorFor(schema: object): ValidateFunction {
  const validate = compiled.get(schema) ?? ajv.compile(withAbsoluteReferences(schema) as object);
  compiled.set(schema, validate);
  return validate;
}

const pointers = new Map<unknown, string>(schemas().map(({ value, pointer }) => [value, pointer]));

/** Where the spec says what an error is about. Undefined if that is said in place. */
function pointerOf({ parentSchema, keyword }: ErrorObject): string | undefined {
  const pointer = pointers.get(parentSchema);
  return pointer && `${pointer}/${keyword}`;
}

function describe({ keyword, message, params }: ErrorObject): string {
  const allowed = 'allowedValues' in params ? ` (${(params['allowedValues'] as string[]).join(', ')})` : '';
  return `${message ?? keyword}${allowed}`;
}

/** References of the bundle lead to itself; a schema compiled alone has to name it. */
function withAbsoluteReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withAbsoluteReferences);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `spec${value}` : withAbsoluteReferences(value),
    ]),
  );
}

/** The operation that a request is of, and the values in its path. */
export function findOperation(
  method: string,
  pathname: string,
): { operation: OperationEntry; pathValues: Record<string, string> } | undefined {
  for (const operation of operations) {
    const pathValues = matchTemplate(operation.path, pathname);
    if (operation.method === method.toUpperCase() && pathValues !== undefined)
      return { operation, pathValues };
  }
  return undefined;
}

/** The values of a path's parameters, percent signs resolved. Undefined if the path is another. */
function matchTemplate(template: string, pathname: string): Record<string, string> | undefined {
  const names = template.replace(/\/$/, '').split('/');
  const parts = pathname.replace(/\/$/, '').split('/');
  if (names.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] as string;
    if (name.startsWith('{')) values[name.slice(1, -1)] = decodeURIComponent(part);
    else if (name !== part) return undefined;
  }
  return values;
}
