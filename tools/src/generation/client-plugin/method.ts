import {
  type OpenApi,
  type Operation,
  operationsOf,
  resolve,
  resolveSchema,
  type Schema,
} from '../openapi.ts';
import { SpecProblem } from '../spec-problem.ts';

/** A method of the client, as the spec describes its operation. */
export interface Method {
  readonly id: string;
  /** Where `x-sdk` puts it: `group.name`. */
  readonly group: string;
  readonly name: string;
  /** In capital letters. */
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** The parameters of the path, in its order. */
  readonly ids: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** Header parameters, which are options of the call. */
  readonly headers: readonly (Parameter & { readonly option: string })[];
  /** Absent if it takes no body. */
  readonly body?: { readonly isRequired: boolean; readonly schema: Schema };
  readonly success: Success;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: Schema;
}

/** What a call gives in the end. */
export interface Success {
  readonly description: string;
  /** Undefined if nothing comes. */
  readonly schema: Schema | undefined;
  /** Media types beside JSON. */
  readonly otherMediaTypes: readonly string[];
}

const json = 'application/json';

/**
 * The methods of the client, in the order of the document.
 *
 * @throws If an operation has something that the client cannot send or read. The message names the operation and what to change.
 */
export function methodsOf(api: OpenApi): Method[] {
  return operationsOf(api).map((placed) => {
    const { path, method, operation } = placed;
    const parameters = parametersOf(api, placed);
    const inPlace = (place: string) => parameters.filter((parameter) => parameter.in === place);
    const body = bodyOf(api, placed);
    return {
      ...homeOf(placed),
      id: operation.operationId,
      method,
      path,
      operation,
      ids: inOrderOf(placed, inPlace('path')),
      ...optionsOf(placed, inPlace('query'), inPlace('header'), body !== undefined),
      ...(body && { body }),
      success: successOf(api, placed),
    };
  });
}

/** Whether the query is among the options of the call: beside a body there is no argument of its own for it. */
export function takesQueryAsOptions({ body, query }: Method): boolean {
  return body !== undefined && query.length > 0;
}

/** `verification_request_id` and `Request-Sync` as TypeScript names them. */
export function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words
    .map((word, index) => (index === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()) + word.slice(1))
    .join('');
}

/** The same with a capital letter at its beginning. */
export function pascalCase(name: string): string {
  const text = camelCase(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An operation, and where it stands. */
interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** @param inside - The way to what is wrong, from the operation. */
function fail({ path, method, operation }: Placed, problem: string, ...inside: string[]): never {
  throw new SpecProblem(
    ['paths', path, method.toLowerCase(), ...inside],
    `${operation.operationId}: ${problem}`,
  );
}

function homeOf(placed: Placed): { group: string; name: string } {
  const [group = '', name = '', ...rest] = (placed.operation['x-sdk'] ?? '').split('.');
  if (group === '' || name === '' || rest.length > 0) {
    fail(placed, 'say where its method lives, as in `x-sdk: verifications.create`.', 'x-sdk');
  }
  return { group, name };
}

function parametersOf(api: OpenApi, placed: Placed): Parameter[] {
  const { path, operation } = placed;
  const shared = (api.paths[path]?.['parameters'] ?? []) as { $ref?: string }[];
  const own = (operation.parameters ?? []) as { $ref?: string }[];
  const all = [...shared, ...own].map((parameter) => resolve(api, parameter) as Parameter);
  // What an operation says of a parameter wins over what its path says.
  const last = new Map(all.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  const parameters = [...last.values()];
  for (const { in: place, name, schema } of parameters) {
    if (place === 'cookie') fail(placed, `the parameter ${name} is a cookie, and the client sends none.`);
    if (schema === undefined) fail(placed, `the parameter ${name} has a \`content\`: give it a \`schema\`.`);
  }
  return parameters;
}

function inOrderOf(placed: Placed, parameters: Parameter[]): Parameter[] {
  const names = [...placed.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  return names.map((name) => {
    const found = parameters.find((parameter) => parameter.name === name);
    if (found === undefined) return fail(placed, `its path has {${name}}, which is no parameter.`);
    if (found.schema?.type !== undefined && found.schema.type !== 'string') {
      fail(placed, `the path parameter ${name} is of type ${found.schema.type}: ids are strings.`);
    }
    return found;
  });
}

/** What every call takes. */
const callOptions = ['signal', 'timeoutMs', 'deadlineMs', 'retries', 'headers'];

/** The query and the headers. Both become options of the call, the query only beside a body. */
function optionsOf(
  placed: Placed,
  query: Parameter[],
  headers: Parameter[],
  hasBody: boolean,
): Pick<Method, 'query' | 'headers'> {
  const options = headers.map((parameter) => ({ ...parameter, option: camelCase(parameter.name) }));
  const names = [...options.map(({ option }) => option), ...(hasBody ? query.map(({ name }) => name) : [])];
  for (const [index, name] of names.entries()) {
    if (callOptions.includes(name)) fail(placed, `its parameter ${name} is an option of every call.`);
    if (names.indexOf(name) !== index) fail(placed, `two of its parameters become the option ${name}.`);
  }
  return { query: query.map((parameter) => sendable(placed, parameter)), headers: options };
}

function sendable(placed: Placed, parameter: Parameter): Parameter {
  const { name, style = 'form', explode = true, schema } = parameter;
  const types = [schema?.type ?? []].flat();
  if (style !== 'form' || types.includes('object')) {
    fail(
      placed,
      `the query parameter ${name} is an object or has the style ${style}: the client sends neither.`,
    );
  }
  if (types.includes('array') && explode) {
    fail(
      placed,
      `the query parameter ${name} is a list: the client sends lists with commas, so say \`explode: false\`.`,
    );
  }
  return parameter;
}

function bodyOf(api: OpenApi, placed: Placed): Method['body'] {
  const { requestBody } = placed.operation;
  if (requestBody === undefined) return undefined;
  const { content, required = false } = resolve(api, requestBody) as NonNullable<Operation['requestBody']>;
  const schema = content[json]?.schema;
  if (schema === undefined)
    return fail(placed, `its body has no ${json}, and the client sends JSON.`, 'requestBody');
  const [type = 'object'] = [resolveSchema(api, schema).type ?? []].flat();
  if (type !== 'object')
    fail(placed, `its body is no object but of type ${type}, and the client sends objects.`, 'requestBody');
  return { isRequired: required, schema };
}

function successOf(api: OpenApi, placed: Placed): Success {
  const { operation } = placed;
  const statuses = Object.keys(operation.responses).filter((status) => /^2..$/.test(status));
  // Beside a success of its own, a default is about failures.
  const meant = statuses.length > 0 ? statuses : ['default'];
  const successes = Object.entries(operation.responses)
    .filter(([status]) => meant.includes(status))
    .map(([, response]) => resolve(api, response as { $ref?: string }) as SuccessResponse);
  const [first] = successes;
  if (first === undefined) return fail(placed, 'it has no response for a success.', 'responses');
  const mediaTypes = [...new Set(successes.flatMap(({ content }) => Object.keys(content ?? {})))];
  if (mediaTypes.length > 0 && !mediaTypes.includes(json)) {
    fail(placed, `its success has no ${json}, only ${mediaTypes.join(', ')}.`, 'responses');
  }
  return {
    description: first.description,
    schema: successes.map(({ content }) => content?.[json]?.schema).find((schema) => schema !== undefined),
    otherMediaTypes: mediaTypes.filter((mediaType) => mediaType !== json),
  };
}

interface SuccessResponse {
  description: string;
  content?: Record<string, { schema: Schema }>;
}
