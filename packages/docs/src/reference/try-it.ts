import type { Link, OpenApiDocument } from '@truework-legacy/spec/document';
import type { Field } from './field.ts';
import { acceptHeader, localServer } from './local-sandbox.ts';
import type { NamedExample, OperationPage } from './operation.ts';
import { resultName } from './samples.ts';

/** What the console of an operation's page shows, before anything was sent. */
export interface TryIt {
  readonly call: Call;
  readonly inputs: readonly ParameterInput[];
  /** What the request's body begins as, the first of them. */
  readonly bodies: readonly NamedExample[];
  /** The `Accept` headers to choose from. */
  readonly accepts: readonly string[];
  /** The operations whose responses lead to this one. */
  readonly sources: readonly OperationPage[];
}

/** What the console's script knows of the operation. It reaches the browser as JSON. */
export interface Call {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Where the sandbox is, unless it serves the page itself. */
  readonly server: string;
  /** The client's method, and what it returns. */
  readonly sdk: string;
  readonly result: string;
  /** Parameters that are numbers or booleans. */
  readonly unquoted: readonly string[];
  /** The type of the request's body. Undefined if it has no body. */
  readonly contentType: string | undefined;
  /** The calls that can follow a response, by its status. */
  readonly next: Readonly<Record<string, readonly NextCall[]>>;
}

/** A call that can follow a response. */
export interface NextCall {
  readonly text: string;
  /** The page with its console. */
  readonly href: string;
  /** By input of that console: a JSON pointer to its value in the response's body. */
  readonly values: Readonly<Record<string, string>>;
}

/** A parameter of the request. Its name is the anchor of the field, such as `path.verification_request_id`. */
export interface ParameterInput {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly value: string;
  readonly example: string | undefined;
  /** All values it can have, if they are few. */
  readonly choices: readonly string[];
}

/** Makes the console of an operation from the document. */
export function tryItOf(
  document: OpenApiDocument,
  page: OperationPage,
  pages: readonly OperationPage[],
): TryIt {
  const successes = page.responses.filter(({ status }) => status.startsWith('2'));
  const mediaTypes = new Set(successes.flatMap((response) => response.mediaTypes));
  return {
    call: {
      id: page.id,
      method: page.method,
      path: page.target,
      server: localServer(document),
      contentType: page.body?.contentType,
      sdk: page.sdk ?? '',
      result: resultName(page.id),
      unquoted: page.parameters
        .filter(({ field }) => /^(integer|number|boolean)$/.test(field.type))
        .map(({ field }) => field.name),
      next: Object.fromEntries(
        successes
          .filter(({ links }) => links.length > 0)
          .map(({ status, links }) => [status, links.map((link) => nextCall(link, pages))]),
      ),
    },
    inputs: page.parameters.map(({ field }) => inputOf(field)),
    bodies: page.body?.examples ?? [],
    accepts: [...mediaTypes].map((mediaType) => acceptHeader(document, mediaType)),
    sources: pages.filter(({ responses }) =>
      responses.some(({ links }) => links.some(({ operationId }) => operationId === page.id)),
    ),
  };
}

function inputOf({ anchor, name, type, required, example, values, openValues }: Field): ParameterInput {
  const listed = openValues ? [] : values.map(({ literal }) => literal).filter((value) => value !== '""');
  return {
    name: anchor,
    label: name,
    required,
    value: required ? (example ?? '') : '',
    example,
    choices: type === 'boolean' ? ['true', 'false'] : listed,
  };
}

function nextCall(
  { operationId = '', description, parameters = {}, requestBody = {} }: Link,
  pages: readonly OperationPage[],
): NextCall {
  const page = pages.find(({ id }) => id === operationId);
  if (!page) throw new Error(`A link leads to ${operationId}, which no page is about.`);
  const anchors = new Map(page.parameters.map(({ field }) => [field.name, field.anchor]));
  const values = [
    ...Object.entries(parameters).map(([name, value]) => [anchors.get(name) ?? name, pointerIn(value)]),
    ...Object.entries(requestBody as object).map(([name, value]) => [`body.${name}`, pointerIn(value)]),
  ];
  return { text: description ?? page.summary, href: page.href, values: Object.fromEntries(values) };
}

/** The JSON pointer in a runtime expression, such as `$response.body#/id`. */
function pointerIn(expression: unknown): string {
  const pointer = /^\$response\.body#(\/.*)$/.exec(String(expression))?.[1];
  if (pointer === undefined) throw new Error(`The console cannot follow the link's ${String(expression)}.`);
  return pointer;
}
