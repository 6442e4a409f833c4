import type { OpenApiDocument } from '@truework-legacy/spec/document';
import type { Field } from './field.ts';
import { acceptHeader, EXAMPLE_KEY, localServer } from './local-sandbox.ts';
import type { NamedExample, OperationPage } from './operation.ts';
import { type ClientCall, type CodeRequest, curl, fetchCall, python, typescript } from './request-code.ts';

/** The languages that a request is shown in, in the order of their tabs. */
export const LANGUAGES = {
  curl: { label: 'curl', highlightedAs: 'sh' },
  typescript: { label: 'TypeScript', highlightedAs: 'ts' },
  fetch: { label: 'fetch', highlightedAs: 'js' },
  python: { label: 'Python', highlightedAs: 'python' },
} as const;

export type Language = keyof typeof LANGUAGES;

/** A request in every language. */
export interface Sample {
  /** The name of the example that is sent. */
  readonly summary: string;
  readonly code: Readonly<Record<Language, string>>;
}

/** Where the samples are sent, if not to the sandbox at its usual address with the ids of the examples. */
export interface Destination {
  readonly server?: string;
  readonly ids?: Readonly<Record<string, string>>;
}

/** The style that shows what has the chosen value, with no script. */
export function showing(name: string, values: readonly string[]): string {
  const chosen = values.map((value) => `.sample:has([value="${value}"]:checked) [data-${name}="${value}"]`);
  return `${chosen.join()}{display:block}`;
}

/** The requests of an operation: one for each example of its body, one if it has none. */
export function samplesOf(
  document: OpenApiDocument,
  page: OperationPage,
  { server = localServer(document), ids = {} }: Destination = {},
): Sample[] {
  const examples: readonly (NamedExample | undefined)[] = page.body ? page.body.examples : [undefined];
  return examples.map((example) => {
    const request = requestOf(document, page, example?.value, server, ids);
    return {
      summary: example?.summary ?? page.summary,
      code: {
        curl: curl(request),
        typescript: typescript(callOf(page, request.body, server, ids)),
        fetch: fetchCall(request),
        python: python(request),
      },
    };
  });
}

function requestOf(
  document: OpenApiDocument,
  page: OperationPage,
  body: unknown,
  server: string,
  ids: Readonly<Record<string, string>>,
): CodeRequest {
  const path = page.target.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(ids[name] ?? exampleOf(page, name)),
  );
  const query = new URLSearchParams(required(page, 'query').map(({ name, example = '' }) => [name, example]));
  return {
    method: page.method,
    url: `${server}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      Authorization: `Bearer ${EXAMPLE_KEY}`,
      Accept: acceptHeader(document, 'application/json'),
      ...(page.body && body !== undefined && { 'Content-Type': page.body.contentType }),
      ...Object.fromEntries(required(page, 'header').map(({ name, example = '' }) => [name, example])),
    },
    body: withIds(body, ids),
  };
}

/** A body whose ids, if others are given, are those. */
function withIds(body: unknown, ids: Readonly<Record<string, string>>): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, ids[name] ?? value]));
}

function exampleOf({ parameters }: OperationPage, name: string): string {
  return parameters.find(({ field }) => field.name === name)?.field.example ?? name;
}

function required(page: OperationPage, location: 'header' | 'query'): Field[] {
  return page.parameters
    .filter((parameter) => parameter.in === location && parameter.field.required)
    .map(({ field }) => field);
}

function callOf(
  page: OperationPage,
  body: unknown,
  server: string,
  ids: Readonly<Record<string, string>>,
): ClientCall {
  const names = [...page.target.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  return {
    sdk: page.sdk ?? '',
    server,
    key: EXAMPLE_KEY,
    ids: names.map((name) => ids[name] ?? exampleOf(page, name)),
    body,
    query: Object.fromEntries(required(page, 'query').map(({ name, example }) => [name, example])),
    headers: {},
    result: resultName(page.id),
  };
}

/** What a program calls what it gets. */
export function resultName(id: string): string {
  const noun = id.replace(/^[a-z]+/, '');
  return noun.charAt(0).toLowerCase() + noun.slice(1);
}
