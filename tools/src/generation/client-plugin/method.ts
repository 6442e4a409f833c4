import {
  bodiesOf,
  jsonSchemaOf,
  namesIn,
  type OpenApiDocument,
  type OperationEntry,
  operationsOf,
  type Parameter,
  resolve,
  type Schema,
} from '@truework-legacy/spec/document';
import ts from 'typescript';
import { SpecProblem } from '../spec-problem.ts';

/** A method of the client, as the spec describes its operation. */
export interface Method extends Pick<OperationEntry, 'id' | 'method' | 'path' | 'operation'> {
  /** Where `x-sdk` puts it: `group.name`. */
  readonly group: string;
  readonly name: string;
  /** The parameters of the path, in its order. */
  readonly ids: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** Header parameters, which are options of the call. */
  readonly headers: readonly (Parameter & { readonly option: string })[];
  /** Absent if it takes no body. */
  readonly body?: { readonly isRequired: boolean; readonly schema: Schema };
  readonly success: Success;
}

/** What a call returns. */
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
 * @throws {@link SpecProblem} if an operation has something that the client cannot send or read.
 */
export function methodsOf(document: OpenApiDocument): Method[] {
  return operationsOf(document).map((entry) => {
    const { id, method, path, operation } = entry;
    const body = bodyOf(document, entry);
    return {
      ...{ id, method, path, operation, ...homeOf(entry) },
      ids: idsOf(document, entry),
      ...optionsOf(document, entry),
      ...(body && { body }),
      success: successOf(entry),
    };
  });
}

/** Whether the query is among the options of the call: beside a body there is no argument of its own for it. */
export function takesQueryAsOptions({ body, query }: Pick<Method, 'body' | 'query'>): boolean {
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

/** @param inside - The way to what is wrong, from the operation. */
function fail({ id, pointer }: OperationEntry, problem: string, ...inside: string[]): never {
  throw new SpecProblem([...namesIn(pointer), ...inside], `${id}: ${problem}`);
}

function homeOf(entry: OperationEntry): { group: string; name: string } {
  const [group = '', name = '', ...rest] = (entry.operation['x-sdk'] ?? '').split('.');
  if (group === '' || name === '' || rest.length > 0) {
    fail(entry, 'say where its method lives, as in `x-sdk: verifications.create`.', 'x-sdk');
  }
  return { group, name };
}

/** The parameters of the path, the query or the headers, each with a schema. */
function parametersIn(entry: OperationEntry, location: Parameter['in']): Parameter[] {
  const parameters = entry.parameters.map(({ value }) => value);
  for (const { in: where, name, schema } of parameters) {
    if (where === 'cookie') fail(entry, `the parameter ${name} is a cookie, and the client sends none.`);
    if (!schema) fail(entry, `the parameter ${name} has a \`content\`: give it a \`schema\`.`);
  }
  return parameters.filter((parameter) => parameter.in === location);
}

function idsOf(document: OpenApiDocument, entry: OperationEntry): Parameter[] {
  const parameters = parametersIn(entry, 'path');
  return [...entry.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => {
    const found = parameters.find((parameter) => parameter.name === name);
    if (!found) return fail(entry, `its path has {${name}}, which is no parameter.`);
    const { type = 'string' } = resolve(document, found.schema ?? {});
    if (type !== 'string') fail(entry, `the path parameter ${name} is of type ${type}: ids are strings.`);
    if (!canBeArgument(camelCase(found.name))) {
      fail(entry, `the path parameter ${name} cannot be the name of an argument: call it ${name}_id, say.`);
    }
    return found;
  });
}

/** Arguments beside ids, and what the generated code is written with. */
const otherArguments = ['connection', 'input', 'query', 'options', 'asked', 'operations'];

function canBeArgument(name: string): boolean {
  const isKeyword = ts.identifierToKeywordKind(ts.factory.createIdentifier(name)) !== undefined;
  return /^[a-z_$][\w$]*$/i.test(name) && !isKeyword && !otherArguments.includes(name);
}

/** What every call takes. */
const callOptions = ['signal', 'timeoutMs', 'deadlineMs', 'retries', 'headers'];

/** The query and the headers. Both become options of the call, the query only beside a body. */
function optionsOf(document: OpenApiDocument, entry: OperationEntry): Pick<Method, 'query' | 'headers'> {
  const query = parametersIn(entry, 'query');
  for (const parameter of query) checkQuery(document, entry, parameter);
  const headers = parametersIn(entry, 'header').map((header) => ({
    ...header,
    option: camelCase(header.name),
  }));
  const names = headers.map(({ option }) => option);
  if (entry.requestBody) names.push(...query.map(({ name }) => name));
  for (const [index, name] of names.entries()) {
    if (callOptions.includes(name)) fail(entry, `its parameter ${name} is an option of every call.`);
    if (names.indexOf(name) !== index) fail(entry, `two of its parameters become the option ${name}.`);
  }
  return { query, headers };
}

function checkQuery(document: OpenApiDocument, entry: OperationEntry, parameter: Parameter): void {
  const { name, style = 'form', explode = true, schema = {} } = parameter;
  const types = [resolve(document, schema).type ?? []].flat();
  if (style !== 'form' || types.includes('object')) {
    fail(
      entry,
      `the query parameter ${name} is an object or has the style ${style}: the client sends neither.`,
    );
  }
  if (types.includes('array') && explode) {
    const problem = 'is a list: the client sends lists with commas, so say `explode: false`.';
    fail(entry, `the query parameter ${name} ${problem}`);
  }
}

function bodyOf(document: OpenApiDocument, entry: OperationEntry): Method['body'] {
  const { requestBody } = entry;
  if (!requestBody) return undefined;
  const schema = jsonSchemaOf(requestBody)?.value;
  if (!schema) return fail(entry, `its body has no ${json}, and the client sends JSON.`, 'requestBody');
  const [type = 'object'] = [resolve(document, schema).type ?? []].flat();
  if (type !== 'object') {
    fail(entry, `its body is no object but of type ${type}, and the client sends objects.`, 'requestBody');
  }
  return { isRequired: requestBody.value.required ?? false, schema };
}

function successOf(entry: OperationEntry): Success {
  const successes = entry.responses.filter(({ status }) => status.startsWith('2'));
  // Beside a success of its own, a default is about failures.
  const meant =
    successes.length > 0 ? successes : entry.responses.filter(({ status }) => status === 'default');
  const [first] = meant;
  if (!first) return fail(entry, 'it has no response for a success.', 'responses');
  const mediaTypes = [
    ...new Set(meant.flatMap((response) => bodiesOf(response).map((body) => body.mediaType))),
  ];
  if (mediaTypes.length > 0 && !mediaTypes.includes(json)) {
    fail(entry, `its success has no ${json}, only ${mediaTypes.join(', ')}.`, 'responses');
  }
  return {
    description: first.value.description,
    schema: meant.map((response) => jsonSchemaOf(response)?.value).find((schema) => schema !== undefined),
    otherMediaTypes: mediaTypes.filter((mediaType) => mediaType !== json),
  };
}
