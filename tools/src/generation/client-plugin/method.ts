import { isDeepStrictEqual } from 'node:util';
import { toCase } from '@hey-api/openapi-ts';
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
import { jsonTypesOf } from '../json-types.ts';
import { SpecProblem } from '../spec-problem.ts';

/** A method of the client, as the spec describes its operation. */
export interface Method extends Pick<OperationEntry, 'id' | 'method' | 'path' | 'pointer' | 'operation'> {
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
  /** The method in each of its media types, JSON first. */
  readonly variants: readonly Variant[];
}

/** A method in one media type. */
export interface Variant {
  readonly functionName: string;
  readonly methodName: string;
  /** Undefined for JSON. */
  readonly mediaType: string | undefined;
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
 * @param written - What the client exports beside what is generated, see `writtenNames`.
 * @throws {@link SpecProblem} if an operation has something that the client cannot send or read.
 */
export function methodsOf(document: OpenApiDocument, written: Iterable<string> = []): Method[] {
  const taken = new Set(written);
  for (const name of Object.keys(document.components?.schemas ?? {}).filter((it) => taken.has(it))) {
    throw new SpecProblem(
      ['components', 'schemas', name],
      `The client exports another ${name}: rename the schema.`,
    );
  }
  return operationsOf(document).map((entry) => {
    const { id, method, path, pointer, operation } = entry;
    if (!callable.includes(method)) fail(entry, `the client sends no ${method}.`);
    const home = homeOf(entry);
    const body = bodyOf(document, entry);
    const success = successOf(entry);
    return {
      ...{ id, method, path, pointer, operation, ...home },
      ids: idsOf(document, entry),
      ...optionsOf(document, entry),
      ...(body && { body }),
      success,
      variants: variantsOf(entry, home, success, taken),
    };
  });
}

const callable = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'];

/** A method for JSON, and one for each other media type, named for it: `getReportPdf`. */
function variantsOf(
  entry: OperationEntry,
  { group, name }: Pick<Method, 'group' | 'name'>,
  { otherMediaTypes }: Success,
  taken: Set<string>,
): Variant[] {
  return [undefined, ...otherMediaTypes].map((mediaType) => {
    const [, suffix = ''] = mediaType === undefined ? [] : (/^[^/]+\/([^;*]+)/.exec(mediaType) ?? ['', '*']);
    if (suffix === '*') fail(entry, `its success has the media type ${mediaType}: name one.`, 'responses');
    const functionName = entry.id + pascalCase(suffix);
    const methodName = name + pascalCase(suffix);
    for (const one of [functionName, `${group}.${methodName}`]) {
      if (taken.has(one)) fail(entry, `something else is called ${one} in the client.`, 'x-sdk');
      taken.add(one);
    }
    return { functionName, methodName, mediaType };
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

/** An operation as its types are named: `listSSNs` becomes `ListSsNs`. */
export function pascalCase(name: string): string {
  return toCase(name, 'PascalCase');
}

/** @param inside - The way to what is wrong, from the operation. */
function fail({ id, pointer }: OperationEntry, problem: string, ...inside: string[]): never {
  throw new SpecProblem([...namesIn(pointer), ...inside], `${id}: ${problem}`);
}

/** Of what is wrong with a parameter: at its own location. */
function failAt({ id, pointer, parameters }: OperationEntry, parameter: Parameter, problem: string): never {
  const own = parameters.find(
    ({ value: { name, in: where } }) => name === parameter.name && where === parameter.in,
  );
  throw new SpecProblem(namesIn(own?.pointer ?? pointer), `${id}: ${problem}`);
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
  for (const parameter of parameters) {
    const { in: where, name, schema, style } = parameter;
    if (where === 'cookie')
      failAt(entry, parameter, `the parameter ${name} is a cookie, and the client sends none.`);
    if (!schema) failAt(entry, parameter, `the parameter ${name} has a \`content\`: give it a \`schema\`.`);
    const usual = where === 'query' ? 'form' : 'simple';
    if (style && style !== usual)
      failAt(entry, parameter, `the parameter ${name} has the style ${style}: only ${usual} is sent.`);
  }
  return parameters.filter((parameter) => parameter.in === location);
}

function idsOf(document: OpenApiDocument, entry: OperationEntry): Parameter[] {
  const parameters = parametersIn(entry, 'path');
  const names = new Set<string>();
  return [...entry.path.matchAll(/[^/]*\{([^}]+)\}[^/]*/g)].map(([segment, name]) => {
    const found = parameters.find((parameter) => parameter.name === name);
    if (!found) return fail(entry, `its path has {${name}}, which is not a parameter.`);
    if (segment !== `{${name}}`) fail(entry, `{${name}} has to be a whole segment of the path.`);
    checkTypes(document, entry, found, ['string']);
    const argument = camelCase(found.name);
    if (!canBeArgument(argument) || names.has(argument)) {
      failAt(
        entry,
        found,
        `the path parameter ${name} cannot be the name of an argument: call it ${name}_id, say.`,
      );
    }
    names.add(argument);
    return found;
  });
}

/** @throws {@link SpecProblem} if a parameter may be something that the client cannot send there. */
function checkTypes(
  document: OpenApiDocument,
  entry: OperationEntry,
  parameter: Parameter,
  sent: readonly string[],
): void {
  const { name, in: where, schema = {} } = parameter;
  const other = jsonTypesOf(document, schema).find((type) => !sent.includes(type));
  if (other === undefined) return;
  const words = `it may be of type ${other}, and the client sends ${sent.join(', ')} there`;
  failAt(entry, parameter, `the ${where} parameter ${name}: ${words}.`);
}

/** Arguments beside ids, and what the generated code is written with. */
const otherArguments = [
  ...['connection', 'input', 'query', 'options', 'asked', 'operations'],
  // Which strict code cannot name anything after.
  ...['arguments', 'eval'],
];

function canBeArgument(name: string): boolean {
  const isKeyword = ts.identifierToKeywordKind(ts.factory.createIdentifier(name)) !== undefined;
  return /^[a-z_$][\w$]*$/i.test(name) && !isKeyword && !otherArguments.includes(name);
}

/** What every call takes. */
const callOptions = ['signal', 'timeoutMs', 'deadlineMs', 'retries', 'headers'];

const ownHeaders = ['accept', 'authorization', 'content-type'];

/** The query and the headers. Both become options of the call, the query only beside a body. */
function optionsOf(document: OpenApiDocument, entry: OperationEntry): Pick<Method, 'query' | 'headers'> {
  const query = parametersIn(entry, 'query');
  for (const parameter of query) checkQuery(document, entry, parameter);
  const headers = parametersIn(entry, 'header').map((header) => {
    checkTypes(document, entry, header, ['string']);
    if (ownHeaders.includes(header.name.toLowerCase())) {
      failAt(entry, header, `the client itself sets the header ${header.name}: no parameter describes it.`);
    }
    return { ...header, option: camelCase(header.name) };
  });
  const names = headers.map(({ option }) => option);
  if (entry.requestBody) names.push(...query.map(({ name }) => name));
  for (const [index, name] of names.entries()) {
    if (callOptions.includes(name)) fail(entry, `its parameter ${name} is an option of every call.`);
    if (names.indexOf(name) !== index) fail(entry, `two of its parameters become the option ${name}.`);
  }
  return { query, headers };
}

function checkQuery(document: OpenApiDocument, entry: OperationEntry, parameter: Parameter): void {
  const { name, explode = true, schema = {} } = parameter;
  // The client counts with them.
  const isCount = ['limit', 'offset'].includes(name);
  checkTypes(
    document,
    entry,
    parameter,
    isCount ? ['integer'] : ['string', 'number', 'integer', 'boolean', 'array'],
  );
  if (!jsonTypesOf(document, schema).includes('array')) return;
  const { items } = resolve(document, schema);
  if (!explode && items && jsonTypesOf(document, items).join() === 'string') return;
  const problem = 'is a list: the client sends lists of strings, with commas, so say `explode: false`.';
  failAt(entry, parameter, `the query parameter ${name} ${problem}`);
}

function bodyOf(document: OpenApiDocument, entry: OperationEntry): Method['body'] {
  const { method, requestBody } = entry;
  if (!requestBody) return undefined;
  if (method === 'GET') fail(entry, 'the client sends no body with GET.', 'requestBody');
  const schema = jsonSchemaOf(requestBody)?.value;
  if (!schema) return fail(entry, `its body has no ${json}, and the client sends JSON.`, 'requestBody');
  const other = jsonTypesOf(document, schema).find((type) => type !== 'object');
  if (other) {
    fail(entry, `its body may be of type ${other}, and the client sends objects.`, 'requestBody');
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
  const schemas = meant.map((response) => jsonSchemaOf(response)?.value);
  const [schema] = schemas;
  if (mediaTypes.length > 0 && schemas.some((other) => !isDeepStrictEqual(other, schema) || !other)) {
    fail(entry, 'its successes have to have one schema, the same for each status.', 'responses');
  }
  return {
    description: first.value.description,
    schema,
    otherMediaTypes: mediaTypes.filter((mediaType) => mediaType !== json),
  };
}
